"""The language of what has one address in all languages: files and feeds."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header


def language_asked(request: HttpRequest) -> str:
    """The language that the address asks for (`lang`), or else the browser; the site's own where neither is known."""
    browser = (code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")))
    for code in (request.GET.get("lang", ""), *browser):
        if language := known_language(code):
            return language
    return settings.LANGUAGE_CODE


def known_language(code: str) -> str | None:
    """The language of the site for a code such as ja, en or en-US; None where there is none."""
    try:
        return get_supported_language_variant(code) if code.isascii() else None
    except LookupError:
        return None


def spoken(parts: Iterable[bytes], language: str) -> Iterator[bytes]:
    """The parts of a response, each made with the language in force, whenever and wherever it is asked for."""
    iterator = iter(parts)
    while True:
        with translation.override(language):
            part = next(iterator, None)
        if part is None:
            return
        yield part
