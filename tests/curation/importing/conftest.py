"""Imports in tests are read and applied at once, however large they are."""

import pytest

from opportunities.curation.duplicates import forget_names
from opportunities.curation.importing import work


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left to another process, which would not see the database of a test."""
    monkeypatch.setattr(work, "is_quick", lambda raw: True)
    monkeypatch.setattr(work, "QUICK_ROWS", 10**6)
    forget_names()
