"""Requests that leave the site: bounded in time and size, and never inside, whatever an address or a redirect says."""

import asyncio
import gzip
import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from pytest_django import Settings

from core import outbound
from core.outbound import Answer, Limits, Outbound, OutboundError
from core.public_addresses import is_public, look_up
from tests.core.web_server import (
    WebServer,
    answer,
    certificate,
    dripping,
    in_turn,
    page,
    raw,
    redirect,
    reset,
    serving_as,
    silence,
)

LIMITS = Limits(connecting=1, silence=0.8, total=1.2, body=20_000, redirects=4)
has_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")


@pytest.fixture
def site(settings: Settings) -> Iterator[WebServer]:
    """A server that may be asked, under the name site.test."""
    settings.OUTBOUND_ALLOWED_HOSTS = ["site.test"]
    with WebServer.running({"/": page("Welcome")}) as server:
        yield server


async def everything_is_here(_host: str) -> list[str]:
    return ["127.0.0.1"]


def fetch(url: str, **parts: object) -> Answer:
    async def run() -> Answer:
        return await Outbound("Test/1.0", **{"limits": LIMITS, **parts}).fetch(url)  # type: ignore[arg-type]

    return asyncio.run(run())


def fetch_from(server: WebServer, path: str) -> Answer:
    return fetch(f"http://site.test:{server.port}{path}", resolve=everything_is_here)


def fault_of(url: str, **parts: object) -> str:
    with pytest.raises(OutboundError) as raised:
        fetch(url, **parts)
    return raised.value.fault


def fault_from(server: WebServer, path: str) -> str:
    return fault_of(f"http://site.test:{server.port}{path}", resolve=everything_is_here)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",  # noqa: S104
        "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
        "::", "::1", "fe80::1", "fe80::1%1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a00:1::1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2001::1",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "133.11.93.1", "2606:4700::1111", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0x7f.1/",
        "http://2130706433/", "http://0/", "http://169.254.169.254/latest/meta-data/", "https://10.0.0.1/",
        "http://[fe80::1]/", "http://me@8.8.8.8/", "http://8.8.8.8:22/", "http://8.8.8.8:8080/", "ftp://8.8.8.8/",
        "file:///etc/passwd", "gopher://8.8.8.8/", "http:///", "http://[::1", "http://8.8.8.8\x00/", "", "javascript:1",
    ],
)  # fmt: skip
def test_no_request_goes_inside_or_to_odd_places(url: str) -> None:
    assert fault_of(url) == "refused"


def test_a_name_of_something_inside_is_refused_if_only_one_of_its_addresses_is() -> None:
    async def mixed(_host: str) -> list[str]:
        return ["8.8.8.8", "::ffff:192.168.0.1"]

    assert fault_of("http://harmless.example/", resolve=mixed) == "refused"


