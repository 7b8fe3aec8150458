"""Joining two entries that are one programme: one stays, and has all that is worth keeping of the other.

The entry that goes is deleted, and its address leads to the one that stays. All of it is one operation: undone, both
entries are as they were, except that what readers had of the one that went stays with the other.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from opportunities.curation.changing import changing
from opportunities.curation.collections import place_of, stored_version
from opportunities.curation.followers import move_followers
from opportunities.curation.history import ChangedMeanwhileError, latest_version
from opportunities.curation.joined_facts import joined, renamed
from opportunities.curation.merging import Facts
from opportunities.curation.putting import CannotStoreError, put, refuse_worse
from opportunities.models import CaseStudy, Criterion, Operation, Opportunity, SectionCheck

_PUBLIC = {"published": ("published",), "retired": ("published", "retired")}
Versions = tuple[int, int]  # of the one that stays and the one that goes


def why_not(staying: Opportunity, going: Opportunity) -> str | None:
    """Why these cannot be joined like that, in words; None where they can."""
    if staying.pk == going.pk:
        return _("An entry cannot be joined with itself.")
    if staying.state not in _PUBLIC.get(going.state, (staying.state,)):
        return _(
            "The public knows “%(going)s”, and its address would lead to an entry that the public does not see. "
            "Let the public one stay, or publish “%(staying)s” first."
        ) % {"going": going.name, "staying": staying.name}
    return None


def versions_of(staying: Opportunity, going: Opportunity) -> Versions:
    """The present versions of both."""
    return latest_version(place_of(staying)), latest_version(place_of(going))


def facts_of_both(staying: Opportunity, going: Opportunity) -> tuple[Facts, Facts]:
    """The facts of both as they are stored. Raises Opportunity.DoesNotExist where one is there no more."""
    both = stored_version(place_of(staying)), stored_version(place_of(going))
    if both[0] is None or both[1] is None:
        raise Opportunity.DoesNotExist
    return both[0], both[1]


def join(
    staying: Opportunity,
    going: Opportunity,
    chosen: Mapping[str, str],
    by: Any,
    reason: str | None = None,
    seen: Versions | None = None,
) -> Operation | None:
    """Join them; `chosen` as for `joined_facts.joined`, `seen` the versions by which it was chosen.

    Raises CannotStoreError, in words, where they cannot be joined, and ChangedMeanwhileError; nothing is stored then.
    """
    with changing("merge", by, reason) as change:
        # In this order, so that undoing, which goes backwards, always finds what it needs.
        studies = list(CaseStudy.objects.filter(opportunities=going))
        others = _naming(staying, going)
        change.about_to_change(*studies)
        change.about_to_change(*others)
        change.about_to_change(going)
        change.about_to_change(staying)
        staying, going = (Opportunity.objects.get(pk=entry.pk) for entry in (staying, going))
        if seen is not None and versions_of(staying, going) != seen:
            raise ChangedMeanwhileError
        if (why := why_not(staying, going)) is not None:
            raise CannotStoreError(why)
        before, theirs = facts_of_both(staying, going)
        one = joined(before, theirs, chosen)
        refuse_worse(before, one.facts)
        for study in studies:
            study.opportunities.add(staying)
        _name_anew(others, staying, going)
        move_followers(going.pk, staying.pk, one.labels)
        SectionCheck.objects.filter(opportunity=staying).delete()  # they were of other facts
        going.delete()
        put(change, "opportunities", one.facts)
    return change.operation


def _naming(staying: Opportunity, going: Opportunity) -> list[Opportunity]:
    """The other entries that name the one that goes: as their successor, or as an award that somebody held before."""
    awards = Criterion.objects.filter(kind="earlier-award").values_list("opportunity", "values")
    pks = {pk for pk, slugs in awards if going.slug in slugs}
    pks |= set(going.predecessors.values_list("pk", flat=True))
    return list(Opportunity.objects.filter(pk__in=pks - {staying.pk, going.pk}))


def _name_anew(others: list[Opportunity], staying: Opportunity, going: Opportunity) -> None:
    """Let them name the one that stays instead."""
    Opportunity.objects.filter(pk__in=[entry.pk for entry in others], successor=going).update(successor=staying)
    for criterion in Criterion.objects.filter(opportunity__in=others, kind="earlier-award"):
        if going.slug in criterion.values:
            criterion.values = renamed(criterion.values, going.slug, staying.slug)
            criterion.save(update_fields=["values"])
