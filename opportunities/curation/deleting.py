"""Deleting opportunities: only drafts that never were public. Whatever had a public page is retired, never deleted."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from opportunities.curation.changing import changing
from opportunities.curation.workflow import By, Outcome
from opportunities.models import Opportunity, RecordChange
from opportunities.vocabulary import STATE

DELETING = "opportunities.delete_opportunity"
_PUBLIC = ("published", "retired")


def why_kept(opportunity: Opportunity) -> str | None:
    """Why the entry cannot be deleted, in words; None where it can."""
    if opportunity.state in _PUBLIC:
        state = STATE[opportunity.state].label.lower()
        return _("It is %(state)s: public entries are retired, never deleted.") % {"state": state}
    if was_public(opportunity):
        return _("It was public once, and its address may stand anywhere: publish it and retire it instead.")
    if opportunity.predecessors.exists():
        return _("A retired entry names it as its successor.")
    return None


def was_public(opportunity: Opportunity) -> bool:
    """Whether the entry, or one that was merged into it, ever had a public page."""
    changes = RecordChange.objects.filter(collection="opportunities", key=opportunity.slug)
    public = changes.filter(Q(before__state__in=_PUBLIC) | Q(after__state__in=_PUBLIC))
    return public.exists() or opportunity.former_slugs.exists()


def plan_to_delete(opportunities: Iterable[Opportunity]) -> Outcome:
    """Which of the entries `delete_drafts` would delete, and why not the others."""
    outcome = Outcome()
    for entry in opportunities:
        why = why_kept(entry)
        if why is None:
            outcome.done.append(entry)
        else:
            outcome.refused.append((entry, why))
    return outcome


def delete_drafts(opportunities: Sequence[Opportunity], by: By, reason: str | None = None) -> Outcome:
    """Delete those of the entries that may go, as they are stored now, by one operation. The history keeps them."""
    with changing("delete", by, reason) as change:
        change.about_to_delete(*opportunities)
        stored = Opportunity.objects.filter(pk__in=[entry.pk for entry in opportunities])
        outcome = plan_to_delete(stored)
        Opportunity.objects.filter(pk__in=[entry.pk for entry in outcome.done]).delete()
    outcome.operation = change.operation
    return outcome
