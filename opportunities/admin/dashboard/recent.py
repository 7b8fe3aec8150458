"""What was changed last, and the user's own drafts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse

from opportunities.models import Operation, Opportunity, RecordChange
from opportunities.vocabulary import OPERATION

SHOWN = 10
NAMED = 3  # records of an operation
_LOOKED_AT = 50  # operations of a user, for the drafts among what they changed
_CHANGES_LOOKED_AT = 500


@dataclass(frozen=True)
class Done:
    """One operation: what was done, by whom, when and why, and the names of the first few records."""

    what: Any
    by: str
    at: datetime
    reason: str | None
    names: list[str]
    has_more: bool
    link: str | None


def latest_operations() -> list[Done]:
    """The last operations, the newest first."""
    has_page = admin.site.is_registered(Operation)
    return [_done(operation, has_page) for operation in Operation.objects.order_by("-id")[:SHOWN]]


def _done(operation: Operation, has_page: bool) -> Done:
    # By the key, in which an index has them: a load may have changed a hundred thousand.
    names = list(operation.changes.order_by("id").values_list("name", flat=True)[: NAMED + 1])
    return Done(
        what=OPERATION[operation.kind],
        by=operation.by_name,
        at=operation.at,
        reason=operation.reason,
        names=names[:NAMED],
        has_more=len(names) > NAMED,
        link=reverse("admin:opportunities_operation_change", args=[operation.pk]) if has_page else None,
    )


def drafts_of(user: Any) -> QuerySet[Opportunity]:
    """The drafts among what this user worked on lately, those that were changed last first."""
    operations = list(Operation.objects.filter(by=user).order_by("-id").values_list("pk", flat=True)[:_LOOKED_AT])
    changes = RecordChange.objects.filter(operation__in=operations, collection="opportunities").order_by("-operation")
    keys = set(changes.values_list("key", flat=True)[:_CHANGES_LOOKED_AT])
    return Opportunity.objects.filter(slug__in=keys, state="draft").order_by("-changed_at")[:SHOWN]
