"""Conditions of eligibility between files and tables: each key of a file is a kind of row, each field a column."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pydantic import ValidationError

from opportunities.curation import eligibility_facts as form
from opportunities.models import Criterion, EligibilityRoute, Opportunity

Facts = dict[str, Any]


@dataclass(frozen=True)
class _Column:
    """The column that a field of a file goes into, and how its value is turned to and fro."""

    name: str
    stored: Callable[[Any], Any] = lambda value: value
    stated: Callable[[Any], Any] = lambda value: value


def _first(values: list[Any]) -> Any:
    return values[0] if values else None


def _listed(value: Any) -> list[Any]:
    return [] if value is None else [value]


@dataclass(frozen=True)
class _Kind:
    """A key of the files: the kind of its rows, the form of its facts, whether it holds a list, the columns."""

    kind: str
    of: type[form.Condition]
    is_list: bool
    columns: dict[str, _Column]

    def row(self, facts: form.Condition, **place: Any) -> Criterion:
        """The row of a condition."""
        values = {column.name: column.stored(getattr(facts, field)) for field, column in self.columns.items()}
        return Criterion(kind=self.kind, **values, **place)

    def facts(self, row: Criterion) -> form.Condition:
        """The condition of a row."""
        stated = {field: column.stated(getattr(row, column.name)) for field, column in self.columns.items()}
        return self.of.model_construct(**stated)


def _kind(kind: str, of: type[form.Condition], *fields: str | tuple[str, _Column], is_list: bool = False) -> _Kind:
    columns = dict((field, _Column(field)) if isinstance(field, str) else field for field in fields)
    words = {} if kind == "language" else {"text": _Column("text")}
    return _Kind(kind, of, is_list, {**columns, **words, "note": _Column("note"), "source": _Column("sources")})


_MIN, _MAX = ("min", _Column("minimum")), ("max", _Column("maximum"))
_LIMITS = (_MIN, _MAX, ("less_than_max", _Column("less_than_maximum")), "counted", "on_date", "on_year", "breaks")
_KINDS = {
    "nationality": _kind(
        "nationality", form.NationalityRule, "rule", "values", "permanent_residents", "dual_nationals"
    ),
    "residence": _kind("residence", form.PlaceRule, "rule", "values"),
    "stays": _kind(
        "stay",
        form.StayFacts,
        ("country", _Column("values", _listed, _first)),
        ("min_months", _Column("minimum")),
        ("max_months", _Column("maximum")),
        "within_years",
        is_list=True,
    ),
    "institution": _kind(
        "institution",
        form.InstitutionRule,
        ("kinds", _Column("values")),
        "rule",
        "countries",
        "occupations",
        ("named", _Column("names")),
        "partner_only",
    ),
    "occupation": _kind("occupation", form.OccupationRule, "rule", "values"),
    "career_stages": _kind("career-stage", form.StagesRule, "values"),
    "degree": _kind("degree", form.DegreeRule, ("any_of", _Column("values")), "or_equivalent", "held_by"),
    "first_degree": _kind("first-degree", form.FieldsRule, "rule", "values"),
    "fields": _kind("field", form.FieldsRule, "rule", "values"),
    "years_since_phd": _kind("years-since-phd", form.YearLimits, *_LIMITS),
    "age": _kind("age", form.YearLimits, *_LIMITS),
    "languages": _kind(
        "language",
        form.LanguageFacts,
        ("language", _Column("values", lambda text: text.split(" or "), " or ".join)),
        ("level_code", _Column("level")),
        ("level", _Column("text")),
        is_list=True,
    ),
    "work_experience": _kind(
        "work-experience", form.WorkExperience, ("min_years", _Column("minimum")), ("max_years", _Column("maximum"))
    ),
    "earlier_award": _kind(
        "earlier-award",
        form.EarlierAward,
        ("rule", _Column("required", lambda rule: rule == "must", lambda required: "must" if required else "never")),
        ("of", _Column("values")),
        "again_after_years",
    ),
    "host": _kind(
        "host",
        form.HostRule,
        "required",
        ("what", _Column("host_kind", stated=lambda kind: kind or "host")),
        ("country", _Column("countries", _listed, _first)),
    ),
    "applicant": _kind(
        "applicant", form.ApplicantRule, ("who", _Column("values")), ("by", _Column("names", _listed, _first))
    ),
    "other": _kind("other", form.OtherCondition, is_list=True),
}


def criteria_of(facts: form.EligibilityFacts) -> Iterator[Criterion]:
    """The rows of all conditions, in order."""
    yield from _rows_with_alternatives(facts, route=None)
    for route in facts.routes:
        yield from _rows_with_alternatives(route, route=route.key)


def routes_of(facts: form.EligibilityFacts) -> Iterator[EligibilityRoute]:
    """The rows of the routes, in order."""
    return (EligibilityRoute(key=route.key, name=route.name, name_ja=route.name_ja) for route in facts.routes)


def file_fault(row: Criterion) -> str | None:
    """What the files would refuse about a condition by itself, in words; None where they can hold it."""
    kind = next(kind for kind in _KINDS.values() if kind.kind == row.kind)
    try:
        kind.of.model_validate(kind.facts(row).model_dump(by_alias=True))
    except ValidationError as error:
        return "; ".join(fault["msg"].removeprefix("Value error, ") for fault in error.errors())
    return None


def eligibility_facts(opportunity: Opportunity) -> form.EligibilityFacts:
    """Who can apply, of an opportunity that was fetched `with_facts()`."""
    criteria = list(opportunity.criteria.all())
    return form.EligibilityFacts.model_construct(
        summary=opportunity.eligibility_summary,
        terms=opportunity.eligibility_terms,
        routes=[
            form.RouteFacts.model_construct(
                key=route.key, name=route.name, name_ja=route.name_ja, **_with_alternatives(criteria, route.key)
            )
            for route in opportunity.eligibility_routes.all()
        ],
        **_with_alternatives(criteria, None),
    )


def _rows_with_alternatives(facts: form.EitherConditions, route: str | None) -> Iterator[Criterion]:
    yield from _rows(facts, route=route)
    for group, alternatives in enumerate(facts.either):
        for number, alternative in enumerate(alternatives):
            yield from _rows(alternative, route=route, either=group, alternative=number)


def _rows(facts: form.Conditions, **place: Any) -> Iterator[Criterion]:
    for key, kind in _KINDS.items():
        stated = getattr(facts, key)
        for condition in stated if kind.is_list else [] if stated is None else [stated]:
            yield kind.row(condition, **place)


def _with_alternatives(criteria: Iterable[Criterion], route: str | None) -> Facts:
    own = [criterion for criterion in criteria if criterion.route == route]
    together = [criterion for criterion in own if criterion.either is None]
    apart = sorted(
        (criterion for criterion in own if criterion.either is not None), key=lambda c: (c.either, c.alternative)
    )
    either = [
        [
            form.Conditions.model_construct(**_conditions(rows))
            for _number, rows in groupby(group, key=lambda criterion: criterion.alternative)
        ]
        for _group, group in groupby(apart, key=lambda criterion: criterion.either)
    ]
    return {**_conditions(together), "either": either}


def _conditions(criteria: Iterable[Criterion]) -> Facts:
    rows: dict[str, list[Criterion]] = {}
    for criterion in criteria:
        rows.setdefault(criterion.kind, []).append(criterion)
    return {
        key: [kind.facts(row) for row in rows.get(kind.kind, [])]
        if kind.is_list
        else next((kind.facts(row) for row in rows.get(kind.kind, [])), None)
        for key, kind in _KINDS.items()
    }
