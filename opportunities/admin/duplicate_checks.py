"""On saving a new or renamed entry: is it one of those that we have already?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from opportunities.admin.record_form import RecordForm
from opportunities.curation.duplicates import Likeness, close_to, reason_in_words
from opportunities.models import Opportunity
from opportunities.vocabulary import KIND, STATE

ANYWAY = "_none_of_these"  # the box that says so, with the slugs that were shown
_NAMED_BY = {"name", "name_ja", "official_url"}


class WatchfulForm(RecordForm):
    """The form of an opportunity, which is not saved before somebody has looked at entries that may be the same.

    `alike` are these, for the template above the boxes; nothing that was typed is lost.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike: list[dict[str, Any]] = []

    def clean(self) -> dict[str, Any]:
        """Hold the name and the official page against those of all other entries, where they are new."""
        facts = super().clean() or self.cleaned_data
        if facts.get("name") and (not self.instance.pk or _NAMED_BY & set(self.changed_data)):
            addresses = filter(None, [facts.get("official_url")])
            slug = self.instance.slug if self.instance.pk else None
            found = close_to(facts["name"], facts.get("name_ja"), addresses, slug)
            shown = set(self.data.get(ANYWAY, "").split(","))
            if not {one.slug for one in found} <= shown:
                self.alike = _side_by_side(found)
                self.add_error("name", _("Is it one of the entries above? Look at them, and tick the box if not."))
        return facts

    @property
    def shown_slugs(self) -> str:
        """What the box holds that says that it is none of these."""
        return ",".join(one["entry"].slug for one in self.alike)


def _side_by_side(found: list[Likeness]) -> list[dict[str, Any]]:
    """The entries that may be the same, with what one needs to tell."""
    entries = Opportunity.objects.in_bulk([one.pk for one in found])
    return [
        {
            "entry": entry,
            "kind": KIND[entry.kind].label,
            "state": STATE[entry.state].label,
            "reasons": "; ".join(map(reason_in_words, one.reasons)),
            "page": reverse("admin:opportunities_opportunity_change", args=[entry.pk]),
        }
        for one in found
        if (entry := entries.get(one.pk)) is not None
    ]
