"""Every change on the desk goes through `curation.changing`: into the history, with the reason that was given."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from opportunities.curation.changing import Change, changing
from opportunities.curation.collections import COLLECTION_OF
from opportunities.models.source import OWNERS

REASON = "_reason"  # the box on every form of the desk
LONGEST_REASON = 500
VERSION = "_version"  # of the record that the page shows

_going_on: ContextVar[Change | None] = ContextVar("change", default=None)


@contextmanager
def recorded(request: HttpRequest, kind: str) -> Iterator[Change]:
    """What this request changes, as one operation by its user. Within another one it is a part of that."""
    if (change := _going_on.get()) is not None:
        yield change
        return
    with changing(kind, request.user, reason_in(request)) as change:
        token = _going_on.set(change)
        try:
            yield change
        finally:
            _going_on.reset(token)


def change_going_on() -> Change:
    """The operation that this request is in. Raises RuntimeError outside `recorded`."""
    change = _going_on.get()
    if change is None:
        raise RuntimeError("Nothing of the catalogue is changed outside an operation.")
    return change


def reason_in(request: HttpRequest) -> str | None:
    """Why the user does it, in her words; None where she did not say."""
    return request.POST.get(REASON, "").replace("\0", "").strip()[:LONGEST_REASON] or None


def number_in(request: HttpRequest, name: str) -> int | None:
    """A whole number that the page sent; None where it is none that the database could know."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def record_of(row: Model) -> Model | None:
    """The record of the catalogue that a row is, or hangs on; None for what has no history."""
    if type(row) in COLLECTION_OF:
        return row
    owners: list[Any] = [getattr(row, owner, None) for owner in OWNERS]
    return next((owner for owner in owners if owner is not None), None)
