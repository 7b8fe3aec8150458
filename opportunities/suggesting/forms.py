"""The two forms: about an entry, and about a programme that we lack."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.suggesting.fields import AddressField, LineField, LinkField, TextField, too_many_links
from opportunities.suggesting.sections import OF_NEW_PROGRAMME, SECTIONS, term_of
from opportunities.suggesting.stamps import LONGEST, TOO_FAST, TOO_OLD, fault_of, new_stamp

TRAP = "your_website"  # a box that no person sees; its name is one that machines like to fill in
_LINES = ("name", "name_ja")


def box_for(code: str, **kwargs: Any) -> forms.Field:
    """The box for what is said under a code of SUGGESTED_FACT or SUGGESTED_MATTER."""
    kwargs = {"label": term_of(code).label, "required": False, **kwargs}
    if code.endswith("_url"):
        return LinkField(**kwargs)
    return LineField(**kwargs) if code in _LINES else TextField(**kwargs)


class SuggestionForm(forms.Form):
    """What both forms have in common. `codes` are those of the boxes whose words are what the reader says."""

    codes: tuple[str, ...] = ()
    source_url = LinkField(
        required=False,
        label=gettext_lazy("Where is that stated?"),
        help_text=gettext_lazy("The address of the page that says so. With it we can mend the entry much sooner."),
    )
    message = TextField(required=False, label=gettext_lazy("A message to us"))
    email = AddressField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy(
            "Only if you would like us to thank you: we write to you once, when somebody has taken up what you said, "
            "and then delete your address. If we do not take it up, we delete it at once. It is used for nothing else."
        ),
    )

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the box was filled in that no person sees."""
        return bool(self.data.get(TRAP))

    @property
    def stamp(self) -> str:
        """What the page's form is to carry: a new stamp, or the one that was sent if it is still good."""
        sent = self.data.get("stamp", "")
        return new_stamp() if fault_of(sent) == TOO_OLD else sent

    @property
    def facts(self) -> dict[str, str]:
        """What the reader says, in a form that is valid. A message without anything else says something too."""
        said = {code: self.cleaned_data[code] for code in self.codes if self.cleaned_data[code]}
        return said or {"other": self.cleaned_data["message"]}

    def clean(self) -> dict[str, Any]:
        """Refuse too many links, and what nobody can have written in that time."""
        given = self.cleaned_data
        texts = [str(value) for name, value in given.items() if isinstance(self.fields[name], LineField | TextField)]
        if fault := too_many_links(texts):
            self.add_error(None, fault)
        if fault := _fault_of_stamp(self.data.get("stamp", "")):
            self.add_error(None, fault)
        return given


class ChangeForm(SuggestionForm):
    """What is wrong or missing in an entry."""

    codes = tuple(code for section in SECTIONS for code in section.boxes)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {**{code: box_for(code) for code in self.codes}, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing is said."""
        given = super().clean()
        is_empty = not any(given.get(code) for code in (*self.codes, "message"))
        if is_empty and not any(code in self.errors for code in (*self.codes, "message")):
            self.add_error(None, _("Please choose what is wrong or missing, and write what it should be."))
        return given


class NewProgrammeForm(SuggestionForm):
    """A programme that we lack."""

    codes = OF_NEW_PROGRAMME

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = {
            "name": _("Please give the name of the programme."),
            "application.official_url": _("Please give the address of its official page."),
        }
        boxes = {
            code: box_for(code, required=code in needed, error_messages={"required": needed.get(code, "")})
            for code in self.codes
        }
        self.fields = {**boxes, "message": self.fields["message"], "email": self.fields["email"]}

    @property
    def programme(self) -> list[forms.BoundField]:
        """The boxes that tell of the programme."""
        return [self[code] for code in self.codes]


def _fault_of_stamp(stamp: str) -> str | None:
    """What to say of a form that comes too fast or too late; nothing that was typed is lost by it."""
    return {
        TOO_FAST: _("That was very quick. Please look over what you wrote, and send it again: nothing is lost."),
        TOO_OLD: _(
            "This page was opened more than %(hours)d hours ago. Please look over what you wrote, and send it again: "
            "nothing is lost."
        )
        % {"hours": LONGEST // 3600},
    }.get(fault_of(stamp) or "")
