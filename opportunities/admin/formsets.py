"""What the rows under a record have in common: their owner, their order, and a name that no two of them share."""

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from opportunities.admin.theme import AnyModelForm, FactsForm

if TYPE_CHECKING:
    from django.forms import BaseInlineFormSet

    AnyFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    from unfold.forms import PaginationInlineFormSet as AnyFormSet


class RowForm(FactsForm):
    """A row, under its record or on a page of its own, where the record (one of `owners`) is not in the form."""

    owners: ClassVar[tuple[str, ...]] = ("opportunity",)

    def _get_validation_exclusions(self) -> set[str]:
        """What Django leaves out of the checks; not the owner, or no row would be held against the others."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions - set(self.owners)

    def _post_clean(self) -> None:
        """Put beside the first field what is wrong with the whole row: under a record the theme would not show it."""
        super()._post_clean()  # type: ignore[misc]
        if self.fields:
            for message in self.errors.pop(NON_FIELD_ERRORS, []):
                self.add_error(next(iter(self.fields)), message)


class RowsFormSet(AnyFormSet):
    """Rows in their order: a new one comes last. No two rows may have the same `distinct` value."""

    distinct: str

    def remaining(self) -> Iterator[AnyModelForm]:
        """The forms of the rows that will be there after saving."""
        for form in self.forms:
            untouched = not form.instance.pk and not form.has_changed()
            if not untouched and not form.cleaned_data.get("DELETE"):
                yield form

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        """What only one of the rows may be, by its values; None where there may be several."""
        return values.get(self.distinct) or None

    def names(self, field: str) -> list[str]:
        """The short names, in that field, of the rows that will be there after saving."""
        self.is_valid()  # so that each row has been looked at
        values = (
            form[field].value() if field in form.fields else getattr(form.instance, field) for form in self.remaining()
        )
        return [value for value in values if value]

    def clean(self) -> None:
        seen: set[Hashable] = set()
        for form in self.remaining():
            value = self.identity(form.cleaned_data)
            if value is not None and (value in seen or self._is_held(value, form)):
                form.add_error(self.distinct, _("Another row already has this."))
            seen.add(value)
        super().clean()

    def _is_held(self, value: Hashable, form: AnyModelForm) -> bool:
        """Whether another stored row has the value until this one is saved: stored rows are saved one by one."""
        others = (other for other in self.initial_forms if other is not form)
        return bool(form.instance.pk) and any(self.identity(other.initial) == value for other in others)

    def save_new(self, form: AnyModelForm, commit: bool = True) -> Any:
        """Store a new row behind all others."""
        last = max((row.instance.position for row in self.initial_forms), default=-1)
        form.instance.position = last + 1 + len(self.new_objects)
        return super().save_new(form, commit)
