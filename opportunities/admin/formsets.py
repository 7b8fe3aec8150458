"""What the rows under a record have in common: their order, and a name that no two of them share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from opportunities.admin.theme import AnyModelForm

if TYPE_CHECKING:
    from django.forms import BaseInlineFormSet

    AnyFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    from unfold.forms import PaginationInlineFormSet as AnyFormSet


class RowsFormSet(AnyFormSet):
    """Rows in their order: a new one comes last. No two rows may have the same `distinct` value."""

    distinct: str

    def remaining(self) -> Iterator[AnyModelForm]:
        """The forms of the rows that will be there after saving."""
        for form in self.forms:
            untouched = not form.instance.pk and not form.has_changed()
            if not untouched and not form.cleaned_data.get("DELETE"):
                yield form

    def must_differ(self, value: Any) -> bool:
        """Whether only one row may have this value."""
        return value not in (None, "")

    def clean(self) -> None:
        seen = set()
        for form in self.remaining():
            value = form.cleaned_data.get(self.distinct)
            if value in seen and self.must_differ(value):
                form.add_error(self.distinct, _("Another row already has this."))
            seen.add(value)
        super().clean()

    def save_new(self, form: AnyModelForm, commit: bool = True) -> Any:
        """Store a new row behind all others."""
        last = max((row.instance.position for row in self.initial_forms), default=-1)
        form.instance.position = last + 1 + len(self.new_objects)
        return super().save_new(form, commit)
