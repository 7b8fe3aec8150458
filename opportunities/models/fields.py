"""Column types of the catalogue. In all of them null means: no source states it."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dates import is_time_zone
from core.web_addresses import web_address_fault
from opportunities.vocabulary import Vocabulary

if TYPE_CHECKING:
    OptionalTextField = models.TextField[str | None, str | None]
    OptionalCharField = models.CharField[str | None, str | None]
else:
    OptionalTextField, OptionalCharField = models.TextField, models.CharField


def validate_web_address(address: str) -> None:
    """Raise ValidationError, in words, for an address that a page may not link to."""
    if fault := web_address_fault(address):
        raise ValidationError(_("“%(address)s” %(fault)s."), params={"address": address[:80], "fault": fault})


def validate_time_zone(name: str) -> None:
    """Raise ValidationError, in words, for a name that is not in the IANA database of time zones."""
    if not is_time_zone(name):
        raise ValidationError(_("“%(name)s” is not a time zone such as Europe/London."), params={"name": name[:40]})


class ProseField(OptionalTextField):
    """Text that may be unknown: an empty form field is stored as null, never as ''."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"null": True, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        """A form field that gives None for an empty box."""
        return super().formfield(**{"empty_value": None, **kwargs})


class WebAddressField(OptionalCharField):
    """An http or https address, or null."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            **{
                "max_length": 1000,
                "null": True,
                "blank": True,
                "validators": [validate_web_address],
                **kwargs,
            },
        )


class TermField(models.CharField):  # type: ignore[type-arg]
    """A code of a closed vocabulary."""

    def __init__(self, vocabulary: Vocabulary | None = None, *args: Any, **kwargs: Any) -> None:
        if vocabulary is not None:
            kwargs["choices"] = vocabulary.choices
        super().__init__(*args, **{"max_length": 40, **kwargs})


def is_web_address(field: str, name: str) -> models.CheckConstraint:
    """A constraint: `field` is null or begins with http:// or https://."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True})
        | Q(**{f"{field}__startswith": "http://"})
        | Q(**{f"{field}__startswith": "https://"}),
        name=name,
        violation_error_message=_("A web address must begin with http:// or https://."),
    )


def is_term(field: str, vocabulary: Vocabulary, name: str, null: bool = False) -> models.CheckConstraint:
    """A constraint: `field` holds a code of the vocabulary (or null, where allowed)."""
    condition = Q(**{f"{field}__in": vocabulary.codes})
    if null:
        condition |= Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(condition=condition, name=name)


def in_order(low: str, high: str, name: str, message: Any) -> models.CheckConstraint:
    """A constraint: where both are known, `low` is not greater than `high`."""
    return models.CheckConstraint(
        condition=Q(**{f"{low}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{low}__lte": models.F(high)}),
        name=name,
        violation_error_message=message,
    )
