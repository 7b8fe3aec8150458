"""What has to happen before a deadline: a host who agrees, a nomination, a selection within the institution.

No source says how long that takes, so no number is given: only that it is often weeks, and that one should ask now.
"""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from opportunities.eligibility.criteria import Requirements, Way

Step = tuple[str, str]  # kind and code of a criterion


def first_steps(requirements: Requirements) -> list[str]:
    """The steps before an application, as far as the conditions tell; those of some ways to apply are marked so."""
    ways = [dict(_steps_of(way)) for way in requirements.ways()]
    found = dict.fromkeys(step for way in ways for step in way)
    return [
        _STEPS[step]() if all(way.get(step) for way in ways) else _in_some_cases(_STEPS[step]())
        for step in sorted(found, key=list(_STEPS).index)
    ]


def _steps_of(way: Way) -> Iterator[tuple[Step, bool]]:
    """The steps of one way to apply, and whether they are needed for certain."""
    for criterion in way.criteria:
        if criterion.kind == "host" and criterion.required:
            step = ("host", criterion.host_kind or "host")
            yield (step if step in _STEPS else ("host", "host")), True
        elif criterion.kind == "applicant":
            for code in criterion.values:
                if ("applicant", code) in _STEPS:
                    yield ("applicant", code), len(criterion.values) == 1


def _in_some_cases(step: str) -> str:
    return _("In some cases: %(step)s") % {"step": step[0].lower() + step[1:]}


_STEPS: dict[Step, Callable[[], str]] = {
    ("host", "host"): lambda: _("A host must agree before you apply. Finding one often takes weeks: ask now."),
    ("host", "partner"): lambda: _("A partner must apply with you. Agreeing on a plan often takes weeks: ask now."),
    ("host", "place"): lambda: _(
        "You also need a place on a course, often with an earlier deadline of its own: ask now."
    ),
    ("host", "employer"): lambda: _("An employer must agree before you apply. That often takes weeks: ask now."),
    ("applicant", "host"): lambda: _(
        "Your host applies, not you. Hosts often have to prepare it weeks earlier: ask now."
    ),
    ("applicant", "institution"): lambda: _(
        "Your institution applies, often after a selection of its own that closes weeks earlier: ask it now."
    ),
    ("applicant", "nominated"): lambda: _(
        "You must be nominated. Those who nominate often choose weeks earlier, by a date of their own: ask now."
    ),
}
