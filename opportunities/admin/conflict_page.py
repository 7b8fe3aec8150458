"""The page on which the second of two editors chooses: what it asks, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from opportunities.admin.differences import in_order
from opportunities.admin.fact_labels import label_of
from opportunities.admin.fact_words import lines_of
from opportunities.admin.history import by_whom
from opportunities.admin.marking import marked
from opportunities.admin.recording import REASON, number_in, reason_in
from opportunities.curation.collections import Place
from opportunities.curation.history import history_of
from opportunities.curation.two_editors import Compared, Side
from opportunities.models import RecordChange
from opportunities.wording.dates import moment_in_words

KEEP = "_keep:"  # and the name of a fact
ALL = "_all"  # one answer to all that both changed
AGAINST = "_against"  # the version that was shown as theirs
AGAIN = "_again"  # store a deleted record anew
_NOT_TYPED = ("csrfmiddlewaretoken", REASON, AGAINST, ALL, AGAIN)
_SIDES: dict[str, Side] = {"theirs": "theirs", "mine": "mine"}

Answers = dict[str, Side]


@dataclass(frozen=True)
class Question:
    """A fact in which the two differ, in words; who changed it and when; and which side is chosen, if one is."""

    label: str
    field: str
    base: list[str]
    theirs: list[SafeString]
    mine: list[SafeString]
    by: str
    when: str
    is_asked: bool  # both changed it: nothing is chosen for her
    chosen: Side | None


def answers_in(request: HttpRequest, compared: Iterable[Compared], place: Place, latest: int) -> Answers:
    """The sides that were chosen, by fact; without those for facts that changed once more since the page was shown."""
    against = number_in(request, AGAINST)
    if against is None:
        return {}
    since = {name for change in history_of(place).filter(pk__gt=against) for name in change.facts}
    answers = {one.name: _SIDES.get(request.POST.get(f"{KEEP}{one.name}", "")) for one in compared}
    if against == latest and (side := _SIDES.get(request.POST.get(ALL, ""))):
        answers |= {one.name: side for one in compared if one.side is None}
    return {name: side for name, side in answers.items() if side is not None and name not in since}


def questions(compared: Iterable[Compared], answers: Answers, changes: Iterable[RecordChange]) -> list[Question]:
    """The differences in the order of facts; `changes` are those since the form was opened, the latest first."""
    by_name = {one.name: one for one in compared}
    changers: dict[str, RecordChange] = {}
    for change in changes:
        for name in change.facts:
            changers.setdefault(name, change)
    return [_question(by_name[name], answers, changers.get(name)) for name in in_order(by_name)]


def _question(one: Compared, answers: Answers, change: RecordChange | None) -> Question:
    base = lines_of(one.name, one.base)
    theirs, mine = (lines_of(one.name, value) for value in (one.theirs, one.mine))
    marks = (marked(base, theirs)[1], marked(base, mine)[1]) if base else marked(theirs, mine)
    return Question(
        label=label_of(one.name),
        field=f"{KEEP}{one.name}",
        base=base,
        theirs=marks[0],
        mine=marks[1],
        by=by_whom(change.operation) if change else "",
        when=moment_in_words(change.operation.at) if change else "",
        is_asked=one.side is None,
        chosen=answers.get(one.name) or one.side,
    )


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """All that was typed, to be sent along unseen."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in _NOT_TYPED and not name.startswith(KEEP)
        for value in values
    ]


def page_context(request: HttpRequest, asked: list[Question]) -> dict[str, Any]:
    """What the page shows and carries."""
    return {
        "asked": [question for question in asked if question.is_asked],
        "merged": [question for question in asked if not question.is_asked],
        "typed": typed_in(request),
        "reason": reason_in(request) or "",
    }
