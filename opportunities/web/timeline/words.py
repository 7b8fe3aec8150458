"""Windows in words: what stands beside each picture of one, and is read out instead of it."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from opportunities.deadlines.projection import Expected
from opportunities.deadlines.rounds import StatedDate
from opportunities.web.timeline.month import Happening
from opportunities.web.timeline.windows import Dated, Window, date_of
from opportunities.wording.dates import last_minute, locale, zone_in_words
from opportunities.wording.standing import evidence_in_words


@dataclass(frozen=True, slots=True)
class WindowWords:
    """A window in words. `label` is there where rounds must be told from one another.

    `closing` always says something; `opening` is None where it is past or nobody knows it.
    """

    label: str | None
    closing: str
    opening: str | None
    evidence: str | None
    is_expected: bool

    @property
    def whole(self) -> str:
        """All of it in one line."""
        said = "; ".join(part for part in (self.closing, self.opening, self.evidence) if part)
        return f"{self.label}: {said}" if self.label else said


def phase_of(window: Window, at: datetime) -> str:
    """Whether the window is "open", as announced, or its opening lies "ahead"; empty where neither is known."""
    if window.is_open(at):
        return "open"
    return "ahead" if window.opening is not None and window.opening.ends() > at else ""


# The same windows are shown again and again; what is said of them changes when they open, and with the language.
@lru_cache(maxsize=8192)
def window_in_words(window: Window, phase: str, labelled: bool, _language: str) -> WindowWords:
    """A window in the language in force, with its round's label where it is to be `labelled`."""
    closes, opening = window.closes, None
    if phase == "open":
        opening = _("open now")
    elif phase == "ahead" and window.opens is not None:
        opening = _opening(window.opens, closes)
    if closes is None:
        closing = _("Closing date not announced")
    elif isinstance(closes, Expected):
        closing = _("Expected around %(date)s") % {"date": in_short(closes.date)}
    else:
        closing = _("Closes %(date)s") % {"date": in_short(closes)}
    evidence = evidence_in_words(closes) if isinstance(closes, Expected) else None
    return WindowWords(window.label if labelled else None, closing, opening, evidence, window.is_expected)


def in_short(stated: StatedDate) -> str:
    """15 Dec 2026 (UK time); 16:00 on 15 Dec 2026 (UK time); Dec 2026 (UK time)."""
    return _("%(date)s (%(zone)s)") % {"date": _short(last_minute(stated)), "zone": zone_in_words(stated.zone)}


def _short(stated: StatedDate) -> str:
    skeleton = "yMMM" if stated.precision == "month" else "yMMMd"
    day = str(format_skeleton(skeleton, stated.day, locale=locale()))
    return _("%(time)s on %(day)s") % {"time": f"{stated.time:%H:%M}", "day": day} if stated.time is not None else day


def happening_in_words(happening: Happening) -> str:
    """What happens, and on whose authority: closes; expected to close, estimate from the round in 2025."""
    dated = happening.dated
    if not isinstance(dated, Expected):
        return _("closes") if happening.closes else _("opens")
    said = _("expected to close") if happening.closes else _("expected to open")
    return _("%(what)s (%(evidence)s)") % {"what": said, "evidence": evidence_in_words(dated)}


def happening_in_brief(happening: Happening) -> str:
    """The same for the cell of a day."""
    if happening.is_expected:
        return _("expected to close") if happening.closes else _("expected to open")
    return _("closes") if happening.closes else _("opens")


def _opening(opens: Dated, closes: Dated | None) -> str:
    """When it opens; the zone is not said again where it is that of the closing."""
    opening, closing = date_of(opens), date_of(closes)
    assert opening is not None
    date = _short(opening)
    if closing is None or closing.zone != opening.zone:
        date = _("%(date)s (%(zone)s)") % {"date": date, "zone": zone_in_words(opening.zone)}
    said = _("expected to open around %(date)s") if isinstance(opens, Expected) else _("opens %(date)s")
    return said % {"date": date}
