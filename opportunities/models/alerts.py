"""What is kept for alerts by e-mail: who gets them, what they watch, what was told, and what is to be sent."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import TermField, is_term
from opportunities.vocabulary import Vocabulary

AT_ONCE, WEEKLY, MONTHLY, DEADLINES = "at-once", "weekly", "monthly", "deadlines"
RHYTHM = Vocabulary(
    (AT_ONCE, "At once, when something happens", "変化があればすぐに"),
    (WEEKLY, "Once a week, on Monday", "週に一度（月曜日）"),
    (MONTHLY, "Once a month, on the first", "月に一度（1日）"),
    (DEADLINES, "Only about deadlines, at once", "締切に関することだけをすぐに"),
)
NEW, DEADLINE, OPENS, CLOSES = "new", "deadline", "opens", "closes"
MATTER = Vocabulary(
    (NEW, "Something new matches", "条件に合う制度が加わったとき"),
    (DEADLINE, "A deadline is announced or moved", "締切が公表・変更されたとき"),
    (OPENS, "Applications open", "募集が始まったとき"),
    (CLOSES, "A deadline comes near", "締切が近づいたとき"),
)
WAITING, CLAIMED, HANDED, SENT, FAILED, UNANSWERED = (
    "waiting",
    "claimed",
    "handed-over",
    "sent",
    "failed",
    "unanswered",
)
MAIL_STATE = Vocabulary(
    (WAITING, "Waiting", "送信待ち"),
    (CLAIMED, "Being sent: the server cannot have accepted it", "送信中"),
    (HANDED, "Handed over: the server may have accepted it", "引き渡し中"),
    (SENT, "Accepted by the server", "送信済み"),
    (FAILED, "Given up", "送信断念"),
    (UNANSWERED, "Handed over without an answer: never sent again", "応答なし"),
)


class Subscriber(models.Model):
    """An address that gets alerts, or is to be confirmed. It goes when its last alert goes.

    `key` stands for the address in links. `digests` counts the digests that were decided, so that none is twice.
    """

    key = models.UUIDField(_("key"), default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=10)
    digests = models.PositiveIntegerField(_("digests"), default=0)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [models.UniqueConstraint(Lower("email"), name="subscriber_email_once")]

    def __str__(self) -> str:
        return str(self.key)


class Alert(models.Model):
    """One search or one entry that an address watches. Nothing is sent for it before it is confirmed.

    `search` is a query string of the search page; `entry` the primary key of an opportunity, but no foreign key: an
    entry that goes leaves the alert, whose page says so. `due_at` is null where changes are told as soon as they are
    seen.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="alerts")
    key = models.UUIDField(_("key"), default=uuid4, unique=True, editable=False)
    search = models.TextField(_("search"), null=True)
    entry = models.PositiveBigIntegerField(_("entry"), null=True)
    rhythm = TermField(RHYTHM, verbose_name=_("rhythm"))
    matters = models.JSONField(_("what matters"), default=list)
    days = models.PositiveSmallIntegerField(_("days before a deadline"), default=14)
    language = models.CharField(_("language"), max_length=10)
    created_at = models.DateTimeField(_("created"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    due_at = models.DateTimeField(_("due"), null=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(search__isnull=True, entry__isnull=False) | Q(search__isnull=False, entry__isnull=True),
                name="alert_is_of_a_search_or_an_entry",
            ),
            is_term("rhythm", RHYTHM, "alert_rhythm"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class ToldEntry(models.Model):
    """What the subscriber of an alert knows of one entry: that it matched, for which round, and the dates of rounds."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="told")
    entry = models.PositiveBigIntegerField(_("entry"))
    matches = models.BooleanField(_("matched when last looked at"))
    matched_round = models.TextField(_("round for which it matched"), blank=True)
    rounds = models.JSONField(_("rounds as told"), default=dict)

    class Meta:
        verbose_name = _("told entry")
        verbose_name_plural = _("told entries")
        constraints = [models.UniqueConstraint(fields=["alert", "entry"], name="told_entry_once")]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.entry}"


class MutedEntry(models.Model):
    """An entry of which a subscriber wants to hear nothing more, in none of the alerts."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="muted")
    entry = models.PositiveBigIntegerField(_("entry"))

    class Meta:
        verbose_name = _("muted entry")
        verbose_name_plural = _("muted entries")
        constraints = [models.UniqueConstraint(fields=["subscriber", "entry"], name="muted_entry_once")]

    def __str__(self) -> str:
        return f"{self.subscriber_id}: {self.entry}"


class Mail(models.Model):
    """One mail that was decided, and how far it got. Its text goes as soon as the server has accepted it.

    `reason` names the one thing that it tells, so that this is decided once. `key` makes its Message-ID.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="mails")
    key = models.UUIDField(_("key"), default=uuid4, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=80)
    subject = models.TextField(_("subject"), blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    language = models.CharField(_("language"), max_length=10)
    unsubscribe_link = models.TextField(_("link to unsubscribe"), blank=True)
    state = TermField(MAIL_STATE, verbose_name=_("state"), default=WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    claimed_by = models.CharField(_("claimed by"), max_length=20, blank=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True)
    is_mentioned = models.BooleanField(_("a later mail says that this one may not have come"), default=False)
    created_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "not_before"], name="mail_to_be_sent")]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "reason"], name="mail_reason_once"),
            is_term("state", MAIL_STATE, "mail_state"),
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.state}"


class SignUp(models.Model):
    """That somebody asked for a mail: hashes of where from and for which address, for a day, to limit both."""

    source = models.CharField(_("source, hashed"), max_length=64)
    address = models.CharField(_("address, hashed"), max_length=64)
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        indexes = [
            models.Index(fields=["source", "at"], name="sign_up_source"),
            models.Index(fields=["address", "at"], name="sign_up_address"),
        ]

    def __str__(self) -> str:
        return str(self.at)
