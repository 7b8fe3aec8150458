"""On a Japanese page what there is in Japanese comes first."""

import re

import pytest
from django.test import Client

from tests.builders import make_opportunity

pytestmark = pytest.mark.django_db


def heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page)
    assert found is not None
    return found.group(1)


def test_the_page_leads_with_its_own_language(client: Client) -> None:
    make_opportunity("sakura-award", name="Sakura Award", name_ja="桜賞", summary="Money.", summary_ja="助成金です。")
    english = client.get("/opportunities/sakura-award/").content.decode()
    japanese = client.get("/ja/opportunities/sakura-award/").content.decode()
    assert heading(english) == "Sakura Award"
    assert heading(japanese) == "桜賞"
    assert english.index('lede" lang="en') < english.index('lede" lang="ja')
    assert japanese.index('lede" lang="ja') < japanese.index('lede" lang="en')


def test_without_a_japanese_name_the_english_one_is_marked_as_such(client: Client) -> None:
    make_opportunity("sakura-award", name="Sakura Award")
    assert '<h1 lang="en">Sakura Award</h1>' in client.get("/ja/opportunities/sakura-award/").content.decode()
