"""Amounts, worth and durations in words."""

from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.vocabulary import AMOUNT_BASIS
from opportunities.wording.dates import locale
from opportunities.worth import Award, Worth

_DAYS_IN_MONTH, _WEEKS_IN_MONTH = Decimal("30.4"), Decimal("4.345")
_DAYS_SAID_AS_DAYS = 5  # more are rounded to weeks


def money(amount: int | Decimal, currency: str) -> str:
    """£10,000; ¥143,000; €2,000; US$20,000."""
    text = str(format_currency(amount, currency, format="¤#,##0.##", locale=locale(), currency_digits=False))
    return text.replace("JP¥", "¥").replace("￥", "¥")


def amount_in_words(award: Award) -> str | None:
    """What the award pays, in its own currency and on its own basis; None where no amount is stated."""
    low, high, currency = award.minimum, award.maximum, award.currency
    if currency is None or (low is None and high is None):
        return None
    if low is None or high is None:
        only = high if low is None else low
        pattern = _("up to %(amount)s") if low is None else _("from %(amount)s")
        text = pattern % {"amount": money(only or 0, currency)}
    elif low == high:
        text = money(low, currency)
    else:
        text = _("%(low)s to %(high)s") % {"low": money(low, currency), "high": money(high, currency)}
    if award.basis == "unspecified":
        return text
    return _("%(amount)s %(basis)s") % {"amount": text, "basis": AMOUNT_BASIS[award.basis].label}


def worth_in_words(worth: Worth) -> str:
    """The approximate worth of a year, in pounds, to two figures."""
    low, high = _to_two_figures(worth.low), _to_two_figures(worth.high)
    if low == high:
        return _("about %(amount)s a year") % {"amount": money(high, "GBP")}
    return _("about %(low)s to %(high)s a year") % {"low": money(low, "GBP"), "high": money(high, "GBP")}


def is_worth_saying(award: Award, worth: Worth | None) -> bool:
    """Whether the approximate worth says anything that the amount itself does not."""
    return worth is not None and (award.currency, award.basis) != ("GBP", "per-year")


def _to_two_figures(amount: Decimal) -> Decimal:
    return Decimal(f"{amount:.1e}").quantize(Decimal(1)) if amount else amount


def duration_in_words(award: Award) -> str | None:
    """How long the award lasts; None where it is not stated."""
    shortest, longest = award.shortest, award.longest
    if shortest is None and longest is None:
        return None
    if shortest is None:
        return _("up to %(length)s") % {"length": _length(longest or Decimal(0))}
    if longest is None:
        return _("from %(length)s") % {"length": _length(shortest)}
    if shortest == longest:
        return _length(longest)
    if shortest >= 1 and not (shortest % 12 == 0 and longest % 12 == 0):
        return _("%(low)s to %(high)s months") % {
            "low": f"{shortest.normalize():f}",
            "high": f"{longest.normalize():f}",
        }
    return _("%(low)s to %(high)s") % {"low": _length(shortest), "high": _length(longest)}


def _length(months: Decimal) -> str:
    """Days or weeks below a month (approximate: the facts hold fractions of months), whole years, or months."""
    if months < 1:
        days = max(1, round(months * _DAYS_IN_MONTH))
        if days <= _DAYS_SAID_AS_DAYS:
            return ngettext("about %(count)d day", "about %(count)d days", days) % {"count": days}
        weeks = round(months * _WEEKS_IN_MONTH)
        return ngettext("about %(count)d week", "about %(count)d weeks", weeks) % {"count": weeks}
    if months % 12 == 0:
        years = int(months // 12)
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    if months == months.to_integral_value():
        return ngettext("%(count)d month", "%(count)d months", int(months)) % {"count": int(months)}
    return _("%(count)s months") % {"count": f"{months.normalize():f}"}
