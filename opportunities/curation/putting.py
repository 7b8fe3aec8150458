"""Putting whole facts in the place of a record, checked like those of a file: what imports, merges and restores do."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from pydantic import ValidationError

from opportunities.curation.catalogue_files import COLLECTIONS, key_of
from opportunities.curation.changing import Change
from opportunities.curation.collections import records_of
from opportunities.curation.documents import AnyFacts
from opportunities.curation.merging import Facts
from opportunities.curation.outline import Outline
from opportunities.curation.quality import made_worse
from opportunities.curation.storing import store_whole

_MOST_TOLD = 3  # faults


class CannotStoreError(Exception):
    """The facts do not hold, or not beside the others; the message says why, in words for the curator."""


def put(change: Change, collection: str, facts: Facts) -> Model:
    """Store these facts in the place of the record that they name, or as a new one, as a part of `change`.

    Raises CannotStoreError; nothing of the record was stored then.
    """
    return _put_checked(change, collection, checked_facts(collection, facts))


def put_many(change: Change, collection: str, wanted: Mapping[str, Facts]) -> dict[str, str]:
    """Store the facts of some hundreds of records, by key; gives for those that could not be stored why not."""
    checked: dict[str, AnyFacts] = {}
    refused: dict[str, str] = {}
    for key, facts in wanted.items():
        try:
            checked[key] = COLLECTIONS[collection].model_validate(facts)
        except ValidationError as error:
            refused[key] = _told(key, error)
    outline = Outline()
    while checked and (faults := {fault.key: fault for fault in outline.conflicts({collection: checked})}):
        for key, fault in faults.items():
            refused[key] = f"{key}: {fault.field}: {fault.reason}"
            del checked[key]
    for key, one in checked.items():
        try:
            _put_checked(change, collection, one)
        except CannotStoreError as error:
            refused[key] = str(error)
    return refused


def refuse_worse(before: Facts | None, after: Facts) -> None:
    """Raise CannotStoreError where a published entry would lose by the change what the public needs."""
    if why := lost_by(before, after):
        raise CannotStoreError(why)


def lost_by(before: Facts | None, after: Facts) -> str:
    """What a published entry would lose by a change that the public needs, in words; empty where nothing."""
    remarks = made_worse(before, after) if before is not None else []
    said = {"why": " ".join(remark.words for remark in remarks)}
    return _("%(why)s A published entry keeps this.") % said if remarks else ""


def checked_facts(collection: str, facts: Facts, outline: Outline | None = None) -> AnyFacts:
    """The facts, checked by themselves and against all others. Raises CannotStoreError.

    `outline` is what all others are, where many are checked one after another.
    """
    try:
        checked: AnyFacts = COLLECTIONS[collection].model_validate(facts)
    except ValidationError as error:
        raise CannotStoreError(_told(str(facts.get("key", "")), error)) from error
    key = key_of(checked)
    faults = list((outline or Outline()).conflicts({collection: {key: checked}}))
    if faults:
        raise CannotStoreError("; ".join(f"{key}: {fault.field}: {fault.reason}" for fault in faults[:_MOST_TOLD]))
    return checked


def _put_checked(change: Change, collection: str, checked: AnyFacts) -> Model:
    key = key_of(checked)
    stored = list(records_of(collection, [key]))
    change.about_to_change(*stored)
    try:
        with transaction.atomic():
            record = store_whole(checked)
    except (IntegrityError, DataError, ObjectDoesNotExist) as error:
        raise CannotStoreError(f"{key}: the database refuses it.") from error
    if not stored:
        change.created(record)
    return record


def _told(key: str, error: ValidationError) -> str:
    faults: list[Any] = error.errors()
    told = (
        [key, ".".join(map(str, fault["loc"])), fault["msg"].removeprefix("Value error, ")]
        for fault in faults[:_MOST_TOLD]
    )
    return "; ".join(": ".join(filter(None, parts)) for parts in told)
