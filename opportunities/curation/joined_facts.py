"""The facts of two entries that are one programme, as those of one. Pure functions over plain facts.

What only one of them states is taken from it. Where both say something else, somebody chooses, matter by matter; the
rounds and the sources of both are kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opportunities.curation.duplicates import plain_address
from opportunities.curation.eligibility_facts import EligibilityFacts
from opportunities.curation.merging import Facts, by_name, from_names
from opportunities.vocabulary import ALL_FIELDS

STAYING, GOING, BOTH = "staying", "going", "both"
_NOTHING: tuple[Any, ...] = (None, [], "unspecified", "unknown")
_CRITERIA = tuple(f"eligibility.{name}" for name in EligibilityFacts.model_fields if name != "summary")
_LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class Matter:
    """Facts, by name, that are chosen together. `both` says whether those of both entries can be kept."""

    code: str
    title: Promise
    names: tuple[str, ...]
    both: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A matter in which two entries differ, the facts of each, and what is chosen unless somebody says otherwise."""

    matter: Matter
    staying: Facts
    going: Facts
    default: str


@dataclass
class Joined:
    """The facts of both as those of one, and which label each round of the one that goes has there."""

    facts: Facts
    labels: dict[str, str] = field(default_factory=dict)


def _one(code: str, title: Promise, *names: str, both: bool = False) -> Matter:
    return Matter(code.replace(".", "-"), title, names or (code,), both)


MATTERS = (
    _one("name", _("Name")),
    _one("name_ja", _("Japanese name")),
    _one("kind", _("Kind")),
    _one("summary", _("Summary")),
    _one("summary_ja", _("Japanese summary")),
    _one("directions", _("Direction"), both=True),
    _one("activities", _("Activities"), both=True),
    _one("disciplines", _("Fields"), both=True),
    _one("keywords", _("Keywords"), both=True),
    _one("funders", _("Funders"), both=True),
    _one("administered_by", _("Administered by"), both=True),
    _one("programme_status", _("Programme status"), "programme_status", "status_note"),
    _one("career_stages", _("Career stages"), both=True),
    _one("eligibility.summary", _("Who can apply, in words")),
    _one("criteria", _("Conditions, routes and terms"), *_CRITERIA),
    _one("amount", _("Amount"), "funding.currency", "funding.min", "funding.max", "funding.basis"),
    _one("funding.covers", _("What is covered"), both=True),
    _one("funding.note", _("Note on the money")),
    _one("duration", _("Duration"), "duration.min_months", "duration.max_months", "duration.note"),
    _one("cycle", _("Frequency and usual dates"), "cycle.frequency", "cycle.usual_opens", "cycle.usual_closes"),
    _one("cycle.timezone", _("Time zone of the deadlines")),
    _one("application.official_url", _("Official page")),
    _one("application.apply_url", _("Application form")),
    _one("application.guidance_url", _("Guidance")),
    _one("application.route", _("How one applies")),
    _one("annexe", _("Place in the annexe"), "annexe_section", "annexe_label"),
    _one("related_case_study", _("Related case study")),
    _one("confidence", _("Confidence")),
    _one("notes", _("Doubts and conflicts"), both=True),
)


def differences(staying: Facts, going: Facts) -> list[Difference]:
    """The matters in which two entries differ, in the order of the form."""
    ours, theirs = by_name(staying), by_name(going)
    found = []
    for matter in MATTERS:
        mine, other = ({name: facts[name] for name in matter.names} for facts in (ours, theirs))
        if mine != other:
            found.append(Difference(matter, mine, other, _default(matter, mine, other)))
    return found


def joined(staying: Facts, going: Facts, chosen: Mapping[str, str]) -> Joined:
    """Both as one, under the key of the one that stays. `chosen` says, by code of a matter, whose facts are taken.

    A choice that is missing, or that the matter does not offer, is the default.
    """
    refs, sources = _sources(staying["sources"], going["sources"])
    ours, theirs = by_name(staying), by_name(_with_refs(going, refs))
    taken = dict(ours)
    for one in differences(staying, going):
        choice = chosen.get(one.matter.code, one.default)
        for name in one.matter.names:
            if choice == GOING:
                taken[name] = theirs[name]
            elif choice == BOTH and one.matter.both:
                taken[name] = _both(name, ours[name], theirs[name])
    facts = from_names({name: value for name, value in taken.items() if "[" not in name})
    facts["sources"] = sources
    zone = facts["cycle"]["timezone"]
    labels, facts["cycle"]["rounds"] = _rounds(
        [_in_zone(call, staying["cycle"]["timezone"], zone) for call in staying["cycle"]["rounds"]],
        [_in_zone(_resting_on(call, refs), going["cycle"]["timezone"], zone) for call in going["cycle"]["rounds"]],
        zone,
    )
    return Joined(_as_one(facts, staying, going), labels)


def _default(matter: Matter, staying: Facts, going: Facts) -> str:
    if all(value in _NOTHING for value in staying.values()):
        return GOING
    if all(value in _NOTHING for value in going.values()):
        return STAYING
    return BOTH if matter.code in ("keywords", "notes") else STAYING


def _both(name: str, staying: Any, going: Any) -> Any:
    if name == "notes":
        return "\n\n".join(dict.fromkeys(filter(None, (staying, going)))) or None
    united = list(dict.fromkeys([*staying, *going]))
    return [ALL_FIELDS] if name == "disciplines" and ALL_FIELDS in united else united


