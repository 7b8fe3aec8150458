"""The types of which the records in files are made: each refuses, in words, what cannot be a fact of its kind."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints

from core.dates import is_time_zone
from core.text import has_control_character
from core.web_addresses import web_address_fault
from opportunities import vocabulary
from opportunities.deadlines.rounds import YearlyDate

_STATED_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_YEARS = range(1900, 2200)


def _without_control_characters(text: str) -> str:
    if has_control_character(text):
        raise ValueError("has a control character in it")
    return text


def _web_address(address: str) -> str:
    if fault := web_address_fault(address):
        raise ValueError(f"“{address[:80]}” {fault}")
    return address


def _time_zone(name: str) -> str:
    if not is_time_zone(name):
        raise ValueError(f"“{name}” is not a time zone such as Europe/London")
    return name


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise ValueError(f"“{text[:40]}” is not a UUID") from error


def _yearly(text: str) -> str:
    return str(YearlyDate.parse(text))


def _months(number: object) -> int | float:
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError("must be a number of months, such as 12 or 0.5")
    if not 0 < number <= 1200:
        raise ValueError("must be more than 0 and at most 1200 months")
    if number != round(number, 2):
        raise ValueError("has more than two decimals")
    return int(number) if number == int(number) else number


def _stated_day(value: object) -> object:
    """A day (YYYY-MM-DD) or a month (YYYY-MM), given as a date or as text; kept as text."""
    text = value.isoformat() if isinstance(value, date) else value
    if not isinstance(text, str):
        return value
    fault = f"“{text[:40]}” is neither a day (2026-03-31) nor a month (2026-03)"
    if not _STATED_DAY.fullmatch(text):
        raise ValueError(fault)
    try:
        day = date.fromisoformat(text if len(text) == 10 else f"{text}-01")
    except ValueError as error:
        raise ValueError(fault) from error
    if day.year not in _YEARS:
        raise ValueError(f"“{text}” is not within the years {_YEARS[0]} to {_YEARS[-1]}")
    return text


def _moment(value: object) -> object:
    """A moment with its zone, given as such or as text; kept as text in UTC."""
    if not isinstance(value, str | datetime):
        return value
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"“{str(value)[:40]}” is not a moment such as 2026-03-31T09:00+00:00") from error
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone, as in 2026-03-31T09:00+00:00")
    return moment.astimezone(UTC).isoformat()


def _whole_day(text: str) -> str:
    if len(text) != 10:
        raise ValueError(f"“{text}” is not a day (2026-03-31)")
    return text


def written(form: str, pattern: str) -> AfterValidator:
    """A check that the whole text is written in a form, which the reason tells in words."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(f"“{text[:40]}” must be {form}")
        return text

    return AfterValidator(check)


def one_of(terms: Iterable[str], *more: str) -> AfterValidator:
    """A check that a text is one of the codes (or one of `more`)."""
    codes = (*terms, *more)

    def check(code: str) -> str:
        if code not in codes:
            raise ValueError(f"“{code[:40]}” is not one of: {', '.join(codes)}")
        return code

    return AfterValidator(check)


def no_repeats(items: list[str]) -> list[str]:
    """The items. Raises ValueError where one stands twice."""
    repeated = [item for item, count in Counter(items).items() if count > 1]
    if repeated:
        raise ValueError(f"stands twice: {', '.join(repeated)}")
    return items


def plain_number(digits: str | Decimal) -> str:
    """A positive number without needless zeros: 1.1020 → 1.102. Raises ValueError for zero."""
    number = Decimal(digits)
    if number <= 0:
        raise ValueError("must be more than zero")
    return f"{number.normalize():f}"


def _place(code: str) -> str:
    if code not in vocabulary.COUNTRY_GROUP and not (len(code) == 2 and code.isalpha() and code.isupper()):
        raise ValueError(f"“{code[:40]}” is neither a two-letter country code nor a known group of countries")
    return code


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_without_control_characters)
]
Slug = Annotated[
    str,
    written("small letters, digits and single hyphens", "[a-z0-9]+(-[a-z0-9]+)*"),
    StringConstraints(max_length=80),
]
WebAddress = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_web_address)]
Uuid = Annotated[str, AfterValidator(_uuid)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Yearly = Annotated[str, AfterValidator(_yearly)]
StatedDay = Annotated[str, BeforeValidator(_stated_day)]
Day = Annotated[StatedDay, AfterValidator(_whole_day)]
Moment = Annotated[str, BeforeValidator(_moment)]
ClockTime = Annotated[str, written("a time such as 16:00", "([01][0-9]|2[0-3]):[0-5][0-9]")]
Months = Annotated[int | float, PlainValidator(_months)]
Years = Annotated[int, Field(ge=0, le=120)]
Country = Annotated[str, written("two capital letters", "[A-Z]{2}")]
CountryOrInternational = Annotated[str, written("two capital letters, or INT", "[A-Z]{2}|INT")]
Currency = Annotated[str, written("three capital letters", "[A-Z]{3}")]
Place = Annotated[str, AfterValidator(_place)]
Distinct = AfterValidator(no_repeats)
# A set of keys, whose order says nothing: kept in alphabetical order.
Keys = Annotated[list[Slug], AfterValidator(no_repeats), AfterValidator(sorted)]


class Facts(BaseModel):
    """A part of a record: no key but the known ones, no value quietly turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True)
