"""What undoing an operation would do, and who may: whoever may do the reverse of all that it did."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from opportunities.curation.collections import MODEL_OF, stored_version
from opportunities.curation.history import changed_again, facts_kept
from opportunities.models import Operation, RecordChange

_MOST_LOOKED_AT = 100  # entries that were changed again, of which is said what stays
_FIRST = 20  # changes that are shown fact by fact
_STATES = ("state", "publish_at", "successor", "former_keys")
_PUBLIC = ("published", "retired")


@dataclass(frozen=True)
class Outlook:
    """What undoing would do: how many records it removes, changes back and brings back; and what stays as it is."""

    removed: int
    changed_back: int
    brought_back: int
    kept: list[tuple[str, str]]
    more: int  # records that were changed again since and of which is not said what stays
    first: list[RecordChange]
    names: list[str]


def outlook_of(operation: Operation) -> Outlook:
    """The outlook, without doing anything."""
    changes = operation.changes
    again = changed_again(operation)
    looked_at = list(again[:_MOST_LOOKED_AT])
    kept = [
        (change.name, fact)
        for change in looked_at
        for fact in facts_kept(change, stored_version((change.collection, change.key)))
    ]
    return Outlook(
        removed=changes.filter(before__isnull=True).count(),
        changed_back=changes.filter(before__isnull=False, after__isnull=False).count(),
        brought_back=changes.filter(after__isnull=True).count(),
        kept=kept,
        more=again.count() - len(looked_at),
        first=list(changes.filter(before__isnull=False, after__isnull=False)[:_FIRST]),
        names=list(changes.order_by("name").values_list("name", flat=True)[:_MOST_LOOKED_AT]),
    )


def lacking_permissions(operation: Operation, user: Any) -> list[str]:
    """In words, what a user would have to be allowed to undo an operation, and is not."""
    return [words for permission, words in _needed(operation).items() if not user.has_perm(permission)]


def _needed(operation: Operation) -> dict[str, str]:
    """The permissions that the reverse takes, with what each allows."""
    needed: dict[str, str] = {}
    changes = operation.changes.order_by()
    for collection in changes.values_list("collection", flat=True).distinct():
        opts, own = MODEL_OF[collection]._meta, changes.filter(collection=collection)
        said = {"records": opts.verbose_name_plural}
        if own.filter(before__isnull=True).exists():
            if operation.kind == "import":
                needed["opportunities.import_opportunity"] = _("import files")
            else:
                needed[f"opportunities.delete_{opts.model_name}"] = _("delete %(records)s") % said
        if own.filter(after__isnull=True).exists():
            needed[f"opportunities.add_{opts.model_name}"] = _("add %(records)s") % said
        if own.filter(before__isnull=False, after__isnull=False).exists():
            needed[f"opportunities.change_{opts.model_name}"] = _("change %(records)s") % said
    if _moves_states(operation):
        needed["opportunities.publish_opportunity"] = _("publish and retire opportunities")
    if operation.kind == "merge":
        needed["opportunities.merge_opportunity"] = _("merge opportunities")
    return needed


def _moves_states(operation: Operation) -> bool:
    """Whether undoing changes whether the public sees an entry, or by which address."""
    entries = operation.changes.filter(collection="opportunities")
    has_state = Q()
    for fact in _STATES:
        has_state |= Q(before__has_key=fact) | Q(after__has_key=fact)
    moved = entries.filter(has_state, before__isnull=False, after__isnull=False)
    brought_back = entries.filter(after__isnull=True, before__state__in=_PUBLIC)
    return moved.exists() or brought_back.exists()
