"""The facets of search: the one place where a facet exists.

From each declaration come the filter over the database, the bitmaps, the counts, the options on the page with their
links, the pills, and the parameter of the address. To add a facet, add it here.

Meaning: values of one facet are joined by *or*, facets by *and*. An entry that yields no value of a facet counts as
"not stated" there.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from opportunities import bands
from opportunities.deadlines.status import Standing, closing_within
from opportunities.eligibility.terms import VERDICT
from opportunities.ford import FIELD
from opportunities.models import Classification, Criterion
from opportunities.search.entry import Entry
from opportunities.vocabulary import (
    ACTIVITY,
    ALL_FIELDS,
    ANNEXE_SECTION,
    APPLICANT,
    CAREER_STAGE,
    CLOSING,
    COVERS,
    DIRECTION,
    KIND,
    STATUS,
    Term,
    Vocabulary,
)

NOT_STATED = "not-stated"
_NOT_STATED = Term(NOT_STATED, "Not stated", "記載なし")

FIELD_OR_ALL = Vocabulary(
    (ALL_FIELDS, "Open to every field", "全分野"),
    *(
        (term.code, term.en, term.ja, term.parent) if term.parent else (term.code, term.en, term.ja)
        for term in FIELD.values()
    ),
)
ANY_STATUS = "any"
STATUS_OR_ANY = Vocabulary(
    *(
        (term.code, term.en, term.ja, term.parent) if term.parent else (term.code, term.en, term.ja)
        for term in STATUS.values()
    ),
    (ANY_STATUS, "All, ended programmes too", "すべて（終了した事業を含む）"),
)


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A dimension of search.

    `values` is its closed list, or None where the values are organisations. One of `of` (what an entry yields) and `at`
    (what its standing at the moment of asking yields) is given, unless the facet depends on who asks. `condition` is
    the meaning of some of its values over the database; None where it must be computed from each row.
    """

    parameter: str
    label: Term
    values: Vocabulary | None
    of: Callable[[Entry], Iterable[str]] | None = None
    at: Callable[[Standing, datetime], Iterable[str]] | None = None
    condition: Callable[[Collection[str]], Q] | None = None
    not_stated: Term = _NOT_STATED
    hint: Term | None = None
    hidden_by_default: tuple[str, ...] = ()  # what is left out while nothing of this facet is chosen
    is_open: bool = False  # shown unfolded at first


def _classed(scheme: str) -> Callable[[Collection[str]], Q]:
    def condition(codes: Collection[str]) -> Q:
        return Q(pk__in=Classification.objects.filter(scheme=scheme, code__in=codes).values("opportunity"))

    return condition


@lru_cache(maxsize=4096)
def fields_of(disciplines: tuple[str, ...]) -> frozenset[str]:
    """All fields to which entries with these codes are open.

    "all" is open to every field, a broad field to each of its narrow ones; and a narrow field is found under its
    broad one.
    """
    found: set[str] = set()
    for code in disciplines:
        if code == ALL_FIELDS:
            found.update(FIELD_OR_ALL)
        else:
            found.add(code)
            found.add(FIELD[code].parent or code)
            found.update(narrow for narrow, term in FIELD.items() if term.parent == code)
    return frozenset(found)


def _in_field(codes: Collection[str]) -> Q:
    wanted = {stored for stored in (ALL_FIELDS, *FIELD) if fields_of((stored,)) & set(codes)}
    return _classed("discipline")(wanted)


def _applies(codes: Collection[str]) -> Q:
    named = Q()
    for place in range(len(APPLICANT)):  # lists in JSON cannot be asked for what they hold on every database
        named |= Q(**{f"values__{place}__in": codes})
    return Q(pk__in=Criterion.objects.filter(named, kind="applicant").values("opportunity"))


def statuses_of(standing: Standing, _at: datetime) -> tuple[str, ...]:
    """The statuses under which a programme is found: its own, the broader one, and "any"."""
    broader = STATUS[standing.status].parent
    return (standing.status, broader, ANY_STATUS) if broader else (standing.status, ANY_STATUS)


