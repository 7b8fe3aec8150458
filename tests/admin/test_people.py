"""Accounts: roles said plainly, and nobody who gives herself or others more than she has."""

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from opportunities.curation.roles import ROLES
from tests.admin.forms_as_sent import Sent, form_on
from tests.admin.roles import browser_of, person
from tests.web.pages import read_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    """An administrator who is no superuser."""
    return person("administrator", "boss")


@pytest.fixture
def office(boss: User) -> Client:
    """Her browser."""
    return browser_of(boss)


def account(user: User, view: str = "change") -> str:
    return reverse(f"admin:auth_user_{view}", args=[user.pk])


def group(name: str) -> str:
    return str(Group.objects.get(name=name).pk)


def save(browser: Client, user: User, **changes: Any) -> int:
    """Change an account as its form sends it; gives the status."""
    sent: Sent = form_on(browser, account(user))
    changed = {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
    return browser.post(account(user), {**sent, **changed}).status_code


# --- The roles --------------------------------------------------------------------------------------


def test_roles_are_made_and_put_right_by_migrate() -> None:
    names = {role.name for role in ROLES}
    assert names == set(Group.objects.values_list("name", flat=True))
    curators = Group.objects.get(name="Curators")
    right = set(curators.permissions.values_list("codename", flat=True))
    curators.permissions.set(Permission.objects.filter(codename__in=["publish_opportunity", "delete_user"]))
    Group.objects.filter(name="Editors").delete()
    call_command("migrate", verbosity=0)
    assert set(curators.permissions.values_list("codename", flat=True)) == right
    assert Group.objects.filter(name="Editors").exists()


def test_each_role_holds_what_the_one_before_it_holds_and_no_name_is_mistyped() -> None:
    held: set[str] = set()
    for role in ROLES:
        codes = {
            f"{action}_{model}" for app in role.permissions.values() for model, a in app.items() for action in a.split()
        }
        assert Permission.objects.filter(codename__in=codes).count() >= len(codes), role.name
        own = set(Group.objects.get(name=role.name).permissions.values_list("codename", flat=True))
        assert own == held | codes
        held = own
    assert not {"change_mail", "delete_operation", "change_operation", "change_loadedfacts"} & held


# --- Giving roles -----------------------------------------------------------------------------------


def test_a_new_curator_is_made_on_one_page(office: Client) -> None:
    page = read_page(office.get(reverse("admin:auth_user_add")).text)
    assert "Curators: edit entries" in page.text and "Administrators: besides" in page.text
    sent = {
        "username": "mio", "usable_password": "true", "password1": "plum-blossom-26", "password2": "plum-blossom-26",
        "groups": [group("Curators")],
    }  # fmt: skip
    refused = read_page(office.post(reverse("admin:auth_user_add"), sent).text)
    assert "Whoever has a role must be let in to the desk" in refused.text
    assert office.post(reverse("admin:auth_user_add"), {**sent, "is_staff": "on"}).status_code == 302
    mio = User.objects.get(username="mio")
    assert mio.has_perm("opportunities.change_opportunity") and not mio.has_perm("opportunities.publish_opportunity")
    assert browser_of(mio).get(reverse("admin:opportunities_opportunity_changelist")).status_code == 200


def test_a_role_is_given_and_taken(office: Client) -> None:
    mio = person("curator", "mio")
    assert save(office, mio, groups=[group("Curators"), group("Editors")]) == 302
    assert User.objects.get(pk=mio.pk).has_perm("opportunities.publish_opportunity")
    assert save(office, mio, groups=[]) == 302
    assert not User.objects.get(pk=mio.pk).get_all_permissions()


def test_she_cannot_make_superusers_nor_touch_them(office: Client) -> None:
    mio, chief = person("curator", "mio"), person("superuser", "chief")
    permission = Permission.objects.get(codename="delete_session")
    assert save(office, mio, is_superuser="on", user_permissions=[str(permission.pk)]) == 302
    mio.refresh_from_db()
    assert not mio.is_superuser and not mio.user_permissions.exists()
    for view in ("change", "password_change", "delete"):
        assert office.post(account(chief, view), {"post": "yes", "password1": "x"}).status_code == 403, view
    chosen = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [str(chief.pk)], "post": "yes"}
    office.post(reverse("admin:auth_user_changelist"), chosen)
    chief.refresh_from_db()
    assert chief.is_active and chief.is_superuser


@pytest.mark.parametrize("is_active", [True, False])
def test_she_cannot_touch_who_may_more_than_herself(office: Client, is_active: bool) -> None:
    other = person("administrator", "other")
    other.is_active = is_active
    other.save()
    assert save(office, other, first_name="Ren") == 302, "her like she can"
    other.user_permissions.add(Permission.objects.get(codename="delete_session"))
    assert office.post(account(other), {"username": "taken-over"}).status_code == 403
    assert office.post(account(other, "password_change"), {}).status_code == 403


def test_groups_that_hold_more_cannot_be_given(office: Client) -> None:
    mighty = Group.objects.create(name="Mighty")
    mighty.permissions.add(Permission.objects.get(codename="delete_session"))
    mio = person("curator", "mio")
    assert "Mighty" not in office.get(account(mio)).text
    assert save(office, mio, groups=[str(mighty.pk)]) == 200
    assert list(mio.groups.values_list("name", flat=True)) == ["Curators"]
    address = reverse("admin:auth_group_change", args=[mighty.pk])
    assert office.post(address, {"name": "Mighty"}).status_code == 403


def test_a_group_is_given_no_more_than_she_has(office: Client) -> None:
    beyond = Permission.objects.get(codename="delete_session")
    own = Permission.objects.get(codename="change_opportunity")
    address = reverse("admin:auth_group_add")
    assert office.post(address, {"name": "Friends", "permissions": [str(beyond.pk)]}).status_code == 200
    assert office.post(address, {"name": "Friends", "permissions": [str(own.pk)]}).status_code == 302
    assert list(Group.objects.get(name="Friends").permissions.all()) == [own]


def test_the_roles_themselves_are_changed_by_nobody(desk: Client) -> None:
    for role in ROLES:
        record = Group.objects.get(name=role.name)
        address = reverse("admin:auth_group_change", args=[record.pk])
        assert desk.get(address).status_code == 200
        assert desk.post(address, {"name": "Nobody"}).status_code == 403
        assert desk.post(reverse("admin:auth_group_delete", args=[record.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ["administrator", "superuser"])
def test_nobody_locks_herself_out(role: str) -> None:
    own = person(role, "own")
    browser = browser_of(own)
    page = read_page(browser.get(account(own)).text)
    assert "ask another administrator" in page.text
    assert save(browser, own, first_name="Aya", is_active=[], is_staff=[], is_superuser=[], groups=[]) == 302
    after = User.objects.get(pk=own.pk)
    assert (after.first_name, after.is_active, after.is_staff) == ("Aya", True, True)
    assert after.is_superuser == (role == "superuser") and after.groups.count() == own.groups.count()
    assert browser.post(account(own, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [str(own.pk)], "post": "yes"}
    browser.post(reverse("admin:auth_user_changelist"), chosen)
    assert User.objects.filter(pk=own.pk).exists()
