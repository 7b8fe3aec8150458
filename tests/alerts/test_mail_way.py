"""The whole way of an alert, through a real SMTP server, by the links in the mails."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from opportunities.models import Subscriber
from tests.alerts.smtp_server import MailServer, body_of, link_in
from tests.alerts.subscribers import AT, edit_round, job
from tests.builders import make_opportunity, round_entry

pytestmark = pytest.mark.django_db

FORM = {"email": "ada@example.org", "rhythm": "at-once", "matters": ["new", "deadline"], "days": "14"}


@pytest.mark.parametrize(("prefix", "said"), [("", "Deadline moved from"), ("/ja", "2027年1月20日")])
def test_from_signing_up_to_unsubscribing(client: Client, mail_server: MailServer, prefix: str, said: str) -> None:
    award = make_opportunity(cycle={"timezone": "Europe/London", "rounds": [round_entry()]})
    with time_machine.travel(AT, tick=False):
        client.post(f"{prefix}/alerts/new/?kind=grant", FORM)
        confirm = link_in(mail_server.last(), "/alerts/confirm/")
        assert confirm.startswith(f"{prefix}/alerts/")
        assert client.post(confirm).status_code == 200

    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        edit_round(award, closes_on=date(2027, 1, 20))
        job(AT + timedelta(hours=1))
        digest = mail_server.last()
        assert digest["To"] == "ada@example.org"
        assert said in body_of(digest)
        assert said in body_of(digest, "html")
        assert digest["Message-ID"].endswith("@finder.example.org>")
        assert client.post(link_in(digest, "/alerts/mute/")).status_code == 200

        edit_round(award, closes_on=date(2027, 1, 25))
        assert job(AT + timedelta(hours=1)).decided == 0, "muted"
        make_opportunity("plum-award")
        assert job(AT + timedelta(hours=1)).decided == 1

        strict = Client(enforce_csrf_checks=True)
        assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        one_click = str(digest["List-Unsubscribe"]).strip(" <>").removeprefix("https://finder.example.org")
        assert one_click == link_in(digest, "/alerts/unsubscribe/")
        assert strict.post(one_click, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists()
    assert mail_server.counts() == {"ada@example.org": 3}


def test_lines_that_begin_with_a_full_stop_arrive_whole(client: Client, mail_server: MailServer) -> None:
    make_opportunity("dotted-award", name=".dotted award")
    client.post("/alerts/new/?entry=dotted-award", FORM)
    assert ".dotted award" in body_of(mail_server.last()).splitlines()