def test_what_was_checked_is_what_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads outside when it is checked, and inside a moment later (DNS rebinding)."""
    told = iter([["127.0.0.2"], ["127.0.0.1"]])
    looked_up: list[str] = []

    async def turncoat(host: str) -> list[str]:
        looked_up.append(host)
        return next(told)

    with WebServer.running({}, address="127.0.0.2") as outside:
        monkeypatch.setattr(outbound, "is_public", lambda address: address == "127.0.0.2")
        monkeypatch.setattr(outbound, "PORTS", {"http": outside.port})
        with WebServer.running({"/": page("Secret")}, port=outside.port) as inside:
            url = f"http://turncoat.example:{outside.port}/"
            outside.ways["/"] = page("Public")
            assert b"Public" in fetch(url, resolve=turncoat).body
            assert looked_up == ["turncoat.example"]
            told = iter([["127.0.0.2"], ["127.0.0.1"]])
            outside.ways["/"] = redirect("/again")
            assert fault_of(url, resolve=turncoat) == "refused"
            assert inside.asked == []


@pytest.mark.parametrize("to", ["http://localhost:{port}/", "http://127.0.0.1:{port}/", "http://10.0.0.1/", "file:///"])
def test_redirects_that_lead_inside_are_not_followed(site: WebServer, to: str) -> None:
    site.ways["/in"] = redirect(to.format(port=site.port))
    assert fault_from(site, "/in") == "refused"
    assert site.paths() == ["/in"]


def test_an_answer_with_its_redirects(site: WebServer) -> None:
    site.ways |= {"/a": redirect("/b", 301), "/b": redirect("c?x=1"), "/c?x=1": page("There")}
    came = fetch_from(site, "/a")
    assert (came.status, came.url, came.is_whole) == (200, f"http://site.test:{site.port}/c?x=1", True)
    assert [hop.status for hop in came.hops] == [301, 302]
    assert b"There" in came.body
    assert site.asked[0].headers["user-agent"] == "Test/1.0"
    assert site.asked[0].headers["host"] == f"site.test:{site.port}"


def test_a_second_address_is_tried_where_the_first_is_deaf(site: WebServer) -> None:
    async def two(_host: str) -> list[str]:
        return ["127.0.0.99", "127.0.0.1"]

    assert fetch(f"http://site.test:{site.port}/", resolve=two).status == 200


def test_circles_end_but_a_site_that_sets_a_cookie_first_is_no_circle(site: WebServer) -> None:
    site.ways |= {"/a": redirect("/b"), "/b": redirect("/a")}
    site.ways |= {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    site.ways["/cookie"] = in_turn(redirect("/cookie", Set_Cookie="seen=1; Path=/"), page("Welcome back"))
    assert fault_from(site, "/a") == "redirects"
    assert fault_from(site, "/0") == "redirects"
    assert len(site.asked) <= 2 + LIMITS.redirects + 1
    assert b"Welcome back" in fetch_from(site, "/cookie").body
    assert site.asked[-1].headers["cookie"] == "seen=1"


@pytest.mark.parametrize(
    "way, fault",
    [
        (silence, "silent"),
        (dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"), "silent"),
        (reset, "broken-off"),
        (raw(b""), "broken-off"),
        (raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "garbage"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 60_000 + b"\r\n"), "garbage"),
        (redirect("http://[::1:bad/"), "garbage"),
    ],
)
def test_servers_that_do_not_answer(site: WebServer, way: object, fault: str) -> None:
    site.ways["/bad"] = way  # type: ignore[assignment]
    began = monotonic()
    assert fault_from(site, "/bad") == fault
    assert monotonic() - began < 4


@pytest.mark.parametrize(
    "way",
    [
        dripping(b"HTTP/1.1 200 OK\r\n\r\n<title>Endless</title>", b"<p>and on</p>"),
        dripping(b"HTTP/1.1 200 OK\r\n\r\n<title>Endless</title>", b"<p>and on</p>" * 1000, seconds=0),
        answer(200, b"<title>Endless</title>" + b"x" * 5_000_000),
        answer(200, b"<title>Endless</title>", Content_Length="5000"),
    ],
)
def test_bodies_are_cut(site: WebServer, way: object) -> None:
    site.ways["/long"] = way  # type: ignore[assignment]
    came = fetch_from(site, "/long")
    assert came.body.startswith(b"<title>Endless</title>")
    assert len(came.body) <= LIMITS.body
    assert not came.is_whole


def test_packed_bodies_do_not_burst(site: WebServer) -> None:
    site.ways["/bomb"] = answer(
        200, gzip.compress(b"<title>Bomb</title>" + b"0" * 100_000_000), Content_Encoding="gzip"
    )
    site.ways["/torn"] = answer(200, b"no gzip at all", Content_Encoding="gzip")
    site.ways["/odd"] = answer(200, b"??", Content_Encoding="br")
    came = fetch_from(site, "/bomb")
    assert came.body.startswith(b"<title>Bomb</title>")
    assert len(came.body) == LIMITS.body
    assert fetch_from(site, "/torn").body == fetch_from(site, "/odd").body == b""


@has_openssl
def test_tls_is_checked_by_the_name_that_was_asked_for(settings: Settings, tmp_path: Path) -> None:
    settings.OUTBOUND_ALLOWED_HOSTS = ["site.test", "other.test"]
    certified = certificate(tmp_path, "site.test")
    trusting = ssl.create_default_context(cafile=certified[0])
    with WebServer.running({"/": page("Safe")}, tls=serving_as(certified)) as server:
        own, other = (f"https://{name}.test:{server.port}/" for name in ("site", "other"))
        assert fault_of(own, resolve=everything_is_here) == "tls"
        assert fault_of(other, resolve=everything_is_here, authorities=trusting) == "tls"
        assert b"Safe" in fetch(own, resolve=everything_is_here, authorities=trusting).body


def test_hosts_that_are_not_there(site: WebServer) -> None:
    async def nowhere(_host: str) -> list[str]:
        raise OSError("Name or service not known")

    async def dawdling(_host: str) -> list[str]:
        await asyncio.sleep(30)
        return []

    assert fault_of("http://nowhere.example/", resolve=nowhere) == "dns"
    assert fault_of("http://dawdling.example/", resolve=dawdling) in ("dns", "silent")
    assert fault_of(f"http://site.test:{_free_port()}/", resolve=everything_is_here) == "unreachable"


def test_names_are_looked_up_by_the_system() -> None:
    assert "127.0.0.1" in asyncio.run(look_up("localhost"))
    for name in ("no-such-host.invalid", "a" * 300, "label..twice"):
        with pytest.raises(OSError):
            asyncio.run(look_up(name))


def _free_port() -> int:
    with WebServer.running({}) as gone:
        return gone.port
