"""When single sections of an entry were last held against its sources."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import TermField, is_term
from opportunities.models.history import Operation
from opportunities.models.opportunity import Opportunity
from opportunities.vocabulary import Vocabulary

SECTION = Vocabulary(
    ("what", "What it is", "概要"),
    ("who", "Who can apply", "応募資格"),
    ("money", "What it pays", "支給内容"),
    ("duration", "How long it lasts", "期間"),
    ("dates", "Dates", "日程"),
    ("how", "How to apply", "応募方法"),
)


class SectionCheck(models.Model):
    """That one section was found right on a day, by an operation of the history; undone with it, it counts no more.

    It counts where it is later than the entry's last check as a whole. No fact: it is neither exported nor restored.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="section_checks")
    section = TermField(SECTION, verbose_name=_("section"))
    checked_on = models.DateField(_("checked on"))
    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="section_checks")

    class Meta:
        verbose_name = _("check of a section")
        verbose_name_plural = _("checks of sections")
        constraints = [
            is_term("section", SECTION, "section_check_section"),
            models.UniqueConstraint(
                fields=["operation", "opportunity", "section"], name="section_check_once_per_operation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}, {self.checked_on}"
