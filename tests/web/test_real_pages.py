"""The real catalogue on its pages: nothing lost, nothing broken, no link that leads nowhere."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
import yaml
from babel.numbers import get_currency_symbol
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from opportunities.models import CaseStudy, Opportunity, Organisation
from tests.web.pages import Page, read_page

pytestmark = pytest.mark.usefixtures("loaded_catalogue")
FILE = re.compile(r"\.(ics|atom|csv|xlsx|json)(\?|$)")  # calendars, feeds and files: one address for both languages
FEW = 40  # links into searches are without number, and Japanese pages are made as English ones: so many are followed


def assert_well_formed(page: Page, html: str, address: str) -> None:
    assert len(page.all("h1")) == 1, address
    assert re.search(r"<title>\s*\S[^<]* – ", html), address
    assert page.all("html")[0]["lang"] in ("en-gb", "ja"), address
    assert page.repeated_ids == [], address
    assert not re.search(r"\{\{|\{%|%\([a-z_]+\)[sd]|\bNone\b(?! is announced| of )|\bnull\b|&amp;amp;", html), address
    identifiers = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    for name, attributes in page.elements:
        for reference in ("aria-labelledby", "for", "aria-describedby"):
            assert set(attributes.get(reference, "").split()) <= identifiers, (address, name, attributes)
    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in identifiers, (address, link)


def test_every_link_within_the_site_leads_to_a_page(visitor: Client) -> None:
    """From the home page on, in both languages; each page is well formed, each file that it needs is there."""
    waiting, seen = deque(["/"]), {"/"}
    left = Counter({"search": FEW, "japanese": FEW, "english": 10_000})
    while waiting:
        address = waiting.popleft()
        response = visitor.get(address)
        assert response.status_code == 200, address
        if not response.headers["Content-Type"].startswith("text/html"):
            assert FILE.search(address), address
            continue
        page = read_page(response.text)
        assert_well_formed(page, response.text, address)
        for target in inner_addresses(page):
            if target in seen:
                continue
            seen.add(target)
            if target.startswith(settings.STATIC_URL):
                assert finders.find(target.removeprefix(settings.STATIC_URL)), (address, target)
            else:
                sort = "search" if "?" in target else "japanese" if target.startswith("/ja/") else "english"
                left[sort] -= 1
                if left[sort] >= 0:
                    waiting.append(target)
    for model in (Opportunity, Organisation, CaseStudy):
        for row in model.objects.all():
            assert row.get_absolute_url() in seen
    assert "/ja/coverage/" in seen


def inner_addresses(page: Page) -> Iterator[str]:
    for name, attributes in page.elements:
        for attribute in ("href", "src", "action"):
            target = urldefrag(attributes.get(attribute, ""))[0]
            if target and not urlsplit(target).scheme:
                assert target.startswith("/"), (name, attributes)
                yield target


def test_nothing_known_of_an_opportunity_is_missing_on_its_page(look: Callable[[str], Page]) -> None:
    for opportunity in Opportunity.objects.with_facts():
        page = look(opportunity.get_absolute_url())
        for words in facts_in_words(opportunity):
            assert " ".join(words.split()) in page.text, (opportunity.slug, words)
        for url in (opportunity.official_url, opportunity.apply_url, opportunity.guidance_url):
            assert url is None or url in page.links, (opportunity.slug, url)
        for source in opportunity.sources.all():
            assert source.url is None or source.url in page.links, (opportunity.slug, source.url)
        for body in (*opportunity.funders.all(), *opportunity.administered_by.all()):
            assert body.get_absolute_url() in page.links, (opportunity.slug, body.slug)


def facts_in_words(opportunity: Opportunity) -> Iterator[str]:
    """The facts of an opportunity that are words already, and the sign of its currency."""
    yield from filter(
        None,
        (
            opportunity.name, opportunity.name_ja, opportunity.summary, opportunity.summary_ja, opportunity.notes,
            opportunity.status_note, opportunity.eligibility_summary, opportunity.funding_note,
            opportunity.duration_note, opportunity.route, opportunity.annexe_label,
        ),
    )  # fmt: skip
    for call in opportunity.rounds.all():
        yield call.label
        yield from (str(day.year) for day in (call.opens_on, call.closes_on) if day)
    for source in opportunity.sources.all():
        yield source.title
    for criterion in opportunity.criteria.all():
        yield from filter(None, (criterion.note, criterion.text if criterion.kind == "other" else None))
    if opportunity.currency and (opportunity.amount_min is not None or opportunity.amount_max is not None):
        yield get_currency_symbol(opportunity.currency, "en_GB").replace("JP¥", "¥")
        yield f"{opportunity.amount_max if opportunity.amount_max is not None else opportunity.amount_min:,}"


def test_every_row_of_the_annexe_stands_on_public_pages(look: Callable[[str], Page]) -> None:
    """Under its exact words: on the page about it, and on the page that says what is covered."""
    annexe = yaml.safe_load((settings.BASE_DIR / "tests" / "data" / "annexe.yaml").read_text(encoding="utf-8"))
    coverage = look("/coverage/")
    programmes = [label for rows in annexe["opportunities"].values() for label in rows]
    assert len(programmes) == 33
    for label in programmes:
        entries = Opportunity.objects.published().filter(annexe_label=label)
        assert entries, label
        assert_stands(label, coverage, look, [entry.get_absolute_url() for entry in entries])
    bodies = [row["label"] for rows in annexe["organisations"].values() for row in rows]
    assert len(bodies) == 22
    for label in bodies:
        assert_stands(label, coverage, look, [Organisation.objects.get(annexe_label=label).get_absolute_url()])
    assert len(annexe["case_studies"]) == 4
    for row in annexe["case_studies"]:
        study = CaseStudy.objects.get(number=row["number"])
        assert_stands(row["label"], coverage, look, [study.get_absolute_url()])


def assert_stands(label: str, coverage: Page, look: Callable[[str], Page], addresses: list[str]) -> None:
    assert label in [" ".join(text.split()).rstrip(":") for text in coverage.texts], label
    for address in addresses:
        assert address in coverage.links, (label, address)
        assert label in look(address).text, (label, address)


@pytest.mark.parametrize("address", ["/", "/opportunities/", "/organisations/", "/case-studies/", "/coverage/"])
def test_pages_speak_japanese_under_ja(address: str, look: Callable[[str], Page]) -> None:
    english, japanese = look(address), look(f"/ja{address}")
    assert english.all("html")[0]["lang"] == "en-gb"
    assert japanese.all("html")[0]["lang"] == "ja"
    assert f"/ja{address}" in english.links
    assert address in japanese.links
    others = [link for link in japanese.links if link.startswith("/") and not link.startswith("/ja/")]
    assert [link for link in others if not FILE.search(link)] == [address]
    assert all("lang=ja" in link for link in others if FILE.search(link))


def test_the_other_language_keeps_the_search(look: Callable[[str], Page]) -> None:
    search = "/opportunities/?q=a%26b&kind=grant&page=1"
    assert f"/ja{search}" in look(search).links
    assert search in look(f"/ja{search}").links


def test_the_whole_catalogue_stands_on_the_pages_of_results(look: Callable[[str], Page]) -> None:
    """Page after page by the link “Next”, each opportunity once."""
    shown: list[str] = []
    address: str | None = "/opportunities/?status=any"
    while address:
        page = look(address)
        shown += [article["data-opportunity"] for article in page.all("article")]
        address = next((a["href"] for a in page.all("a") if a.get("rel") == "next"), None)
    assert len(shown) == 194
    assert set(shown) == set(Opportunity.objects.values_list("slug", flat=True))
    assert "194 opportunities" in look("/opportunities/?status=any").text


def test_the_first_view_leaves_out_ended_programmes_and_says_so(look: Callable[[str], Page]) -> None:
    ended = Opportunity.objects.filter(programme_status="ended").count()
    page = look("/opportunities/")
    assert f"{194 - ended} opportunities" in page.text
    assert f"{ended} programmes that have ended are left out." in page.text
    assert "/opportunities/?status=any" in page.links
