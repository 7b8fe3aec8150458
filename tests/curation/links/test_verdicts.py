"""The right verdict for each way in which a page can misbehave, in bounded time; politely."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest
from pytest_django import Settings

from opportunities.curation.links.finding import Finding
from opportunities.curation.links.pace import Pace
from opportunities.curation.links.running import findings
from tests.core.web_server import Way, WebServer, answer, certificate, page, raw, redirect, serving_as, silence
from tests.curation.links.misbehaving import PACE, misbehaving, outbound, ways

SITES = ["site.test", "second.test", "third.test"]


@pytest.fixture(autouse=True)
def our_own_sites(settings: Settings) -> None:
    settings.OUTBOUND_ALLOWED_HOSTS = SITES


@pytest.fixture
def site() -> Iterator[WebServer]:
    """A site of which everything is fine until a test says otherwise."""
    with WebServer.running({"*": page("Fine")}) as server:
        yield server


def found(*urls: str, pace: Pace = PACE, seconds: float = 30) -> dict[str, Finding | None]:
    return dict(findings(urls, outbound(), pace, seconds))


def verdicts(*urls: str, pace: Pace = PACE) -> list[str | None]:
    came = found(*urls, pace=pace)
    return [finding.verdict if (finding := came[url]) else None for url in urls]


def test_each_way_gets_its_verdict_and_all_of_them_end_in_time(settings: Settings) -> None:
    """Each stands on a host of its own, so that none of them suffers for another."""
    right = {path: verdict for path, (_way, verdict) in ways().items()}
    hosts = {path: f"way-{number}.test" for number, path in enumerate(right)}
    settings.OUTBOUND_ALLOWED_HOSTS = list(hosts.values())
    began = monotonic()
    with misbehaving() as server:
        urls = {path: f"http://{host}:{server.port}{path}" for path, host in hosts.items()}
        came = found(*urls.values())
    assert monotonic() - began < 15
    got = {path: finding.verdict if (finding := came[url]) else None for path, url in urls.items()}
    assert got == right


def test_what_was_seen_is_said(site: WebServer) -> None:
    site.ways |= {"/old": redirect("/new", 301), "/404": page("Gone", status=404), "/login": redirect("/hello")}
    site.ways["/both"] = redirect("/old", 302)
    here = f"http://site.test:{site.port}"
    urls = f"{here}/old", f"{here}/404", f"{here}/login", f"{here}/both", "http://nowhere.test/"
    came = found(*urls)
    old, gone, login, both, nowhere = (came[url] for url in urls)
    assert old == Finding("moved", f"The site says that the page has moved to {here}/new.", 200, f"{here}/new")
    assert gone == Finding("gone", "The site answers 404 (Not Found).", 404)
    assert login == Finding("works", f"The site answers 200 (OK) after a redirect to {here}/hello.", 200)
    assert both is not None and both.verdict == "works", "only what redirects for good from the beginning has moved"
    assert nowhere == Finding("down", "There is no host called nowhere.test.")


def test_only_the_permanent_part_of_the_way_is_proposed(site: WebServer) -> None:
    site.ways |= {"/a": redirect("/b", 301), "/b": redirect("/c", 308), "/c": redirect("/session/7", 302)}
    here = f"http://site.test:{site.port}"
    (finding,) = found(f"{here}/a").values()
    assert finding is not None and finding.moved_to == f"{here}/c"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_a_certificate_that_nobody_vouches_for_is_down(tmp_path: Path) -> None:
    with WebServer.running({}, tls=serving_as(certificate(tmp_path, "site.test"))) as server:
        url = f"https://site.test:{server.port}/"
        (finding,) = found(url).values()
    assert finding is not None and finding.verdict == "down"
    assert "self-signed certificate" in finding.detail
    assert server.asked == []


def test_one_request_at_a_time_to_a_host_with_a_pause_and_hosts_side_by_side(site: WebServer) -> None:
    urls = [f"http://{name}:{site.port}/{n}" for name in SITES for n in range(3)]
    assert set(verdicts(*urls, pace=replace(PACE, delay=0.15))) == {"works"}
    firsts, lasts = ([one.began for one in site.asked if one.path == path] for path in ("/robots.txt", "/2"))
    assert max(firsts) < min(lasts), "no host waits until another is done"
    for name in SITES:
        of_host = [one for one in site.asked if one.host == name]
        assert [one.path for one in of_host] == ["/robots.txt", "/0", "/1", "/2"]
        pauses = [later.began - earlier.ended for earlier, later in pairwise(of_host)]
        assert all(pause > 0.14 for pause in pauses), pauses


def test_a_redirect_to_another_host_waits_for_its_turn_there(site: WebServer) -> None:
    site.ways |= {f"/away/{n}": redirect(f"http://third.test:{site.port}/{n}") for n in range(2)}
    urls = [f"http://site.test:{site.port}/away/0", f"http://second.test:{site.port}/away/1"]
    assert verdicts(*urls, pace=replace(PACE, delay=0.15)) == ["works", "works"]
    first, *others = (one for one in site.asked if one.host == "third.test")
    assert [first.path, *sorted(one.path for one in others)] == ["/robots.txt", "/0", "/1"]
    assert others[1].began - others[0].ended > 0.14


def test_robots_are_obeyed_by_our_name_on_each_host_and_asked_once(site: WebServer) -> None:
    rules = "User-agent: UKJapanFundingFinder\nDisallow: /no\nCrawl-delay: 1\n\nUser-agent: *\nDisallow: /\n"
    site.ways["/robots.txt"] = answer(200, rules, Content_Type="text/plain")
    site.ways["/away"] = redirect(f"http://second.test:{site.port}/no/1")
    here = f"http://site.test:{site.port}"
    pace = replace(PACE, longest_delay=0.2)
    assert verdicts(f"{here}/yes", f"{here}/no/1", f"{here}/away", pace=pace) == ["works", "forbidden", "forbidden"]
    assert [f"{one.host}{one.path}" for one in site.asked] == [
        "site.test/robots.txt", "site.test/yes", "site.test/away", "second.test/robots.txt",
    ]  # fmt: skip
    assert site.asked[2].began - site.asked[1].ended > 0.19, "the delay that it asks for, within reason"


@pytest.mark.parametrize("way", [answer(403), answer(500), silence, raw(b"?"), redirect("http://10.0.0.1/robots.txt")])
def test_robots_that_cannot_be_read_forbid_nothing(site: WebServer, way: Way) -> None:
    site.ways["/robots.txt"] = way
    assert verdicts(f"http://site.test:{site.port}/page") == ["works"]


def test_a_host_that_cannot_be_reached_is_asked_once_for_all_its_pages() -> None:
    with WebServer.running({}) as gone:
        pass
    urls = [f"http://site.test:{gone.port}/{n}" for n in range(50)]
    began = monotonic()
    assert set(verdicts(*urls, pace=replace(PACE, back_off=0.2))) == {"down"}
    assert monotonic() - began < 5


def test_who_asks_to_be_left_alone_for_long_is_left_alone(site: WebServer) -> None:
    site.ways["/1"] = answer(429, Retry_After="3600")
    urls = [f"http://site.test:{site.port}/{n}" for n in range(4)]
    assert verdicts(*urls) == ["works", "forbidden", None, None]
    assert site.paths() == ["/robots.txt", "/0", "/1"]


def test_a_short_wait_is_waited_for(site: WebServer) -> None:
    with misbehaving() as server:
        assert verdicts(f"http://site.test:{server.port}/busy-once") == ["works"]
        first, again = (one for one in server.asked if one.path == "/busy-once")
        assert again.began - first.ended >= 1


def test_a_host_that_falls_silent_is_left_for_another_day(site: WebServer) -> None:
    site.ways |= {f"/{n}": silence for n in range(9)}
    urls = [f"http://site.test:{site.port}/{n}" for n in range(9)]
    assert verdicts(*urls, pace=replace(PACE, retries=0, silences=2)) == ["down", "down", *[None] * 7]


def test_a_run_ends_when_its_time_is_over(site: WebServer) -> None:
    site.ways["/slow"] = silence
    here = f"http://site.test:{site.port}"
    began = monotonic()
    came = found(f"{here}/fine", *(f"{here}/{n}" for n in range(500)), seconds=1.5, pace=replace(PACE, delay=0.2))
    assert monotonic() - began < 5
    assert 1 <= len(came) < 20
    assert came[f"{here}/fine"] is not None


def test_who_takes_no_more_findings_stops_the_run(site: WebServer) -> None:
    came = findings(
        [f"http://site.test:{site.port}/{n}" for n in range(500)], outbound(), replace(PACE, delay=0.02), 60
    )
    next(came)
    came.close()  # type: ignore[attr-defined]
    asked = len(site.asked)
    assert asked < 50
    assert len(site.asked) == asked
