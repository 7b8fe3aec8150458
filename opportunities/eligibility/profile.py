"""What a visitor says of herself. Whatever she leaves out is None."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from core.dates import last_day_of_month

_DEGREES = ("none", "bachelors", "masters", "doctorate")
_STATED = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year, as she knows it."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; raises ValueError for anything else and for days that never were."""
        match = _STATED.fullmatch(text)
        if match is None:
            raise ValueError(f"{text[:20]!r} is not a date: use YYYY, YYYY-MM or YYYY-MM-DD.")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None  # the pattern has it
        date = cls(year, month, day)
        if not 1900 <= year <= 2200:
            raise ValueError(f"The year {year} is out of range.")
        if 0 in (month, day):
            raise ValueError("Months and days begin with 1.")
        _ = date.first, date.last
        return date

    def __str__(self) -> str:
        parts = (f"{self.year:04d}", self.month and f"{self.month:02d}", self.day and f"{self.day:02d}")
        return "-".join(part for part in parts if part)

    @property
    def first(self) -> dt.date:
        """The first day that may be meant."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The last day that may be meant."""
        return self.first if self.day else last_day_of_month(self.year, self.month or 12)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a researcher. None: she has not said. An empty tuple: she has said that there is none.

    Countries are ISO 3166 alpha-2 codes, fields FORD codes. `phd` is the day of the doctorate, or the expected one;
    `career_break_months` belongs to it. Stays are months, in the last three years and in all.
    """

    nationalities: tuple[str, ...] | None = None
    permanent_residence: tuple[str, ...] | None = None
    residence: str | None = None
    career_stage: str | None = None  # CAREER_STAGE
    highest_degree: str | None = None  # none, bachelors, masters, doctorate
    enrolled_in: str | None = None  # not-enrolled, bachelors, masters, doctorate
    phd: PartialDate | None = None
    career_break_months: int = 0
    born: PartialDate | None = None
    employed: bool | None = None
    institution_kind: str | None = None  # INSTITUTION_KIND, or none
    institution_country: str | None = None
    fields: tuple[str, ...] | None = None
    first_degree_field: str | None = None
    english: str | None = None  # LANGUAGE_LEVEL
    japanese: str | None = None
    has_host: bool | None = None
    has_place: bool | None = None
    nominated: bool | None = None
    japan_months_recent: int | None = None
    japan_months: int | None = None
    uk_months_recent: int | None = None
    uk_months: int | None = None
    work_years: int | None = None
    earlier_awards: tuple[str, ...] | None = None  # slugs of programmes and organisations

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known."""
        return self == Profile(career_break_months=self.career_break_months)

    def contradictions(self) -> list[str]:
        """The names of answers that cannot both be true of one person, as pairs joined by a space."""
        found = []
        on_the_way = self.enrolled_in in (None, "doctorate") or self.highest_degree in (None, "doctorate")
        if self.phd is not None and not on_the_way:
            found.append("phd highest_degree")
        pairs = (("japan_months_recent", "japan_months"), ("uk_months_recent", "uk_months"))
        for recent, total in pairs:
            months, in_all = getattr(self, recent), getattr(self, total)
            if months is not None and in_all is not None and months > in_all:
                found.append(f"{recent} {total}")
        if self.born is not None and self.phd is not None and self.phd.last.year - self.born.first.year < 15:
            found.append("phd born")
        if self.institution_kind == "none" and self.institution_country is not None:
            found.append("institution_kind institution_country")
        return found


def degree_rank(code: str) -> int:
    """How high a degree is: 0 for none up to 3 for a doctorate."""
    return _DEGREES.index(code)
