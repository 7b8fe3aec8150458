"""Synonyms: words that search takes for one another, and the values of facets that they name."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelect2MultipleWidget

from core.text import fold
from opportunities.admin.base import CatalogueAdmin
from opportunities.admin.form_fields import CodesField, ListField, in_kept_order, must_fit
from opportunities.admin.theme import FactsForm
from opportunities.curation.synonyms import MeansFacts, Word
from opportunities.ford import FIELD
from opportunities.models import Organisation, SynonymGroup
from opportunities.vocabulary import (
    ACTIVITY,
    ALL_FIELDS,
    APPLICANT,
    CAREER_STAGE,
    COVERS,
    DIRECTION,
    KIND,
    STATUS,
    Term,
)

EVERY_FIELD = gettext_lazy("Open to every field")
FACETS: dict[str, tuple[Any, Mapping[str, Term]]] = {  # by parameter: label and terms
    "direction": (gettext_lazy("Direction"), DIRECTION),
    "stage": (gettext_lazy("Career stage"), CAREER_STAGE),
    "status": (gettext_lazy("Can I apply now?"), STATUS),
    "kind": (gettext_lazy("Kind of support"), KIND),
    "discipline": (gettext_lazy("Field"), FIELD),
    "activity": (gettext_lazy("Activity"), ACTIVITY),
    "covers": (gettext_lazy("What is covered"), COVERS),
    "applicant": (gettext_lazy("Who applies"), APPLICANT),
    "funder": (gettext_lazy("Funder"), {}),
}
_can_be_looked_for = must_fit(
    Word,
    gettext_lazy("“%(value)s” cannot be looked for: a word has a letter or a digit, and at most 80 characters."),
)


class WordsField(ListField):
    """Words and phrases, of which no two are the same but for case, accents and width."""

    def item(self, text: str) -> str:
        word: str = super().item(text)
        _can_be_looked_for(word)
        return word

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        seen: set[str] = set()
        for word in value:
            if fold(word) in seen:
                raise ValidationError(_("“%(word)s” stands twice."), params={"word": word})
            seen.add(fold(word))


def _bodies() -> Iterable[tuple[str, str]]:
    return Organisation.objects.order_by("name").values_list("slug", "name")


class SynonymForm(FactsForm):
    """A group of words, and for each facet the values that they name."""

    words = WordsField(
        required=True,
        rows=8,
        label=gettext_lazy("Words"),
        help_text=gettext_lazy("One word or phrase per line, in any language. Search takes each for all the others."),
    )
    direction = CodesField(DIRECTION, label=FACETS["direction"][0])
    stage = CodesField(CAREER_STAGE, label=FACETS["stage"][0])
    status = CodesField(STATUS, label=FACETS["status"][0])
    kind = CodesField(KIND, label=FACETS["kind"][0])
    discipline = CodesField(FIELD, first=[(ALL_FIELDS, EVERY_FIELD)], grouped=True, label=FACETS["discipline"][0])
    activity = CodesField(ACTIVITY, label=FACETS["activity"][0])
    covers = CodesField(COVERS, label=FACETS["covers"][0])
    applicant = CodesField(APPLICANT, label=FACETS["applicant"][0])
    funder = forms.MultipleChoiceField(
        label=FACETS["funder"][0], required=False, choices=_bodies, widget=UnfoldAdminSelect2MultipleWidget()
    )

    class Meta:
        model = SynonymGroup
        fields = ("words", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(self.instance.means)

    def clean_words(self) -> list[str]:
        """The words. Raises ValidationError for one that stands in another group."""
        words: list[str] = self.cleaned_data["words"]
        others = SynonymGroup.objects.exclude(pk=self.instance.pk)
        owners = {fold(word): group for group in others for word in group.words}
        for word in words:
            if owner := owners.get(fold(word)):
                message = _("“%(word)s” stands in another group already: %(group)s.")
                raise ValidationError(message, params={"word": word, "group": owner})
        return words

    def clean(self) -> dict[str, Any]:
        """Put the values of the facets together, in their old order, and name a new group."""
        facts = super().clean() or self.cleaned_data
        chosen = {facet: in_kept_order(facts.get(facet, []), self.initial.get(facet, [])) for facet in FACETS}
        self.instance.means = MeansFacts.model_validate(chosen).named()
        if not self.instance.key and facts.get("words"):
            self.instance.key = _free_key(facts["words"])
        return facts


def _free_key(words: list[str]) -> str:
    """A key that no group has, made from the first word that has Latin letters or digits."""
    slugs = (slugify(fold(word).replace("_", " "))[:70].strip("-") for word in words)
    key = next(filter(None, slugs), "synonyms")
    taken = set(SynonymGroup.objects.filter(key__startswith=key).values_list("key", flat=True))
    return next(free for n in range(1, len(taken) + 2) if (free := key if n == 1 else f"{key}-{n}") not in taken)


def _labels(facet: str, codes: Iterable[str]) -> str:
    terms = FACETS[facet][1]
    return ", ".join(str(EVERY_FIELD) if code == ALL_FIELDS else str(terms.get(code, code)) for code in codes)


def _shown(facet: str) -> Any:
    """What someone who may only look sees in place of the boxes."""

    @admin.display(description=FACETS[facet][0], empty_value="—")
    def show(page: Any, group: SynonymGroup) -> str | None:
        return _labels(facet, group.means.get(facet, ())) or None

    return show


@admin.register(SynonymGroup)
class SynonymAdmin(CatalogueAdmin):
    """What people type, for what the catalogue says."""

    form = SynonymForm
    list_display = ("shown_words", "shown_means", "note")
    search_fields = ("words",)
    ordering = ("key",)
    fieldsets = (
        (gettext_lazy("Words"), {"classes": ["tab"], "fields": ("words", "note")}),
        (
            gettext_lazy("What they name"),
            {
                "classes": ["tab"],
                "description": gettext_lazy("Search offers these as filters where somebody types one of the words."),
                "fields": tuple(FACETS),
            },
        ),
    )

    direction = _shown("direction")
    stage = _shown("stage")
    status = _shown("status")
    kind = _shown("kind")
    discipline = _shown("discipline")
    activity = _shown("activity")
    covers = _shown("covers")
    applicant = _shown("applicant")
    funder = _shown("funder")

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """The groups of boxes, and the key of a stored group last."""
        identity = (gettext_lazy("Identity"), {"fields": ("key",), "classes": ["tab"]})
        return [*self.fieldsets, identity] if obj else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("key",) if obj else ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """The groups that hold the text somewhere; found here, as SQLite keeps Japanese in lists as escapes."""
        wanted = fold(search_term)
        found = [g.pk for g in queryset if wanted in fold("\n".join([*g.words, g.key, g.note or ""]))]
        return queryset.filter(pk__in=found), False

    @admin.display(description=gettext_lazy("words"), ordering="key")
    def shown_words(self, group: SynonymGroup) -> str:
        """The words in one line."""
        return ", ".join(group.words)

    @admin.display(description=gettext_lazy("what they name"), empty_value="—")
    def shown_means(self, group: SynonymGroup) -> str | None:
        """Facets and values in one line."""
        named = (f"{FACETS[facet][0]}: {_labels(facet, codes)}" for facet, codes in group.means.items())
        return "; ".join(named) or None
