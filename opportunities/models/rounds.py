"""Dated call rounds, and the yearly dates that a programme usually keeps."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opportunities.deadlines.rounds import CallRound, StatedDate, YearlyDate
from opportunities.models.fields import TermField, in_order, is_term, validate_time_zone
from opportunities.models.opportunity import Opportunity
from opportunities.models.source import Source
from opportunities.vocabulary import PRECISION, Vocabulary

USUAL = Vocabulary(("opens", "Opens", "募集開始"), ("closes", "Closes", "締切"))

YEARS = (1900, 2199)  # of rounds: anything else is a slip of the pen


class Round(models.Model):
    """One dated chance to apply.

    A date of precision "month" stands for the whole month: stored as its first day for the opening and its
    last for the closing. A time belongs to precision "minute" only. `timezone` is null where it is the programme's own.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="rounds")
    label = models.CharField(_("label"), max_length=120)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    opens_time = models.TimeField(_("at"), null=True, blank=True)
    opens_precision = TermField(PRECISION, verbose_name=_("precise to the"), default="day")
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    closes_time = models.TimeField(_("at"), null=True, blank=True)
    closes_precision = TermField(PRECISION, verbose_name=_("precise to the"), default="day")
    timezone = models.CharField(
        _("time zone"),
        max_length=40,
        null=True,
        blank=True,
        help_text=_("Only where it differs from the programme's."),
        validators=[validate_time_zone],
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="rounds",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("call round")
        verbose_name_plural = _("call rounds")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "label"], name="round_label_once"),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=False) | Q(closes_on__isnull=False),
                name="round_has_a_date",
                violation_error_message=_("A round needs an opening or a closing date."),
            ),
            in_order(
                "opens_on",
                "closes_on",
                "round_opens_before_it_closes",
                _("This round closes before it opens."),
            ),
            models.CheckConstraint(
                condition=(Q(opens_on__isnull=True) | Q(opens_on__year__range=YEARS))
                & (Q(closes_on__isnull=True) | Q(closes_on__year__range=YEARS)),
                name="round_is_of_our_time",
                violation_error_message=_("This year cannot be meant."),
            ),
            is_term("opens_precision", PRECISION, "round_opens_precision"),
            is_term("closes_precision", PRECISION, "round_closes_precision"),
            models.CheckConstraint(
                condition=Q(opens_precision="minute", opens_time__isnull=False, opens_on__isnull=False)
                | (~Q(opens_precision="minute") & Q(opens_time__isnull=True)),
                name="round_opens_time_is_to_the_minute",
                violation_error_message=_("A time of opening goes with precision “minute”, and only with it."),
            ),
            models.CheckConstraint(
                condition=Q(closes_precision="minute", closes_time__isnull=False, closes_on__isnull=False)
                | (~Q(closes_precision="minute") & Q(closes_time__isnull=True)),
                name="round_closes_time_is_to_the_minute",
                violation_error_message=_("A time of closing goes with precision “minute”, and only with it."),
            ),
            models.CheckConstraint(
                condition=Q(opens_time__isnull=True)
                | Q(closes_time__isnull=True)
                | Q(opens_on__lt=models.F("closes_on"))
                | Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(opens_time__lte=models.F("closes_time")),
                name="round_opens_before_it_closes_that_day",
                violation_error_message=_("This round closes before it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def as_value(self, programme_zone: str | None) -> CallRound:
        """The round as a plain value, in its own zone or else the programme's."""
        zone = self.timezone or programme_zone
        opens = self.opens_on and StatedDate(self.opens_on, self.opens_precision, self.opens_time, zone)
        closes = self.closes_on and StatedDate(self.closes_on, self.closes_precision, self.closes_time, zone)
        return CallRound(self.label, opens or None, closes or None)


class UsualDate(models.Model):
    """A yearly date on which the programme usually opens or closes; `day` is null where only the month is known."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="usual_dates")
    event = TermField(USUAL, verbose_name=_("event"))
    month = models.PositiveSmallIntegerField(_("month"))
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("usual date")
        verbose_name_plural = _("usual dates")
        ordering = ["event", "position", "id"]
        constraints = [
            is_term("event", USUAL, "usual_date_event"),
            models.UniqueConstraint(
                fields=["opportunity", "event", "month", "day"],
                condition=Q(day__isnull=False),
                name="usual_day_once",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "event", "month"],
                condition=Q(day__isnull=True),
                name="usual_month_once",
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12))
                & (
                    Q(day__isnull=True)
                    | Q(day__range=(1, 29))
                    | (Q(day=30) & ~Q(month=2))
                    | Q(day=31, month__in=(1, 3, 5, 7, 8, 10, 12))
                ),
                name="usual_date_is_in_the_calendar",
                violation_error_message=_("There is no such day in the calendar."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:02d}" if self.day is None else f"{self.month:02d}-{self.day:02d}"

    def clean(self) -> None:
        """Raise ValidationError for a day that the month does not have."""
        try:
            self.as_value()
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def as_value(self) -> YearlyDate:
        """The yearly date as a plain value."""
        return YearlyDate(self.month, self.day)
