"""What readers tell us: something wrong or missing in an entry, or a programme that we do not have."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import ProseField, TermField, WebAddressField, is_term, is_web_address
from opportunities.models.opportunity import Opportunity
from opportunities.vocabulary import SUGGESTION_STATE


class Suggestion(models.Model):
    """A reader's suggestion. Nothing is changed by it before a curator accepts it, fact by fact.

    Of a programme that we do not have (`is_new`), `opportunity` becomes the draft that is made of it. `facts` holds
    what the reader says, by codes of SUGGESTED_FACT and SUGGESTED_MATTER; `accepted_facts` the codes of what was taken
    up. `email` is kept only until thanks were sent: an accepted suggestion that still has one waits for its thanks.
    """

    opportunity = models.ForeignKey(
        Opportunity,
        verbose_name=_("opportunity"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="suggestions",
    )
    is_new = models.BooleanField(_("a programme that we lack"), default=False)
    about = models.CharField(_("about"), max_length=300)
    facts = models.JSONField(_("what the reader says"), default=dict, blank=True)
    source_url = WebAddressField(verbose_name=_("where it is stated"))
    message = ProseField(_("message"))
    email = models.EmailField(_("e-mail address"), max_length=254, null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    made_at = models.DateTimeField(_("made"))
    state = TermField(SUGGESTION_STATE, verbose_name=_("state"), default="waiting")
    accepted_facts = models.JSONField(_("facts that were accepted"), default=list, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    note = ProseField(_("note"))

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["made_at", "id"]
        indexes = [models.Index(fields=["state", "made_at"], name="suggestion_by_state")]
        constraints = [
            is_term("state", SUGGESTION_STATE, "suggestion_state"),
            is_web_address("source_url", "suggestion_source_url_is_http"),
        ]

    def __str__(self) -> str:
        return self.about


class SuggestionCount(models.Model):
    """How many suggestions came from one place on one day, to limit them: the place as a hash that is of no other day.

    Rows of past days are deleted.
    """

    source = models.CharField(_("source, hashed"), max_length=64)
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("suggestions"), default=0)

    class Meta:
        verbose_name = _("count of suggestions")
        verbose_name_plural = _("counts of suggestions")
        constraints = [models.UniqueConstraint(fields=["day", "source"], name="suggestion_count_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
