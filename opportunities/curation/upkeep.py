"""Works out what the upkeep of an opportunity asks for, from its facts. The only writer of `Upkeep`."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta

from opportunities.curation.evidence import unsourced_facts
from opportunities.deadlines.projection import expected_closing
from opportunities.deadlines.rounds import Schedule
from opportunities.models import Opportunity, Upkeep
from opportunities.models.schedules import schedule_of

GOES_ON = ("active", "unknown")  # programme statuses
NO_ROUNDS_AHEAD = ("rolling", "one-off")  # frequencies of programmes that announce no next round
_AT_ONCE = 500


def refresh_upkeep(keys: Collection[str] | None = None) -> int:
    """Work out anew what the opportunities with these slugs (None: all) ask for; gives their number."""
    done = 0
    for part in _parts(keys):
        rows = [upkeep_of(opportunity) for opportunity in part]
        Upkeep.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["opportunity"],
            update_fields=[field.name for field in Upkeep._meta.fields if not field.primary_key],
        )
        done += len(rows)
    return done


def upkeep_of(opportunity: Opportunity) -> Upkeep:
    """What an opportunity lacks, not stored. Its rounds, dates, classes and sources are best prefetched."""
    schedule = schedule_of(opportunity)
    closings = [call.closes for call in schedule.rounds if call.closes is not None]
    last = max(closings, key=lambda closing: closing.ends(), default=None)
    goes_on = opportunity.programme_status in GOES_ON and opportunity.frequency not in NO_ROUNDS_AHEAD
    ahead = any(call.opens and (last is None or call.opens.ends() > last.ends()) for call in schedule.rounds)
    unsourced = unsourced_facts(opportunity)
    codes = list(opportunity.classifications.all())
    return Upkeep(
        opportunity=opportunity,
        round_missing_from=last.last_day + timedelta(days=1) if last and goes_on and not ahead else None,
        expected_until=_expected_until(opportunity, schedule),
        unsourced=unsourced,
        unsourced_count=len(unsourced),
        newest_source_year=max((s.year for s in opportunity.sources.all() if s.year is not None), default=None),
        lacks_japanese=not (opportunity.name_ja and opportunity.summary_ja),
        directions=",".join(sorted(item.code for item in codes if item.scheme == "direction")),
        stages=",".join(sorted(item.code for item in codes if item.scheme == "stage")),
    )


def _expected_until(opportunity: Opportunity, schedule: Schedule) -> date | None:
    """The last day of the first closing that one could expect when somebody last looked, or the last round closed."""
    moments = [call.closes.ends() for call in schedule.rounds if call.closes is not None]
    if opportunity.last_checked_on is not None:
        moments.append(datetime.combine(opportunity.last_checked_on, time.min, UTC))
    if not moments:
        return None
    expected = expected_closing(schedule, max(moments))
    return expected.date.last_day if expected is not None else None


def _parts(keys: Collection[str] | None) -> Iterator[list[Opportunity]]:
    """The opportunities, some hundreds at a time, with all that is looked at."""
    chosen = Opportunity.objects.order_by("pk").values_list("pk", flat=True)
    pks = list(chosen if keys is None else chosen.filter(slug__in=keys))
    for start in range(0, len(pks), _AT_ONCE):
        records = Opportunity.objects.filter(pk__in=pks[start : start + _AT_ONCE])
        yield list(records.prefetch_related("rounds", "usual_dates", "classifications", "sources", "criteria"))
