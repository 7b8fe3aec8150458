"""How long a host asks to be left alone."""

from datetime import UTC, datetime

import httpx
import pytest

from opportunities.curation.links.asking import asked_to_wait

AT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("120", 120), ("0", 0), (" 7 ", 7), ("9" * 400, 999_999_999), ("-5", None), ("", None), ("soon", None),
        ("1.5", None), ("٣", None), ("Wed, 25 Nov 2026 12:01:00 GMT", 60), ("Wed, 25 Nov 2026 21:01:00 +0900", 60),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0), ("Wed, 25 Nov 99999 11:00:00 GMT", None),
        ("Wed, 25 Nov 2026 12:01:00", 60), ("Wed, 25 Nov 2026 12:00:00 +99999999", None),
    ],
)  # fmt: skip
def test_a_number_or_a_moment_is_read_and_nonsense_is_not(text: str, seconds: float | None) -> None:
    assert asked_to_wait(httpx.Headers([(b"Retry-After", text.encode())]), AT) == seconds


def test_nobody_asked() -> None:
    assert asked_to_wait(httpx.Headers(), AT) is None
