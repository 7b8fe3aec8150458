"""A search reads as a line that somebody might have written."""

from urllib.parse import parse_qsl

import pytest
from django.utils.translation import override

from opportunities.finder import parse_query
from opportunities.search.declaration import FACETS, NOT_STATED
from opportunities.wording.searches import search_in_words
from tests.search.entries import body, snapshot_of

SNAPSHOT = snapshot_of(bodies=[body("jsps", name="JSPS", name_ja="日本学術振興会")])


def said(search: str) -> str:
    query, _messages = parse_query(parse_qsl(search), SNAPSHOT)
    return search_in_words(query, SNAPSHOT)


@pytest.mark.parametrize(
    ("search", "english", "japanese"),
    [
        ("", "Every opportunity", "すべての制度"),
        ("sort=name&page=4", "Every opportunity", "すべての制度"),
        ("q=robotics", "Opportunities with the words “robotics”", "「robotics」を含む制度"),
        (
            "status=open&kind=fellowship&direction=uk-to-japan&q=robotics",
            "Fellowships · UK to Japan · open now, with the words “robotics”",
            "フェローシップ · 英国から日本へ · 募集中（「robotics」を含む）",
        ),
        ("kind=grant&kind=prize", "Grants or Prizes", "研究助成または賞"),
        ("funder=jsps&kind=prize", "Prizes · Funder: JSPS", "賞 · 助成機関：日本学術振興会"),
        ("closing=30", "Closing date: within 30 days", "締切：30日以内"),
        ("stage=not-stated", "Career stage: Not stated", "研究段階・身分：記載なし"),
        ("status=not-stated", "Can I apply now: not stated", "募集状況：記載なし"),
        ("q=100%25 %28a%29s", "Opportunities with the words “100% (a)s”", "「100% (a)s」を含む制度"),
    ],
)
def test_searches_are_said_in_both_languages(search: str, english: str, japanese: str) -> None:
    assert said(search) == english
    with override("ja"):
        assert said(search) == japanese


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.parameter)
def test_every_value_of_every_facet_can_be_said(facet: object) -> None:
    """A new facet needs nothing here."""
    parameter, values = facet.parameter, facet.values or {"jsps": None}  # type: ignore[attr-defined]
    lines = {said(f"{parameter}={value}") for value in (*values, NOT_STATED)}
    assert len(lines) == len(values) + 1
    assert "Every opportunity" not in lines
