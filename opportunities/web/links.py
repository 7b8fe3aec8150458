"""Where a link really leads, said before it is followed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from opportunities.models import Link, Opportunity
from opportunities.models.link import link_states
from opportunities.wording.dates import day_in_words, locale


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


def link_notes(opportunity: Opportunity) -> dict[str, str]:
    """What is to be said beside the links of an entry: on "official", "apply" and "guidance"; "" where nothing is."""
    links = {
        "official": opportunity.official_url,
        "apply": opportunity.apply_url,
        "guidance": opportunity.guidance_url,
    }
    states = link_states(links.values())
    return {name: link_note(states.get(url or "")) for name, url in links.items()}


def link_note(link: Link | None) -> str:
    """What was seen when a link was last tried, where a reader should know it: nothing of one that works.

    Nothing either where nothing is known, because the site keeps robots out, or failed only once or twice.
    """
    if link is None or link.tried_at is None:
        return ""
    day = _day(link.tried_at)
    if link.verdict == "moved":
        return _moved(link, day)
    said = {
        "broken": _("This link did not work when we last tried it, on %(day)s."),
        "gone": _("When we last tried this link, on %(day)s, the site said that there is no such page."),
        "suspected": _("When we last tried this link, on %(day)s, it led to what reads like an error page."),
    }.get(link.verdict)
    if said is None:
        return ""
    sentences = [said % {"day": day}]
    if link.answered_at is not None and link.answered_at < link.tried_at:
        sentences.append(_("It last worked for us on %(day)s.") % {"day": _day(link.answered_at)})
    sentences.append(_("The programme may well go on: look for it by its name."))
    return ("" if locale().language == "ja" else " ").join(sentences)


def _moved(link: Link, day: str) -> str:
    """Nothing where only the way of writing the address has changed, which no reader would notice."""
    old, new = (urlsplit(url or "") for url in (link.url, link.moved_to))
    if _as_one_reads(old) == _as_one_reads(new):
        return ""
    if _site(old) == _site(new):
        said = _("The page has a new address. When we last tried this link, on %(day)s, it still led there.")
        return said % {"day": day}
    said = _("The page has moved. When we last tried this link, on %(day)s, it led on to %(host)s.")
    return said % {"day": day, "host": new.hostname}


def _as_one_reads(parts: SplitResult) -> tuple[str, str, str]:
    return _site(parts), parts.path.rstrip("/").lower(), parts.query


def _site(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _day(moment: datetime) -> str:
    return day_in_words(moment.astimezone(UTC).date())
