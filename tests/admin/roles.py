"""The cast of the desk: somebody of each role, from a stranger to the superuser, each with a browser."""

from django.contrib.auth.models import Group, User
from django.test import Client

# From those who may least to those who may most: each may what those before her may.
CAST = ("stranger", "member", "staff", "curator", "editor", "administrator", "superuser")
_GROUP = {"curator": "Curators", "editor": "Editors", "administrator": "Administrators"}


def person(role: str, name: str = "") -> User:
    """Somebody who has this role: "member" has an account only, "staff" may log in to the desk and nothing else."""
    user = User.objects.create(
        username=name or role, is_staff=role != "member", is_superuser=role == "superuser", first_name=role.title()
    )
    if role in _GROUP:
        user.groups.add(Group.objects.get(name=_GROUP[role]))
    return user


def browser_of(user: User | None) -> Client:
    """A browser in which she is logged in; None: nobody is. Errors on the server are pages, as on the site."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client
