"""Those who may use the desk, their roles, and who may give them. Nobody gives herself or others more than she has."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from opportunities.admin.theme import DeskAdmin
from opportunities.curation.roles import ROLE, grantable_groups, grantable_permissions, held_by, may_look_after

admin.site.unregister(User)
admin.site.unregister(Group)

if TYPE_CHECKING:
    RolesChoice = forms.ModelMultipleChoiceField[Group]
    AccountForm = forms.ModelForm[User]
else:
    RolesChoice = forms.ModelMultipleChoiceField
    AccountForm = object

RIGHTS = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")


class RolesField(RolesChoice):
    """Roles to tick, each with what its members do."""

    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def label_from_instance(self, group: Model) -> str:
        role = ROLE.get(str(group))
        return f"{group}: {role.does}" if role else str(group)


class RolesMixin(AccountForm):
    """A form of an account in which a role goes together with being let in."""

    def clean(self) -> dict[str, Any]:
        """Complain of a role for somebody who could not log in to the desk."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if facts.get("groups") and "is_staff" in facts and not facts["is_staff"]:
            self.add_error("is_staff", _("Whoever has a role must be let in to the desk: tick this too."))
        return facts


class PersonForm(RolesMixin, UserChangeForm):  # type: ignore[misc]
    """An account and its roles."""


class NewPersonForm(RolesMixin, UserCreationForm):  # type: ignore[misc]
    """A new account, with its roles at once."""


@admin.register(User)
class ThemedUserAdmin(UserAdmin, DeskAdmin):  # type: ignore[type-arg]
    """Curators, editors and administrators."""

    form = PersonForm
    add_form = NewPersonForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "full_name", "roles", "is_staff", "is_active", "last_login")
    list_filter = ("groups", "is_staff", "is_active", "is_superuser")
    filter_horizontal = ("user_permissions",)
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (gettext_lazy("Role"), {"fields": ("is_staff", "groups")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """The account, the person, the role; what only superusers may give is shown to them alone."""
        if obj is None:
            return self.add_fieldsets
        rights = ["is_active", "is_staff", "groups"]
        fieldsets = [
            (None, {"fields": ("username", "password")}),
            (gettext_lazy("Person"), {"fields": ("first_name", "last_name", "email")}),
            (gettext_lazy("Role"), {"fields": rights, "description": self._about_rights(request, obj)}),
            (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
        ]
        if request.user.is_superuser:
            fieldsets.insert(3, (gettext_lazy("Beyond roles"), {"fields": ("is_superuser", "user_permissions")}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody changes her own rights: she could lock herself out. Somebody else must do it."""
        return (*RIGHTS, "last_login", "date_joined") if obj == request.user else ("last_login", "date_joined")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            return RolesField(
                grantable_groups(cast(User, request.user)),
                required=False,
                label=_("Roles"),
                help_text=_("Editors can do what curators can, administrators what editors can."),
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "is_staff":
            field.label, field.help_text = _("May log in to the desk"), _("Needed besides a role.")
        return field

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only for accounts that may no more than the user herself."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or may_look_after(cast(User, request.user), obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The same, and never for her own."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or (obj != request.user and may_look_after(cast(User, request.user), obj)))

    @admin.display(description=gettext_lazy("name"), ordering="last_name", empty_value="—")
    def full_name(self, person: User) -> str | None:
        """First and last name."""
        return person.get_full_name() or None

    @admin.display(description=gettext_lazy("roles"), empty_value="—")
    def roles(self, person: User) -> str | None:
        """The roles by name; superusers need none."""
        names = [group.name for group in person.groups.all()]
        return ", ".join([*([_("Superuser")] if person.is_superuser else []), *names]) or None

    def _about_rights(self, request: HttpRequest, person: User) -> str:
        if person == request.user:
            return _("These are your own rights: ask another administrator to change them.")
        return _("What somebody may do follows from the role.")


@admin.register(Group)
class ThemedGroupAdmin(GroupAdmin, DeskAdmin):
    """The roles, to look at, and other sets of permissions."""

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Roles are what the program says, and are put right by every `migrate`; of others, no more than she has."""
        return super().has_change_permission(request, obj) and self._is_hers(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_hers(request, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        if db_field.name == "permissions" and request is not None:
            kwargs["queryset"] = grantable_permissions(cast(User, request.user)).select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _is_hers(self, request: HttpRequest, group: Group | None) -> bool:
        """Whether the user may touch a group: it is no role, and holds nothing beyond what she has."""
        if group is None:
            return True
        by = cast(User, request.user)
        within = by.is_superuser or set(group.permissions.values_list("pk", flat=True)) <= held_by(by)
        return group.name not in ROLE and within
