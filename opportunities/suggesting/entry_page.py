"""The form about an entry, each box beside what the entry says now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from opportunities.models import Opportunity
from opportunities.suggesting.forms import ChangeForm
from opportunities.suggesting.sections import SECTIONS, Section
from opportunities.wording.present import present_in_words

_IN_ENGLISH = ("name", "summary", "funding.note", "application.route")  # whatever the language of the page
_IN_JAPANESE = ("name_ja", "summary_ja")


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the form, and what the entry says now, in lines; none where nothing is stated."""

    field: BoundField
    now: Sequence[str]
    language: str  # of `now`; empty where it is that of the page

    @property
    def now_id(self) -> str:
        """What names the present value, for who does not see that it stands beside the box."""
        return f"{self.field.auto_id}_now"

    @property
    def widget(self) -> SafeString:
        """The box itself, described by the present value and by what is wrong."""
        described = f"{self.now_id} {self.field.auto_id}_error" if self.field.errors else self.now_id
        return self.field.as_widget(attrs={"aria-describedby": described})


@dataclass(frozen=True, slots=True)
class OpenSection:
    """A section of the form with its boxes; open where there is something in it."""

    code: str
    title: str | Promise
    boxes: Sequence[Box]
    is_open: bool


def entry_context(opportunity: Opportunity, form: ChangeForm) -> dict[str, Any]:
    """The template's context."""
    present = present_in_words(opportunity)
    is_japanese = (get_language() or "").startswith("ja")
    name_ja = opportunity.name_ja if is_japanese else None
    return {
        "opportunity": opportunity,
        "name": name_ja or opportunity.name,
        "name_language": "en" if is_japanese and not name_ja else "",
        "form": form,
        "sections": [_open_section(section, form, present) for section in SECTIONS],
    }


def _open_section(section: Section, form: ChangeForm, present: Mapping[str, list[str]]) -> OpenSection:
    boxes = [Box(form[code], present[code], _language_of(code)) for code in section.boxes]
    is_open = any(box.field.value() or box.field.errors for box in boxes)
    return OpenSection(section.code, section.title, boxes, is_open)


def _language_of(code: str) -> str:
    if code in _IN_JAPANESE:
        return "ja"
    return "en" if code in _IN_ENGLISH else ""
