"""The types of which the records in files are made: each refuses, in words, what cannot be a fact of its kind."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from core.dates import is_time_zone
from core.web_addresses import web_address_fault
from opportunities import vocabulary
from opportunities.deadlines.rounds import YearlyDate


def _without_control_characters(text: str) -> str:
    if any((ord(c) < 32 and c not in "\n\t") or ord(c) == 127 for c in text):
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


def _yearly(text: str) -> str:
    return str(YearlyDate.parse(text))


def _months(number: object) -> object:
    if isinstance(number, float) and number != round(number, 2):
        raise ValueError("has more than two decimals")
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _stated_day(value: object) -> object:
    """A day (YYYY-MM-DD) or a month (YYYY-MM), given as a date or as text; kept as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        try:
            date.fromisoformat(value if len(value) != 7 else f"{value}-01")
        except ValueError as error:
            raise ValueError(f"“{value[:40]}” is neither a day (2026-03-31) nor a month (2026-03)") from error
    return value


def one_of(terms: Iterable[str], *more: str) -> AfterValidator:
    """A check that a text is one of the codes (or one of `more`)."""
    codes = (*terms, *more)

    def check(code: str) -> str:
        if code not in codes:
            raise ValueError(f"“{code[:40]}” is not one of: {', '.join(codes)}")
        return code

    return AfterValidator(check)


def _no_repeats(items: list[str]) -> list[str]:
    repeated = sorted({item for item in items if items.count(item) > 1})
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
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
WebAddress = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_web_address)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Yearly = Annotated[str, AfterValidator(_yearly)]
StatedDay = Annotated[str, BeforeValidator(_stated_day)]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Months = Annotated[int | float, BeforeValidator(_months), Field(gt=0, le=1200)]
Years = Annotated[int, Field(ge=0, le=120)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Place = Annotated[str, AfterValidator(_place)]
Distinct = AfterValidator(_no_repeats)
# A set of keys, whose order says nothing: kept in alphabetical order.
Keys = Annotated[list[Slug], AfterValidator(_no_repeats), AfterValidator(sorted)]


class Facts(BaseModel):
    """A part of a record: no key but the known ones, no value quietly turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True)
