"""What the job decides to tell: none lost, none twice, one mail for each address."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from opportunities.alerts import subscribing
from opportunities.alerts.digest import NAMED, SHOWN
from opportunities.alerts.mails import queue_digest
from opportunities.alerts.targets import Target
from opportunities.alerts.wishes import Wish
from opportunities.models import Alert, Mail, Subscriber, ToldEntry
from opportunities.models.alerts import CLOSES, DEADLINE, NEW, OPENS
from tests.alerts.subscribers import AT, confirmed, edit_round, job
from tests.builders import make_opportunity, round_entry

pytestmark = pytest.mark.django_db


def cycle(**changes: Any) -> dict[str, Any]:
    return {"frequency": "annual", "timezone": "Europe/London", "rounds": [round_entry(**changes)]}


def texts() -> list[str]:
    return [str(one.body) for one in mail.outbox]


def html_of(one: object) -> str:
    assert isinstance(one, EmailMultiAlternatives)
    return str(one.alternatives[0][0])


def test_a_new_match_is_told_once_and_what_was_there_is_not() -> None:
    make_opportunity("known-award")
    confirmed()
    assert job().decided == 0
    make_opportunity("new-award")
    assert job().decided == 1
    assert [job().decided, job(AT + timedelta(days=1)).decided] == [0, 0]
    (text,) = texts()
    assert "New Award" in text
    assert "Known Award" not in text
    assert mail.outbox[0].subject == "New match: New Award"


def test_a_moved_deadline_says_old_and_new() -> None:
    award = make_opportunity("new-award", cycle=cycle())
    confirmed()
    edit_round(award, closes_on=date(2027, 1, 20))
    job()
    said = "Deadline moved from 15 January 2027 (UK time) to 20 January 2027 (UK time)"
    assert said in texts()[0]
    assert said in html_of(mail.outbox[0])
    assert mail.outbox[0].subject == "Deadline moved: New Award"


def test_japanese_subscribers_read_japanese() -> None:
    award = make_opportunity("new-award", name_ja="桜賞", cycle=cycle())
    confirmed(language="ja")
    edit_round(award, closes_on=date(2027, 1, 20))
    job()
    (text,) = texts()
    assert "桜賞" in text
    assert "2027年1月20日" in text
    assert "https://finder.example.org/ja/opportunities/new-award/" in text
    assert mail.outbox[0].extra_headers["Content-Language"] == "ja"
    assert '<html lang="ja">' in html_of(mail.outbox[0])


def test_several_searches_of_an_address_come_in_one_mail_each_entry_once() -> None:
    confirmed(search="?kind=grant")
    confirmed(search="")
    confirmed("bea@example.org", search="?kind=fellowship")
    make_opportunity("new-award")
    assert job().decided == 1
    (text,) = texts()
    assert text.count("* New Award") == 1
    assert "Told above already: New Award" in text


def test_none_is_lost_where_more_match_than_are_told_at_length() -> None:
    confirmed()
    names = [f"award-{n:03d}" for n in range(SHOWN + 15)]
    for name in names:
        make_opportunity(name)
    job()
    (text,) = texts()
    for name in names:
        assert f"https://finder.example.org/opportunities/{name}/" in text
        assert f"/opportunities/{name}/" in html_of(mail.outbox[0])
    assert text.count("Hear nothing more of this entry") == SHOWN
    assert mail.outbox[0].subject == "40 new matches"


def test_what_is_not_even_named_is_counted_with_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opportunities.alerts.digest.SHOWN", 2)
    monkeypatch.setattr("opportunities.alerts.digest.NAMED", 4)
    assert NAMED > SHOWN
    confirmed(search="?kind=grant")
    for n in range(7):
        make_opportunity(f"award-{n}")
    job()
    (text,) = texts()
    assert (
        "3 more are not listed here. See everything that matches: https://finder.example.org/opportunities/?kind=grant"
        in text
    )
    assert ToldEntry.objects.filter(matches=True).count() == 7


def test_weekly_digests_come_on_monday_and_a_missed_one_later() -> None:
    confirmed(rhythm="weekly")
    make_opportunity("new-award")
    assert job().decided == 0
    monday = datetime.fromisoformat("2026-11-30T06:00:00+00:00")
    assert job(monday - timedelta(seconds=1)).decided == 0
    assert job(monday + timedelta(days=2)).decided == 1
    make_opportunity("next-award")
    assert job(monday + timedelta(days=3)).decided == 0
    assert job(monday + timedelta(days=7)).decided == 1
    assert "Next Award" in texts()[1]


def test_only_what_matters_is_told() -> None:
    near = round_entry(closes="2026-12-01", opens="2026-11-26")
    for matter in (NEW, DEADLINE, OPENS, CLOSES):
        confirmed(f"{matter}@example.org", matters=frozenset({matter}))
    make_opportunity("new-award", cycle={"timezone": "Europe/London", "rounds": [near]})
    job()
    job(AT + timedelta(days=1))
    said = {one.to[0].partition("@")[0]: str(one.body) for one in mail.outbox}
    assert "New match" in said[NEW]
    assert "Deadline announced: 1 December 2026 (UK time)" in said[DEADLINE]
    assert "Open since 26 November 2026 (UK time)" in said[OPENS]
    assert "Closes 1 December 2026 (UK time): 6 days left" in said[CLOSES]
    assert len(mail.outbox) == 4


def test_a_muted_entry_is_not_told_and_what_it_did_is_not_told_later() -> None:
    award, other = make_opportunity("new-award", cycle=cycle()), make_opportunity("other-award", cycle=cycle())
    subscriber = confirmed().subscriber
    subscribing.mute(subscriber, award.pk)
    edit_round(award, closes_on=date(2027, 1, 20))
    edit_round(other, closes_on=date(2027, 1, 21))
    job()
    subscribing.unmute(subscriber, award.pk)
    job()
    (text,) = texts()
    assert "Other Award" in text
    assert "New Award" not in text


def test_an_entry_is_watched_alone() -> None:
    award = make_opportunity("new-award", cycle=cycle())
    confirmed(search=None, entry=award.pk)
    make_opportunity("other-award")
    assert job().decided == 0
    edit_round(award, closes_on=date(2027, 1, 20))
    assert job().decided == 1


def test_a_search_for_what_is_gone_from_the_catalogue_tells_nothing() -> None:
    alert = confirmed(search="?funder=gone-trust")
    assert Alert.objects.get(pk=alert.pk).told.count() == 0
    make_opportunity("new-award")
    assert job().decided == 0


def test_a_second_alert_for_the_same_takes_the_place_of_the_first() -> None:
    confirmed(rhythm="weekly")
    confirmed(rhythm="monthly")
    assert [alert.rhythm for alert in Alert.objects.all()] == ["monthly"]


def test_what_goes_wrong_for_one_leaves_the_others_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    unlucky = confirmed("ada@example.org")
    confirmed("bea@example.org")
    make_opportunity()

    def failing(subscriber: Subscriber, *rest: Any) -> Mail:
        if subscriber == unlucky.subscriber:
            raise ValueError
        return queue_digest(subscriber, *rest)

    monkeypatch.setattr("opportunities.alerts.planning.queue_digest", failing)
    assert job().decided == 1
    monkeypatch.undo()
    assert job().decided == 1
    assert sorted(one.to[0] for one in mail.outbox) == ["ada@example.org", "bea@example.org"]


def test_an_unconfirmed_alert_gets_nothing_and_goes_after_three_days() -> None:
    subscribing.sign_up("eve@example.org", Target(search=""), Wish("at-once", frozenset({NEW}), 14), "ja", AT)
    make_opportunity("new-award")
    assert job(AT + timedelta(days=2)).decided == 0
    assert Subscriber.objects.count() == 1
    assert job(AT + timedelta(days=3)).forgotten == 1
    assert not Subscriber.objects.exists()


def test_a_sent_mail_leaves_no_text_and_goes_after_a_month() -> None:
    confirmed()
    make_opportunity("new-award")
    job()
    sent = Mail.objects.get()
    assert (sent.state, sent.subject, sent.text, sent.html, sent.unsubscribe_link) == ("sent", "", "", "", "")
    job(AT + timedelta(days=31))
    assert not Mail.objects.exists()
