"""Accepting what readers suggest, fact by fact, or declining it; and the thanks, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from opportunities.curation.collections import place_of
from opportunities.curation.history import undo
from opportunities.curation.putting import CannotStoreError
from opportunities.curation.suggestions import (
    Acceptance,
    ChangedSinceError,
    DecidedBeforeError,
    NewProgramme,
    NewSource,
    accept,
    accept_new,
    decline,
    mark_as_spam,
    put_back,
)
from opportunities.curation.thanking import TRIED_FOR, thank, thank_all
from opportunities.models import Operation, Opportunity, RecordChange, Suggestion
from tests.alerts.smtp_server import MailServer, body_of
from tests.builders import make_opportunity

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
NAME = Acceptance(values={"name": "Sakura Prize"}, seen={"name": "Sakura Award"})


@pytest.fixture
def ume(db: None) -> User:
    return User.objects.create(username="ume")


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A real SMTP server, to which the site sends its mail."""
    with MailServer.running() as server:
        settings.EMAIL_BACKEND = "core.mail.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.SITE_URL = "https://finder.example.org"
        yield server


def suggestion(**changes: Any) -> Suggestion:
    """A suggestion about a new Sakura Award, or about a programme that we lack."""
    entry = None if changes.get("is_new") else make_opportunity(name="Sakura Award")
    given = {"about": "Sakura Award", "facts": {"name": "Sakura Prize", "cycle": "In May."}, "made_at": AT}
    return Suggestion.objects.create(opportunity=entry, **{**given, **changes})


def kept_address(said: Suggestion) -> str | None:
    said.refresh_from_db()
    return said.email


def test_a_fact_is_taken_over_in_the_curators_words_and_can_be_undone(ume: User) -> None:
    said = suggestion()
    final = Acceptance(values={"name": "The Sakura Prize"}, seen={"name": "Sakura Award"}, by_hand=["cycle"])
    accept(said.pk, final, ume, "The page says so")
    said.refresh_from_db()
    entry = Opportunity.objects.get(slug="sakura-award")
    assert (entry.name, entry.state) == ("The Sakura Prize", "published")
    assert (said.state, said.accepted_facts, said.decided_by) == ("accepted", ["name", "cycle"], ume)
    operation = Operation.objects.get()
    assert (operation.kind, operation.by) == ("suggestion", ume)
    assert operation.reason == f"Suggestion {said.pk} of a reader: The page says so"
    assert RecordChange.objects.get().after == {"name": "The Sakura Prize"}
    undo(operation, ume)
    entry.refresh_from_db()
    assert entry.name == "Sakura Award"


def test_what_is_only_seen_to_by_hand_changes_nothing_here(ume: User) -> None:
    said = suggestion()
    accept(said.pk, Acceptance(values={}, seen={}, by_hand=["cycle"]), ume)
    said.refresh_from_db()
    assert (said.state, said.accepted_facts) == ("accepted", ["cycle"])
    assert not Operation.objects.exists()


def test_the_readers_link_becomes_a_source_of_what_was_taken(ume: User) -> None:
    said = suggestion(source_url="https://example.org/news")
    news = NewSource("https://example.org/news", "News", "official")
    values = {"application.guidance_url": "https://example.org/guide", "funding.note": "Paid in May."}
    accept(said.pk, Acceptance(values, dict.fromkeys(values), source=news), ume)
    entry = Opportunity.objects.get()
    assert (entry.guidance_url, entry.funding_note) == ("https://example.org/guide", "Paid in May.")
    rows = {row.ref: (row.url, row.title, row.publisher, row.supports) for row in entry.sources.all()}
    assert rows["s2"] == ("https://example.org/news", "News", "official", ["funding", "guidance_url"])
    assert rows["s1"][0] == "https://example.org/s1"


def test_a_link_that_is_a_source_already_supports_more(ume: User) -> None:
    said = suggestion(source_url="https://example.org/s1")
    known = NewSource("https://example.org/s1", "Another title", "news")
    accept(said.pk, Acceptance(NAME.values, NAME.seen, source=known), ume)
    (row,) = Opportunity.objects.get().sources.all()
    assert (row.title, row.publisher, row.supports) == ("Page s1", "official", ["name"])


def test_what_somebody_changed_meanwhile_is_not_overwritten(ume: User) -> None:
    said = suggestion(email="ada@example.org")
    Opportunity.objects.update(name="Sakura Honour")
    with pytest.raises(ChangedSinceError) as error:
        accept(said.pk, NAME, ume)
    assert error.value.facts == ["name"]
    said.refresh_from_db()
    assert (said.state, said.email) == ("waiting", "ada@example.org")
    assert Opportunity.objects.get().name == "Sakura Honour"


def test_facts_that_cannot_stand_are_refused_and_it_waits_on(ume: User) -> None:
    said = suggestion()
    bad = Acceptance({"application.official_url": "ftp://example.org"}, {"application.official_url": None})
    with pytest.raises(CannotStoreError, match="must begin with http"):
        accept(said.pk, bad, ume)
    said.refresh_from_db()
    assert said.state == "waiting"


