"""What an opportunity is classed under: direction, career stage, field, activity, what is covered."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opportunities.ford import FIELD
from opportunities.models.fields import TermField
from opportunities.models.opportunity import Opportunity
from opportunities.vocabulary import ACTIVITY, ALL_FIELDS, CAREER_STAGE, COVERS, DIRECTION, Vocabulary

SCHEMES = Vocabulary(
    ("direction", "Direction", "方向"),
    ("stage", "Career stage", "研究段階"),
    ("discipline", "Field", "分野"),
    ("activity", "Activity", "活動"),
    ("covers", "What is covered", "支給内容"),
)
CODES: dict[str, tuple[str, ...]] = {
    "direction": DIRECTION.codes,
    "stage": CAREER_STAGE.codes,
    "discipline": (ALL_FIELDS, *FIELD.codes),
    "activity": ACTIVITY.codes,
    "covers": COVERS.codes,
}


def _code_fits_scheme() -> Q:
    condition = Q()
    for scheme, codes in CODES.items():
        condition |= Q(scheme=scheme, code__in=codes)
    return condition


class Classification(models.Model):
    """One code of one scheme that holds for an opportunity; `position` keeps the order of the facts."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="classifications")
    scheme = TermField(SCHEMES, verbose_name=_("scheme"))
    code = models.CharField(_("code"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("classification")
        verbose_name_plural = _("classifications")
        ordering = ["scheme", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "scheme", "code"], name="classification_once"),
            models.CheckConstraint(
                condition=_code_fits_scheme(),
                name="classification_code_fits_scheme",
                violation_error_message=_("This code does not belong to the scheme."),
            ),
        ]
        indexes = [models.Index(fields=["scheme", "code"], name="classification_scheme_code")]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.code}"

    def clean(self) -> None:
        """Raise ValidationError where the code is not of the scheme."""
        if self.code not in CODES.get(self.scheme, ()):
            raise ValidationError({"code": _("“%(code)s” is not a code of this scheme.") % {"code": self.code}})
