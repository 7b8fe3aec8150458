"""Routes: the strands and ways in of an opportunity, under it."""

from django.utils.translation import gettext_lazy

from opportunities.admin.formsets import RowForm, RowsFormSet
from opportunities.admin.record_form import SLUG_RULE
from opportunities.admin.theme import DeskInline
from opportunities.models import EligibilityRoute


class EligibilityRouteForm(RowForm):
    """A route, which conditions name by its short name."""

    rules = {"key": SLUG_RULE}

    class Meta:
        model = EligibilityRoute
        fields = ("key", "name", "name_ja")
        help_texts = {
            "key": gettext_lazy("Small letters, digits and hyphens. The conditions of this route name it by this."),
            "name": gettext_lazy("As in “Through a host in Japan”. One route whose conditions are met is enough."),
        }


class EligibilityRouteFormSet(RowsFormSet):
    """The routes of one opportunity, each with its own short name."""

    distinct = "key"


class EligibilityRouteInline(DeskInline):
    """The routes under an opportunity."""

    model = EligibilityRoute
    form = EligibilityRouteForm
    formset = EligibilityRouteFormSet
    fields = ("key", ("name", "name_ja"))
