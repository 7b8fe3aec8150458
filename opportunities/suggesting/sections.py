"""What a reader can say of an entry, and how the form is divided."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from opportunities.vocabulary import SUGGESTED_FACT, SUGGESTED_MATTER, Term


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: what may be wrong, and the codes of its boxes."""

    code: str
    title: str | Promise
    boxes: tuple[str, ...]


SECTIONS = (
    Section("name", gettext_lazy("Its name, or what it is"), ("name", "name_ja", "summary", "summary_ja")),
    Section("who", gettext_lazy("Who can apply"), ("eligibility",)),
    Section("money", gettext_lazy("The money, or how long it lasts"), ("funding", "funding.note")),
    Section("dates", gettext_lazy("The dates"), ("cycle",)),
    Section(
        "links",
        gettext_lazy("The links, or how one applies"),
        ("application.official_url", "application.apply_url", "application.guidance_url", "application.route"),
    ),
    Section("other", gettext_lazy("Something else"), ("other",)),
)
OF_NEW_PROGRAMME = ("name", "application.official_url", "summary", "eligibility.summary")


def term_of(code: str) -> Term:
    """The term of SUGGESTED_FACT or SUGGESTED_MATTER with this code."""
    return SUGGESTED_FACT[code] if code in SUGGESTED_FACT else SUGGESTED_MATTER[code]
