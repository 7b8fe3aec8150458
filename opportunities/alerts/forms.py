"""The forms of the pages about alerts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.mail_addresses import is_plain_address
from opportunities.alerts.wishes import DAYS_CHOICES, Wish
from opportunities.models.alerts import AT_ONCE, CLOSES, DEADLINE, DEADLINES, MATTER, NEW, OPENS, RHYTHM

USUAL = {"rhythm": AT_ONCE, "matters": [NEW, DEADLINE, OPENS, CLOSES], "days": 14}


def validate_plain_address(address: str) -> None:
    """Raise ValidationError for an address with quotes, spaces or characters that are not seen, legal or not."""
    if not is_plain_address(address):
        raise ValidationError(_("We cannot write to this address. Please give one such as name@example.org."))


class AddressForm(forms.Form):
    """An address to write to."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        validators=[validate_plain_address],
        error_messages={
            "required": gettext_lazy("Please give your e-mail address."),
            "invalid": gettext_lazy("This is not an e-mail address. It should look like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email", "spellcheck": "false"}),
    )


class WishForm(forms.Form):
    """How often somebody wants to hear, and of what."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often should we write?"),
        error_messages={
            "required": gettext_lazy("Please choose how often."),
            "invalid_choice": gettext_lazy("Please choose how often."),
        },
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    matters = forms.MultipleChoiceField(
        label=gettext_lazy("What should we tell you?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Please choose from the list.")},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long before a deadline?"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Please choose how many days before."),
            "invalid_choice": gettext_lazy("Please choose how many days before."),
        },
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": USUAL, **kwargs})
        for name, vocabulary in (("rhythm", RHYTHM), ("matters", MATTER)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(code, term.label) for code, term in vocabulary.items()]
        days = self.fields["days"]
        assert isinstance(days, forms.ChoiceField)
        days.choices = [(n, ngettext("%(count)d day", "%(count)d days", n) % {"count": n}) for n in DAYS_CHOICES]

    def clean(self) -> dict[str, Any]:
        """Refuse a wish that nothing could ever fulfil."""
        given = self.cleaned_data
        rhythm, matters = given.get("rhythm"), given.get("matters")
        if matters == [] or (rhythm == DEADLINES and matters == [NEW]):
            none = _("Please choose at least one.")
            no_deadline = _("A new match is not about a deadline: please choose something besides, or another rhythm.")
            self.add_error("matters", no_deadline if matters else none)
        return given

    @property
    def wish(self) -> Wish:
        """What was chosen, in a form that is valid."""
        given = self.cleaned_data
        return Wish(given["rhythm"], frozenset(given["matters"]), given["days"])


class SignUpForm(WishForm, AddressForm):
    """A new alert."""

    field_order = ("email", "rhythm", "matters", "days")
