"""Reads a page as a browser would, far enough to hold tests against it."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class Page:
    """What stands on a page: its elements (name and attributes), and its visible text in order."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text, with single spaces."""
        return " ".join(" ".join(self.texts).split())

    def all(self, name: str) -> list[dict[str, str]]:
        """The attributes of every element of a name."""
        return [attributes for element, attributes in self.elements if element == name]

    @property
    def links(self) -> list[str]:
        """Where the page's links lead."""
        return [attributes["href"] for attributes in self.all("a") if "href" in attributes]

    @property
    def repeated_ids(self) -> list[str]:
        """Identifiers that more than one element has."""
        ids = Counter(attributes["id"] for _, attributes in self.elements if "id" in attributes)
        return [value for value, times in ids.items() if times > 1]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self.page.unclosed.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.page.unclosed:
            while self.page.unclosed.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "title"} & set(self.page.unclosed):
            self.page.texts.append(data)


def read_page(html: str) -> Page:
    """The page that this HTML makes."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page
