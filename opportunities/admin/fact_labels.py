"""What facts and their parts are called at the desk, and the closed lists that their codes belong to."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities import vocabulary
from opportunities.eligibility import terms
from opportunities.ford import FIELD

Terms = Mapping[str, Any]

_FIELDS: Terms = {**FIELD, vocabulary.ALL_FIELDS: gettext_lazy("Open to every field")}

# Facts by name, in the order in which they are shown. Some collections share names.
LABELS: dict[str, Any] = {
    "key": gettext_lazy("Slug"),
    "uuid": gettext_lazy("UUID"),
    "state": gettext_lazy("State"),
    "publish_at": gettext_lazy("To be published at"),
    "successor": gettext_lazy("Successor"),
    "former_keys": gettext_lazy("Former slugs"),
    "annexe_number": gettext_lazy("Number"),
    "currency": gettext_lazy("Currency"),
    "units_per_gbp": gettext_lazy("Units per pound"),
    "as_of": gettext_lazy("As of"),
    "source_title": gettext_lazy("Source"),
    "source_url": gettext_lazy("Address of the source"),
    "name": gettext_lazy("Name"),
    "title": gettext_lazy("Title"),
    "name_ja": gettext_lazy("Japanese name"),
    "acronym": gettext_lazy("Acronym"),
    "country": gettext_lazy("Country"),
    "kind": gettext_lazy("Kind"),
    "parent": gettext_lazy("Belongs to"),
    "summary": gettext_lazy("Summary"),
    "summary_ja": gettext_lazy("Japanese summary"),
    "offers": gettext_lazy("Offers"),
    "website": gettext_lazy("Website"),
    "ror": gettext_lazy("ROR id"),
    "years": gettext_lazy("Years"),
    "people": gettext_lazy("People"),
    "institutions": gettext_lazy("Institutions"),
    "outcomes": gettext_lazy("Outcomes"),
    "opportunities": gettext_lazy("Opportunities"),
    "links": gettext_lazy("Links"),
    "words": gettext_lazy("Words"),
    "means.direction": gettext_lazy("Means: direction"),
    "means.stage": gettext_lazy("Means: career stage"),
    "means.status": gettext_lazy("Means: can I apply now?"),
    "means.kind": gettext_lazy("Means: kind of support"),
    "means.discipline": gettext_lazy("Means: field"),
    "means.activity": gettext_lazy("Means: activity"),
    "means.covers": gettext_lazy("Means: what is covered"),
    "means.applicant": gettext_lazy("Means: who applies"),
    "means.funder": gettext_lazy("Means: funder"),
    "note": gettext_lazy("Note"),
    "directions": gettext_lazy("Direction"),
    "activities": gettext_lazy("Activities"),
    "disciplines": gettext_lazy("Fields"),
    "keywords": gettext_lazy("Keywords"),
    "funders": gettext_lazy("Funders"),
    "administered_by": gettext_lazy("Administered by"),
    "programme_status": gettext_lazy("Programme status"),
    "status_note": gettext_lazy("Why, with the year"),
    "career_stages": gettext_lazy("Career stages"),
    "eligibility.summary": gettext_lazy("Who can apply"),
    "eligibility.terms": gettext_lazy("Terms"),
    "eligibility.nationality": gettext_lazy("Condition: nationality"),
    "eligibility.residence": gettext_lazy("Condition: where one lives or works"),
    "eligibility.stays": gettext_lazy("Conditions: time already spent there"),
    "eligibility.institution": gettext_lazy("Condition: institution"),
    "eligibility.occupation": gettext_lazy("Condition: studies or employment"),
    "eligibility.career_stages": gettext_lazy("Condition: career stage"),
    "eligibility.degree": gettext_lazy("Condition: degree"),
    "eligibility.first_degree": gettext_lazy("Condition: subject of the first degree"),
    "eligibility.fields": gettext_lazy("Condition: field"),
    "eligibility.years_since_phd": gettext_lazy("Condition: years since the doctorate"),
    "eligibility.age": gettext_lazy("Condition: age"),
    "eligibility.languages": gettext_lazy("Conditions: languages"),
    "eligibility.work_experience": gettext_lazy("Condition: work experience"),
    "eligibility.earlier_award": gettext_lazy("Condition: earlier awards"),
    "eligibility.host": gettext_lazy("Condition: host"),
    "eligibility.applicant": gettext_lazy("Condition: who applies"),
    "eligibility.other": gettext_lazy("Other conditions"),
    "eligibility.either": gettext_lazy("Alternative conditions"),
    "eligibility.routes": gettext_lazy("Routes and their conditions"),
    "funding.min": gettext_lazy("Amount, at least"),
    "funding.max": gettext_lazy("Amount, at most"),
    "funding.currency": gettext_lazy("Currency"),
    "funding.basis": gettext_lazy("Amount is"),
    "funding.note": gettext_lazy("Note on the money"),
    "funding.covers": gettext_lazy("What is covered"),
    "duration.min_months": gettext_lazy("Months, at least"),
    "duration.max_months": gettext_lazy("Months, at most"),
    "duration.note": gettext_lazy("Note on the duration"),
    "cycle.frequency": gettext_lazy("Frequency"),
    "cycle.timezone": gettext_lazy("Time zone of the deadlines"),
    "cycle.usual_opens": gettext_lazy("Usually opens"),
    "cycle.usual_closes": gettext_lazy("Usually closes"),
    "cycle.rounds": gettext_lazy("Round"),
    "application.official_url": gettext_lazy("Official page"),
    "application.apply_url": gettext_lazy("Application form"),
    "application.guidance_url": gettext_lazy("Guidance"),
    "application.route": gettext_lazy("How one applies"),
    "annexe_section": gettext_lazy("Section of the annexe"),
    "annexe_label": gettext_lazy("Label in the annexe"),
    "related_case_study": gettext_lazy("Related case study"),
    "sources": gettext_lazy("Source"),
    "confidence": gettext_lazy("Confidence"),
    "last_checked": gettext_lazy("Last checked"),
    "next_check": gettext_lazy("Next check"),
    "notes": gettext_lazy("Notes for curators"),
}

# The parts that rounds, sources, conditions, people and links are made of.
PARTS: dict[str, Any] = {
    "id": gettext_lazy("Short name"),
    "key": gettext_lazy("Short name"),
    "name": gettext_lazy("Name"),
    "name_ja": gettext_lazy("Japanese name"),
    "title": gettext_lazy("Title"),
    "url": gettext_lazy("Address"),
    "publisher": gettext_lazy("Publisher"),
    "as_of": gettext_lazy("As of"),
    "supports": gettext_lazy("Supports"),
    "label": gettext_lazy("Label"),
    "opens": gettext_lazy("Opens"),
    "opens_time": gettext_lazy("Opens at"),
    "closes": gettext_lazy("Closes"),
    "closes_time": gettext_lazy("Closes at"),
    "timezone": gettext_lazy("Time zone"),
    "rule": gettext_lazy("Rule"),
    "values": gettext_lazy("Which"),
    "permanent_residents": gettext_lazy("Permanent residents count as nationals"),
    "dual_nationals": gettext_lazy("Dual nationals"),
    "country": gettext_lazy("Country"),
    "countries": gettext_lazy("Countries"),
    "min_months": gettext_lazy("Months, at least"),
    "max_months": gettext_lazy("Months, at most"),
    "within_years": gettext_lazy("Within the last years"),
    "kinds": gettext_lazy("Kinds of institution"),
    "as": gettext_lazy("Studies or works"),
    "named": gettext_lazy("Named institutions"),
    "partner_only": gettext_lazy("Only partner institutions"),
    "any_of": gettext_lazy("Any of"),
    "or_equivalent": gettext_lazy("Or equal experience"),
    "held_by": gettext_lazy("Held by"),
    "min": gettext_lazy("At least"),
    "max": gettext_lazy("At most"),
    "less_than_max": gettext_lazy("Less than the upper limit"),
    "counted": gettext_lazy("Counted"),
    "on_date": gettext_lazy("On the day"),
    "on_year": gettext_lazy("Of which year"),
    "breaks": gettext_lazy("Career breaks"),
    "language": gettext_lazy("Language"),
    "level_code": gettext_lazy("Level"),
    "level": gettext_lazy("Level in words"),
    "min_years": gettext_lazy("Years, at least"),
    "max_years": gettext_lazy("Years, at most"),
    "of": gettext_lazy("Awards of"),
    "again_after_years": gettext_lazy("Again after years"),
    "required": gettext_lazy("Needed first"),
    "what": gettext_lazy("What is needed"),
    "who": gettext_lazy("Who applies"),
    "by": gettext_lazy("By whom"),
    "role": gettext_lazy("Role"),
    "institution": gettext_lazy("Institution"),
    "footnote": gettext_lazy("Footnote"),
    "text": gettext_lazy("In words"),
    "note": gettext_lazy("Note"),
    "source": gettext_lazy("Source"),
}

_TERMS: dict[str, Terms] = {
    "state": vocabulary.STATE,
    "directions": vocabulary.DIRECTION,
    "activities": vocabulary.ACTIVITY,
    "disciplines": _FIELDS,
    "career_stages": vocabulary.CAREER_STAGE,
    "programme_status": vocabulary.PROGRAMME_STATUS,
    "confidence": vocabulary.CONFIDENCE,
    "annexe_section": {**vocabulary.ANNEXE_SECTION, **vocabulary.ORGANISATION_SECTION},
    "kind": {**vocabulary.KIND, **vocabulary.ORGANISATION_KIND},
    "funding.basis": vocabulary.AMOUNT_BASIS,
    "funding.covers": vocabulary.COVERS,
    "cycle.frequency": vocabulary.FREQUENCY,
    "means.direction": vocabulary.DIRECTION,
    "means.stage": vocabulary.CAREER_STAGE,
    "means.status": vocabulary.STATUS,
    "means.kind": vocabulary.KIND,
    "means.discipline": _FIELDS,
    "means.activity": vocabulary.ACTIVITY,
    "means.covers": vocabulary.COVERS,
    "means.applicant": vocabulary.APPLICANT,
}

# The codes of parts. `values` and `rule` mean something else in each condition.
_PART_TERMS: dict[str, Terms] = {
    "publisher": vocabulary.PUBLISHER,
    "rule": {
        **vocabulary.CRITERION_RULE,
        "must": gettext_lazy("must have held one"),
        "never": gettext_lazy("must never have held one"),
    },
    "values": {**vocabulary.CAREER_STAGE, **FIELD, **terms.OCCUPATION, **vocabulary.COUNTRY_GROUP},
    "countries": vocabulary.COUNTRY_GROUP,
    "kinds": terms.INSTITUTION_KIND,
    "as": terms.OCCUPATION,
    "any_of": vocabulary.DEGREE,
    "held_by": terms.HELD_BY,
    "dual_nationals": terms.DUAL_NATIONALS,
    "counted": terms.COUNTED,
    "on_year": terms.ON_YEAR,
    "breaks": terms.BREAKS,
    "level_code": terms.LANGUAGE_LEVEL,
    "what": terms.HOST_KIND,
    "who": vocabulary.APPLICANT,
}


def label_of(name: str) -> str:
    """What a fact is called: “Amount, at most”, “Round “2026””."""
    place, bracket, member = name.partition("[")
    label = str(LABELS.get(place, place.replace("_", " ").replace(".", ": ")))
    return _("%(fact)s “%(member)s”") % {"fact": label, "member": member[:-1]} if bracket else label


def terms_of(name: str) -> Terms:
    """The labels of the codes that a fact may hold; none where it holds no codes."""
    return _TERMS.get(name, {})


def label_of_part(part: str) -> str:
    """What a part of a fact is called."""
    return str(PARTS.get(part, part.replace("_", " ")))


def terms_of_part(part: str) -> Terms:
    """The labels of the codes that a part may hold."""
    return _PART_TERMS.get(part, {})


def place_among_facts(name: str) -> int:
    """Where a fact stands in the order in which facts are shown."""
    return _ORDER.get(name.partition("[")[0], len(_ORDER))


def place_among_parts(part: str) -> int:
    """Where a part stands among others; conditions, which are parts of routes, come last, in the order of facts."""
    return _PARTS_ORDER.get(part, len(_PARTS_ORDER) + place_among_facts(f"eligibility.{part}"))


_ORDER = {name: number for number, name in enumerate(LABELS)}
_PARTS_ORDER = {part: number for number, part in enumerate(PARTS)}
