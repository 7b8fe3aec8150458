"""A search as one plain line: for the title of a feed or a calendar, a digest, a list of one's searches."""

from django.utils.translation import gettext as _

from opportunities.finder import FinderQuery
from opportunities.search.declaration import FACETS, NOT_STATED, Facet
from opportunities.search.options import label_of
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import Vocabulary
from opportunities.wording.places import listed

_KINDS = Vocabulary(
    ("scholarship", "Scholarships", "奨学金"),
    ("fellowship", "Fellowships", "フェローシップ"),
    ("exchange", "Exchanges", "交流・交換留学"),
    ("grant", "Grants", "研究助成"),
    ("travel-grant", "Travel grants", "渡航助成"),
    ("prize", "Prizes", "賞"),
    ("network", "Networks", "ネットワーク"),
)
# What comes first, as in "Fellowships · UK to Japan · open now"; other facets follow in the order of their declaration.
_FIRST = ("kind", "direction", "stage", "status")
_CLEAR_BY_THEMSELVES = frozenset({*_FIRST, "activity"})  # the values of other facets need its name beside them


def search_in_words(query: FinderQuery, snapshot: Snapshot) -> str:
    """What the search asks for, in the language in force.

    Fellowships · UK to Japan · open now, with the words “robotics”; Every opportunity. The order and the page are
    not said: they change nothing of what is found.
    """
    chosen = [facet for facet in FACETS if query.selection.get(facet.parameter)]
    chosen.sort(key=lambda facet: _FIRST.index(facet.parameter) if facet.parameter in _FIRST else len(_FIRST))
    conditions = " · ".join(_condition(facet, query.selection[facet.parameter], snapshot) for facet in chosen)
    if not query.q:
        return conditions or _("Every opportunity")
    if not conditions:
        return _("Opportunities with the words “%(words)s”") % {"words": query.q}
    return _("%(conditions)s, with the words “%(words)s”") % {"conditions": conditions, "words": query.q}


def _condition(facet: Facet, values: tuple[str, ...], snapshot: Snapshot) -> str:
    """The chosen values of one facet, any of which will do."""
    labels = listed((_value(facet, value, snapshot) for value in values), either=True)
    if facet.parameter in _CLEAR_BY_THEMSELVES and NOT_STATED not in values:
        return labels
    return _("%(facet)s: %(values)s") % {"facet": facet.label.label.rstrip("?？"), "values": labels}


def _value(facet: Facet, value: str, snapshot: Snapshot) -> str:
    if facet.parameter == "kind" and value in _KINDS:
        return _KINDS[value].label
    label = label_of(facet, value, snapshot.bodies)
    return label[0].lower() + label[1:] if facet.parameter in ("status", "closing") else label
