"""Two people at one record: what the quicker one does, and the page on which the other one chooses."""

import html
import re
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from opportunities.curation.changing import changing
from opportunities.curation.collections import stored_version
from opportunities.curation.merging import Facts
from opportunities.curation.putting import put
from opportunities.models import Opportunity
from tests.admin.forms_as_sent import Sent, form_in
from tests.builders import (
    make_opportunity,
    round_entry,
    source_entry,
)

KEY = ("opportunities", "plum-award")
FULL: Facts = {
    "sources": [source_entry("s1", supports=["funding", "age"]), source_entry("s2")],
    "cycle": {"rounds": [round_entry("2026", source="s2"), round_entry("2027")], "usual_closes": ["01-15"]},
    "eligibility": {
        "summary": "Doctoral researchers.",
        "age": {"max": 30, "source": ["s2"]},
        "nationality": {"rule": "only", "values": ["JP", "GB"]},
        "either": [[{"degree": {"any_of": ["doctorate"]}}, {"work_experience": {"min_years": 3}}]],
        "routes": [{"key": "study", "name": "To study", "host": {"required": True}}],
    },
    "career_stages": ["senior", "doctoral"],
    "funding": {"currency": "GBP", "max": 500},
}


def plum(**changes: Any) -> Opportunity:
    return make_opportunity("plum-award", **{**FULL, "state": "draft", **changes})


def facts(place: tuple[str, str] = KEY) -> Facts:
    stored = stored_version(place)
    assert stored is not None
    return stored


def quicker(by: User | None, place: tuple[str, str] = KEY, reason: str | None = None, **changed: Any) -> None:
    """Somebody else stores the whole record with other facts; all conditions get new primary keys by that."""
    with changing("edit", by=by, reason=reason) as change:
        put(change, place[0], {**facts(place), **changed})


def saved(client: Client, address: str, sent: Sent, **typed: Any) -> str:
    """Send a form that was opened before somebody else saved: gives the page on which one chooses."""
    changed = {name.replace("__", "-"): v if isinstance(v, list) else [v] for name, v in typed.items()}
    response = client.post(address, {**sent, **changed})
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def questions(page: str) -> dict[str, str | None]:
    """What is asked: the chosen side of each fact, by name; None where nothing is chosen."""
    asked: dict[str, str | None] = {}
    for name, side, rest in re.findall(r'<input type="radio" name="_keep:([^"]+)" value="(\w+)"([^>]*)>', page):
        asked.setdefault(html.unescape(name), None)
        if "checked" in rest:
            asked[html.unescape(name)] = side
    return asked


def choose(client: Client, address: str, page: str, **extra: str) -> Any:
    """Answer the page; `extra` are facts with sides, or other values ("__" for ".")."""
    sent = form_in(page, "conflict_form")
    answers = {f"_keep:{name.replace('__', '.')}": [side] for name, side in extra.items() if not name.startswith("_")}
    others = {name: [value] for name, value in extra.items() if name.startswith("_")}
    return client.post(address, {**sent, **answers, **others})
