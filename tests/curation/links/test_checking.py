"""The command: tries what is due, stores each result as it comes, and may be killed or started twice."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from core.sole_run import sole_run
from opportunities.models import Link
from tests.builders import make_opportunity, source_entry
from tests.core.web_server import WebServer, answer, page, redirect
from tests.databases import connected_to, new_database


@pytest.fixture(autouse=True)
def in_a_hurry(settings: Settings, tmp_path: Path) -> None:
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    settings.LINK_CHECK_DELAY = 0
    settings.SITE_URL = "https://finder.example.org"
    settings.DATA_DIR = tmp_path


@pytest.fixture
def site() -> Iterator[WebServer]:
    with WebServer.running({"*": page("Fine")}) as server:
        yield server


def named(site: WebServer, *paths: str) -> list[str]:
    """Addresses of the site that an entry names."""
    urls = [f"http://127.0.0.1:{site.port}{path}" for path in paths]
    make_opportunity("one", sources=[source_entry(f"s{n}", url=url) for n, url in enumerate(urls)])
    return urls


def check(**options: object) -> str:
    said = StringIO()
    call_command("check_links", stdout=said, stderr=said, **options)
    return said.getvalue()


@pytest.mark.django_db
def test_a_run_tries_what_is_due_and_says_what_it_found(site: WebServer) -> None:
    site.ways |= {"/gone": page("Sorry", status=404), "/old": redirect("/new", 301)}
    fine, gone, old = named(site, "/fine", "/gone", "/old")
    with time_machine.travel("2026-11-25T04:00:00Z"):
        said = check()
    assert "tried: 3 (works: 1, moved: 1, gone: 1)" in said
    assert f"untried → gone: {gone}" in said
    assert f"untried → moved: {old}" in said
    assert fine not in said
    assert {link.url: link.verdict for link in Link.objects.all()} == {fine: "works", gone: "gone", old: "moved"}
    assert site.asked[0].headers["user-agent"] == (
        "UKJapanFundingFinder/1.0 (checks links of a public catalogue; +https://finder.example.org)"
    )
    asked = len(site.asked)
    with time_machine.travel("2026-11-25T05:00:00Z"):
        assert "tried: 0" in check()
        assert len(site.asked) == asked, "nothing is due"
        assert "tried: 3" in check(only_due=False)
    with time_machine.travel("2026-12-03T05:00:00Z"):
        site.ways["/gone"] = page("Back again")
        said = check(limit=1)
        assert "tried: 1 (" in said
        assert "tried: 2 (" in check()
        assert Link.objects.get(url=gone).verdict == "works"


@pytest.mark.django_db
def test_a_site_that_is_away_for_three_days_is_called_broken(site: WebServer) -> None:
    named(site, "/page")
    site.ways["/page"] = answer(501)
    for day, verdict in (("25", "down"), ("26", "down"), ("27", "broken")):
        with time_machine.travel(f"2026-11-{day}T04:00:00Z"):
            assert f"tried: 1 ({verdict}: 1)" in check()
    link = Link.objects.get()
    assert (link.strikes, link.status, link.detail) == (3, 501, "The site answers 501 (Not Implemented).")


@pytest.mark.django_db
def test_single_addresses_can_be_tried(site: WebServer) -> None:
    first, second = named(site, "/1", "/2")
    said = check(url=[second, "https://unknown.example.org/"], verbosity=2)
    assert f"works: {second}" in said
    assert "Nothing in the catalogue names https://unknown.example.org/." in said
    assert site.paths() == ["/robots.txt", "/2"]
    assert Link.objects.get(url=first).verdict == "untried"


@pytest.mark.django_db
def test_a_run_ends_in_time_and_leaves_the_rest(site: WebServer, settings: Settings) -> None:
    settings.LINK_CHECK_DELAY = 0.5
    named(site, *(f"/{n}" for n in range(30)))
    began = time.monotonic()
    said = check(seconds=2)
    assert time.monotonic() - began < 6
    tried = Link.objects.exclude(verdict="untried").count()
    assert 1 <= tried < 10
    assert f"left for another run: {30 - tried}" in said


@pytest.mark.django_db
def test_a_second_run_at_the_same_time_does_nothing(site: WebServer) -> None:
    named(site, "/1")
    with sole_run("check-links"):
        assert "Another run is at work" in check()
    assert site.asked == []
    assert "tried: 1" in check()


@pytest.mark.parametrize("options", [{"seconds": "0"}, {"seconds": "nan"}, {"limit": "-1"}, {"seconds": "soon"}])
def test_numbers_that_make_no_sense_are_refused(options: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        call_command("check_links", *(f"--{name}={value}" for name, value in options.items()))


def test_what_a_killed_run_found_is_kept(site: WebServer, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), new_database(tmp_path) as database, connected_to(database):
        named(site, *(f"/{n}" for n in range(40)))
        process = subprocess.Popen(
            [sys.executable, "manage.py", "check_links"],
            cwd=project.BASE_DIR,
            env={
                **os.environ,
                "DATABASE_URL": database,
                "DATA_DIR": str(tmp_path),
                "OUTBOUND_ALLOWED_HOSTS": "127.0.0.1",
                "LINK_CHECK_DELAY": "0.1",
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 60
        while len(site.asked) < 8 and time.monotonic() < until:
            time.sleep(0.05)
        process.kill()
        process.wait()
        kept = Link.objects.filter(verdict="works", tried_at__gt=timezone.now() - timedelta(minutes=5)).count()
        answered = len([path for path in site.paths() if path != "/robots.txt"])
        assert answered - 2 <= kept <= answered < 40
        assert kept >= 5
        assert f"tried: {40 - kept}" in check(), "the next run goes on where it ended"
