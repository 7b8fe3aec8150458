"""The database itself refuses what cannot be, whoever writes it."""

import uuid
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from opportunities.models import (
    CatalogueRevision,
    Classification,
    Criterion,
    ExchangeRate,
    Opportunity,
    Organisation,
    Round,
    Source,
    UsualDate,
)
from tests.builders import make_case_study, make_exchange_rate, make_opportunity, make_organisation

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 15)


def refused(write: Callable[[], Any]) -> bool:
    """Whether the database refuses the write, past every check in Python."""
    try:
        with transaction.atomic():
            write()
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


def update_refused(row: models.Model, **changes: Any) -> bool:
    return refused(lambda: type(row)._default_manager.filter(pk=row.pk).update(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "lottery"},
        {"programme_status": "asleep"},
        {"frequency": "hourly"},
        {"confidence": "absolute"},
        {"amount_basis": "per-decade"},
        {"annexe_section": "nowhere"},
        {"annexe_label": "Butterfield Awards", "annexe_section": None},
        {"official_url": "javascript:alert(1)"},
        {"apply_url": "ftp://example.org"},
        {"guidance_url": "example.org"},
        {"currency": "GBP", "amount_min": 2, "amount_max": 1},
        {"currency": None, "amount_max": 1},
        {"currency": "GBP", "amount_max": -1},
        {"duration_min_months": 12, "duration_max_months": 6},
    ],
)
def test_an_opportunity(changes: dict[str, Any]) -> None:
    assert update_refused(make_opportunity(), **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "club"},
        {"annexe_section": "nowhere"},
        {"website": "javascript:alert(1)"},
        {"ror": "https://example.org/0abc"},
    ],
)
def test_an_organisation(changes: dict[str, Any]) -> None:
    assert update_refused(make_organisation(), **changes)


def test_an_organisation_is_not_its_own_parent() -> None:
    organisation = make_organisation()
    assert update_refused(organisation, parent=organisation)


def test_slugs_and_uuids_stand_once() -> None:
    one, other = make_opportunity("one"), make_opportunity("other")
    assert update_refused(other, slug=one.slug)
    assert update_refused(other, uuid=one.uuid)
    assert not update_refused(other, uuid=uuid.uuid4())
    trust, fund = make_organisation("trust"), make_organisation("fund")
    assert update_refused(fund, slug=trust.slug)


@pytest.mark.parametrize(
    "values",
    [
        {"opens_on": date(2027, 2, 1), "closes_on": DAY},
        {},
        {"closes_on": DAY, "closes_precision": "minute"},
        {"closes_on": DAY, "closes_time": time(17)},
        {"opens_on": DAY, "opens_precision": "minute"},
        {"closes_on": DAY, "closes_precision": "week"},
        {"closes_on": date(9999, 1, 1)},
        {
            "opens_on": DAY,
            "opens_time": time(18),
            "opens_precision": "minute",
            "closes_on": DAY,
            "closes_time": time(17),
            "closes_precision": "minute",
        },
    ],
)
def test_a_round(values: dict[str, Any]) -> None:
    opportunity = make_opportunity()
    assert refused(lambda: Round.objects.bulk_create([Round(opportunity=opportunity, label="2027", **values)]))
    assert not refused(lambda: Round.objects.bulk_create([Round(opportunity=opportunity, label="2027", closes_on=DAY)]))
    assert refused(lambda: Round.objects.bulk_create([Round(opportunity=opportunity, label="2027", opens_on=DAY)]))


@pytest.mark.parametrize(
    ("month", "day", "is_a_day"),
    [(2, 29, True), (2, 30, False), (4, 31, False), (12, 31, True), (13, None, False), (0, None, False), (5, 0, False)],
)
def test_a_usual_date(month: int, day: int | None, is_a_day: bool) -> None:
    row = UsualDate(opportunity=make_opportunity(), event="closes", month=month, day=day)
    assert refused(lambda: UsualDate.objects.bulk_create([row])) is not is_a_day


@pytest.mark.parametrize("day", [15, None])
def test_a_usual_date_stands_once(day: int | None) -> None:
    opportunity = make_opportunity()
    rows = [UsualDate(opportunity=opportunity, event="closes", month=1, day=day) for _ in range(2)]
    assert refused(lambda: UsualDate.objects.bulk_create(rows))


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "shoe size"},
        {"kind": "age", "rule": "only"},
        {"kind": "nationality", "rule": "perhaps"},
        {"kind": "degree", "maximum": 3},
        {"kind": "age", "minimum": 40, "maximum": 30},
        {"kind": "age", "required": True},
    ],
)
def test_a_criterion(values: dict[str, Any]) -> None:
    opportunity = make_opportunity()
    assert refused(lambda: Criterion.objects.bulk_create([Criterion(opportunity=opportunity, **values)]))


def test_a_criterion_stands_once_unless_it_may_be_repeated() -> None:
    opportunity = make_opportunity()

    def twice(kind: str) -> Callable[[], Any]:
        return lambda: Criterion.objects.bulk_create([Criterion(opportunity=opportunity, kind=kind) for _ in range(2)])

    assert refused(twice("age"))
    assert not refused(twice("other"))
    assert not refused(twice("language"))


@pytest.mark.parametrize(("scheme", "code"), [("direction", "doctoral"), ("stage", "up"), ("colour", "blue")])
def test_a_classification_has_a_code_of_its_scheme(scheme: str, code: str) -> None:
    row = Classification(opportunity=make_opportunity(), scheme=scheme, code=code)
    assert refused(lambda: Classification.objects.bulk_create([row]))


def test_a_source_has_one_owner_one_name_and_a_web_address() -> None:
    opportunity, organisation, study = make_opportunity(), make_organisation(), make_case_study()
    values = {"title": "A page", "publisher": "official"}

    def create_refused(**owners: Any) -> bool:
        return refused(lambda: Source.objects.bulk_create([Source(ref="s7", **owners, **values)]))

    assert create_refused()
    assert create_refused(opportunity=opportunity, organisation=organisation)
    assert create_refused(case_study=study, organisation=organisation)
    assert not create_refused(opportunity=opportunity)
    assert create_refused(opportunity=opportunity)
    assert not create_refused(organisation=organisation)
    source = Source.objects.get(opportunity=opportunity, ref="s7")
    assert update_refused(source, url="javascript:alert(1)")
    assert update_refused(source, publisher="rumour")


def test_a_rate_is_positive_and_stands_once() -> None:
    rate = make_exchange_rate("JPY")
    assert update_refused(rate, units_per_gbp=0)
    make_exchange_rate("EUR")
    assert refused(lambda: ExchangeRate.objects.filter(currency="EUR").update(currency="JPY"))


def test_there_is_one_revision() -> None:
    assert refused(lambda: CatalogueRevision.objects.bulk_create([CatalogueRevision(id=2, number=1)]))


def test_what_others_rest_on_cannot_be_deleted() -> None:
    make_organisation("above")
    make_organisation("below", parent="above")
    with pytest.raises(ProtectedError):
        Organisation.objects.get(slug="above").delete()


def test_a_round_outlives_its_source() -> None:
    opportunity = make_opportunity(cycle={"rounds": [{"label": "2027", "closes": "2027-01-15", "source": "s1"}]})
    Source.objects.filter(opportunity=opportunity).delete()
    assert Round.objects.get(opportunity=opportunity).source is None
    assert Opportunity.objects.filter(pk=opportunity.pk).exists()
