"""Opportunities as an Atom feed (RFC 4287)."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from opportunities.feeds.asking import name_in_words
from opportunities.feeds.events import Absolute
from opportunities.feeds.facts import Facts
from opportunities.finder import Hit
from opportunities.search.entry import Entry
from opportunities.search.options import body_label
from opportunities.vocabulary import CAREER_STAGE, DIRECTION, KIND, Term
from opportunities.wording.dates import checked_in_words
from opportunities.wording.places import listed
from opportunities.wording.standing import standing_in_words

# What XML 1.0 cannot hold.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def atom_file(
    hits: Sequence[Hit],
    facts: Mapping[int, Facts],
    *,
    title: str,
    remarks: Sequence[str],
    identity: UUID,
    page: str,
    address: str,
    changed_at: datetime,
    at: datetime,
    absolute: Absolute,
) -> bytes:
    """The feed called `title`, one entry for each opportunity that has facts.

    Its date, and that of each entry, is when our record last changed; `changed_at` that of an empty one.
    """
    feed = _Feed(
        title=_text(title),
        link=page,
        description="",
        subtitle=_text(" ".join(remarks)) or None,
        language=get_language(),
        author_name=_("UK–Japan Funding Finder"),
        author_link=absolute(reverse("web:home")),
        feed_url=address,
        feed_guid=identity.urn,
        feed_copyright="CC BY 4.0 https://creativecommons.org/licenses/by/4.0/",
        empty_since=changed_at,
    )
    for hit in hits:
        if own := facts.get(hit.entry.pk):
            feed.add_item(**_item(hit, own, at, absolute))
    return feed.writeString("utf-8").encode()


class _Feed(Atom1Feed):
    """Django's feed, with labelled categories, and a date of its own where it is empty."""

    def latest_post_date(self) -> datetime:
        dates: list[datetime] = [item["updateddate"] for item in self.items]
        return max(dates, default=self.feed["empty_since"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for scheme, term in item["terms"]:
            handler.addQuickElement("category", "", {"scheme": scheme, "term": term.code, "label": term.label})


def _item(hit: Hit, facts: Facts, at: datetime, absolute: Absolute) -> dict[str, Any]:
    entry = hit.entry
    return {
        "title": _text(name_in_words(entry)),
        "link": absolute(reverse("web:opportunity", args=[entry.slug])),
        "description": _text(format_html_join("", "<p>{}</p>", ((line,) for line in _lines(hit, at)))),
        "unique_id": UUID(entry.uuid).urn,
        "pubdate": facts.created_at,
        "updateddate": facts.changed_at,
        # The scheme and the term together are the address of a search.
        "terms": [(absolute(f"/opportunities/?{facet}="), term) for facet, term in _terms(entry)],
    }


def _lines(hit: Hit, at: datetime) -> list[str]:
    """What an entry says. No number of days is said: it would be wrong tomorrow."""
    entry, standing = hit.entry, standing_in_words(hit.standing, at)
    summary = entry.summary_ja if entry.summary_ja and (get_language() or "").startswith("ja") else entry.summary
    lines = [f"{standing.label}: {standing.line}"]
    if standing.is_estimate and standing.remark:
        lines.append(standing.remark)
    lines.append(summary)
    if entry.funders:
        lines.append(_("Funder: %(funders)s") % {"funders": listed(map(body_label, entry.funders))})
    if entry.last_checked:
        checked = checked_in_words(entry.last_checked, entry.last_checked_precision)
        lines.append(_("Facts last checked: %(checked)s.") % {"checked": checked})
    return lines


def _terms(entry: Entry) -> list[tuple[str, Term]]:
    return [
        ("kind", KIND[entry.kind]),
        *(("direction", DIRECTION[code]) for code in entry.directions),
        *(("stage", CAREER_STAGE[code]) for code in entry.stages),
    ]


def _text(text: str) -> str:
    return _NOT_TEXT.sub("\ufffd", text)
