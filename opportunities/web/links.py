"""Where a link really leads, said before it is followed."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from opportunities.models import Opportunity


@dataclass(frozen=True, slots=True)
class OutwardLink:
    """An address with its host; `is_shared`: other entries name the same page, so it is a general one."""

    url: str
    host: str
    is_shared: bool = False
    is_secure: bool = True


def outward_link(url: str | None, is_shared: bool = False) -> OutwardLink | None:
    """The link for an address; None where there is none."""
    if url is None:
        return None
    parts = urlsplit(url)
    return OutwardLink(url, parts.hostname or "", is_shared, parts.scheme == "https")


def official_link(opportunity: Opportunity) -> OutwardLink | None:
    """The link to the programme's official page, with whether it serves other programmes too."""
    url = opportunity.official_url
    shared = url is not None and Opportunity.objects.published().filter(official_url=url).exclude(pk=opportunity.pk)
    return outward_link(url, bool(shared))
