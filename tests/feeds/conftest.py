"""All of these tests ask on one day."""

from collections.abc import Iterator

import pytest
import time_machine
from time_machine import Traveller

NOW = "2026-11-25T12:00:00Z"


@pytest.fixture
def now() -> Iterator[Traveller]:
    """The clock, standing at noon (UTC) on 25 November 2026 until it is moved."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock
