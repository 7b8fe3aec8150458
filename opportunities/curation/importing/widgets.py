"""What a cell of each kind says as a fact, and how a fact is said in a cell.

Widgets of django-import-export: `clean` reads a cell, and raises ValueError in words for the curator; `render` writes
one, always as text. An empty cell is what is not known, `empty`.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from import_export.widgets import Widget
from openpyxl.utils.datetime import from_excel

from opportunities.curation.importing.cells import DateCell, NumberCell, time_cell
from opportunities.curation.importing.flow import in_flow, in_lines, read_flow
from opportunities.curation.importing.refusal import shown

_WHOLE = re.compile(r"[0-9]{1,18}|[0-9]{1,3}(,[0-9]{3}){1,5}")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_DAY_OR_MONTH_FIRST = re.compile(r"[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ]([0-9]{2}|[0-9]{4})")
_EXCEL_DAY = re.compile(r"[2-9][0-9]{4}")  # days since 1900: 1954 to 2173
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(:00)?")


class CellWidget(Widget):  # type: ignore[misc]
    """Cells of one kind."""

    empty: Any = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The fact that a cell states."""
        return self.read(value) if value else deepcopy(self.empty)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The cell that states a fact."""
        return self.written(value) if value is not None and value != [] else ""

    def read(self, text: str) -> Any:
        """The fact that a text states, which is not empty. Raises ValueError."""
        return text

    def written(self, value: Any) -> str:
        """The text that states a fact that is known."""
        return str(value)


class TextWidget(CellWidget):
    """Any text. `empty` is what an empty cell means where that has a name of its own, such as “unspecified”."""

    def __init__(self, empty: str | None = None) -> None:
        super().__init__()
        self.empty = empty

    def read(self, text: str) -> Any:
        return _as_typed(text)


class WholeNumberWidget(CellWidget):
    """A whole number, also with commas between thousands."""

    def read(self, text: str) -> int:
        if not _WHOLE.fullmatch(text.strip()):
            raise ValueError(f"“{shown(text)}” is not a whole number such as 10000")
        return int(text.replace(",", ""))


class MonthsWidget(CellWidget):
    """A number of months, such as 12 or 0.5."""

    def read(self, text: str) -> int | float:
        if not _DECIMAL.fullmatch(text.strip()):
            raise ValueError(f"“{shown(text)}” is not a number of months such as 12 or 0.5")
        return float(text) if "." in text else int(text)


class DayWidget(CellWidget):
    """A day or a whole month. Days are read as the year comes first, or as spreadsheet programs count them."""

    def read(self, text: str) -> str:
        text = text.strip()
        if found := _YEAR_FIRST.fullmatch(text):
            return "-".join(part.zfill(2) for part in found.groups() if part)
        if _EXCEL_DAY.fullmatch(text):
            return str(from_excel(int(text)).date())
        if _DAY_OR_MONTH_FIRST.fullmatch(text):
            raise ValueError(f"“{text}” can be read in two ways: write it as 2026-03-31")
        raise ValueError(f"“{shown(text)}” is neither a day (2026-03-31) nor a month (2026-03)")


class ClockWidget(CellWidget):
    """A time of day such as 16:00."""

    def read(self, text: str) -> str:
        if isinstance(text, NumberCell) and re.fullmatch(r"0\.[0-9]+", text):  # a part of a day
            text = time_cell((datetime(1900, 1, 1, tzinfo=UTC) + timedelta(days=float(text))).time())
        if not (found := _CLOCK.fullmatch(text.strip())):
            raise ValueError(f"“{shown(text)}” is not a time such as 16:00")
        return f"{found[1].zfill(2)}:{found[2]}"


class SeveralWidget(CellWidget):
    """Several codes in one cell, with semicolons, commas or line ends between them."""

    empty = []
    between = re.compile(r"[;,\n]")

    def read(self, text: str) -> list[Any]:
        if text.startswith("["):
            return _list(read_flow(text))
        return [part.strip() for part in self.between.split(_as_typed(text)) if part.strip()]

    def written(self, value: list[str]) -> str:
        text = "; ".join(value)
        return text if text[0] != "[" and self.read(text) == value else in_flow(value)


class WordsWidget(SeveralWidget):
    """Several words in one cell, with semicolons or line ends between them; a word may have a comma in it."""

    between = re.compile(r"[;\n]")


class YearlyWidget(SeveralWidget):
    """Days or months that come every year, such as 12-15 or 03."""

    def read(self, text: str) -> list[Any]:
        if isinstance(text, DateCell) and len(text) != 5:
            raise ValueError(_made("a date", text))
        return [part.zfill(2) for part in super().read(str(text))]


class OneYearlyWidget(CellWidget):
    """One day or month that comes every year."""

    def read(self, text: str) -> Any:
        days = YearlyWidget().read(text)
        if len(days) != 1:
            raise ValueError("only one day or month can stand here")
        return days[0]


class SentencesWidget(CellWidget):
    """Sentences in one cell, one on each line."""

    empty = []

    def read(self, text: str) -> list[Any]:
        if text.startswith(("- ", "[")):
            return _list(read_flow(text))
        return [line.strip() for line in _as_typed(text).split("\n") if line.strip()]

    def written(self, value: list[Any]) -> str:
        if all(isinstance(member, str) for member in value):
            text = "\n".join(value)
            if not text.startswith(("- ", "[")) and self.read(text) == value:
                return text
        return in_lines(value)


class StructureWidget(CellWidget):
    """A part of a record in the form of the catalogue's files. `goes_without_saying` are values that are not said."""

    def __init__(self, goes_without_saying: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.unsaid = goes_without_saying or {}

    def read(self, text: str) -> Any:
        return read_flow(text)

    def written(self, value: Any) -> str:
        return in_flow(self.said(value))

    def said(self, value: Any) -> Any:
        """The value without what is not known and what goes without saying."""
        if isinstance(value, list):
            return [self.said(member) for member in value]
        if not isinstance(value, dict):
            return value
        known = {name: self.said(inner) for name, inner in value.items() if inner is not None and inner != []}
        return {name: inner for name, inner in known.items() if name not in self.unsaid or inner != self.unsaid[name]}


class StructuresWidget(StructureWidget):
    """A list of parts of a record, one on each line."""

    empty = []

    def read(self, text: str) -> list[Any]:
        return _list(read_flow(text))

    def written(self, value: Any) -> str:
        return in_lines(self.said(value))


class OtherConditionsWidget(StructuresWidget):
    """Conditions that are sentences, one on each line, or parts of a record where more is said of them."""

    def read(self, text: str) -> list[Any]:
        sentences: list[Any] = SentencesWidget().read(text)
        return sentences

    def written(self, value: Any) -> str:
        said = [part["text"] if set(part) == {"text"} else part for part in self.said(value)]
        return SentencesWidget().written(said)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("must be a list, each member on a line of its own that begins with “- ”")
    return value


def _as_typed(text: str) -> str:
    """The text, if it is what was typed. Raises ValueError where the spreadsheet program made something else of it."""
    if isinstance(text, DateCell):
        raise ValueError(_made("a date", text))
    if isinstance(text, NumberCell) and not text.isdigit():
        raise ValueError(_made("a number", text))
    return str(text)


def _made(what: str, text: str) -> str:
    return (
        f"the spreadsheet program has made {what} ({text}) of what was typed: give the cell the format “Text” and type "
        "it again"
    )
