"""What answers and pages say about a link: redirects, words in two languages, checks for human beings."""

from itertools import pairwise
from time import monotonic

import httpx
import pytest

from core.outbound import Answer, Hop
from opportunities.curation.links.finding import judged

FINE = "<title>A fellowship</title><h1>Apply</h1>" + "<p>Apply by 1 December.</p>" * 50


def way(*places: str, permanent: bool = True, body: str = FINE, status: int = 200) -> tuple[str, Answer]:
    """The first of these addresses, and an answer to which redirects from one to the next led."""
    hops = tuple(Hop(a, 301 if permanent else 302, b) for a, b in pairwise(places))
    headers = httpx.Headers({"content-type": "text/html"})
    return places[0], Answer(places[-1], status, headers, body.encode(), True, hops)


@pytest.mark.parametrize(
    "old, new",
    [
        ("http://a.org/grants", "https://a.org/grants"),
        ("https://a.org/grants", "https://www.a.org/grants"),
        ("https://a.org/Grants", "https://a.org/grants"),
        ("https://a.org/grants", "https://a.org/grants/"),
        ("https://a.org/grants", "https://b.org/funding/grants?lang=en"),
        ("http://a.org/", "https://a.org/"),
        ("http://a.org/", "https://a.org/en/"),
        ("https://a.org/index.html", "https://a.org/"),
        ("https://a.org/?page=3", "https://a.org/grants"),
    ],
)
def test_what_moved_for_good_has_a_new_address_and_for_now_it_has_not(old: str, new: str) -> None:
    finding = judged(*way(old, new))
    assert (finding.verdict, finding.moved_to) == ("moved", new)
    finding = judged(*way(old, new, permanent=False))
    assert (finding.verdict, finding.moved_to) == ("works", None)


@pytest.mark.parametrize("permanent", [True, False])
@pytest.mark.parametrize(
    "old, end",
    [
        ("https://a.org/grants", "https://a.org/"),
        ("https://a.org/grants/2024.html", "https://a.org"),
        ("https://a.org/grants", "https://www.b.org/en/"),
        ("https://a.org/grants", "https://a.org/jp/index.html"),
        ("https://a.org/?page=3", "https://a.org/"),
        ("https://a.org/grants", "https://a.org/404.html"),
        ("https://a.org/", "https://a.org/en/page-not-found"),
        ("https://a.org/grants", "https://a.org/error"),
    ],
)
def test_who_is_led_to_the_home_page_or_to_an_error_may_have_lost_the_page(old: str, end: str, permanent: bool) -> None:
    finding = judged(*way(old, end, permanent=permanent))
    assert (finding.verdict, finding.moved_to) == ("suspected", None)
    assert end in finding.detail


@pytest.mark.parametrize(
    "new",
    ["https://a.org/" + "x" * 1000, "https://localhost/grants", "https://a.org/grants#part", "https://a.org/\u202e"],
)
def test_an_address_that_cannot_be_stored_or_is_no_other_is_not_proposed(new: str) -> None:
    assert judged(*way("https://a.org/grants", new)).moved_to is None


@pytest.mark.parametrize(
    "title",
    [
        "404", "404 - File or directory", "Error 404", "Page Not Found | JSPS", "NOT FOUND", "Ｎｏｔ　Ｆｏｕｎｄ",
        "This page can&#8217;t be found", "The requested URL could not be found", "The page no longer exists",
        "Sorry, we cannot find that page", "Unable to locate the file", "This page has been removed",
        "The document you want is here: it does not exist", "The page is unavailable", "This domain name is for sale",
        "お探しのページは移動または削除された可能性があります", "ページが見つかりません",
        "指定されたページは存在しません", "このページは削除されました", "ページを表示できません",
        "ファイルが見つかりませんでした", "記事が見当たりません",
    ],
)  # fmt: skip
def test_error_pages_are_known_by_their_words(title: str) -> None:
    long = "<p>Grants, news, contacts.</p>" * 80
    for body in (f"<title>{title}</title>{long}", f"<TITLE>JST</TITLE><H1 class=x>\n<b>{title}</b>\n</H1>{long}"):
        assert judged(*way("https://a.org/grants", body=body)).verdict == "suspected", body[:200]
    small = f"<title>JST</title><script>var a = '{'x' * 5000}';</script><p>{title}</p>"
    assert judged(*way("https://a.org/grants", body=small)).verdict == "suspected"


@pytest.mark.parametrize(
    "title",
    [
        "Fellowships", "Room 404: a residency", "Fellowships 2027 - applications found here", "Founding pages of Japan",
        "Pages for applicants", "What to do if funding cannot be found", "募集要項のページ", "公募は終了しました",
        "応募書類が見つからない場合", "This scholarship is no longer available", "Removed barriers",
    ],
)  # fmt: skip
def test_other_pages_are_left_in_peace(title: str) -> None:
    body = f"<title>{title}</title><h1>{title}</h1>"
    assert judged(*way("https://a.org/grants", body=body)).verdict == "works"


def test_words_deep_in_a_long_page_say_nothing() -> None:
    body = f"{FINE}<p>If the page cannot be found, write to us. ページが見つかりません。</p>" * 3
    assert judged(*way("https://a.org/grants", body=body)).verdict == "works"


@pytest.mark.parametrize(
    "title", ["Just a moment...", "Attention Required! | Cloudflare", "Are you a robot?", "Access Denied"]
)
@pytest.mark.parametrize("status", [200, 404, 503])
def test_a_check_for_human_beings_says_nothing_of_the_page(title: str, status: int) -> None:
    assert judged(*way("https://a.org/grants", body=f"<title>{title}</title>", status=status)).verdict == "forbidden"


@pytest.mark.parametrize(
    "body",
    [
        "<title>",
        "<h1" * 150_000,
        "<" * 500_000,
        "<title>" * 70_000,
        "<script>" * 60_000,
        "&#" * 250_000,
        "お" * 170_000,
    ],
)
def test_a_hostile_page_takes_no_time(body: str) -> None:
    began = monotonic()
    assert judged(*way("https://a.org/grants", body=body)).verdict == "works"
    assert monotonic() - began < 1


def test_what_strangers_wrote_can_be_stored_and_shown() -> None:
    finding = judged(*way("https://a.org/grants", body="<title>\0\u202e\x1bNot found</title>"))
    assert finding.verdict == "suspected"
    assert finding.detail.isprintable()
