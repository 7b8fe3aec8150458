"""Cells as plain text, whatever the file: what the curator sees is what is read.

Texts that a spreadsheet program holds as something else say so by their class: typed into a cell without a format,
`2.10` becomes the number 2.1 there, and `2026-03` the first of March.
"""

from datetime import date, datetime, time

_HALF_A_SECOND = 500_000  # in microseconds; spreadsheet programs keep times as fractions of a day


class NumberCell(str):
    """A number, as a spreadsheet program holds it."""

    __slots__ = ()


class DateCell(str):
    """A date, as far as the cell shows it: a day (2026-03-31), a month (2026-03) or a day of the year (03-31)."""

    __slots__ = ()


class UnreadableCell(str):
    """A cell that cannot be read: the text is the reason."""

    __slots__ = ()


def number_cell(number: int | float) -> str:
    """The digits of a number, without a needless fraction."""
    if isinstance(number, float) and number.is_integer() and abs(number) < 10**15:
        number = int(number)
    return NumberCell(number)


def date_cell(value: date | datetime, number_format: str) -> str:
    """A date as the format of its cell shows it: a cell that shows “Mar-26” says no day."""
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return f"{value:%Y-%m-%dT%H:%M}"
    shown = number_format.lower()
    if "d" in shown and "y" not in shown:
        return DateCell(f"{value:%m-%d}")
    return DateCell(f"{value:%Y-%m-%d}" if "d" in shown or "m" not in shown else f"{value:%Y-%m}")


def time_cell(value: time) -> str:
    """A time of day to the minute, with the seconds only where there are any."""
    minutes = value.hour * 60 + value.minute
    seconds = value.second + (value.microsecond >= _HALF_A_SECOND)
    if seconds == 60:
        minutes, seconds = minutes + 1, 0
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def text_cell(text: str) -> str:
    """A text with plain line ends; one of nothing but blanks is empty."""
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return text if text.strip() else ""
