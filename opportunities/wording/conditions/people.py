"""Conditions of where somebody comes from, has lived, and which languages she speaks."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.terms import LANGUAGE_LEVEL
from opportunities.wording.places import language_in_words, listed, place_in_a_sentence


def places(codes: Iterable[str], *, either: bool = True) -> str:
    """Countries and groups of countries as they stand in a sentence: the United Kingdom or Japan."""
    return listed((place_in_a_sentence(code) for code in codes), either=either)


def place_statement(criterion: Criterion) -> str | None:
    """Who can apply by nationality, or by where they live or work."""
    if criterion.kind == "nationality":
        return _nationality(criterion)
    if criterion.rule == "any":
        return _("It does not matter where you live or work")
    if criterion.rule == "only":
        return _("Only people who live or work in %(places)s") % {"places": places(criterion.values)}
    if criterion.rule == "except":
        named = {"places": places(criterion.values, either=False)}
        return _("People who live or work in %(places)s cannot apply") % named
    return None


def _nationality(criterion: Criterion) -> str | None:
    if criterion.rule == "any":
        return _("Any nationality")
    if criterion.rule == "only":
        return _only_nationals(criterion)
    if criterion.rule != "except":
        return None
    named = {"places": places(criterion.values, either=False)}
    if criterion.permanent_residents is False:
        return _("Nationals and permanent residents of %(places)s cannot apply") % named
    patterns = {
        None: _("Nationals of %(places)s cannot apply"),
        "refused": _("Nationals of %(places)s cannot apply, nor can dual nationals"),
        "accepted": _("Nationals of %(places)s cannot apply, but dual nationals can"),
    }
    return patterns[criterion.dual_nationals] % named


def _only_nationals(criterion: Criterion) -> str:
    named = {"places": places(criterion.values)}
    if criterion.permanent_residents:
        return _("Only nationals of %(places)s; permanent residents count as nationals") % named
    patterns = {
        None: _("Only nationals of %(places)s"),
        "refused": _("Only nationals of %(places)s; not dual nationals"),
        "accepted": _("Only nationals of %(places)s; dual nationals too"),
    }
    return patterns[criterion.dual_nationals] % named


def stay_statement(criterion: Criterion) -> str | None:
    """How long somebody must, or may, have been in a country."""
    low, high = criterion.minimum, criterion.maximum
    if low is None and high is None:
        return None
    where = {"country": places(criterion.values[:1]), "length": "", "low": "", "high": ""}
    if high == 0:
        said = _("Not yet lived in %(country)s") % where
    elif low is not None and high is not None:
        said = _("Between %(low)s and %(high)s spent in %(country)s") % {
            **where,
            "low": months_in_words(low),
            "high": months_in_words(high),
        }
    elif high is not None:
        said = _("Not more than %(length)s spent in %(country)s") % {**where, "length": months_in_words(high)}
    else:
        said = _("At least %(length)s spent in %(country)s") % {**where, "length": months_in_words(low or 0)}
    if criterion.within_years is None:
        return said
    if criterion.within_years == 1:
        return _("%(stay)s in the last year") % {"stay": said}
    return _("%(stay)s in the last %(count)d years") % {"stay": said, "count": criterion.within_years}


def months_in_words(count: int) -> str:
    """A number of months."""
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


def language_statement(criterion: Criterion) -> str:
    """Which language is asked for, and how much of it."""
    languages = listed((language_in_words(code) for code in criterion.values), either=True)
    if criterion.level == "none":
        return _("%(languages)s: none needed") % {"languages": languages}
    if criterion.level is None:
        return _("%(languages)s, at a level that the source does not measure") % {"languages": languages}
    return _("%(languages)s, level: %(level)s") % {
        "languages": languages,
        "level": LANGUAGE_LEVEL[criterion.level].label,
    }
