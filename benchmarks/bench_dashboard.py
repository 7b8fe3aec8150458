"""The desk's first page for an administrator, who sees all of it."""

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.desk import cookie_of_an_administrator, furnish
from benchmarks.measuring import page


@pytest.fixture(scope="module")
def cookie(database_as_it_is: None) -> str:
    """Somebody at the desk, which is furnished."""
    furnish()
    return cookie_of_an_administrator()


def test_dashboard(benchmark: BenchmarkFixture, cookie: str) -> None:
    def look() -> bytes:
        return page("/admin/", {"Cookie": cookie})

    assert b'class="dashboard"' in look()
    benchmark.pedantic(look, rounds=30, warmup_rounds=3)