def windows_of(standing: Standing, at: datetime) -> tuple[str, ...]:
    """The numbers of days within which a programme's announced round closes."""
    return tuple(map(str, closing_within(standing, at)))


FACETS: tuple[Facet, ...] = (
    Facet(
        parameter="direction",
        label=Term("direction", "Direction", "方向"),
        values=DIRECTION,
        of=lambda entry: entry.directions,
        condition=_classed("direction"),
        is_open=True,
    ),
    Facet(
        parameter="stage",
        label=Term("stage", "Career stage", "研究段階・身分"),
        values=CAREER_STAGE,
        of=lambda entry: entry.stages,
        condition=_classed("stage"),
        is_open=True,
    ),
    Facet(
        parameter="status",
        label=Term("status", "Can I apply now?", "募集状況"),
        values=STATUS_OR_ANY,
        at=statuses_of,
        hidden_by_default=("ended",),
        is_open=True,
    ),
    Facet(
        parameter="closing",
        label=Term("closing", "Closing date", "締切"),
        values=CLOSING,
        at=windows_of,
        not_stated=Term(NOT_STATED, "Later, or none announced", "それ以降・未公表"),
        hint=Term("hint", "Announced closing dates only, no estimates.", "公表された締切のみ。見込みは含みません。"),
    ),
    Facet(
        parameter="kind",
        label=Term("kind", "Kind of support", "支援の種類"),
        values=KIND,
        of=lambda entry: (entry.kind,),
        condition=lambda codes: Q(kind__in=codes),
        is_open=True,
    ),
    Facet(
        parameter="discipline",
        label=Term("discipline", "Field", "分野"),
        values=FIELD_OR_ALL,
        of=lambda entry: fields_of(entry.disciplines),
        condition=_in_field,
        hint=Term(
            "hint",
            "Programmes open to every field are counted under each.",
            "全分野対象の制度は各分野にも含まれます。",
        ),
    ),
    Facet(
        parameter="activity",
        label=Term("activity", "Activity", "活動内容"),
        values=ACTIVITY,
        of=lambda entry: entry.activities,
        condition=_classed("activity"),
    ),
    Facet(
        parameter="covers",
        label=Term("covers", "What is covered", "支給内容"),
        values=COVERS,
        of=lambda entry: entry.covers,
        condition=_classed("covers"),
    ),
    Facet(
        parameter="amount",
        label=Term("amount", "Worth for a year (approximate)", "年間の支援額（概算）"),
        values=bands.AMOUNT,
        of=lambda entry: bands.bands_over(bands.AMOUNT_BANDS, entry.worth.low, entry.worth.high) if entry.worth else (),
        hint=Term(
            "hint",
            "In pounds at one dated exchange rate, for comparison only.",
            "特定時点の為替レートによるポンド換算。比較用の概算です。",
        ),
    ),
    Facet(
        parameter="duration",
        label=Term("duration", "How long", "期間"),
        values=bands.DURATION,
        of=lambda entry: bands.bands_over(bands.DURATION_BANDS, entry.award.shortest, entry.award.longest),
    ),
    Facet(
        parameter="applicant",
        label=Term("applicant", "Who applies", "申請者"),
        values=APPLICANT,
        of=lambda entry: entry.applicants,
        condition=_applies,
    ),
    Facet(
        parameter="funder",
        label=Term("funder", "Funder", "助成機関"),
        values=None,
        of=lambda entry: entry.lineage,
    ),
    Facet(
        parameter="section",
        label=Term("section", "Section of the 2022 report", "2022年報告書の区分"),
        values=ANNEXE_SECTION,
        of=lambda entry: (entry.annexe_section,) if entry.annexe_section else (),
        condition=lambda codes: Q(annexe_section__in=codes),
        not_stated=Term(NOT_STATED, "Not in the report", "報告書に記載なし"),
    ),
)
# What depends on who asks: there only where something is known of her.
ELIGIBLE = Facet(
    parameter="eligible",
    label=Term("eligible", "Can you apply?", "あなたは応募できますか"),
    values=VERDICT,
    is_open=True,
)
EVERY_FACET = (ELIGIBLE, *FACETS)
FACET = {facet.parameter: facet for facet in EVERY_FACET}
