"""The worked cases: written by reading the catalogue's prose as an adviser would, not by running the program."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from opportunities.eligibility.profile import PartialDate, Profile

FILE = Path(__file__).parent.parent / "data" / "eligibility_cases.yaml"
_DATES = ("phd", "born")
_LISTS = ("nationalities", "permanent_residence", "fields", "earlier_awards")


@dataclass(frozen=True)
class Case:
    """Somebody, a programme, a moment, and what an adviser would say. `route` are words of the best route's name."""

    name: str
    opportunity: str
    at: datetime
    profile: Profile
    verdict: str
    decisive: str | None
    route: str | None
    because: str

    def __str__(self) -> str:
        return f"{self.opportunity}: {self.name}"


def worked_cases() -> list[Case]:
    """All cases of the file."""
    return [_case(**case) for case in yaml.safe_load(FILE.read_text(encoding="utf-8"))]


def _case(*, at: str, profile: dict[str, Any], route: str | None = None, **facts: Any) -> Case:
    return Case(at=datetime.fromisoformat(at), profile=_profile(profile), route=route, **facts)


def _profile(answers: dict[str, Any]) -> Profile:
    dates = {name: PartialDate.parse(answers[name]) for name in _DATES if name in answers}
    lists = {name: tuple(answers[name]) for name in _LISTS if name in answers}
    return Profile(**{**answers, **dates, **lists})
