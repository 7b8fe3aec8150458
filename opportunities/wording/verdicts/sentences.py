"""A condition and the answer to it, as one sentence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from opportunities.wording.places import listed


def one_after_another(sentences: Iterable[str]) -> str:
    """Whole sentences; in Japanese without a space between them."""
    first, *rest = sentences
    for sentence in rest:
        first = _("%(first)s %(second)s") % {"first": first, "second": sentence}
    return first


def said(statement: str, *answers: str) -> str:
    """Employed at a university; you are at a company in Japan and you are employed."""
    if not answers:
        return _("%(sentence)s.") % {"sentence": statement}
    return _("%(condition)s; %(answers)s.") % {"condition": statement, "answers": listed(answers)}