def _as_one(facts: Facts, staying: Facts, going: Facts) -> Facts:
    """What follows from the joining itself: the old name is still found, old addresses lead here, no check is newer."""
    old_names = [going["name"], going["name_ja"]]
    known = {facts["name"], facts["name_ja"], None, *facts["keywords"]}
    facts["keywords"] = [*facts["keywords"], *(name for name in old_names if name not in known)]
    facts["former_keys"] = sorted({*staying["former_keys"], *going["former_keys"], going["key"]})
    facts["eligibility"] = renamed_awards(facts["eligibility"], going["key"], staying["key"])
    facts["successor"] = staying["successor"] if staying["successor"] != going["key"] else None
    for name in ("last_checked", "next_check"):
        days = [day for day in (staying[name], going[name]) if day is not None]
        facts[name] = min(days, default=None)
    return facts


def renamed_awards(conditions: Any, old: str, new: str) -> Any:
    """Conditions in which the programme is called by its new key where an earlier award of it is asked for."""
    if isinstance(conditions, list):
        return [renamed_awards(item, old, new) for item in conditions]
    if not isinstance(conditions, dict):
        return conditions
    facts = {name: renamed_awards(value, old, new) for name, value in conditions.items()}
    if (award := facts.get("earlier_award")) is not None:
        facts["earlier_award"] = {**award, "of": renamed(award["of"], old, new)}
    return facts


def renamed(keys: Sequence[str], old: str, new: str) -> list[str]:
    """The keys with one in the place of another, each once."""
    return list(dict.fromkeys(new if key == old else key for key in keys))


def _sources(staying: list[Facts], going: list[Facts]) -> tuple[dict[str, str], list[Facts]]:
    """The short name that each source of the one that goes has in the list of both, and that list.

    One page is one source, in the newer of the two states in which it was seen.
    """
    united = {source["id"]: dict(source) for source in staying}
    by_page = {plain_address(source["url"]): source["id"] for source in staying if source["url"]}
    refs: dict[str, str] = {}
    for source in going:
        same = by_page.get(plain_address(source["url"])) if source["url"] else None
        if same is None:
            refs[source["id"]] = _free(source["id"], united)
            united[refs[source["id"]]] = {**source, "id": refs[source["id"]]}
        else:
            refs[source["id"]] = same
            newer = max(united[same], source, key=lambda one: str(one["as_of"] or ""))
            supports = list(dict.fromkeys([*united[same]["supports"], *source["supports"]]))
            united[same] = {**newer, "id": same, "supports": supports}
    return refs, list(united.values())


def _free(ref: str, taken: Mapping[str, Facts]) -> str:
    if ref not in taken:
        return ref
    return next(free for n in range(1, len(taken) + 2) if (free := f"s{n}") not in taken)


def _with_refs(facts: Facts, refs: Mapping[str, str]) -> Facts:
    """The facts with the short names of the sources in the conditions as they are in the list of both."""

    def in_part(part: Any) -> Any:
        if isinstance(part, list):
            return [in_part(item) for item in part]
        if not isinstance(part, dict):
            return part
        inner = {name: in_part(value) for name, value in part.items()}
        if isinstance(own := inner.get("source"), list):
            inner["source"] = list(dict.fromkeys(refs[ref] for ref in own))
        return inner

    return {**facts, "eligibility": in_part(facts["eligibility"])}


def _resting_on(call: Facts, refs: Mapping[str, str]) -> Facts:
    return {**call, "source": refs[call["source"]] if call["source"] else None}


def _in_zone(call: Facts, own: str | None, joined_zone: str | None) -> Facts:
    """A round whose zone went without saying says it where the programme's is another one now."""
    return call if call["timezone"] or own == joined_zone else {**call, "timezone": own}


def _rounds(staying: list[Facts], going: list[Facts], zone: str | None) -> tuple[dict[str, str], list[Facts]]:
    """The label that each round of the one that goes has among those of both, and these."""
    united = {call["label"]: dict(call) for call in staying}
    labels: dict[str, str] = {}
    for call in going:
        same = next((label for label, one in united.items() if _is_same(one, call, zone)), None)
        if same is not None:
            united[same] = {name: value if value is not None else call[name] for name, value in united[same].items()}
        else:
            same = _distinct(call["label"], united)
            united[same] = {**call, "label": same}
        labels[call["label"]] = same
    return labels, list(united.values())


def _is_same(one: Facts, other: Facts, zone: str | None) -> bool:
    """Whether two rounds are one: a date or the label in common, and no date that contradicts the other's."""
    zones = {call["timezone"] or zone for call in (one, other)} - {None}
    pairs = [(one[name], other[name]) for name in ("opens", "opens_time", "closes", "closes_time")]
    if len(zones) > 1 or any(None not in pair and pair[0] != pair[1] for pair in pairs):
        return False
    opens, closes = (one[name] or other[name] for name in ("opens", "closes"))
    if opens and closes and opens[:7] > closes[:7]:
        return False
    return one["label"] == other["label"] or any(one[name] and one[name] == other[name] for name in ("opens", "closes"))


def _distinct(label: str, taken: Iterable[str]) -> str:
    labels, number, free = set(taken), 2, label
    while free in labels:
        free, number = f"{label[: _LONGEST_LABEL - 5]} ({number})", number + 1
    return free
