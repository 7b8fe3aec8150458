"""What is known of the pages that the catalogue links to: when each was last tried, and what came of it."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import ProseField, TermField, is_term
from opportunities.vocabulary import LINK_VERDICT


class Link(models.Model):
    """One web address that entries or sources name, under its verdict.

    `strikes` counts the days in a row on which it failed; only with the third it is called broken. `answered_at` is
    the last time that it worked.
    """

    url = models.CharField(_("address"), max_length=1000, unique=True)
    host = models.CharField(_("host"), max_length=255, db_index=True)
    verdict = TermField(LINK_VERDICT, verbose_name=_("verdict"), default="untried")
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    moved_to = models.CharField(_("new address"), max_length=1000, null=True, blank=True)
    detail = ProseField(_("what was seen"))
    strikes = models.PositiveSmallIntegerField(_("strikes"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    tried_at = models.DateTimeField(_("tried"), null=True, blank=True)
    answered_at = models.DateTimeField(_("last worked"), null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["url"]
        indexes = [models.Index(fields=["verdict", "url"], name="link_by_verdict")]
        constraints = [is_term("verdict", LINK_VERDICT, "link_verdict")]

    def __str__(self) -> str:
        return self.url


def link_states(urls: Iterable[str | None]) -> dict[str, Link]:
    """What is known of these addresses, in one query; without those of which nothing is."""
    return {link.url: link for link in Link.objects.filter(url__in={url for url in urls if url})}
