"""Whatever stands in an address, the answer is a usable page with a plain message."""

from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.builders import make_opportunity
from tests.web.pages import Page, read_page

pytestmark = pytest.mark.django_db
SEARCH = "/opportunities/"
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;{{ 7|add:7 }}{% now 'Y' %}"
PARAMETERS = (
    "q", "kind", "direction", "stage", "discipline", "activity", "covers", "status", "applicant", "funder", "duration",
    "amount", "section", "sort", "page", "funder_name", "nobody_knows_this",
)  # fmt: skip


def ask(query_string: str, **headers: str) -> tuple[int, Page]:
    """The answer to a search whose query string is sent as it is."""
    client = Client(raise_request_exception=False)
    response = client.get(SEARCH, QUERY_STRING=query_string, headers=headers)
    return response.status_code, read_page(response.text)


def assert_usable(query_string: str) -> Page:
    status, page = ask(query_string)
    assert status == 200, query_string[:200]
    assert len(page.all("h1")) == 1
    assert any(attributes.get("name") == "q" for attributes in page.all("input"))
    return page


@pytest.fixture(autouse=True)
def one_award() -> None:
    make_opportunity("sakura-award")


@pytest.mark.parametrize(
    ("query_string", "message"),
    [
        (f"q={'a' * 10_000}", "first 200 characters"),
        (f"q={'%E5%AD%A6' * 10_000}", "first 200 characters"),
        ("kind=%00", "is not one of the choices under “Kind of support”"),
        ("page=-1", "“-1” is not the number of a page"),
        ("page=0", "“0” is not the number of a page"),
        ("page=99999999999999999999", "is not the number of a page"),
        ("page=%D9%A3", "“٣” is not the number of a page"),
        ("page=1e3", "“1e3” is not the number of a page"),
        ("page=500", "this is the last one"),
        ("kind=nothing", "“nothing” is not one of the choices"),
        ("funder=nobody", "“nobody” is not one of the choices under “Funder”"),
        ("sort=money", "cannot sort by “money”"),
        ("nobody_knows_this=1", "do not know the search parameter “nobody_knows_this”"),
        (f"{'n' * 5_000}=1", "do not know the search parameter"),
        ("kind=%ff%fe", "is not one of the choices"),
        ("kind=%ED%A0%80", "is not one of the choices"),
        ("kind=%zz", "“%zz” is not one of the choices"),
        ("=1", "do not know the search parameter"),
        ("%00=1", "do not know the search parameter"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(query_string: str, message: str) -> None:
    assert message in assert_usable(query_string).text


@pytest.mark.parametrize(
    "query_string",
    [
        "q=%00", "q=%ED%A0%80", "q=%ff", "q=%", "q=%E2%80%AE%D7%A9", "q=%F0%9F%98%80", "q=!?*", "&&&", "?", "q", "#",
        "kind=&stage=&page=", "kind=grant&kind=grant", "kind=grant;stage=doctoral", "+", "q=name:foo+AND+(", "q=%22",
    ],
)  # fmt: skip
def test_odd_addresses_give_a_page(query_string: str) -> None:
    assert_usable(query_string)


def test_five_hundred_repeated_keys() -> None:
    page = assert_usable("&".join(["kind=grant", "stage=doctoral"] * 250))
    assert len([a for a in page.all("a") if a.get("class") == "pill"]) == 2
    page = assert_usable("&".join(f"kind=k{n}" for n in range(500)))
    assert "495 more parts of the address could not be used." in page.text


@pytest.mark.parametrize("count", [settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1, 5_000])
def test_more_parameters_than_a_search_can_have(count: int) -> None:
    """A friendly page of our own, not Django's."""
    status, page = ask("&".join(f"p{n}=1" for n in range(count)))
    assert status == 400
    assert page.text.count("This address could not be read") == 1
    assert SEARCH in page.links


@pytest.mark.parametrize("parameter", PARAMETERS)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_markup_is_shown_and_not_obeyed(parameter: str, headers: dict[str, str]) -> None:
    plain = ask("", **headers)[1]
    for query_string in (urlencode({parameter: MARKUP}), urlencode({MARKUP: "1"})):
        status, page = ask(query_string, **headers)
        assert status == 200
        assert len(page.all("script")) == len(plain.all("script"))
        assert len(page.all("img")) == len(plain.all("img"))
        assert not [a for _, attributes in page.elements for a in attributes if a.startswith("on")]


def test_the_question_stands_in_its_box_as_it_was_written() -> None:
    page = assert_usable("q=" + quote('a"b<c>&amp;'))
    assert [a["value"] for a in page.all("input") if a.get("name") == "q"] == ['a"b<c>&amp;']


@effort(max_examples=40, deadline=None)
@given(
    st.text(st.characters(codec="ascii", exclude_characters="\r\n"), max_size=200)
    | st.lists(st.tuples(st.sampled_from(PARAMETERS) | st.text(max_size=9), st.text(max_size=40)), max_size=9).map(
        lambda pairs: "&".join(f"{quote(n, errors='replace')}={quote(v, errors='replace')}" for n, v in pairs)
    )
    | st.binary(max_size=60).map(lambda raw: "q=" + "".join(f"%{byte:02x}" for byte in raw))
)
def test_any_query_string_gives_a_usable_page(query_string: str) -> None:
    assert_usable(query_string)


@effort(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_other_path_gives_a_page_of_ours(name: str) -> None:
    client = Client(raise_request_exception=False)
    for folder in ("/opportunities/", "/organisations/", "/case-studies/", "/"):
        response = client.get(f"{folder}{quote(name)}/", follow=True)
        assert response.status_code in (200, 404), name
        assert len(read_page(response.text).all("h1")) == 1
