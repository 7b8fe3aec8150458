"""The first page as a whole."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from opportunities.admin.dashboard.charts import coverage, freshness, states
from opportunities.admin.dashboard.lines import lines_for, list_link, may_see
from opportunities.admin.dashboard.recent import drafts_of, latest_operations
from opportunities.curation.upkeep import without_upkeep
from opportunities.models import Operation, Opportunity


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The context of the page: what the user may see, and nothing else is asked of the database."""
    today = timezone.localdate()
    groups, well = lines_for(request, today)
    context |= {"title": _("What needs care"), "today": today, "groups": groups, "well": well}
    if may_see(request, Opportunity):
        stages, rows = coverage()
        context |= {"states": states(), "stages": stages, "coverage": rows, "freshness": freshness(today)}
        context |= {"drafts": drafts_of(request.user), "uncounted": without_upkeep()}
    if may_see(request, Operation):
        context |= {"operations": latest_operations(), "history_link": list_link(Operation)}
    return context
