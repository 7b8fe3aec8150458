"""Conditions of eligibility as they are stated: who applies nearly always, most others for some entries."""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from benchmarks.distribution import APPLICANT, DEGREE, LANGUAGE, OLDEST, PLACE_RULE, PLACES, STATED, YEARS_SINCE_PHD
from benchmarks.texts import Words

Condition = tuple[Any, ...]  # kind, rule, values, minimum, maximum, on_date, required, text


def conditions_of(random: Random, words: Words) -> Iterator[Condition]:
    """The conditions of one entry, without their opportunity and their position."""
    if applicant := APPLICANT.one(random):
        yield _condition("applicant", values=(applicant,))
    for kind, chance in STATED.items():
        if random.random() < chance:
            yield _STATED[kind](random, words)


def _condition(
    kind: str,
    values: tuple[str, ...] = (),
    rule: str | None = None,
    maximum: int | None = None,
    on_date: str | None = None,
    required: bool | None = None,
    text: str | None = None,
) -> Condition:
    return kind, rule, json.dumps(values), None, maximum, on_date, required, text


_STATED: dict[str, Callable[[Random, Words], Condition]] = {
    "nationality": lambda random, _: _condition("nationality", PLACES.one(random), PLACE_RULE.one(random)),
    "residence": lambda random, _: _condition("residence", PLACES.one(random), PLACE_RULE.one(random)),
    "degree": lambda random, _: _condition("degree", DEGREE.one(random)),
    "institution": lambda random, words: _condition("institution", text=words.prose(random, 4, 12)),
    "host": lambda random, _: _condition("host", required=random.random() < 0.8),
    "other": lambda random, words: _condition("other", text=words.prose(random, 5, 20)),
    "age": lambda random, _: _condition("age", maximum=OLDEST.one(random), on_date="04-01"),
    "years-since-phd": lambda random, _: _condition("years-since-phd", maximum=YEARS_SINCE_PHD.one(random)),
    "language": lambda random, words: _condition("language", LANGUAGE.one(random), text=words.prose(random, 2, 5)),
}
