"""Sending: failures, retries, and what killed processes left."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.core.management import CommandError, call_command
from pytest_django import Settings

from core.mail import HandedOver
from opportunities.alerts.journal import sole_run
from opportunities.alerts.outbox import DELAYS, LEASE, composed, recover, send
from opportunities.alerts.planning import plan_all
from opportunities.models import Mail, Subscriber
from opportunities.search.current import current_snapshot
from tests.alerts.smtp_server import MailServer, body_of
from tests.alerts.subscribers import AT, confirmed, job
from tests.builders import make_opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_with_news() -> None:
    """Two subscribers, and something new for both."""
    for name in ("ada", "bea"):
        confirmed(f"{name}@example.org")
    make_opportunity()


@pytest.mark.usefixtures("two_with_news")
def test_the_failure_of_one_address_does_not_stop_the_others(
    mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    mail_server.refused["ada@example.org"] = "451 not now"
    report = job().deliveries
    assert (report.sent, report.postponed) == (1, 1)
    assert mail_server.counts() == {"bea@example.org": 1}
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("opportunities")]
    assert ours
    assert not [line for line in ours if "ada" in line]
    mail_server.refused.clear()
    assert job().deliveries.sent == 1
    assert mail_server.counts() == {"ada@example.org": 1, "bea@example.org": 1}


@pytest.mark.usefixtures("two_with_news")
def test_an_address_that_always_fails_is_given_up(mail_server: MailServer) -> None:
    mail_server.refused["ada@example.org"] = "550 no such user"
    at, outcomes = AT, []
    for _ in range(len(DELAYS) + 3):
        report = job(at).deliveries
        outcomes.append((report.postponed, report.given_up))
        at += max(DELAYS)
    assert outcomes == [(1, 0)] * len(DELAYS) + [(0, 1)] + [(0, 0)] * 2
    assert Mail.objects.get(state="failed").text == ""


@pytest.mark.usefixtures("two_with_news")
def test_an_attempt_waits_longer_each_time(mail_server: MailServer) -> None:
    mail_server.refused = {f"{name}@example.org": "451 not now" for name in ("ada", "bea")}
    job()
    job()
    assert job(AT + DELAYS[1] - timedelta(seconds=1)).deliveries.postponed == 0
    assert job(AT + DELAYS[1]).deliveries.postponed == 2


@pytest.mark.usefixtures("two_with_news")
def test_without_a_server_nothing_is_lost_and_no_attempt_counted(settings: Settings, mail_server: MailServer) -> None:
    settings.EMAIL_PORT = 9
    with pytest.raises(CommandError, match="cannot be reached"):
        call_command("send_alerts")
    assert {(one.state, one.attempts) for one in Mail.objects.all()} == {("waiting", 0)}
    settings.EMAIL_PORT = mail_server.port
    call_command("send_alerts")
    assert mail_server.counts() == {"ada@example.org": 1, "bea@example.org": 1}


@pytest.mark.usefixtures("two_with_news")
def test_a_mail_without_an_answer_is_not_sent_again_and_can_be_read(mail_server: MailServer) -> None:
    mail_server.drops_answers = True
    report = job().deliveries
    assert (report.sent, report.unanswered) == (0, 2)
    mail_server.drops_answers = False
    assert job().deliveries.sent == 0
    assert mail_server.counts() == {"ada@example.org": 1, "bea@example.org": 1}
    make_opportunity("next-award")
    job()
    assert "“New match: Sakura Award”, may not have reached you" in body_of(mail_server.last())
    make_opportunity("third-award")
    job()
    assert "may not have reached you" not in body_of(mail_server.last())


@pytest.mark.usefixtures("two_with_news")
def test_what_a_killed_run_had_claimed_is_sent_and_what_it_had_handed_over_is_not() -> None:
    first, second = _decided()
    with sole_run() as killed:
        killed.open()
        killed.begin(second.key)
    Mail.objects.filter(pk=first.pk).update(state="claimed", claimed_by=killed.run, claimed_at=AT, attempts=1)
    Mail.objects.filter(pk=second.pk).update(state="handed-over", claimed_by=killed.run, claimed_at=AT, attempts=1)
    report = job()
    assert (report.freed, report.doubtful, report.deliveries.sent) == (1, 1, 1)
    assert [one.to for one in mail.outbox] == [[first.subscriber.email]]


@pytest.mark.usefixtures("two_with_news")
def test_what_a_killed_run_was_only_about_to_hand_over_is_sent() -> None:
    first, second = _decided()
    with sole_run() as killed:
        killed.open()
        killed.begin(second.key)
    Mail.objects.filter(pk=second.pk).update(state="sent")
    Mail.objects.filter(pk=first.pk).update(state="handed-over", claimed_by=killed.run, claimed_at=AT, attempts=1)
    assert job().deliveries.sent == 1
    assert [one.to for one in mail.outbox] == [[first.subscriber.email]]


@pytest.mark.usefixtures("two_with_news")
def test_what_a_run_elsewhere_had_handed_over_is_not_sent_again() -> None:
    first, _second = _decided()
    Mail.objects.filter(pk=first.pk).update(state="handed-over", claimed_by="job-elsewhere", claimed_at=AT, attempts=1)
    report = job()
    assert (report.doubtful, report.deliveries.sent) == (1, 1)


@pytest.mark.usefixtures("two_with_news")
def test_the_claim_of_a_request_is_left_alone_while_it_may_be_at_work() -> None:
    first, _second = _decided()
    Mail.objects.filter(pk=first.pk).update(state="claimed", claimed_by="page", claimed_at=AT, attempts=1)
    with sole_run() as journal:
        assert recover(AT + LEASE - timedelta(seconds=1), journal) == (0, 0)
        assert recover(AT + LEASE, journal) == (1, 0)


@pytest.mark.usefixtures("two_with_news")
def test_a_mail_that_another_takes_over_meanwhile_is_not_completed(
    mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _second = _decided()

    def overtaken(one: Mail) -> HandedOver:
        Mail.objects.filter(pk=one.pk).update(attempts=one.attempts + 1)
        return composed(one)

    monkeypatch.setattr("opportunities.alerts.outbox.composed", overtaken)
    assert send(first.pk, "job", lambda: AT, get_connection()) is None
    assert mail_server.accepted == []


@pytest.mark.usefixtures("two_with_news")
def test_an_address_that_is_deleted_before_its_turn_gets_nothing(mail_server: MailServer) -> None:
    _decided()
    Subscriber.objects.filter(email="ada@example.org").delete()
    job()
    assert mail_server.counts() == {"bea@example.org": 1}


@pytest.mark.usefixtures("two_with_news")
def test_a_second_job_at_once_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with sole_run():
        call_command("send_alerts")
    assert "Another run is at work" in capsys.readouterr().out
    assert mail.outbox == []


@pytest.mark.usefixtures("two_with_news")
def test_in_development_mail_goes_to_files_that_one_can_open(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "core.mail.FileBackend"
    job()
    endings = sorted(path.suffix for path in (tmp_path / "mail").iterdir())
    assert endings == [".eml", ".eml", ".html", ".html", ".txt", ".txt"]
    assert all("Sakura Award" in path.read_text() for path in (tmp_path / "mail").glob("*.txt"))
    assert not [path for path in (tmp_path / "mail").iterdir() if "example" in path.name]


def _decided() -> list[Mail]:
    """The mails of both, decided and not sent."""
    assert plan_all(AT, current_snapshot()) == 2
    return list(Mail.objects.select_related("subscriber"))
