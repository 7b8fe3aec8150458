"""Putting whole facts in the place of a record, checked like those of a file: what imports, merges and restores do."""

from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import Model
from pydantic import ValidationError

from opportunities.curation.catalogue_files import COLLECTIONS, key_of
from opportunities.curation.changing import Change
from opportunities.curation.collections import records_of
from opportunities.curation.documents import AnyFacts
from opportunities.curation.merging import Facts
from opportunities.curation.outline import Outline
from opportunities.curation.storing import store_whole

_MOST_TOLD = 3  # faults


class CannotStoreError(Exception):
    """The facts do not hold, or not beside the others; the message says why, in words for the curator."""


def put(change: Change, collection: str, facts: Facts) -> Model:
    """Store these facts in the place of the record that they name, or as a new one, as a part of `change`.

    Raises CannotStoreError; nothing of the record was stored then.
    """
    checked = checked_facts(collection, facts)
    key = key_of(checked)
    stored = list(records_of(collection, [key]))
    change.about_to_change(*stored)
    try:
        with transaction.atomic():
            record = store_whole(checked)
    except (IntegrityError, DataError) as error:
        raise CannotStoreError(f"{key}: the database refuses it.") from error
    if not stored:
        change.created(record)
    return record


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


def _told(key: str, error: ValidationError) -> str:
    faults: list[Any] = error.errors()
    return "; ".join(f"{key}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults[:_MOST_TOLD])
