"""Benches measure what visitors get, not what the test environment adds."""

import gc
from collections.abc import Iterator

import pytest
from django.template import Template
from django.test import utils


@pytest.fixture(autouse=True)
def as_in_production(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undo what makes pages slower in tests only.

    The test environment copies the context of each of some hundred parts of a page; and the collector of garbage
    goes again and again through all that pytest and the fixtures hold in memory.
    """
    saved = getattr(utils._TestState, "saved_data")  # noqa: B009  (it has no type)
    monkeypatch.setattr(Template, "_render", saved.template_render)
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
