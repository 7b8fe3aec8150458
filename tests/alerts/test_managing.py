"""Seeing, changing, muting and stopping, by signed links."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from opportunities.alerts.links import manage_path, mute_path, stop_path
from opportunities.models import Alert, Mail, MutedEntry, Subscriber, ToldEntry
from tests.alerts.subscribers import AT, confirmed, job
from tests.builders import make_opportunity

pytestmark = pytest.mark.django_db


def test_all_alerts_of_the_address_are_there_and_no_others(client: Client) -> None:
    alert = confirmed(search="?kind=grant")
    confirmed(search="?kind=prize", rhythm="monthly")
    confirmed("bea@example.org", search="?kind=network")
    page = client.get(manage_path(alert.subscriber)).content.decode()
    assert "Grants" in page
    assert "Prizes" in page
    assert "Networks" not in page


def test_the_rhythm_changes(client: Client) -> None:
    alert = confirmed()
    path = manage_path(alert.subscriber)
    form = {"rhythm": "weekly", "matters": ["closes"], "days": "30"}
    response = client.post(f"{path}{alert.key}/", form, follow=True)
    assert "Your choice is saved." in response.content.decode()
    alert.refresh_from_db()
    assert (alert.rhythm, alert.matters, alert.days) == ("weekly", ["closes"], 30)
    assert alert.due_at is not None
    assert alert.due_at > timezone.now()
    refused = client.post(f"{path}{alert.key}/", {**form, "matters": []})
    assert (refused.status_code, "There is a problem" in refused.content.decode()) == (422, True)


def test_nobody_changes_the_alerts_of_another(client: Client) -> None:
    own, other = confirmed(), confirmed("bea@example.org")
    path = manage_path(own.subscriber)
    assert client.post(f"{path}{other.key}/stop/").status_code == 410
    assert client.post(f"{path}{other.key}/", {"rhythm": "weekly", "matters": ["new"], "days": "3"}).status_code == 410
    assert Alert.objects.get(pk=other.pk).rhythm == "at-once"


def test_stopping_the_last_alert_deletes_the_address(client: Client) -> None:
    first, second = confirmed(search="?kind=grant"), confirmed(search="?kind=prize")
    path = manage_path(first.subscriber)
    client.post(f"{path}{first.key}/stop/")
    assert list(Alert.objects.all()) == [second]
    assert "deleted the address" in client.post(f"{path}{second.key}/stop/").content.decode()
    assert not Subscriber.objects.exists()
    assert client.get(path).status_code == 410


def test_an_entry_is_muted_by_the_link_of_a_mail_only_with_a_button(client: Client) -> None:
    award = make_opportunity()
    subscriber = confirmed().subscriber
    path = mute_path(subscriber, award.pk)
    assert "Sakura Award" in client.get(path).content.decode()
    assert not MutedEntry.objects.exists()
    for _ in range(2):
        assert "You hear nothing more of “Sakura Award”" in client.post(path).content.decode()
    assert MutedEntry.objects.get().entry == award.pk
    page = client.get(manage_path(subscriber)).content.decode()
    assert page.count("Sakura Award") >= 1
    client.post(manage_path(subscriber) + "unmute/", {"entry": award.pk})
    assert not MutedEntry.objects.exists()
    client.post(manage_path(subscriber) + "mute/", {"entry": award.pk})
    assert MutedEntry.objects.exists()


@pytest.mark.parametrize("entry", ["", "x", "-1", "9" * 30, "１"])
def test_what_is_no_entry_is_told(client: Client, entry: str) -> None:
    path = manage_path(confirmed().subscriber)
    for action in ("mute/", "unmute/"):
        page = client.post(path + action, {"entry": entry}, follow=True)
        assert "Nothing was changed" in page.content.decode()


def test_the_language_changes(client: Client) -> None:
    alert = confirmed()
    response = client.post(manage_path(alert.subscriber) + "language/", {"language": "ja"})
    assert response.headers["Location"].startswith("/ja/alerts/manage/")
    assert Subscriber.objects.get().language == "ja"
    assert client.post(manage_path(alert.subscriber) + "language/", {"language": "xx"}).status_code == 303


def test_one_click_deletes_everything_and_a_second_is_no_mistake(client: Client) -> None:
    make_opportunity("old-award")
    subscriber = confirmed().subscriber
    confirmed(search="?kind=grant")
    make_opportunity()
    job()
    strict = Client(enforce_csrf_checks=True)
    path = stop_path(subscriber)
    assert strict.get(path).status_code == 200
    assert Subscriber.objects.exists()
    for _ in range(2):
        response = strict.post(path, {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, "All alerts are stopped" in response.content.decode()) == (200, True)
    counts = [model.objects.count() for model in (Subscriber, Alert, Mail, ToldEntry, MutedEntry)]
    assert counts == [0] * 5
    assert strict.get(path).status_code == 200


def test_a_link_to_manage_expires_and_one_to_stop_never_does(client: Client) -> None:
    with time_machine.travel(AT, tick=False):
        subscriber = confirmed().subscriber
        manage, stop = manage_path(subscriber), stop_path(subscriber)
    with time_machine.travel(AT + timedelta(days=91), tick=False):
        assert client.get(manage).status_code == 410
    with time_machine.travel(AT + timedelta(days=4000), tick=False):
        assert client.post(stop).status_code == 200
    assert not Subscriber.objects.exists()
