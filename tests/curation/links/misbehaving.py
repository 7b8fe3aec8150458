"""Sites that misbehave, and a checker that is in a hurry."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager

from core.outbound import Limits, Outbound
from opportunities.curation.links.pace import Pace
from tests.core.web_server import (
    Way,
    WebServer,
    answer,
    dripping,
    in_turn,
    page,
    raw,
    redirect,
    reset,
    silence,
)

LIMITS = Limits(connecting=2, silence=0.8, total=1.2, body=50_000, redirects=5)
PACE = Pace(delay=0, back_off=0.01, retries=1, longest_wait=2, silences=1000)
LONG_TEXT = "Apply by 1 December with a letter. " * 40
JAPANESE_ERROR = "<meta charset='Shift_JIS'><title>エラー</title><h1>お探しのページは見つかりませんでした</h1>"
ROBOTS = "User-agent: *\nDisallow: /private/\n\nUser-agent: OtherBot\nDisallow: /\n"


def ways() -> dict[str, tuple[Way, str]]:
    """Each way of a page to behave, by its path, with the verdict that is right for it."""
    return {
        "/fine": (page("A fellowship", LONG_TEXT), "works"),
        "/slow-headers": (dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"), "down"),
        "/silent": (silence, "down"),
        "/endless-body": (dripping(b"HTTP/1.1 200 OK\r\n\r\n<title>A list</title>", b"<p>more</p>" * 500, 0), "works"),
        "/dripping-body": (dripping(b"HTTP/1.1 200 OK\r\n\r\n<title>A list</title>", b"<p>more</p>"), "works"),
        "/huge": (answer(200, "<title>Huge</title>" + "x" * 20_000_000), "works"),
        "/circle": (redirect("/circle-back"), "down"),
        "/circle-back": (redirect("/circle"), "down"),
        "/on-and-on": (redirect("/on-and-on/1"), "down"),
        "/to-loopback": (redirect("http://localhost/", 301), "refused"),
        "/to-private": (redirect("http://10.0.0.1/", 301), "refused"),
        "/to-metadata": (redirect("http://169.254.169.254/latest/"), "refused"),
        "/to-a-file": (redirect("file:///etc/passwd"), "refused"),
        "/busy-once": (in_turn(answer(429, Retry_After="1"), page("A fellowship", LONG_TEXT)), "works"),
        "/busy-always": (answer(429, Retry_After="0"), "forbidden"),
        "/Case": (redirect("/case", 301), "moved"),
        "/slash": (redirect("/slash/", 308), "moved"),
        "/moved": (redirect("/new-place", 301), "moved"),
        "/moved-for-now": (redirect("/fine", 302), "works"),
        "/moved-to-nothing": (redirect("/404", 301), "gone"),
        "/moved-home": (redirect("/", 301), "suspected"),
        "/moved-to-error": (redirect("/error.html", 302), "suspected"),
        "/moved-nowhere": (answer(301), "down"),
        "/404": (page("Sorry", status=404), "gone"),
        "/410": (answer(410), "gone"),
        "/soft-english": (page("Oops! We can’t find the page you wanted", LONG_TEXT), "suspected"),
        "/soft-small": (page("UKRI", "The page you requested does not exist or has been moved."), "suspected"),
        "/soft-japanese": (page("ページが見つかりません｜日本学術振興会", LONG_TEXT), "suspected"),
        "/soft-shift-jis": (answer(200, JAPANESE_ERROR.encode("cp932"), Content_Type="text/html"), "suspected"),
        "/500": (answer(500), "down"),
        "/502-once": (in_turn(answer(502), page("A fellowship", LONG_TEXT)), "works"),
        "/401": (answer(401), "forbidden"),
        "/403": (answer(403), "forbidden"),
        "/challenge": (answer(503, "<title>Just a moment...</title>", cf_mitigated="challenge"), "forbidden"),
        "/challenge-200": (page("Just a moment..."), "forbidden"),
        "/private/page": (page("Private"), "forbidden"),
        "/reset": (reset, "down"),
        "/reset-once": (in_turn(reset, page("A fellowship", LONG_TEXT)), "works"),
        "/garbage": (raw(b"\x00\x01\x02 what?\r\n\r\n"), "down"),
        "/wrong-length": (answer(200, "<title>A page</title>", Content_Length="9999"), "works"),
        "/bomb": (answer(200, gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip"), "works"),
        "/wants-a-cookie": (
            in_turn(redirect("/wants-a-cookie", Set_Cookie="a=b; Path=/"), page("A fellowship", LONG_TEXT)),
            "works",
        ),
        "/document.pdf": (answer(200, b"%PDF-1.7 404 not found", Content_Type="application/pdf"), "works"),
        "/empty": (answer(200), "works"),
        "/no-charset": (answer(200, b"<title>\xff\xfe</title>", Content_Type="text/html; charset=punycode"), "works"),
    }


HELPERS: dict[str, Way] = {
    "/": page("Welcome", LONG_TEXT),
    "/robots.txt": answer(200, ROBOTS, Content_Type="text/plain"),
    "/case": page("A fellowship", LONG_TEXT),
    "/slash/": page("A fellowship", LONG_TEXT),
    "/new-place": page("A fellowship", LONG_TEXT),
    "/error.html": page("A problem", LONG_TEXT),
    **{f"/on-and-on/{n}": redirect(f"/on-and-on/{n + 1}") for n in range(1, 20)},
}


@contextmanager
def misbehaving() -> Iterator[WebServer]:
    """A server that has all these pages, each under any host."""
    with WebServer.running({path: way for path, (way, _verdict) in ways().items()} | HELPERS) as server:
        yield server


async def look_up_here(host: str) -> list[str]:
    """Every host is this machine, but for those that there are not, and those that are not to be looked up by name."""
    if host.startswith("nowhere"):
        raise OSError("Name or service not known")
    return [host] if host.replace(".", "").isdigit() else ["127.0.0.1"]


def outbound() -> Outbound:
    """A checker's way out that waits for nobody for long."""
    return Outbound("UKJapanFundingFinder/1.0", limits=LIMITS, resolve=look_up_here)
