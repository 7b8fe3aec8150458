"""Every address of the desk × everybody: who gets in, by GET and by POST, from one table.

The addresses are walked as the URL configuration has them. An address that the table lacks fails, so that nobody can
add a view without saying who may use it. Roles build on one another: the table names the least that is needed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, resolve, reverse

from opportunities.curation.workflow import publish, submit
from opportunities.models import Operation, Opportunity
from tests.admin.desk_records import args_of, deletion_args, draft, import_args, version_args
from tests.admin.roles import CAST, browser_of, person
from tests.builders import make_opportunity

pytestmark = pytest.mark.django_db
NOBODY = "nobody"
NO_METHOD = "no method"  # the address knows no such method, whoever asks
NOT_ASKED = "not asked"  # the answer says nothing of rights
LEVEL = {role: level for level, role in enumerate((*CAST, NOBODY))}


@dataclass(frozen=True)
class Rule:
    """Who may: the least role for looking, and for sending. `args` are those of the address.

    `query` and `data` are what is sent along with a GET and with a POST; `refusal` is how whoever may not is answered.
    """

    get: str
    post: str
    args: Callable[[], dict[str, Any]] = dict
    data: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    refusal: int = 403


# --- The table --------------------------------------------------------------------------------------


def _standard(model: str, view: str, add: str, change: str, delete: str, send: str | None = None) -> dict[str, Rule]:
    """The five pages of every list; `send`: who may send something to a list that is only looked at."""
    return {
        f"{model}_changelist": Rule(view, send or view),
        f"{model}_add": Rule(add, add),
        f"{model}_change": Rule(view, change, args_of(model)),
        f"{model}_delete": Rule(delete, delete, args_of(model), {"post": "yes"}),
        f"{model}_history": Rule(view, view, args_of(model)),
        # A shorter address of the record's page, which leads there. It tells nothing, and the page asks again.
        f"{model}: <path:object_id>/": Rule("staff", "staff", args_of(model)),
    }


def _with_history(model: str, view: str, restore: str, bring_back: str) -> dict[str, Rule]:
    """Earlier versions, which can be restored, and records that are gone, which can be brought back."""
    return {
        f"{model}_version": Rule(view, restore, version_args(model)),
        f"{model}_deleted": Rule(view, view),
        f"{model}_deleted_version": Rule(view, bring_back, deletion_args(model)),
    }


ENTRY = "opportunities_opportunity"
TABLE: dict[str, Rule] = {
    # The desk itself.
    "index": Rule("staff", "staff"),
    "login": Rule("stranger", "stranger"),
    "logout": Rule(NOT_ASKED, "stranger"),
    "password_change": Rule("staff", "staff"),
    "password_change_done": Rule("staff", NO_METHOD),
    "jsi18n": Rule("staff", NO_METHOD),
    "search": Rule("staff", "staff"),
    "autocomplete": Rule("curator", NO_METHOD, query={
        "app_label": "opportunities", "model_name": "opportunity", "field_name": "funders", "term": "a",
    }),
    "view_on_site": Rule("staff", "staff", lambda: {
        "content_type_id": ContentType.objects.get_for_model(Opportunity).pk,
        "object_id": make_opportunity("open-award").pk,
    }),
    "app_list": Rule("curator", "curator", lambda: {"app_label": "opportunities"}, refusal=404),
    "(?P<url>.*)$": Rule(NOBODY, NOBODY, lambda: {"url": "no/such/page"}, refusal=404),
    # Entries.
    **_standard(ENTRY, view="curator", add="curator", change="curator", delete="editor"),
    **_with_history(ENTRY, view="curator", restore="curator", bring_back="curator"),
    f"{ENTRY}_move": Rule("editor", "editor", lambda: {"object_id": draft().pk, "name": "publish"}),
    f"{ENTRY}_check_entry": Rule("curator", "curator", args_of(ENTRY)),
    f"{ENTRY}_check_next": Rule("curator", "curator"),
    f"{ENTRY}_next_round": Rule("curator", "curator", args_of(ENTRY)),
    f"{ENTRY}_export": Rule("curator", "curator", lambda: {"form": "csv"}),
    f"{ENTRY}_merge": Rule("editor", "editor", args_of(ENTRY)),
    f"{ENTRY}_merge_with": Rule("editor", "editor", lambda: {
        "staying_id": draft().pk, "going_id": make_opportunity("alike-award").pk,
    }),
    # What stands beside them.
    **_standard("opportunities_organisation", "curator", "curator", "curator", "editor"),
    **_with_history("opportunities_organisation", "curator", "curator", "curator"),
    **_standard("opportunities_casestudy", "curator", "curator", "curator", "editor"),
    **_with_history("opportunities_casestudy", "curator", "curator", "curator"),
    **_standard("opportunities_synonymgroup", "curator", "curator", "curator", "editor"),
    **_with_history("opportunities_synonymgroup", "curator", "curator", "curator"),
    **_standard("opportunities_exchangerate", "curator", "editor", "editor", "editor"),
    **_with_history("opportunities_exchangerate", "curator", "editor", "editor"),
    **_standard("opportunities_source", "curator", NOBODY, "curator", NOBODY),
    **_standard("opportunities_round", "curator", NOBODY, "curator", NOBODY),
    **_standard("opportunities_criterion", "curator", NOBODY, "curator", NOBODY),
    # Work that comes in.
    **_standard("opportunities_suggestion", "curator", NOBODY, "curator", "editor"),
    **_standard("opportunities_unansweredsearch", "curator", NOBODY, NOBODY, NOBODY),
    "opportunities_unansweredsearch_settle": Rule(NO_METHOD, "curator"),
    **_standard("opportunities_link", "curator", NOBODY, NOBODY, NOBODY),
    **_standard("opportunities_mail", "curator", NOBODY, NOBODY, NOBODY),
    # Many entries at once. An import is never edited, and every step is asked for by a POST.
    **_standard("opportunities_import", "editor", "editor", NO_METHOD, NOBODY),
    "opportunities_import_template": Rule("editor", "editor", lambda: {"form": "csv"}),
    "opportunities_import_progress": Rule("editor", "editor", import_args),
    "opportunities_import_refused": Rule("editor", "editor", import_args),
    **{f"opportunities_import_{step}": Rule(NOBODY, "editor", import_args) for step in ("apply", "again", "drop")},
    # What was done. A POST to its page shows it, too; undoing takes the rights that doing it took: see below.
    **_standard("opportunities_operation", "curator", NOBODY, "curator", NOBODY),
    "opportunities_operation_undo": Rule("curator", "curator", args_of("opportunities_operation")),
    # The state of the catalogue.
    **_standard("opportunities_cataloguerevision", "curator", NOBODY, NOBODY, NOBODY),
    **_standard("opportunities_loadedfacts", "curator", NOBODY, NOBODY, NOBODY),
    # People.
    **_standard("auth_user", "administrator", "administrator", "administrator", "administrator"),
    "auth_user_password_change": Rule(
        "administrator", "administrator", lambda: {"id": User.objects.create(username="somebody").pk}
    ),
    **_standard("auth_group", "administrator", "administrator", "administrator", "administrator"),
}  # fmt: skip


# What can be done with many records chosen from a list: whose list, what, and the least role.
ACTIONS: dict[str, dict[str, str]] = {
    ENTRY: {
        "submit_selected": "curator",
        "publish_selected": "editor",
        "return_selected": "editor",
        "delete_drafts_selected": "editor",
        "mark_checked": "curator",
        "set_next_check": "curator",
        "set_confidence": "curator",
        "set_programme_status": "curator",
        "add_class": "curator",
        "remove_class": "curator",
        "export_xlsx": "curator",
        "export_csv": "curator",
        "export_yaml": "curator",
    },
    "opportunities_organisation": {"delete_selected": "editor"},
    "opportunities_casestudy": {"delete_selected": "editor"},
    "opportunities_synonymgroup": {"delete_selected": "editor"},
    "opportunities_exchangerate": {"delete_selected": "editor"},
    "opportunities_suggestion": {"mark_as_spam": "curator", "delete_selected": "editor"},
    "opportunities_unansweredsearch": {"settle_chosen": "curator"},
    "opportunities_link": {"take_new_addresses": "curator"},
    "auth_user": {"delete_selected": "administrator"},
    "auth_group": {"delete_selected": "administrator"},
}


# --- The walk ---------------------------------------------------------------------------------------


def _patterns(resolver: list[Any], route: str = "") -> Iterator[tuple[str, str]]:
    """All addresses below the desk: what the table calls them, and their pattern."""
    for pattern in resolver:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or _called(here), here


def _called(route: str) -> str:
    """What the table calls an address without a name: the list that it belongs to, and the rest."""
    parts = route.split("/", 2)
    return f"{parts[0]}_{parts[1]}: {parts[2]}" if len(parts) == 3 else route


ADDRESSES = dict(_patterns(admin.site.get_urls()))


def _address(name: str, args: dict[str, Any]) -> str:
    if ": " in name:
        return f"/admin/{ADDRESSES[name]}".replace("<path:object_id>", str(args["object_id"]))
    if name == "(?P<url>.*)$":
        return f"/admin/{args['url']}"
    return reverse(f"admin:{name}", kwargs=args)


def test_each_address_has_its_rule() -> None:
    assert len(ADDRESSES) > 60
    assert {name: ADDRESSES[name] for name in ADDRESSES.keys() - TABLE.keys()} == {}, "say who may use them"
    assert TABLE.keys() - ADDRESSES.keys() == set(), "these are gone"


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_who_gets_in(name: str) -> None:
    rule = TABLE.get(name)
    assert rule is not None, f"no rule for {name}"
    address = _address(name, rule.args())
    people = {role: browser_of(person(role) if role != "stranger" else None) for role in CAST}
    wrong = []
    for role, browser in people.items():
        for method, least, sent in (("get", rule.get, rule.query), ("post", rule.post, rule.data)):
            if least == NOT_ASKED:
                continue
            expected = _expected(role, least, rule.refusal)
            became = _became(browser, method, address, sent)
            if became != expected and not (least == NO_METHOD and became == str(rule.refusal)):
                wrong.append(f"{role} {method}: {became}, not {expected}")
    assert wrong == [], address


def _expected(role: str, least: str, refusal: int) -> str:
    if least != NO_METHOD and LEVEL[role] >= LEVEL[least]:
        return "let in"
    if role in ("stranger", "member"):
        return "asked to log in"
    return "405" if least == NO_METHOD else str(refusal)


def _became(browser: Client, method: str, address: str, sent: dict[str, str]) -> str:
    """What became of a request, of which nothing is kept: "let in", "asked to log in", or the status of a refusal."""
    operations = Operation.objects.count()
    with transaction.atomic():
        response = getattr(browser, method)(address, sent)
        written = Operation.objects.count() > operations
        transaction.set_rollback(True)
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("admin:login")):
        became = "asked to log in"
    elif response.status_code in (200, 301, 302):
        became = "let in"
    else:
        became = str(response.status_code)
    assert became == "let in" or not written, "refused, and did it all the same"
    assert method == "post" or not written, "looking changes nothing"
    return became


def test_each_move_takes_its_right() -> None:
    least = {
        "submit": "curator", "publish": "editor", "schedule": "editor", "unschedule": "editor", "return": "editor",
        "retire": "editor",
    }  # fmt: skip
    plum = draft()
    for role in CAST[2:]:
        browser = browser_of(person(role))
        for name, lowest in least.items():
            address = reverse(f"admin:{ENTRY}_move", args=[plum.pk, name])
            for method in ("get", "post"):
                expected = "let in" if LEVEL[role] >= LEVEL[lowest] else "403"
                assert _became(browser, method, address, {}) == expected, (role, name, method)
        assert browser.get(reverse(f"admin:{ENTRY}_move", args=[plum.pk, "hide"])).status_code == 404


def test_what_took_a_right_is_undone_only_with_it() -> None:
    plum = draft()
    submit(plum, None)
    publish(plum, None)
    operation = Operation.objects.first()
    assert operation is not None and operation.kind == "publish"
    address = reverse("admin:opportunities_operation_undo", args=[operation.pk])
    for role in CAST[2:]:
        browser = browser_of(person(role))
        for method in ("get", "post"):
            assert _became(browser, method, address, {}) == ("let in" if LEVEL[role] >= LEVEL["editor"] else "403"), (
                role
            )


@pytest.mark.parametrize("role", CAST[2:])
def test_what_each_role_can_do_with_many(role: str) -> None:
    request = HttpRequest()
    request.user = person(role)
    for model, page in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        request.resolver_match = resolve(reverse(f"admin:{name}_changelist"))
        expected = {action for action, least in ACTIONS.get(name, {}).items() if LEVEL[role] >= LEVEL[least]}
        assert set(page.get_actions(request)) == expected, name


@pytest.mark.parametrize("role", CAST)
def test_the_preview_is_for_the_desk_alone(role: str) -> None:
    browser = browser_of(person(role) if role != "stranger" else None)
    draft()
    expected = 200 if LEVEL[role] >= LEVEL["curator"] else 404
    for name in ("web:preview", "web:preview-page"):
        assert browser.get(reverse(name, args=["plum-award"])).status_code == expected
        assert browser.post(reverse(name, args=["plum-award"])).status_code == 405
