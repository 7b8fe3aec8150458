"""Conditions of where somebody works or studies, what she has held before, who receives her and who applies."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.eligibility.criteria import Criterion
from opportunities.wording.conditions.people import places
from opportunities.wording.places import listed

NameOf = Callable[[str], str | None]  # what the programme or organisation with this slug is called
_MOST_NAMED = 3  # awards in one sentence

_INSTITUTIONS: dict[str, Callable[[], str]] = {  # as they stand in a sentence
    "university": lambda: _("a university"),
    "college": lambda: _("a college"),
    "school": lambda: _("a school"),
    "research-institute": lambda: _("a public or non-profit research institute"),
    "company": lambda: _("a company"),
    "hospital": lambda: _("a hospital"),
    "museum": lambda: _("a museum, library or archive"),
    "public-body": lambda: _("a public body"),
    "non-profit": lambda: _("a non-profit organisation"),
}


def institution_name(kind: str) -> str:
    """A kind of institution as it stands in a sentence: a university."""
    return _INSTITUTIONS[kind]()


def institution_statement(criterion: Criterion) -> str | None:
    """Where the applicant must belong to now; None where only prose says it."""
    if criterion.text is not None and not is_structured(criterion):
        return None
    patterns = {
        (): _("At %(institution)s"),
        ("student",): _("Registered for a degree at %(institution)s"),
        ("employed",): _("Employed at %(institution)s"),
    }
    pattern = patterns.get(criterion.occupations, _("Registered for a degree, or employed, at %(institution)s"))
    return pattern % {"institution": institution_of(criterion)}


def is_structured(criterion: Criterion) -> bool:
    """Whether a condition of the institution says more than prose."""
    return any((criterion.values, criterion.countries, criterion.occupations, criterion.names, criterion.partner_only))


def institution_of(criterion: Criterion) -> str:
    """The institution that is asked for: a university in Japan, namely Tohoku University."""
    kinds = [institution_name(kind) for kind in criterion.values]
    said = listed(kinds, either=True) if kinds else _("an institution")
    if criterion.countries:
        patterns = {"only": _("%(institution)s in %(places)s"), "except": _("%(institution)s outside %(places)s")}
        values = {"institution": said, "places": places(criterion.countries)}
        said = patterns[criterion.rule or "only"] % values
    if criterion.partner_only:
        said = _("%(institution)s that is a partner of the programme") % {"institution": said}
    if criterion.names:
        names = listed(criterion.names, either=True)
        said = _("%(institution)s, namely %(names)s") % {"institution": said, "names": names}
    return said


def occupation_statement(criterion: Criterion) -> str:
    """Whether one must, or must not, be registered for a degree or employed."""
    whole = len(criterion.values) > 1
    if criterion.rule == "except":
        if whole:
            return _("Neither registered for a degree nor employed")
        return _("Not registered for a degree") if "student" in criterion.values else _("Not employed")
    if whole:
        return _("Registered for a degree, or employed")
    return _("Registered for a degree") if "student" in criterion.values else _("Employed")


def work_experience_statement(criterion: Criterion) -> str | None:
    """The years of work that are asked for."""
    low, high = criterion.minimum, criterion.maximum
    if low is not None and high is not None:
        return _("%(low)d to %(high)d years of work experience") % {"low": low, "high": high}
    if high is not None:
        return ngettext(
            "At most %(count)d year of work experience", "At most %(count)d years of work experience", high
        ) % {"count": high}
    if low is None:
        return None
    return ngettext(
        "At least %(count)d year of work experience", "At least %(count)d years of work experience", low
    ) % {"count": low}


def earlier_award_statement(criterion: Criterion, name_of: NameOf) -> str:
    """Which awards must, or must never, have been held."""
    award = awards(criterion.values, name_of)
    if criterion.required:
        return _("Only people who have held %(award)s") % {"award": award}
    if criterion.again_after_years is None:
        return _("Must not have held %(award)s before") % {"award": award}
    years = criterion.again_after_years
    return ngettext(
        "Must not have held %(award)s before, or only more than %(count)d year ago",
        "Must not have held %(award)s before, or only more than %(count)d years ago",
        years,
    ) % {"award": award, "count": years}


def awards(slugs: Iterable[str], name_of: NameOf) -> str:
    """The names of awards, or of those who give them; not more than a few of them."""
    names = list(dict.fromkeys(name for slug in slugs if (name := name_of(slug))))
    if not names:
        return _("an award of this programme")
    quoted = [_("“%(name)s”") % {"name": name} for name in names[:_MOST_NAMED]]
    if len(names) > _MOST_NAMED:
        return _("an award of %(names)s or others like them") % {"names": ", ".join(quoted)}
    return _("an award of %(names)s") % {"names": listed(quoted, either=True)}


def host_statement(criterion: Criterion) -> str | None:
    """Who must agree first, and where; None where only prose says it."""
    if criterion.required is None:
        return None
    kind = criterion.host_kind or "host"
    if not criterion.required:
        return _NO_HOST[kind]()
    if not criterion.countries:
        return _HOST[kind]()
    return _HOST_IN[kind]() % {"country": places(criterion.countries)}


_HOST: dict[str, Callable[[], str]] = {
    "host": lambda: _("A host must agree first"),
    "partner": lambda: _("A partner must apply with you"),
    "place": lambda: _("You need a place on a course first"),
    "employer": lambda: _("An employer must take you on first"),
}
_HOST_IN: dict[str, Callable[[], str]] = {
    "host": lambda: _("A host in %(country)s must agree first"),
    "partner": lambda: _("A partner in %(country)s must apply with you"),
    "place": lambda: _("You need a place on a course in %(country)s first"),
    "employer": lambda: _("An employer in %(country)s must take you on first"),
}
_NO_HOST: dict[str, Callable[[], str]] = {
    "host": lambda: _("No host is needed to apply"),
    "partner": lambda: _("No partner is needed to apply"),
    "place": lambda: _("No place on a course is needed to apply"),
    "employer": lambda: _("No employer is needed to apply"),
}


def applicant_statement(criterion: Criterion) -> str | None:
    """Who applies; of several ways, any."""
    if not criterion.values:
        return None
    said = listed((_APPLICANT[code]() for code in criterion.values), either=True)
    return said[0].upper() + said[1:]


_APPLICANT: dict[str, Callable[[], str]] = {
    "individual": lambda: _("you apply yourself"),
    "host": lambda: _("your host applies for you"),
    "institution": lambda: _("your institution applies"),
    "nominated": lambda: _("you must be nominated"),
}
