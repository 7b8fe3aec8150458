"""An entry of any state as the public will see it: its row among results and its page, made as those of others are."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from opportunities.finder import hits_of
from opportunities.models import Opportunity
from opportunities.search.building import with_entry
from opportunities.search.entry import all_bodies, entry_of, rates_to_the_pound
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import STATE
from opportunities.web.opportunity_page import opportunity_context
from opportunities.web.profile.cookie import OwnProfile
from opportunities.web.profile.panel import verdict_context
from opportunities.web.retired_page import retired_context
from opportunities.web.rows import row_of

WIDTHS = ("phone", "desk")  # 360 and 1280 CSS pixels: see preview.css
_LANGUAGES = {"en-gb": "English", "ja": "日本語"}


def preview_context(opportunity: Opportunity, snapshot: Snapshot, at: datetime) -> dict[str, Any]:
    """The context of the row and the page of an entry that was fetched `with_facts()`, as if it were published now.

    A retired entry is shown as the public sees it: without a row, as no search finds it.
    """
    if opportunity.state == "retired":
        return {**opportunity_context(opportunity, snapshot, at), **retired_context(opportunity), "preview": True}
    published = with_entry(entry_of(opportunity, all_bodies(), rates_to_the_pound()), snapshot, at)
    number = published.number_of(opportunity.slug)
    assert number is not None
    return {
        **opportunity_context(opportunity, published, at),
        **verdict_context(opportunity.slug, OwnProfile(), published, at),
        "row": row_of(hits_of([number], at, published)[0], at),
        "preview": True,
    }


def frames_context(opportunity: Opportunity, width: str) -> dict[str, Any]:
    """The context of the page that shows both languages side by side, in windows of one of the `WIDTHS`."""
    return {
        "opportunity": opportunity,
        "state": STATE[opportunity.state].label,
        "width": width,
        "frames": [_frame(opportunity, code) for code in _LANGUAGES],
    }


def _frame(opportunity: Opportunity, code: str) -> dict[str, str]:
    with override(code):
        address = reverse("web:preview-page", args=[opportunity.slug])
    return {"language": _LANGUAGES[code], "address": address}
