"""The one view of all files."""

from collections.abc import Iterable, Iterator
from itertools import chain
from tempfile import TemporaryFile
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from core.languages import language_asked, spoken
from opportunities.exports.about import About
from opportunities.exports.csv_file import csv_parts
from opportunities.exports.json_file import json_parts
from opportunities.exports.rows import Exported, exported
from opportunities.exports.selection import selected
from opportunities.exports.xlsx_file import MOST_ROWS, write_xlsx
from opportunities.search.current import current_snapshot

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}
LONGEST_HEADER = 2_000
IGNORED = "X-Ignored"  # the header that says what of the address could not be used


@require_safe
@vary_on_headers("Accept-Language")
def download(request: HttpRequest, form: str) -> HttpResponseBase:
    """A search, or the opportunities that are named, as a file in the order of the page."""
    snapshot, at, language = current_snapshot(), timezone.now(), language_asked(request)
    with translation.override(language):
        chosen = selected(request.GET, at, snapshot).first(MOST_ROWS if form == "xlsx" else None)
        page = reverse("web:shortlist" if chosen.is_list else "web:opportunities") + chosen.page
        about = About(request.build_absolute_uri(page), at, language, snapshot.revision, chosen)
        batches = _begun(exported(chosen.numbers, at, snapshot, request.build_absolute_uri))
        if request.method == "HEAD":
            response: HttpResponseBase = HttpResponse()
        elif form == "xlsx":
            file = TemporaryFile()  # noqa: SIM115 - the response closes it
            write_xlsx(batches, about, file)
            file.seek(0)
            response = FileResponse(file)
        else:
            parts = csv_parts(batches) if form == "csv" else json_parts(batches, about)
            response = StreamingHttpResponse(spoken(parts, language))
    return _named(response, about, form)


def _begun(batches: Iterator[list[Exported]]) -> Iterator[list[Exported]]:
    """The same; the first are fetched at once, so that a database out of reach is told before anything is sent."""
    return chain([next(batches, [])], batches)


def _named(response: HttpResponseBase, about: About, form: str) -> HttpResponseBase:
    response["Content-Type"] = TYPES[form]
    response["Content-Disposition"] = f'attachment; filename="{about.file_name(form)}"'
    response["Content-Language"] = about.language
    if about.selected.ignored:
        response[IGNORED] = _header(about.selected.ignored)
    return response


def _header(messages: Iterable[str]) -> str:
    """Sentences of any language in a header, percent-encoded; as many as proxies let through."""
    header = ""
    for message in messages:
        longer = f"{header}, {quote(message, safe=' ')}" if header else quote(message, safe=" ")
        if len(longer) > LONGEST_HEADER:
            break
        header = longer
    return header
