"""The three roles at the desk, as groups of permissions. Pages ask for permissions only, never for a role by name."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Permissions = dict[str, str]  # actions by model, with spaces between them


@dataclass(frozen=True, slots=True)
class Role:
    """A group's name, what its members do, and what they may do beyond the roles before it."""

    name: str
    does: Promise
    permissions: dict[str, Permissions]  # by app


_ALL = "view add change delete"
_CURATORS: Permissions = {
    "opportunity": "view add change",
    "organisation": "view add change",
    "casestudy": "view add change",
    # What hangs on an entry comes and goes with its editing.
    "source": _ALL,
    "round": _ALL,
    "criterion": _ALL,
    "eligibilityroute": _ALL,
    "synonymgroup": "view add change",
    "suggestion": "view change",
    "unansweredsearch": "view change",
    "link": "view change",
    "mail": "view",
    "operation": "view",
    "recordchange": "view",
    "exchangerate": "view",
    "cataloguerevision": "view",
    "loadedfacts": "view",
    "upkeep": "view",
}
_EDITORS: Permissions = {
    "opportunity": "publish import merge delete",
    "organisation": "delete",
    "casestudy": "delete",
    "synonymgroup": "delete",
    "exchangerate": "add change delete",
    "import": _ALL,
    "importrow": "view",
    "suggestion": "delete",
    "unansweredsearch": "delete",
}
ROLES = (
    Role(
        "Curators",
        _("edit entries, organisations, case studies and synonyms, see to suggestions, and submit for review"),
        {"opportunities": _CURATORS},
    ),
    Role(
        "Editors",
        _("besides publish, schedule and retire, import and merge, keep exchange rates, delete drafts"),
        {"opportunities": _EDITORS},
    ),
    Role("Administrators", _("besides look after users and their roles"), {"auth": {"user": _ALL, "group": _ALL}}),
)
ROLE = {role.name: role for role in ROLES}


def keep_roles(using: str = "default") -> None:
    """Make the groups of the three roles, or give them again exactly the permissions that they stand for."""
    permissions = Permission.objects.using(using)
    given: set[int] = set()
    for role in ROLES:
        for app, models in role.permissions.items():
            codes = [f"{action}_{model}" for model, actions in models.items() for action in actions.split()]
            found = permissions.filter(content_type__app_label=app, codename__in=codes)
            given.update(found.values_list("pk", flat=True))
        group, _made = Group.objects.using(using).get_or_create(name=role.name)
        if set(group.permissions.values_list("pk", flat=True)) != given:
            group.permissions.set(given)


def held_by(user: User) -> set[int]:
    """The keys of the permissions that the user's roles and her own entries give her, even if she is not active now."""
    held = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return set(held.values_list("pk", flat=True))


def may_look_after(by: User, other: User) -> bool:
    """Whether `by` may change or delete the account of somebody: only of those who may no more than herself."""
    if by.is_superuser or by.pk == other.pk:
        return True
    return not other.is_superuser and held_by(other) <= held_by(by)


def grantable_permissions(by: User) -> QuerySet[Permission]:
    """What `by` may give to others: what she has."""
    return Permission.objects.all() if by.is_superuser else Permission.objects.filter(pk__in=held_by(by))


def grantable_groups(by: User) -> QuerySet[Group]:
    """The roles and groups that `by` may give to others: those that hold nothing beyond what she has."""
    groups = Group.objects.order_by("pk")
    if by.is_superuser:
        return groups
    beyond = Group.permissions.through.objects.exclude(permission__in=held_by(by))
    return groups.exclude(pk__in=beyond.values("group"))
