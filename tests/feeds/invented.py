"""A feed without a database behind it."""

from datetime import UTC, datetime
from uuid import UUID

from opportunities.deadlines.status import standing_at
from opportunities.feeds.atom import atom_file
from opportunities.feeds.facts import Facts
from opportunities.finder import Hit
from tests.search.entries import UNDATED, entry

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


def feed_of(name: str) -> bytes:
    """A feed of one opportunity with this name, summary and organisation."""
    one = entry("sakura", name=name, summary=name)
    return atom_file(
        [Hit(one, standing_at(UNDATED, AT))],
        {one.pk: Facts(AT, AT)},
        title=name,
        remarks=[name],
        identity=UUID(int=1),
        page="https://example.org/opportunities/",
        address="https://example.org/opportunities.atom",
        changed_at=AT,
        at=AT,
        absolute=lambda path: f"https://example.org{path}",
    )
