"""Jobs that are killed, and jobs that run at once: by the server's count each address gets exactly one mail."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from opportunities.alerts.planning import plan_all
from opportunities.models import Alert, Mail, Subscriber
from opportunities.models.alerts import MATTER
from opportunities.search.current import current_snapshot
from tests.alerts.smtp_server import MailServer
from tests.builders import make_opportunity
from tests.databases import connected_to, new_database

MAILS = 500
KILLS = 3
AT_ONCE = 150  # mails for jobs that run at once


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a database of its own, to which this test is connected."""
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        yield url


@pytest.fixture
def many_with_news(database: str) -> str:
    """A database in which there is something new for 500 addresses."""
    now = timezone.now()
    subscribers = Subscriber.objects.bulk_create(
        Subscriber(email=f"a{n}@example.org", language="en-gb", created_at=now) for n in range(MAILS)
    )
    Alert.objects.bulk_create(
        Alert(
            subscriber=one,
            search="",
            rhythm="at-once",
            matters=list(MATTER),
            language="en-gb",
            created_at=now,
            confirmed_at=now,
        )
        for one in subscribers
    )
    make_opportunity()
    return database


def job(database: str, folder: Path, server: MailServer) -> subprocess.Popen[bytes]:
    """`manage.py send_alerts` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "send_alerts"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "DATA_DIR": str(folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "LOG_LEVEL": "ERROR",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def wait_for(count: int, server: MailServer, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server has accepted so many mails, or the job has ended."""
    while len(server.accepted) < count and process.poll() is None:
        time.sleep(0.005)


def test_killed_again_and_again_it_sends_each_mail_once(
    tmp_path: Path, many_with_news: str, mail_server: MailServer
) -> None:
    moments = random.Random(1854)  # noqa: S311
    killed = 0
    for kill in range(KILLS):
        process = job(many_with_news, tmp_path, mail_server)
        wait_for(MAILS * (kill + 1) // (KILLS + 2), mail_server, process)
        time.sleep(moments.random() / 50)
        process.kill()
        process.communicate()
        killed += process.returncode < 0
    assert killed == KILLS, "a kill came too late"
    assert len(mail_server.accepted) < MAILS

    said, _nothing = job(many_with_news, tmp_path, mail_server).communicate(timeout=60)
    counts = mail_server.counts()
    assert {address: count for address, count in counts.items() if count != 1} == {}
    assert len(counts) == MAILS, said.decode()
    identities = {BytesHeaderParser().parsebytes(mail)["Message-ID"] for _address, mail in mail_server.accepted}
    assert len(identities) == MAILS
    assert not Mail.objects.exclude(state__in=("sent", "unanswered")).exists()


def test_jobs_that_run_at_once_send_each_mail_once(
    tmp_path: Path, many_with_news: str, mail_server: MailServer
) -> None:
    """With locks of their own, as on two machines: one mail is then kept from being sent twice by its claim alone."""
    Subscriber.objects.filter(pk__in=Subscriber.objects.values_list("pk")[AT_ONCE:]).delete()
    folders = [tmp_path / name for name in ("one", "other")]
    assert plan_all(timezone.now(), current_snapshot()) == AT_ONCE
    processes = [job(many_with_news, folder, mail_server) for folder in folders]
    for process in processes:
        process.communicate(timeout=60)
    assert [process.returncode for process in processes] == [0, 0]
    assert set(mail_server.counts().values()) == {1}
    assert len(mail_server.counts()) == AT_ONCE
