"""Who sits at the desk of the served finder, and what waits there: whatever the day, some of it is overdue.

Runs inside the finder's own process: `manage.py shell -c "from tests.browser.desk_cast import seat; seat()"`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils import timezone

from opportunities.curation.changing import changing
from opportunities.curation.collections import stored_version
from opportunities.curation.putting import put
from opportunities.models import Opportunity

PASSWORD = "seventeen quiet cranes"  # of accounts in a database that lives as long as a test


@dataclass(frozen=True)
class Person:
    """Somebody with an account and a role."""

    username: str
    name: str
    role: str


CURATOR = Person("hana", "Hana Mori", "Curators")
COLLEAGUE = Person("rhys", "Rhys Bevan", "Curators")
EDITOR = Person("elspeth", "Elspeth Grant", "Editors")

STALE, STALE_NAME = "butterfield-awards", "Butterfield Awards in Medicine and Health"
DRAFT, DRAFT_NAME = "toyota-shi-trevelyan-trust", "The Toyota-Shi Trevelyan Trust"


def seat() -> None:
    """Make the accounts, a published entry whose last round is over and unseen, and a draft of the curator's."""
    curator, *_others = [_account(person) for person in (CURATOR, COLLEAGUE, EDITOR)]
    today = timezone.localdate()
    _change(STALE, None, {}, _one_round(today - timedelta(days=40)), today - timedelta(days=90))
    _change(DRAFT, curator, {"state": "draft"}, _one_round(today - timedelta(days=20)), today - timedelta(days=30))


def _account(person: Person) -> User:
    first, last = person.name.split()
    user = User.objects.create_user(person.username, password=PASSWORD, first_name=first, last_name=last, is_staff=True)
    user.groups.add(Group.objects.get(name=person.role))
    return user


def _one_round(closed: date) -> dict[str, Any]:
    """A yearly programme of which one round is known, and no usual dates."""
    call = {"label": str(closed.year), "closes": closed.isoformat(), "source": "s1"}
    return {"usual_opens": None, "usual_closes": [], "rounds": [call]}


def _change(slug: str, by: User | None, facts: dict[str, Any], cycle: dict[str, Any], checked: date) -> None:
    with changing("edit", by) as change:
        change.about_to_change(Opportunity.objects.get(slug=slug))
        stored: dict[str, Any] = stored_version(("opportunities", slug)) or {}
        days = {"last_checked": checked.isoformat(), "next_check": (checked + timedelta(days=14)).isoformat()}
        put(change, "opportunities", {**stored, **facts, **days, "cycle": {**stored["cycle"], **cycle}})
