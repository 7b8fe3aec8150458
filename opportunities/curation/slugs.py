"""Slugs for entries that are made here."""

from urllib.parse import urlsplit

from django.utils.text import slugify

from core.text import fold
from opportunities.models import FormerSlug, Opportunity

_LONGEST = 70  # characters, so that a number fits behind them


def free_slug(name: str, address: str) -> str:
    """A slug for an opportunity of this name that no entry has or had.

    A name without Latin letters gives none; then it is made from the host of the address.
    """
    stem = _stem(name) or _stem((urlsplit(address).hostname or "").removeprefix("www.")) or "programme"
    slug, number = stem, 2
    while Opportunity.objects.filter(slug=slug).exists() or FormerSlug.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _stem(text: str) -> str:
    return slugify(fold(text).replace(".", "-").replace("_", "-"))[:_LONGEST].strip("-")
