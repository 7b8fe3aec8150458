"""What a visitor sees of her eligibility: the page of questions, links that share answers, the search page."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import translation

from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.finder import find, parse_query
from opportunities.search.current import current_snapshot
from opportunities.web.countries import country_names
from opportunities.web.profile.cookie import COOKIE, in_cookie
from tests.web.pages import Page, read_page
from tests.web.profiles import ELIGIBILITY, RESEARCHER, answering_visitor, researcher

pytestmark = pytest.mark.usefixtures("loaded_catalogue")
SEARCH = "/opportunities/"
PROFILE = Profile(nationalities=("GB",), residence="GB", career_stage="early-career", phd=PartialDate(2019, 3, 14))
Look = Callable[[str], Page]


def kept(visitor: Client) -> Profile | None:
    """What her browser keeps."""
    return in_cookie(visitor.cookies[COOKIE].value or None).profile if COOKIE in visitor.cookies else None


def values(page: Page, name: str) -> list[str]:
    """The values of all boxes of a name."""
    return [box["value"] for box in page.all("input") if box.get("name") == name]


def counts(page: Page) -> list[int]:
    """The numbers that the page states: of all, likely, cannot tell, not eligible."""
    found = re.search(
        r"Of (\d+) opportunities: likely eligible (\d+), cannot tell (\d+), not eligible (\d+)", page.text
    )
    assert found, page.text
    return [int(number) for number in found.groups()]


def test_answers_are_kept_and_the_page_shows_what_comes_of_them() -> None:
    visitor = answering_visitor()
    response = visitor.post(ELIGIBILITY, RESEARCHER)
    assert (response.status_code, response.headers["Location"]) == (303, f"{ELIGIBILITY}?saved=1")
    assert kept(visitor) == PROFILE
    page = read_page(visitor.get(response.headers["Location"]).text)
    total, *by_verdict = counts(page)
    assert sum(by_verdict) == total
    assert by_verdict[2] > 0
    assert "national of the United Kingdom · lives in the United Kingdom · Early career" in page.text
    assert "PhD 14 March 2019" in page.text
    assert "Your answers are saved in this browser." in page.text


def test_the_counts_are_those_of_the_searches_that_they_lead_to() -> None:
    visitor = researcher()
    page = read_page(visitor.get(ELIGIBILITY).text)
    links = [link for link in page.links if "eligible=" in link and "sort" not in link]
    shown = [number for number in counts(page)[1:] if number]
    for link, number in zip(links, shown, strict=True):
        assert re.search(rf"\b{number} opportunit", read_page(visitor.get(link).text).text), link


def test_a_form_changes_only_what_it_asked() -> None:
    visitor = researcher()
    visitor.post(ELIGIBILITY, {"asked": ["english"], "english": "fluent", "residence": "Japan"})
    after = kept(visitor)
    assert after is not None
    assert (after.english, after.residence, after.phd) == ("fluent", "GB", PROFILE.phd)


def test_an_answer_can_be_taken_back() -> None:
    visitor = researcher()
    visitor.post(ELIGIBILITY, {"asked": ["phd", "residence"], "phd_year": "", "residence": ""})
    after = kept(visitor)
    assert after == Profile(nationalities=("GB",), career_stage="early-career")


def test_half_right_answers_are_shown_again_and_the_right_half_is_kept() -> None:
    visitor = answering_visitor()
    response = visitor.post(ELIGIBILITY, {**RESEARCHER, "phd_month": "2", "phd_day": "30", "residence": "Narnia"})
    page = read_page(response.text)
    assert response.status_code == 200
    assert "There is no such day as “30 2 2019”" in page.text
    assert "“Narnia”" in page.text
    invalid = {box["id"]: box["value"] for box in page.all("input") if box.get("aria-invalid")}
    assert invalid == {"id_phd_year": "2019", "id_residence": "Narnia"}
    assert {"#id_phd_year", "#id_residence"} <= set(page.links)
    assert kept(visitor) == Profile(nationalities=("GB",), career_stage="early-career")


def test_three_hundred_nationalities_are_answered_plainly() -> None:
    visitor = answering_visitor()
    response = visitor.post(ELIGIBILITY, {**RESEARCHER, "nationalities": [f"Country {n}" for n in range(300)]})
    assert response.status_code == 200
    assert "You gave 300, and we can keep 5." in response.text
    assert "Country 299" in response.text
    assert kept(visitor) == Profile(residence="GB", career_stage="early-career", phd=PROFILE.phd)


@pytest.mark.parametrize(
    "form",
    [{}, {"asked": ["nonsense", "phd"]}, {"asked": ["fields"], "fields": ["1", "x\x00"]}, {"do": "nonsense"},
     {"asked": ["earlier_awards"], "earlier_awards": ["jsps"] * 500},
     {"first": ["x"] * 50, "asked": ["phd"], "phd_day": "1"}],
)  # fmt: skip
def test_no_form_breaks_the_page(form: dict[str, list[str]]) -> None:
    assert answering_visitor().post(ELIGIBILITY, form).status_code in (200, 303)


def test_a_form_of_another_site_is_refused() -> None:
    stranger = Client(raise_request_exception=False, headers={"sec-fetch-site": "cross-site"})
    assert stranger.post(ELIGIBILITY, RESEARCHER).status_code == 403
    assert kept(stranger) is None


def test_a_script_gets_the_form_anew_with_the_questions_where_they_were() -> None:
    visitor = answering_visitor()
    first = [
        box["value"] for box in read_page(visitor.get(ELIGIBILITY).text).all("input") if box.get("name") == "first"
    ]
    form = {**RESEARCHER, "asked": [*RESEARCHER["asked"], *first], "first": first}
    response = visitor.post(ELIGIBILITY, form, headers={"HX-Request": "true"})
    page = read_page(response.text)
    assert "<html" not in response.text
    assert values(page, "first") == first
    assert counts(page)[3] > 0
    assert kept(visitor) == PROFILE


def test_one_click_forgets_her() -> None:
    visitor = researcher()
    response = visitor.post(ELIGIBILITY, {"do": "forget"})
    assert response.headers["Location"] == f"{ELIGIBILITY}?forgotten=1"
    assert kept(visitor) is None
    assert "Your answers are removed from this browser." in visitor.get(response.headers["Location"]).text


@pytest.mark.parametrize(
    ("address", "is_followed"),
    [(f"{SEARCH}?q=physics&eligible=likely", True), ("https://evil.example/", False), ("//evil.example/", False),
     ("/\\evil.example/", False), ("javascript:alert(1)", False), ("http://[", False), ("///evil.example", False)],
)  # fmt: skip
@pytest.mark.parametrize("do", ["", "forget"])
def test_the_way_back_leads_to_a_page_of_ours(address: str, is_followed: bool, do: str) -> None:
    response = answering_visitor().post(ELIGIBILITY, {**RESEARCHER, "next": address, "do": do})
    assert response.status_code == 303
    assert (response.headers["Location"] == address) is is_followed
    assert ("evil" in response.headers["Location"]) is False
    page = read_page(answering_visitor().get(ELIGIBILITY, {"next": address}).text)
    assert values(page, "next") == ([address] if is_followed else [])


class TestSharing:
    """A link to one's answers."""

    TEXT = "nationalities.JP~career_stage.doctoral~phd.2027-03"
    ADDRESS = f"{ELIGIBILITY}?profile={quote(TEXT)}"

    def test_a_link_is_made_only_when_she_asks(self) -> None:
        visitor = researcher()
        assert "profile=" not in visitor.get(ELIGIBILITY).text
        page = read_page(visitor.post(ELIGIBILITY, {"do": "link"}).text)
        (box,) = [box for box in page.all("input") if box.get("id") == "share-address"]
        text = "nationalities.GB~residence.GB~career_stage.early-career~phd.2019-03-14"
        assert box["value"] == f"http://testserver{ELIGIBILITY}?profile={quote(text)}"
        shared = read_page(Client().get(box["value"]).text)
        assert "14 March 2019" in shared.text

    def test_a_link_holds_what_she_has_not_saved_yet(self) -> None:
        visitor = answering_visitor()
        assert (
            "residence.JP" in visitor.post(ELIGIBILITY, {"do": "link", "asked": "residence", "residence": "Japan"}).text
        )

    def test_opening_a_link_changes_nothing(self) -> None:
        visitor = researcher()
        response = visitor.get(self.ADDRESS)
        page = read_page(response.text)
        assert "Japan" in page.text and "March 2027" in page.text
        assert "Use these answers instead of mine" in page.text
        assert COOKIE not in response.cookies and kept(visitor) == PROFILE
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["Referrer-Policy"] == "same-origin"

    def test_the_answers_are_taken_over_when_she_says_so(self) -> None:
        visitor = researcher()
        response = visitor.post(ELIGIBILITY, {"do": "use", "profile": self.TEXT})
        assert response.headers["Location"] == f"{ELIGIBILITY}?saved=1"
        assert kept(visitor) == Profile(("JP",), career_stage="doctoral", phd=PartialDate(2027, 3))

    @pytest.mark.parametrize(
        "part",
        ["nationalities.XX", "shoe_size.42", "phd.2019-02-30", "born.0001", "residence.JP~residence.GB",
         "japan_months.99999", "has_host.maybe",
         "~".join(f"nationalities.{code}" for code in ("GB", "FR", "DE", "IT", "ES", "PT")),
         "<script>", "~~~", "earlier_awards.a b"],
    )  # fmt: skip
    def test_unknown_values_are_told_and_left_out(self, part: str) -> None:
        response = Client().get(ELIGIBILITY, {"profile": f"english.fluent~{part}"})
        page = read_page(response.text)
        assert response.status_code == 200
        assert "Fluent" in page.text
        if part != "~~~":
            assert "is no answer that we know, so we left it out." in page.text

    @pytest.mark.parametrize("text", ["", "x" * 20_000, "\x00", "é", "nationalities.", "a.b~" * 100])
    def test_a_link_without_answers_says_so(self, text: str) -> None:
        visitor = researcher()
        page = visitor.get(ELIGIBILITY, {"profile": text})
        assert page.status_code == 200
        if text != "nationalities.":
            assert "This link holds no answers that we can read." in page.text
            assert visitor.post(ELIGIBILITY, {"do": "use", "profile": text}).status_code == 303
            assert kept(visitor) == PROFILE


