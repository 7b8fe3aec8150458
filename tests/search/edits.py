"""Random edits of a small catalogue, made as the desk makes them: each with the revision that tells whom it touches."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from hypothesis import strategies as st

from opportunities.curation.revision import raise_revision
from opportunities.curation.touching import touched_by
from opportunities.models import Opportunity, Organisation, SynonymGroup
from opportunities.search.entry import all_bodies
from tests.builders import make_exchange_rate, make_opportunity, make_organisation, make_synonyms
from tests.search import wordy
from tests.strategies import opportunity_entries, organisation_entries

BODIES = ("body-0", "body-1", "body-2", "body-3")
AWARDS = ("award-0", "award-1", "award-2", "award-3")
GROUPS = ("group-0", "group-1")

Edit = tuple[Any, ...]


@st.composite
def _worded(draw: st.DrawFn, facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts, mostly in few words."""
    if draw(st.integers(0, 3)):
        facts |= {"name": draw(wordy.texts()), "summary": draw(wordy.texts(6)), "keywords": []}
    return facts


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """One edit: a record stored anew with other facts, a bare field changed, or a record deleted."""
    kinds = [
        "opportunity",
        "opportunity",
        "organisation",
        "move",
        "publish",
        "rate",
        "delete",
        "close",
        "words",
        "unword",
    ]
    kind = draw(st.sampled_from(kinds))
    if kind == "opportunity":
        facts = draw(opportunity_entries(draw(st.sampled_from(AWARDS)), BODIES).flatmap(_worded))
        return kind, {**facts, "state": "published"}
    if kind == "organisation":
        return kind, draw(organisation_entries(draw(st.sampled_from(BODIES))).flatmap(_renamed))
    if kind == "move":
        return kind, draw(st.permutations(BODIES))[:2]
    if kind == "rate":
        return kind, draw(st.sampled_from(["JPY", "EUR", "USD"])), draw(st.integers(1, 300))
    if kind == "words":
        return kind, draw(st.sampled_from(GROUPS)), draw(wordy.wordings())
    return kind, draw(st.sampled_from({"close": BODIES, "unword": GROUPS}.get(kind, AWARDS)))


@st.composite
def _renamed(draw: st.DrawFn, facts: dict[str, Any]) -> dict[str, Any]:
    return {**facts, "name": draw(wordy.texts(2))} if draw(st.booleans()) else facts


def apply(edit: Edit) -> None:
    """Make the edit, and raise the revision with what it touches, in one transaction."""
    kind, what, *rest = edit
    with transaction.atomic():
        if kind == "opportunity":
            make_opportunity(**what)
        elif kind == "organisation":
            make_organisation(**what)
        elif kind == "move":
            _move(*what)
        elif kind == "rate":
            make_exchange_rate(what, units_per_gbp=str(rest[0]))
        elif kind == "words":
            make_synonyms(what, **rest[0])
        elif kind == "publish":
            _toggle(what)
        else:
            _delete(kind, what)
        for body in set(BODIES) - set(all_bodies()):
            make_organisation(body)  # so that the next opportunity finds its funders


def _move(child: str, parent: str) -> None:
    """Put one body under another; in a circle, if it comes to that."""
    body = Organisation.objects.get(slug=child)
    body.parent = Organisation.objects.get(slug=parent)
    body.save()
    raise_revision(touched_by([body]))


def _toggle(slug: str) -> None:
    for award in Opportunity.objects.filter(slug=slug):
        Opportunity.objects.filter(pk=award.pk).update(state="draft" if award.state == "published" else "published")
        raise_revision(touched_by([award]))


def _delete(kind: str, what: str) -> None:
    record: Model | None
    if kind == "delete":
        record = Opportunity.objects.filter(slug=what).first()
    elif kind == "close":
        record = Organisation.objects.filter(slug=what, children=None).first()
    else:
        record = SynonymGroup.objects.filter(key=what).first()
    if record is not None:
        touched = touched_by([record])
        record.delete()
        raise_revision(touched)


def fill() -> None:
    """The catalogue on which the edits begin: bodies of which some stand under others, an award for each of them."""
    for place, (award, body) in enumerate(zip(AWARDS, BODIES, strict=True)):
        make_organisation(body, parent=BODIES[place - 1] if place in (1, 2) else None)
        make_opportunity(
            award,
            name=f"{wordy.ENGLISH[place]} {wordy.ENGLISH[place + 5]}",
            name_ja=wordy.JAPANESE[place],
            summary=" ".join(wordy.ENGLISH[place::4]),
            funders=[body],
            funding={"currency": "JPY", "max": 10**6, "basis": "per-year"},
        )
