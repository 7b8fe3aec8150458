"""Setting up an alert: the form, the limits, the neutral answers, the links."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from pytest_django import Settings

from opportunities.alerts.limits import PER_ADDRESS, PER_SOURCE, PER_SOURCE_AND_ADDRESS
from opportunities.alerts.links import confirm_path, manage_path
from opportunities.ford import FIELD
from opportunities.models import Alert, Mail, SignUp, Subscriber
from tests.alerts.subscribers import AT, confirmed, job
from tests.builders import make_opportunity

pytestmark = pytest.mark.django_db

FORM = {"email": "ada@example.org", "rhythm": "at-once", "matters": ["new", "deadline"], "days": "14"}


def link() -> str:
    """The path of the link to confirm in the last mail."""
    (found,) = [word for word in str(mail.outbox[-1].body).split() if "/alerts/confirm/" in word]
    return found.removeprefix("https://finder.example.org")


def test_the_page_says_what_is_watched_and_what_of_the_address_was_left_out(client: Client) -> None:
    make_opportunity()
    page = client.get("/alerts/new/?kind=grant&colour=red&sort=name&page=2").content.decode()
    assert "Grants" in page
    assert "(1 opportunity now)" in page
    assert "“colour”" in page
    assert 'name="email"' in page


def test_nothing_is_watched_before_a_button_is_pressed_behind_the_link(client: Client) -> None:
    response = client.post("/alerts/new/?kind=grant&sort=name", FORM)
    assert (response.status_code, response.headers["Location"]) == (302, "/alerts/sent/")
    assert mail.outbox[0].to == ["ada@example.org"]
    alert = Alert.objects.get()
    assert (alert.search, alert.confirmed_at) == ("?kind=grant", None)
    page = client.get(link())
    assert page.status_code == 200
    assert "Grants" in page.content.decode()
    alert.refresh_from_db()
    assert alert.confirmed_at is None
    assert "Your alert is set up" in client.post(link()).content.decode()
    alert.refresh_from_db()
    assert alert.confirmed_at is not None


def test_a_link_used_twice_says_so_and_leads_on(client: Client) -> None:
    client.post("/alerts/new/", FORM)
    client.post(link())
    for response in (client.post(link()), client.get(link())):
        assert response.status_code == 200
        assert "This alert is confirmed already" in response.content.decode()
        assert "/alerts/manage/" in response.content.decode()
    assert Alert.objects.count() == 1


def test_an_expired_a_broken_and_a_spent_link_are_told_apart(client: Client) -> None:
    with time_machine.travel(AT, tick=False):
        client.post("/alerts/new/", FORM)
        path = link()
        broken = client.get(path[:-6] + "/")
    assert (broken.status_code, "This link is not complete" in broken.content.decode()) == (404, True)
    with time_machine.travel(AT + timedelta(days=3, seconds=5), tick=False):
        for late in (client.get(path), client.post(path)):
            assert (late.status_code, "This link is too old" in late.content.decode()) == (410, True)
    with time_machine.travel(AT + timedelta(days=2), tick=False):
        Subscriber.objects.all().delete()
        for spent in (client.get(path), client.post(path)):
            assert (spent.status_code, "nothing behind this link" in spent.content.decode()) == (410, True)


def test_a_link_for_one_thing_does_not_do_for_another(client: Client) -> None:
    alert = confirmed()
    token = confirm_path(alert).split("/")[-2]
    for name in ("manage", "unsubscribe", "mute"):
        assert client.post(f"/alerts/{name}/{token}/").status_code in (404, 405)
    assert Alert.objects.count() == 1


def test_known_and_unknown_addresses_get_the_same_answer(client: Client) -> None:
    confirmed("ada@example.org", search="?kind=grant")
    known = client.post("/alerts/new/?kind=grant", FORM)
    unknown = client.post("/alerts/new/?kind=grant", {**FORM, "email": "bea@example.org"})
    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"] == unknown.headers["Location"]
    assert [one.to for one in mail.outbox] == [["ada@example.org"], ["bea@example.org"]]
    assert mail.outbox[0].subject == mail.outbox[1].subject
    before = len(mail.outbox)
    answers = [client.post("/alerts/", {"email": f"{name}@example.org"}) for name in ("ada", "nobody")]
    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, "/alerts/link-sent/")}
    assert len(mail.outbox) == before, "how long the answer takes would tell"
    job(datetime.now(UTC) + timedelta(seconds=1))
    assert [one.to for one in mail.outbox[before:]] == [["ada@example.org"]]
    assert "/alerts/manage/" in str(mail.outbox[-1].body)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "ada@",
        "ada@example",
        "ada@example.org\nBcc: eve@example.org",
        "ada@example.org\r\nSubject: hello",
        "ada@example.org%0aBcc:eve@example.org",
        "ada@example.org, eve@example.org",
        "Ada <ada@example.org>",
        '"ada\x01"@example.org',
        '"a@b"@example.org',
        "ada\x00@example.org",
        "ada\u202e@example.org",
        "a" * 65 + "@example.org",
        "ada@" + "a." * 140 + "org",
    ],
)
def test_what_is_no_address_is_refused_with_a_word_at_the_field(client: Client, email: str) -> None:
    response = client.post("/alerts/new/", {**FORM, "email": email})
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert 'href="#id_email"' in page
    assert 'aria-invalid="true"' in page
    assert (mail.outbox, Subscriber.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythm": "hourly"},
        {"rhythm": ""},
        {"matters": []},
        {"matters": ["gossip"]},
        {"rhythm": "deadlines", "matters": ["new"]},
        {"days": "-3"},
        {"days": "9" * 40},
        {"days": ""},
    ],
)
def test_a_wish_that_cannot_be_is_refused_and_the_rest_kept(client: Client, wrong: dict[str, object]) -> None:
    response = client.post("/alerts/new/?kind=grant", {**FORM, **wrong})
    assert response.status_code == 422
    assert 'value="ada@example.org"' in response.content.decode()
    assert mail.outbox == []


def test_an_entry_that_is_not_there_and_a_search_that_is_too_long_are_told(client: Client) -> None:
    response = client.get("/alerts/new/?entry=no-such-award")
    assert (response.status_code, "There is no entry with this name" in response.content.decode()) == (404, True)
    assert client.post("/alerts/new/?entry=no-such-award", FORM).status_code == 404
    everything = "&".join(f"discipline={code}" for code in FIELD)
    assert client.get(f"/alerts/new/?{everything}&q={'%E6%A1%9C' * 200}").status_code == 404


def test_one_source_cannot_sign_up_without_end(client: Client) -> None:
    codes = [client.post("/alerts/new/", {**FORM, "email": f"a{n}@example.org"}).status_code for n in range(30)]
    assert codes == [302] * PER_SOURCE + [429] * (30 - PER_SOURCE)
    assert len(mail.outbox) == Subscriber.objects.count() == PER_SOURCE
    assert "Too many requests" in client.post("/alerts/", {"email": "x@example.org"}).content.decode()
    other = client.post("/alerts/new/", {**FORM, "email": "b@example.org"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


def test_an_ipv6_network_is_one_source(client: Client) -> None:
    for n in range(PER_SOURCE):
        client.post("/alerts/new/", {**FORM, "email": f"a{n}@example.org"}, REMOTE_ADDR=f"2001:db8::{n + 1:x}")
    refused = client.post("/alerts/new/", FORM, REMOTE_ADDR="2001:db8::ffff")
    assert refused.status_code == 429


def test_the_header_of_a_proxy_counts_only_where_there_is_one(client: Client, settings: Settings) -> None:
    def post(n: int, seen: str) -> int:
        form = {**FORM, "email": f"a{n}@example.org"}
        return client.post("/alerts/new/", form, HTTP_X_FORWARDED_FOR=seen).status_code

    assert [post(n, f"192.0.2.{n}") for n in range(PER_SOURCE + 1)][-1] == 429
    SignUp.objects.all().delete()
    settings.TRUSTED_PROXIES = 1
    assert [post(n, f"192.0.2.{n}, 198.51.100.1") for n in range(PER_SOURCE + 1)][-1] == 429
    SignUp.objects.all().delete()
    assert [post(n, f"192.0.2.{n}") for n in range(PER_SOURCE + 1)][-1] == 302


def test_one_address_is_not_flooded_from_one_source_nor_from_many(client: Client) -> None:
    codes = [client.post("/alerts/new/", FORM).status_code for _ in range(PER_SOURCE_AND_ADDRESS + 1)]
    assert codes == [302] * PER_SOURCE_AND_ADDRESS + [429]
    elsewhere = [
        client.post("/alerts/new/", {**FORM, "email": "ADA@example.org"}, REMOTE_ADDR=f"192.0.2.{n}").status_code
        for n in range(PER_ADDRESS)
    ]
    assert set(elsewhere) == {302}, "what others asked for is nobody's business"
    assert len(mail.outbox) == PER_ADDRESS


def test_where_somebody_came_from_is_stored_as_a_hash_and_for_a_day(client: Client) -> None:
    with time_machine.travel(AT, tick=False):
        client.post("/alerts/new/", FORM, REMOTE_ADDR="192.0.2.7")
        row = SignUp.objects.get()
        assert "192.0.2" not in row.source
        assert "ada" not in row.address
        assert len(row.source) == len(row.address) == 64
    job(AT + timedelta(days=1, seconds=1))
    assert not SignUp.objects.exists()


def test_a_mail_that_cannot_be_sent_at_once_goes_with_the_next_run(client: Client, settings: Settings) -> None:
    with time_machine.travel(AT, tick=False):
        settings.EMAIL_BACKEND = "core.mail.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        assert client.post("/alerts/new/", FORM).status_code == 302
        assert Mail.objects.get().state == "waiting"
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert job().deliveries.sent == 1
        assert client.post(link()).status_code == 200


def test_pages_with_links_are_kept_nowhere_and_told_to_nobody(client: Client) -> None:
    alert = confirmed()
    for path in (confirm_path(alert), manage_path(alert.subscriber), "/alerts/manage/broken/"):
        response = client.get(path)
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "ada@example.org" not in response.content.decode()


def test_a_form_of_another_site_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/alerts/new/", FORM).status_code == 403


def test_japanese_pages_write_japanese_mails(client: Client) -> None:
    client.post("/ja/alerts/new/?kind=grant", FORM)
    assert link().startswith("/ja/alerts/confirm/")
    assert Alert.objects.get().language == "ja"
