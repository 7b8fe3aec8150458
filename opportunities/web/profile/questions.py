"""The questions that make up a profile, and the order in which they are asked: what settles most comes first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opportunities.eligibility.profile import Profile
from opportunities.search.snapshot import Snapshot

MOST_TELLING = 5  # questions that come first, and unfolded

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the fields of Profile that its answer gives, and the group that it stands in.

    `only_if_needed`: asked only of those for whom it bears on some result. `is_long`: with too many choices to lead.
    """

    name: str
    fields: tuple[str, ...]
    group: str
    words: Words
    hint: Words = ""
    only_if_needed: bool = False
    is_long: bool = False


GROUPS: dict[str, Words] = {
    "person": _("Nationality and home"),
    "career": _("Degrees and career"),
    "work": _("Where you work"),
    "subject": _("Field and languages"),
    "plan": _("Your plan"),
    "before": _("What you have done before"),
}

QUESTIONS: tuple[Question, ...] = (
    Question(
        "nationalities",
        ("nationalities",),
        "person",
        _("Which nationality do you hold?"),
        _("If you hold several, give them all."),
    ),
    Question(
        "permanent_residence",
        ("permanent_residence",),
        "person",
        _("Where else may you live permanently?"),
        _("A right of permanent residence, besides your nationality."),
    ),
    Question("residence", ("residence",), "person", _("In which country do you live or work now?")),
    Question(
        "born",
        ("born",),
        "person",
        _("When were you born?"),
        _("Asked only because some programmes that may suit you have an age limit. The year is often enough."),
        only_if_needed=True,
    ),
    Question(
        "career_stage",
        ("career_stage",),
        "career",
        _("Where are you in your career?"),
        _("Now, or when the award would start."),
    ),
    Question("highest_degree", ("highest_degree",), "career", _("What is your highest degree?")),
    Question("enrolled_in", ("enrolled_in",), "career", _("Are you studying for a degree now?")),
    Question(
        "phd",
        ("phd", "career_break_months"),
        "career",
        _("When was your PhD awarded, or when do you expect it?"),
        _("The year is enough; month and day decide where a limit is close."),
    ),
    Question("work_years", ("work_years",), "career", _("How many years have you worked?"), _("Full years, in all.")),
    Question("employed", ("employed",), "work", _("Are you employed?")),
    Question("institution_kind", ("institution_kind",), "work", _("What kind of institution are you at?")),
    Question("institution_country", ("institution_country",), "work", _("In which country is that institution?")),
    Question("fields", ("fields",), "subject", _("In which fields do you work or study?")),
    Question("first_degree_field", ("first_degree_field",), "subject", _("What was the subject of your first degree?")),
    Question("english", ("english",), "subject", _("How good is your English?")),
    Question("japanese", ("japanese",), "subject", _("How good is your Japanese?")),
    Question("has_host", ("has_host",), "plan", _("Has a host or partner abroad agreed to work with you?")),
    Question("has_place", ("has_place",), "plan", _("Have you been offered a place on a course?")),
    Question(
        "nominated", ("nominated",), "plan", _("Would an institution nominate you?"), _("Your university, for example.")
    ),
    Question("japan", ("japan_months_recent", "japan_months"), "before", _("How long have you spent in Japan?")),
    Question("uk", ("uk_months_recent", "uk_months"), "before", _("How long have you spent in the UK?")),
    Question(
        "earlier_awards",
        ("earlier_awards",),
        "before",
        _("Which of these have you held?"),
        _("Only awards that some programme asks about."),
        is_long=True,
    ),
)
QUESTION = {question.name: question for question in QUESTIONS}
QUESTION_OF = {field: question for question in QUESTIONS for field in question.fields}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of somebody: the most telling questions, and the others by their groups.

    `bears_on` says of a question how many opportunities, as yet undecided, its answer would bear on.
    """

    first: tuple[Question, ...]
    groups: tuple[tuple[str, tuple[Question, ...]], ...]  # code of the group, its questions
    bears_on: Mapping[str, int]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them."""
        return (*self.first, *(question for _group, questions in self.groups for question in questions))


def asked_of(profile: Profile, at: datetime, snapshot: Snapshot, first: Iterable[str] = ()) -> Asked:
    """What to ask somebody next. `first` names the questions that come first, where that is settled already."""
    bears_on = bearing(profile, at, snapshot)
    named = tuple(QUESTION[name] for name in dict.fromkeys(first) if name in QUESTION)[:MOST_TELLING]
    leading = named or most_telling(profile, bears_on, MOST_TELLING)
    others = [
        question
        for question in QUESTIONS
        if question not in leading
        and (not question.only_if_needed or bears_on.get(question.name) or is_answered(question, profile))
    ]
    groups = ((group, tuple(one for one in others if one.group == group)) for group in GROUPS)
    return Asked(leading, tuple((group, questions) for group, questions in groups if questions), bears_on)


def most_telling(profile: Profile, bears_on: Mapping[str, int], count: int) -> tuple[Question, ...]:
    """The open questions that bear on most, the most telling first."""
    open_ones = [one for one in QUESTIONS if bears_on.get(one.name) and not is_answered(one, profile)]
    return tuple(sorted((one for one in open_ones if not one.is_long), key=lambda one: -bears_on[one.name])[:count])


def is_answered(question: Question, profile: Profile) -> bool:
    """Whether anything of its answer is known."""
    return any(getattr(profile, field) not in (None, 0) or getattr(profile, field) == () for field in question.fields)


def bearing(profile: Profile, at: datetime, snapshot: Snapshot) -> Mapping[str, int]:
    """How many opportunities each open question bears on, by its name."""
    found: dict[str, int] = {}
    for field, count in snapshot.open_questions(profile, at).items():
        name = QUESTION_OF[field].name
        found[name] = max(found.get(name, 0), count)
    return found


def awards_asked_about(at: datetime, snapshot: Snapshot) -> tuple[str, ...]:
    """The programmes and organisations (slugs) of which some programme asks whether one has held an award."""
    criteria = snapshot.cases(at).ways.criteria
    return tuple(sorted({slug for one in criteria if one.kind == "earlier-award" for slug in one.values}))
