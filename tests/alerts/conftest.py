"""Fixtures of the tests of alerts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.alerts.smtp_server import MailServer


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A real SMTP server, to which the site sends its mail."""
    with MailServer.running() as server:
        settings.EMAIL_BACKEND = "core.mail.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """Nothing is written among the developer's own files."""
    settings.DATA_DIR, settings.MAIL_DIR = tmp_path, tmp_path / "mail"
    settings.SITE_URL = "https://finder.example.org"
