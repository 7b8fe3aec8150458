"""What of an entry is news to somebody: a comparison of what she was told with what is so now. Pure functions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from opportunities.alerts.facts import Told, ToldRound, round_name, rounds_of
from opportunities.alerts.wishes import Wish, reminded_until
from opportunities.deadlines.rounds import CallRound, Schedule, StatedDate
from opportunities.deadlines.status import Standing
from opportunities.models.alerts import CLOSES, DEADLINE, NEW, OPENS


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of news. `matter` is a code of MATTER; `old` and `new` are the dates that it is about.

    A deadline without `old` is announced, one without `new` is withdrawn, one with both is moved. `label` names the
    round where the programme has several.
    """

    matter: str
    label: str = ""
    old: StatedDate | None = None
    new: StatedDate | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """An entry as it is now: whether it matches, its dates, and where it stands."""

    matches: bool
    schedule: Schedule
    standing: Standing


def news(told: Told, now: Picture, wish: Wish, at: datetime) -> tuple[list[Change], Told]:
    """What is to be told of an entry at `at`, and what will have been told then.

    All news enters into what is known, also that which is not wished for: nobody is told later of what was no news
    when it happened. An entry that does not match (any more) has news only of a deadline that was told and changes.
    """
    rounds = rounds_of(now.schedule, at)
    told = replace(told, rounds=_relabelled(told.rounds, rounds))
    found = list(_of_the_match(told, now)) + list(_of_rounds(told.rounds, rounds, now.matches, wish, at))
    changes = [change for change in found if wish.wants(change.matter)]
    announced = {change.label for change in changes if change.matter == DEADLINE and change.old is None}
    changes = [one for one in changes if one.matter != OPENS or one.new is not None or one.label not in announced]
    if len(rounds) == 1 and changes and changes[0].matter == NEW:
        # Where it stands, with the date of its one round, is said of every entry: only what moved is news besides.
        changes = [change for change in changes if change.matter == NEW or change.old is not None]
    return changes, _as_told(told, now, rounds, found, at)


def known(now: Picture, at: datetime) -> Told:
    """What somebody knows who sees the entry for herself: its match, its dates and what is open, but no reminder."""
    rounds = rounds_of(now.schedule, at)
    return _as_told(Told(), now, rounds, [], at)


def has_deadline_ahead(told: Told, at: datetime) -> bool:
    """Whether a deadline was told that is not over: its change is news even where the entry matches no more."""
    return any(one.closes is not None and one.closes.ends() > at for one in told.rounds.values())


def _relabelled(told: Mapping[str, ToldRound], rounds: Mapping[str, CallRound]) -> dict[str, ToldRound]:
    """What was told, under the labels that the rounds have now: the same dates under another label are no news."""
    labels = {}
    for label, call in rounds.items():
        if label not in told:
            same = (old for old, one in told.items() if (one.opens, one.closes) == (call.opens, call.closes))
            labels[next((old for old in same if old not in rounds and old not in labels), "")] = label
    return {labels.get(label, label): one for label, one in told.items()}


def _of_the_match(told: Told, now: Picture) -> Iterator[Change]:
    """A match is news once; after a time without, again where it is for another round."""
    if now.matches and not told.matches and (not told.matched_round or told.matched_round != _name(now)):
        yield Change(NEW)


def _name(now: Picture) -> str:
    return round_name(now.standing) or "-"  # so that it is told from never having matched


def _of_rounds(
    told: Mapping[str, ToldRound], rounds: Mapping[str, CallRound], matches: bool, wish: Wish, at: datetime
) -> Iterator[Change]:
    several = len(rounds) > 1
    for label, call in rounds.items():
        before, name = told.get(label), label if several else ""
        if before is None and not matches:
            continue
        moved = _moved(before.closes if before else None, call.closes, at)
        if moved and (matches or (before is not None and before.closes is not None)):
            yield Change(DEADLINE, name, *moved)
        if matches and _opens_now(before, call, at):
            yield Change(OPENS, name, new=call.opens)
        if matches and _is_near(before, call, wish, at):
            yield Change(CLOSES, name, new=call.closes)
    for label, before in told.items():
        if label not in rounds and before.closes is not None and before.closes.ends() > at:
            yield Change(DEADLINE, label if several else "", old=before.closes)


def _moved(
    old: StatedDate | None, new: StatedDate | None, at: datetime
) -> tuple[StatedDate | None, StatedDate | None] | None:
    """The old and the new deadline, where they differ and one of them lies ahead."""
    if old is not None and new is not None and _is_same(old, new):
        return None
    ahead = any(one is not None and one.ends() > at for one in (old, new))
    return (old, new) if ahead and old != new else None


def _is_same(old: StatedDate, new: StatedDate) -> bool:
    """Whether nothing changed but that the zone, which nobody stated, is stated now, or the other way round."""
    return old == new or ((old.zone is None or new.zone is None) and replace(old, zone=new.zone) == new)


def _opens_now(before: ToldRound | None, call: CallRound, at: datetime) -> bool:
    """Whether a round that was not open when it was last told of is open now.

    One whose opening nobody states opens, as far as anybody can know, when it is announced.
    """
    if call.closes is not None and call.closes.ends() <= at:
        return False
    if before is None:
        return call.closes is not None and (call.opens is None or call.opens.begins() <= at)
    return not before.opened and call.opens is not None and call.opens.begins() <= at


def _is_near(before: ToldRound | None, call: CallRound, wish: Wish, at: datetime) -> bool:
    """Whether the closing is near and she was not reminded of this very date."""
    if call.closes is None or not at < call.closes.ends() <= reminded_until(wish, at):
        return False
    return before is None or before.reminded is None or not _is_same(before.reminded, call.closes)


def _as_told(told: Told, now: Picture, rounds: Mapping[str, CallRound], found: list[Change], at: datetime) -> Told:
    """What is known once the news has been told."""
    reminded = {change.new for change in found if change.matter == CLOSES}
    matched = _name(now) if now.matches else told.matched_round
    kept = {
        label: _round_as_told(told.rounds.get(label), call, reminded, at)
        for label, call in rounds.items()
        if now.matches or label in told.rounds
    }
    return Told(now.matches, matched, kept)


def _round_as_told(
    before: ToldRound | None, call: CallRound, reminded: set[StatedDate | None], at: datetime
) -> ToldRound:
    return ToldRound(
        opens=call.opens,
        closes=call.closes,
        opened=call.opens is not None and call.opens.begins() <= at,
        reminded=call.closes if call.closes in reminded else (before.reminded if before else None),
    )