class TestSearch:
    """The search page, for somebody of whom something is known."""

    def test_results_have_verdicts_and_can_be_sorted_by_them(self) -> None:
        page = read_page(researcher().get(f"{SEARCH}?sort=eligible").text)
        at, snapshot = datetime.now(UTC), current_snapshot()
        query, _messages = parse_query([("sort", "eligible")], snapshot)
        result = find(query, at, snapshot, profile=PROFILE)
        verdicts = [attributes["class"].split("--")[1] for name, attributes in page.elements
                    if name == "div" and attributes.get("class", "").startswith("row-verdict ")]  # fmt: skip
        assert verdicts == [hit.verdict.code for hit in result.hits if hit.verdict]
        assert "Best chance" in page.text
        assert "Can you apply?" in page.text

    def test_what_she_cannot_apply_for_is_one_click_away(self) -> None:
        visitor = researcher()
        page = read_page(visitor.get(f"{SEARCH}?kind=fellowship").text)
        found = re.search(r"(\d+) of these you cannot apply for:", page.text)
        assert found
        assert f"{SEARCH}?eligible=not-eligible&kind=fellowship" in page.links
        refused = read_page(visitor.get(f"{SEARCH}?kind=fellowship&eligible=not-eligible").text)
        assert f"{found[1]} opportunit" in refused.text
        left = read_page(visitor.get(f"{SEARCH}?kind=fellowship&eligible=likely&eligible=cannot-tell").text)
        assert f"{found[1]} that you cannot apply for are left out:" in left.text

    def test_her_answers_are_on_the_page_but_in_no_address(self) -> None:
        page = read_page(researcher().get(SEARCH).text)
        assert "You: national of the United Kingdom" in page.text
        assert not [link for link in page.links if "nationalit" in link or "profile=" in link]

    def test_without_answers_three_questions_are_asked(self, look: Look) -> None:
        page = look(f"{SEARCH}?q=physics")
        assert "Answer three questions" in page.text
        assert len(values(page, "asked")) == 3
        assert values(page, "next") == [f"{SEARCH}?q=physics"]
        assert "eligible" not in {box.get("name") for box in page.all("input")}
        assert "Best chance" not in page.text

    @pytest.mark.parametrize("query", ["eligible=likely", "sort=eligible", "eligible=likely&sort=eligible"])
    def test_a_search_by_verdict_without_answers_says_what_is_missing(self, look: Look, query: str) -> None:
        page = look(f"{SEARCH}?{query}")
        assert "you have told us nothing about yourself yet" in page.text
        links = [link for link in page.links if link.startswith(f"{ELIGIBILITY}?next=")]
        assert links == [f"{ELIGIBILITY}?next={quote(f'{SEARCH}?{query}', safe='')}"]
        visitor = answering_visitor()
        form = read_page(visitor.get(links[0]).text)
        assert values(form, "next") == [f"{SEARCH}?{query}"]

    def test_an_entry_says_whether_she_can_apply(self) -> None:
        response = researcher().get(f"{SEARCH}daiwa-scholarship/")
        assert response.context["verdict"].code in ("likely", "cannot-tell", "not-eligible")
        assert response.context["eligibility_link"] == f"{ELIGIBILITY}?next=%2Fopportunities%2Fdaiwa-scholarship%2F"
        assert Client().get(f"{SEARCH}daiwa-scholarship/").context["verdict"] is None


@pytest.mark.parametrize("path", ["/opportunities.csv?eligible=likely", "/opportunities.atom?eligible=likely"])
def test_files_and_feeds_are_for_anyone(path: str) -> None:
    assert Client().get(path).getvalue() == researcher().get(path).getvalue()


def test_the_japanese_page_says_the_same(look: Look) -> None:
    page = look(f"/ja{ELIGIBILITY}")
    assert page.repeated_ids == []
    with translation.override("ja"):
        assert set(country_names()) <= {option.get("value") for option in page.all("option")}
