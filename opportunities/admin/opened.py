"""Which version of which record a form was made from: hidden in the form, and read when it comes back."""

from dataclasses import dataclass
from typing import Self

from django.db.models import Model
from django.http import HttpRequest

from opportunities.admin.posted_rows import mark_of
from opportunities.admin.recording import VERSION, number_in, record_of
from opportunities.curation.collections import MODEL_OF, Place, place_of
from opportunities.curation.history import latest_version

RECORD = "_record"
ROW = "_row"
_LONGEST = 200


@dataclass(frozen=True)
class Opened:
    """The record (None: of no known collection), the row of it that the page is about, the version (None: unknown)."""

    place: Place | None
    row: str
    version: int | None

    @classmethod
    def now(cls, row: Model) -> Self | None:
        """What a page shows of a row that is made now; to be asked before the row's facts are read."""
        record = record_of(row)
        return cls(place_of(record), mark_of(row), latest_version(place_of(record))) if record is not None else None

    @classmethod
    def sent(cls, request: HttpRequest) -> Self:
        """What the form says that was sent; anything may stand there."""
        collection, _slash, key = _text(request, RECORD).partition("/")
        place = (collection, key) if collection in MODEL_OF and key else None
        return cls(place, _text(request, ROW), number_in(request, VERSION))

    @property
    def record(self) -> str:
        """The record as the form names it."""
        return "/".join(self.place) if self.place else ""


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "")[:_LONGEST]
