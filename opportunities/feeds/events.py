"""What goes into a calendar: for each date of a programme its words, and the days or the moment it takes up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import zone
from opportunities.deadlines.occasions import Occasion, occasions
from opportunities.deadlines.rounds import StatedDate
from opportunities.deadlines.sides import side_of, sides_of
from opportunities.feeds.asking import name_in_words
from opportunities.feeds.facts import Facts
from opportunities.finder import Hit
from opportunities.search.entry import Entry
from opportunities.vocabulary import KIND
from opportunities.wording.dates import checked_in_words, elsewhere_in_words, last_minute, with_zone
from opportunities.wording.first_steps import first_steps
from opportunities.wording.standing import evidence_in_words

EPOCH = 1_577_836_800  # 1 January 2020: sequence numbers are seconds since then

Absolute = Callable[[str], str]  # a path as a whole address


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a calendar. Days without times are dates, `end` being the day after; a moment has no end.

    `status` is CONFIRMED, TENTATIVE or CANCELLED. `uid` stays the same when a date moves; `sequence` rises then.
    """

    uid: UUID
    sequence: int
    changed_at: datetime
    start: date | datetime
    end: date | None
    status: str
    summary: str
    description: str
    url: str
    category: str
    alarm: str | None


def events_of(
    hit: Hit, facts: Facts, at: datetime, absolute: Absolute, only_withdrawn: bool = False
) -> Iterator[Event]:
    """The events of one opportunity; all, or only those that are withdrawn."""
    for occasion in occasions(hit.entry.schedule, hit.standing, at):
        if occasion.state == "withdrawn" or not only_withdrawn:
            yield _event(occasion, hit.entry, facts, absolute)


def span_of(stated: StatedDate, *, is_opening: bool = False) -> tuple[date | datetime, date | None]:
    """The start and the end that a calendar shows: a moment, a day, or all days of a month where no day is stated.

    A moment without a zone has none in the calendar either: it "floats". A day never gains a time.
    """
    if stated.time is None:
        return stated.first_day, stated.last_day + timedelta(days=1)
    shown = stated if is_opening else last_minute(stated)
    moment = datetime.combine(shown.day, shown.time or stated.time)
    return (moment.replace(tzinfo=zone(shown.zone)) if shown.zone else moment), None


def _event(occasion: Occasion, entry: Entry, facts: Facts, absolute: Absolute) -> Event:
    start, end = span_of(occasion.date, is_opening=occasion.event == "opens")
    summary = _summary(occasion, entry)
    page = absolute(reverse("web:opportunity", args=[entry.slug]))
    return Event(
        uid=uuid5(UUID(entry.uuid), occasion.key),
        sequence=max(0, int(facts.changed_at.timestamp()) - EPOCH),
        changed_at=facts.changed_at,
        start=start,
        end=end,
        status=_STATUS[occasion.state],
        summary=summary,
        description="\n".join(_description(occasion, entry, facts, page)),
        url=page,
        category=KIND[entry.kind].label,
        alarm=_alarm(occasion, summary),
    )


_STATUS = {"announced": "CONFIRMED", "doubtful": "TENTATIVE", "expected": "TENTATIVE", "withdrawn": "CANCELLED"}


def _summary(occasion: Occasion, entry: Entry) -> str:
    patterns = {
        ("opens", "announced"): _("Opens: %(name)s"),
        ("opens", "doubtful"): _("Opens, if the programme goes on: %(name)s"),
        ("opens", "withdrawn"): _("Withdrawn (opening): %(name)s"),
        ("closes", "announced"): _("Closes: %(name)s"),
        ("closes", "doubtful"): _("Closes, if the programme goes on: %(name)s"),
        ("closes", "expected"): _("Expected closing (not announced): %(name)s"),
        ("closes", "withdrawn"): _("Withdrawn (closing): %(name)s"),
    }
    pattern = patterns[occasion.event, occasion.state]
    if occasion.is_mere_estimate and occasion.state == "withdrawn":
        pattern = _("No longer expected: %(name)s")
    summary = pattern % {"name": name_in_words(entry)}
    side = side_of(occasion.call_round) if occasion.call_round else None
    if side:
        summary = _("%(summary)s (%(side)s)") % {"summary": summary, "side": side}
    if occasion.date.precision == "month" and occasion.state != "withdrawn":
        return _("%(summary)s – some day this month") % {"summary": summary}
    return summary


def _alarm(occasion: Occasion, summary: str) -> str | None:
    if occasion.event != "closes" or occasion.state == "withdrawn":
        return None
    return _("In two weeks: %(summary)s") % {"summary": summary}


def _description(occasion: Occasion, entry: Entry, facts: Facts, page: str) -> Iterator[str]:
    yield from _about_date(occasion)
    if occasion.event == "closes" and occasion.state != "withdrawn":
        yield from _other_sides(occasion, entry)
        yield from first_steps(entry.requirements)
    yield _("Everything we know, with sources: %(link)s") % {"link": page}
    if entry.official_url:
        yield _("Official page, which alone decides: %(link)s") % {"link": entry.official_url}
    title, url = facts.sources.get(occasion.call_round.label if occasion.call_round else "", (None, None))
    if title:
        yield _("Source of this date: %(source)s") % {"source": f"{title} {url}" if url else title}
    if entry.last_checked:
        checked = checked_in_words(entry.last_checked, entry.last_checked_precision)
        yield _("Facts last checked: %(checked)s.") % {"checked": checked}


def _about_date(occasion: Occasion) -> Iterator[str]:
    stated, is_opening = occasion.date, occasion.event == "opens"
    words = with_zone(stated, is_opening=is_opening)
    if occasion.state == "withdrawn":
        yield (
            _("A closing was expected around %(date)s. By now another date is announced, or the programme has stopped.")
            if occasion.is_mere_estimate
            else _("%(date)s was announced, but the programme has ended.")
        ) % {"date": words}
        return
    if occasion.expected is not None:
        yield _("Expected around %(date)s. Nobody has announced it.") % {"date": words}
        yield evidence_in_words(occasion.expected)
        return
    yield (_("Opens %(date)s") if is_opening else _("Closes %(date)s")) % {"date": words}
    for zone_name, elsewhere in elsewhere_in_words(stated, is_opening=is_opening):
        yield f"{zone_name}: {elsewhere}"
    if occasion.call_round is not None:
        yield _("Round: %(label)s") % {"label": occasion.call_round.label}
    if stated.precision == "day" and not is_opening:
        yield _("The hour is not stated: check the official page, and do not count on the last evening.")
    if stated.precision == "month":
        yield _("The day is not stated: check the official page.")
    if occasion.state == "doubtful":
        yield _("The programme is paused: check the official page.")


def _other_sides(occasion: Occasion, entry: Entry) -> Iterator[str]:
    """The other deadlines of a joint call."""
    if occasion.call_round is None:
        return
    for other in sides_of(occasion.call_round, entry.schedule):
        if other is not occasion.call_round and other.closes is not None:
            yield _("Joint call: %(label)s closes %(date)s") % {"label": other.label, "date": with_zone(other.closes)}