@pytest.mark.parametrize("decide", [decline, mark_as_spam])
def test_it_is_decided_once_and_declining_erases_the_address(decide: Any, ume: User) -> None:
    said = suggestion(email="ada@example.org")
    decide(said.pk, ume)
    assert kept_address(said) is None
    assert (said.state, said.decided_by) == ({decline: "declined", mark_as_spam: "spam"}[decide], ume)
    with pytest.raises(DecidedBeforeError):
        accept(said.pk, NAME, ume)
    put_back(said.pk)
    accept(said.pk, NAME, ume)
    for again in (partial(decline, said.pk, ume), partial(put_back, said.pk)):
        with pytest.raises(DecidedBeforeError):
            again()
    assert mail.outbox == []


def test_a_new_programme_becomes_a_draft_with_its_official_page_as_source(ume: User) -> None:
    make_opportunity("kyoto-fund")
    said = suggestion(is_new=True, about="Kyōto Fund", facts={"name": "Kyōto Fund"})
    draft = accept_new(
        said.pk, NewProgramme("Kyōto Fund", "travel-grant", "https://www.kyoto.example/fund", "Fares.", "Nurses."), ume
    )
    assert (draft.slug, draft.state, draft.kind, draft.confidence) == ("kyoto-fund-2", "draft", "travel-grant", "low")
    assert (draft.official_url, draft.eligibility_summary) == ("https://www.kyoto.example/fund", "Nurses.")
    assert (draft.last_checked_on, draft.programme_status) == (None, "unknown")
    assert [(row.url, row.publisher) for row in draft.sources.all()] == [("https://www.kyoto.example/fund", "official")]
    said.refresh_from_db()
    assert (said.state, said.opportunity) == ("accepted", draft)
    assert Operation.objects.get().kind == "suggestion"
    assert RecordChange.objects.get().collection == place_of(draft)[0]


def test_a_japanese_name_gets_its_slug_from_the_address(ume: User) -> None:
    said = suggestion(is_new=True, facts={"name": "桜基金"})
    assert accept_new(said.pk, NewProgramme("桜基金", "grant", "https://www.sakura.or.jp/", "助成"), ume).slug == (
        "sakura-or-jp"
    )


def test_thanks_come_once_after_the_transaction_and_the_address_goes(
    mail_server: MailServer, ume: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    said = suggestion(email="ada@example.org", message="Secret words")
    with django_capture_on_commit_callbacks(execute=True):
        accept(said.pk, NAME, ume)
        assert mail_server.accepted == []
    assert mail_server.counts() == {"ada@example.org": 1}
    sent = mail_server.last()
    assert sent["Subject"] == "Thank you for your suggestion"
    for part in ("plain", "html"):
        assert "“Sakura Prize”" in body_of(sent, part)
        assert "https://finder.example.org/opportunities/sakura-award/" in body_of(sent, part)
        assert "Secret words" not in body_of(sent, part)
    assert kept_address(said) is None
    assert (thank(said.pk), thank_all(timezone.now())) == (False, 0)


def test_thanks_are_in_the_readers_language_and_name_no_draft_as_published(mail_server: MailServer, ume: User) -> None:
    said = suggestion(is_new=True, language="ja", email="ada@example.org")
    accept_new(said.pk, NewProgramme("桜基金", "grant", "https://sakura.example/", "助成"), ume)
    assert thank(said.pk)
    sent = mail_server.last()
    assert sent["Content-Language"] == "ja"
    assert "桜基金" in body_of(sent)
    assert "/opportunities/" not in body_of(sent)


def test_a_mail_server_that_is_down_loses_neither_the_acceptance_nor_the_thanks(
    mail_server: MailServer,
    settings: Settings,
    ume: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    said = suggestion(email="ada@example.org")
    settings.EMAIL_PORT = 9
    with django_capture_on_commit_callbacks(execute=True):
        accept(said.pk, NAME, ume)
    assert kept_address(said) == "ada@example.org"
    assert said.state == "accepted"
    settings.EMAIL_PORT = mail_server.port
    mail_server.refused = {"ada@example.org": "451 not now"}
    assert thank_all(timezone.now()) == 0
    assert kept_address(said) == "ada@example.org"
    mail_server.refused = {}
    call_command("send_alerts")
    assert mail_server.counts() == {"ada@example.org": 1}
    assert kept_address(said) is None


def test_an_address_that_cannot_be_written_to_is_not_kept(mail_server: MailServer, ume: User) -> None:
    refused, slow = suggestion(email="ada@example.org"), suggestion(is_new=True, email="bea@example.org")
    accept(refused.pk, NAME, ume)
    accept_new(slow.pk, NewProgramme("Kikin", "grant", "https://kikin.example/", "Money."), ume)
    mail_server.refused = {"ada@example.org": "550 no such person", "bea@example.org": "451 not now"}
    thank_all(timezone.now())
    assert (kept_address(refused), kept_address(slow)) == (None, "bea@example.org")
    thank_all(timezone.now() + TRIED_FOR - timedelta(minutes=1))
    assert kept_address(slow) == "bea@example.org"
    thank_all(timezone.now() + TRIED_FOR)
    assert kept_address(slow) is None
    assert mail_server.accepted == []


def test_thanks_without_an_answer_are_not_sent_again(mail_server: MailServer, ume: User) -> None:
    said = suggestion(email="ada@example.org")
    accept(said.pk, NAME, ume)
    mail_server.drops_answers = True
    thank(said.pk)
    mail_server.drops_answers = False
    thank_all(timezone.now())
    assert mail_server.counts() == {"ada@example.org": 1}
    assert kept_address(said) is None
