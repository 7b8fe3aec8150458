"""Works out what the upkeep of an opportunity asks for, from its facts. The only writer of `Upkeep`."""

from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Prefetch, QuerySet

from opportunities.curation.evidence import unsourced_facts
from opportunities.deadlines.projection import expected_closing
from opportunities.deadlines.rounds import Schedule
from opportunities.models import Criterion, Opportunity, Source, Upkeep
from opportunities.models.schedules import schedule_of
from opportunities.models.upkeep import bits_of
from opportunities.vocabulary import CAREER_STAGE, DIRECTION

Progress = Callable[[int], None]

GOES_ON = ("active", "unknown")  # programme statuses
NO_ROUNDS_AHEAD = ("rolling", "one-off")  # frequencies of programmes that announce no next round
_AT_ONCE = 500
# Conditions and sources are many and wide: of them no more than `evidence` looks at.
_LOOKED_AT = (
    "rounds",
    "usual_dates",
    "classifications",
    Prefetch("criteria", Criterion.objects.only("opportunity", "kind", "sources")),
    Prefetch("sources", Source.objects.only("opportunity", "supports", "as_of")),
)


def _quietly(_done: int) -> None:
    """Progress that nobody is told of."""


def refresh_upkeep(keys: Collection[str] | None = None, progress: Progress = _quietly) -> int:
    """Work out anew what the opportunities with these slugs (None: all) ask for; gives their number.

    `progress` is told now and then how many are done.
    """
    entries = Opportunity.objects.all()
    return _refresh(entries if keys is None else entries.filter(slug__in=keys), progress)


def refresh_missing(progress: Progress = _quietly) -> int:
    """Work out what those opportunities ask for, for which it was never done; gives their number."""
    return _refresh(Opportunity.objects.filter(upkeep=None), progress)


def without_upkeep() -> int:
    """How many opportunities nothing is worked out for, as in a database from before the desk counted its work."""
    return Opportunity.objects.count() - Upkeep.objects.count()


def _refresh(entries: QuerySet[Opportunity], progress: Progress) -> int:
    done = 0
    for part in _parts(entries):
        rows = [upkeep_of(opportunity) for opportunity in part]
        Upkeep.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["opportunity"],
            update_fields=[field.name for field in Upkeep._meta.fields if not field.primary_key],
        )
        done += len(rows)
        progress(done)
    return done


def upkeep_of(opportunity: Opportunity) -> Upkeep:
    """What an opportunity lacks, not stored. Its rounds, dates, classes and sources are best prefetched."""
    schedule = schedule_of(opportunity)
    missing_from = _round_missing_from(opportunity, schedule)
    checked = opportunity.last_checked_on
    unsourced = unsourced_facts(opportunity)
    codes = list(opportunity.classifications.all())
    return Upkeep(
        opportunity=opportunity,
        state=opportunity.state,
        round_missing_from=missing_from,
        round_unseen_from=missing_from if missing_from and (checked is None or checked < missing_from) else None,
        expected_until=_expected_until(opportunity, schedule),
        unsourced=unsourced,
        unsourced_count=len(unsourced),
        newest_source_year=max((s.year for s in opportunity.sources.all() if s.year is not None), default=None),
        lacks_summary_ja=not opportunity.summary_ja,
        lacks_name_ja=not opportunity.name_ja,
        directions=bits_of((item.code for item in codes if item.scheme == "direction"), DIRECTION),
        stages=bits_of((item.code for item in codes if item.scheme == "stage"), CAREER_STAGE),
    )


def _round_missing_from(opportunity: Opportunity, schedule: Schedule) -> date | None:
    """The day after the last stated closing of a programme that goes on; None where a later round is stated.

    None, too, where no closing was ever stated: then there is nothing that it could be the next of.
    """
    closings = [call.closes for call in schedule.rounds if call.closes is not None]
    if not closings or opportunity.programme_status not in GOES_ON or opportunity.frequency in NO_ROUNDS_AHEAD:
        return None
    last = max(closings, key=lambda closing: closing.ends())
    is_stated = any(call.opens and call.opens.ends() > last.ends() for call in schedule.rounds)
    return None if is_stated else last.last_day + timedelta(days=1)


def _expected_until(opportunity: Opportunity, schedule: Schedule) -> date | None:
    """The last day of the first closing that one could expect when somebody last looked, or the last round closed."""
    moments = [call.closes.ends() for call in schedule.rounds if call.closes is not None]
    if opportunity.last_checked_on is not None:
        moments.append(datetime.combine(opportunity.last_checked_on, time.min, UTC))
    if not moments:
        return None
    expected = expected_closing(schedule, max(moments))
    return expected.date.last_day if expected is not None else None


def _parts(entries: QuerySet[Opportunity]) -> Iterator[list[Opportunity]]:
    """The opportunities, some hundreds at a time, with all that is looked at."""
    pks = list(entries.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), _AT_ONCE):
        yield list(Opportunity.objects.filter(pk__in=pks[start : start + _AT_ONCE]).prefetch_related(*_LOOKED_AT))
