"""The site as a whole: its settings are sound, its tables are those of its models, its pages are there."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_settings_are_sound() -> None:
    call_command("check", fail_level="WARNING", stdout=StringIO())


def test_behind_https_the_settings_are_fit_for_the_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
    }.items():
        monkeypatch.setattr(settings, name, value)
    said = StringIO()
    call_command("check", deploy=True, stdout=said, stderr=said)
    # W005, W021: subdomains and preloading of HSTS are for the owner of the domain to decide.
    assert {line.split("(")[1].split(")")[0] for line in said.getvalue().splitlines() if "(security." in line} <= {
        "security.W005",
        "security.W021",
    }


def public_addresses() -> list[str]:
    """All pages and files without a name of a record in their address; pages in both languages."""
    found: list[str] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern.pattern, LocalePrefixPattern):
                assert isinstance(pattern, URLResolver)
                walk(pattern.url_patterns, "")
                walk(pattern.url_patterns, "ja/")
                continue
            address = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                if pattern.app_name != "admin":
                    walk(pattern.url_patterns, address)
            elif "<" not in address:
                found.append(f"/{address}")

    walk(get_resolver().url_patterns, "")
    return found


PAGES = {"/", "/opportunities/", "/deadlines/", "/eligibility/", "/shortlist/", "/compare/", "/organisations/"}


def _visit(client: Client) -> None:
    """Each address answers; those that only take what is sent to them say so."""
    addresses = public_addresses()
    assert set(addresses) >= PAGES
    assert {f"/ja{page}" for page in PAGES} <= set(addresses)
    statuses = {address: client.get(address).status_code for address in addresses}
    assert {address: status for address, status in statuses.items() if status not in (200, 405)} == {}
    pages = [address for address in addresses if address.removeprefix("/ja") in PAGES]
    assert all(statuses[page] == 200 for page in pages)


@pytest.mark.usefixtures("loaded_catalogue")
def test_every_public_page_is_there(client: Client) -> None:
    _visit(client)


def test_every_public_page_is_there_before_the_catalogue_is_loaded(client: Client) -> None:
    _visit(client)


def test_an_address_without_its_last_slash_leads_on(client: Client) -> None:
    response = client.get("/opportunities?q=a%26b&kind=grant")
    assert (response.status_code, response.headers["Location"]) == (301, "/opportunities/?q=a%26b&kind=grant")
