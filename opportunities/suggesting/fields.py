"""The boxes of the forms: what may be typed into them, and what is said of what may not."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.mail_addresses import is_plain_address
from core.text import has_control_character
from core.web_addresses import web_address_fault

LONGEST_LINE = 300
LONGEST_TEXT = 4000
LONGEST_LINK = 1000
MOST_LINKS = 3  # in all texts of a suggestion; the boxes for links do not count
_LINK = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)


class LineField(forms.CharField):
    """One line of text."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "form-control"})
        super().__init__(**{"max_length": LONGEST_LINE, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> str:
        """The line, with single spaces. Raises ValidationError for characters that are not seen."""
        return " ".join(_readable(super().to_python(value) or "").split())


class TextField(forms.CharField):
    """Text of several lines, with plain line ends whatever the browser sends."""

    def __init__(self, rows: int = 4, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"class": "form-control", "rows": rows})
        super().__init__(**{"max_length": LONGEST_TEXT, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> str:
        """The text. Raises ValidationError for characters that are not seen."""
        return _readable((super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n"))


class LinkField(forms.CharField):
    """A web address, which need not begin with https://."""

    def __init__(self, **kwargs: Any) -> None:
        # Not of type "url": browsers refuse what lacks its https:// before we could add it.
        widget = forms.TextInput(attrs={"class": "form-control", "inputmode": "url", "spellcheck": "false"})
        super().__init__(**{"max_length": LONGEST_LINK, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> str:
        """The whole address. Raises ValidationError for what no page may link to."""
        address = super().to_python(value) or ""
        if address and "://" not in address:
            address = f"https://{address}"
        if address and web_address_fault(address):
            raise ValidationError(_("This is not a web address. It should look like https://example.org/page."))
        return address


class AddressField(forms.EmailField):
    """An e-mail address that may be left out."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "form-control", "autocomplete": "email", "spellcheck": "false"}
        messages = {"invalid": gettext_lazy("This is not an e-mail address. It should look like name@example.org.")}
        widget = forms.EmailInput(attrs=attrs)
        super().__init__(
            **{"max_length": 254, "required": False, "widget": widget, "error_messages": messages, **kwargs}
        )

    def clean(self, value: Any) -> str:
        """The address. Raises ValidationError for one that we would not write to."""
        address = str(super().clean(value) or "")
        if address and not is_plain_address(address):
            raise ValidationError(_("We cannot write to this address. Please give one such as name@example.org."))
        return address


def too_many_links(texts: Iterable[str]) -> str | None:
    """What is wrong with texts that have more links in them than people write; None where nothing is."""
    count = sum(len(_LINK.findall(text)) for text in texts)
    if count <= MOST_LINKS:
        return None
    return _("There are %(count)d links in what you wrote. Please keep the three that matter most.") % {"count": count}


def _readable(text: str) -> str:
    if has_control_character(text):
        raise ValidationError(_("There is a character in it that cannot be seen. Please type the text afresh."))
    return text
