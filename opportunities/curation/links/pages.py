"""What an answer's page says of itself: that it is an error page, or that it keeps robots out.

Pages come from strangers: everything here takes time in proportion to their length, whatever stands in them.
"""

import html
import re
from codecs import lookup
from dataclasses import dataclass

from core.outbound import Answer
from core.text import fold

SMALL = 600  # characters of text that an error page has at most
_HTML = ("text/html", "application/xhtml+xml", "")
_CHARSET = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?([a-z0-9_-]{1,40})", re.IGNORECASE)
_ENCODINGS = re.compile(r"utf-(8|16|32)|iso|cp\d|shift_jis|euc|ascii|gb|big5|koi8")  # of all that a codec may be
_TAG = re.compile(r"<[^<>]*>")
_APOSTROPHES = re.compile("[’‘`´]")

_PAGE = r"(page|file|document|content|link|url|resource|address)"
_ERROR_WORDS = re.compile(
    r"\bnot found\b"
    r"|^404\b|\b(error|http|status|code):? 404\b|\b404 error\b"
    rf"|\b{_PAGE}\b.{{0,60}}\b(can'?t|cannot|can not|could not|couldn't) be (found|displayed|located)"
    rf"|\b{_PAGE}\b.{{0,60}}\b(does(n't| not) exist|no longer (exists?|available))"
    rf"|\b{_PAGE}\b.{{0,60}}\b(has|have) been (moved|removed|deleted)"
    rf"|\b{_PAGE}\b (is|was) (no longer|not|un)[ -]?available"
    rf"|\b(can'?t|cannot|can not|could not|couldn't|unable to) (find|locate) (the|that|this|your|a) {_PAGE}"
    r"|\bdomain (name )?is for sale\b|\bbuy this domain\b"
    r"|お探しの(ページ|url|ファイル|記事)|(ページ|url|ファイル|コンテンツ|記事|アドレス)[はがをも].{0,20}"
    r"(見つか[りら]|みつか[りら]|見当たり|存在しま?せ|存在しない|削除され|ありません)"
    r"|ページを表示できません|ページが表示できません|見つかりませんでした$"
)
_CHALLENGE_WORDS = re.compile(
    r"^just a moment|^attention required|checking your browser|are you (a )?(human|robot)|pardon our interruption"
    r"|^access (to this page )?(has been )?denied|verify(ing)? (that )?you are (a )?human|^security check|ddos-guard"
    r"|^bot verification|^(your )?request (was|has been) blocked|ロボットではないこと|アクセスが拒否され"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands out on a page, folded: its title, its main headings, its text where that is short."""

    title: str
    headings: tuple[str, ...]
    text: str


def page_of(answer: Answer) -> Page | None:
    """What an answer's page says; None where it is no HTML."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _HTML:
        return None
    source = answer.body.decode(_charset(answer), errors="replace")
    for name in ("script", "style", "noscript", "template"):
        source = _without(source, name)
    titles = _inner(source, "title")
    text = _words(_TAG.sub(" ", _without(source, "title")))
    return Page(
        title=titles[0] if titles else "",
        headings=tuple(_inner(source, "h1")),
        text=text if len(text) <= SMALL else "",
    )


def reads_like_an_error(page: Page) -> bool:
    """Whether the page says, in English or Japanese, that there is no such page."""
    return any(_ERROR_WORDS.search(words) for words in (page.title, *page.headings, page.text))


def keeps_robots_out(answer: Answer, page: Page | None) -> bool:
    """Whether the answer is a check that its reader is a human being."""
    if answer.headers.get("cf-mitigated", "").lower() == "challenge":
        return True
    return page is not None and any(_CHALLENGE_WORDS.search(words) for words in (page.title, *page.headings))


def _charset(answer: Answer) -> str:
    """The encoding that the answer names; UTF-8 where it names none, or none that there is."""
    stated = answer.headers.get("content-type", "").lower().partition("charset=")[2].strip("\"' ;")
    found = None if stated else _CHARSET.search(answer.body[:4096])
    name = stated or (found[1].decode("ascii") if found else "utf-8")
    try:
        codec = lookup(name).name
    except (LookupError, ValueError):
        return "utf-8"
    if not _ENCODINGS.match(codec):
        return "utf-8"
    return "cp932" if codec == "shift_jis" else codec  # Windows' wider form of it, which pages mean by that name


def _inner(source: str, name: str) -> list[str]:
    """The words within the elements of a name."""
    return [_words(_TAG.sub(" ", source[start:end])) for _begin, start, end, _after in _elements(source, name)]


def _without(source: str, name: str) -> str:
    """The source without the elements of a name."""
    kept, position = [], 0
    for begin, _start, _end, after in _elements(source, name):
        kept.append(source[position:begin])
        position = after
    return "".join([*kept, source[position:]])


def _elements(source: str, name: str) -> list[tuple[int, int, int, int]]:
    """Where elements of a name begin, where their inside begins and ends, and where they end."""
    opening, closing = re.compile(rf"<{name}\b[^<>]*>", re.IGNORECASE), re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)
    found, position = [], 0
    while (start := opening.search(source, position)) and (end := closing.search(source, start.end())):
        found.append((start.start(), start.end(), end.start(), end.end()))
        position = end.end()
    return found


def _words(text: str) -> str:
    """Text as it is compared: folded, with single spaces and plain apostrophes."""
    return _APOSTROPHES.sub("'", " ".join(fold(html.unescape(text)).split()))
