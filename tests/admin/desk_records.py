"""Records of every kind for the addresses of the desk, and the arguments of an address that is about one."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import models
from django.utils import timezone

from opportunities.curation.changing import changing
from opportunities.models import (
    CatalogueRevision,
    Criterion,
    Import,
    ImportRow,
    Link,
    LoadedFacts,
    Mail,
    Operation,
    Opportunity,
    RecordChange,
    Round,
    Source,
    Subscriber,
    Suggestion,
    UnansweredSearch,
)
from opportunities.models.alerts import FAILED
from tests.builders import (
    make_case_study,
    make_exchange_rate,
    make_opportunity,
    make_organisation,
    make_synonyms,
    round_entry,
)


def draft() -> Opportunity:
    return make_opportunity(
        "plum-award",
        state="draft",
        application={"official_url": "https://example.org/plum"},
        cycle={"rounds": [round_entry()]},
        eligibility={"institution": "A university"},
    )


def first_of(model: type[models.Model]) -> Callable[[], models.Model]:
    def first() -> models.Model:
        draft()
        return model._default_manager.get()

    return first


def dropped_import() -> Import:
    """An import that was given up, with a row that was refused."""
    imported = Import.objects.create(file_name="a.csv", at=timezone.now(), state="dropped")
    ImportRow.objects.create(of=imported, number=2, key="x", name="X", verdict="refused", facts={}, faults=[])
    return imported


def draft_edit() -> Operation:
    """That a draft was edited."""
    plum = draft()
    with changing("edit") as change:
        change.about_to_change(plum)
        Opportunity.objects.update(notes="Looked at.")
    return Operation.objects.get()


def failed_mail() -> Mail:
    reader = Subscriber.objects.create(email="a@example.org", language="en-gb", created_at=timezone.now())
    return Mail.objects.create(
        subscriber=reader, reason="x", state=FAILED, not_before=timezone.now(), created_at=timezone.now()
    )


MADE: dict[str, Callable[[], models.Model]] = {
    "auth_user": lambda: User.objects.create(username="somebody"),
    "auth_group": lambda: Group.objects.create(name="Friends"),
    "opportunities_opportunity": draft,
    "opportunities_organisation": make_organisation,
    "opportunities_casestudy": make_case_study,
    "opportunities_exchangerate": make_exchange_rate,
    "opportunities_synonymgroup": make_synonyms,
    "opportunities_source": first_of(Source),
    "opportunities_round": first_of(Round),
    "opportunities_criterion": first_of(Criterion),
    "opportunities_cataloguerevision": lambda: CatalogueRevision.objects.get_or_create(pk=1)[0],
    "opportunities_loadedfacts": lambda: LoadedFacts.objects.create(collection="opportunities", key="x", facts={}),
    "opportunities_link": lambda: Link.objects.create(url="https://example.org/", host="example.org"),
    "opportunities_mail": failed_mail,
    "opportunities_import": dropped_import,
    "opportunities_operation": draft_edit,
    "opportunities_suggestion": lambda: Suggestion.objects.create(about="Plum", made_at=timezone.now()),
    "opportunities_unansweredsearch": lambda: UnansweredSearch.objects.create(
        day=timezone.localdate(), words="plum", count=1
    ),
}


def args_of(model: str) -> Callable[[], dict[str, Any]]:
    return lambda: {"object_id": MADE[model]().pk}


def import_args() -> dict[str, Any]:
    return {"number": MADE["opportunities_import"]().pk}


def version_args(model: str) -> Callable[[], dict[str, Any]]:
    """A record, and a version of it in the history."""

    def version() -> dict[str, Any]:
        record = MADE[model]()
        with changing("create") as change:
            change.created(record)
        return {"object_id": record.pk, "number": RecordChange.objects.get().pk}

    return version


def deletion_args(model: str) -> Callable[[], dict[str, Any]]:
    """A record that is gone."""

    def deletion() -> dict[str, Any]:
        record = MADE[model]()
        with changing("delete") as change:
            change.about_to_change(record)
            record.delete()
        return {"number": RecordChange.objects.get().pk}

    return deletion
