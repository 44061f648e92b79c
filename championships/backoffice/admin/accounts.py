"""Accounts and appointments. An administrator keeps those of what he administers; superusers keep superusers."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from championships import clock
from championships.backoffice.admin.base import OfficeAdmin, StateAdmin, StateForm
from championships.backoffice.admin.scoping import ScopedFilter
from championships.models import Appointment, User
from championships.officiating.accounts import appoint, dismiss, may_keep_account, record_account

# Roles come from appointments: a group would seem to mean something.
admin.site.unregister(Group)

_SUPER = "is_superuser"


class AccountForm(StateForm, UserChangeForm):  # type: ignore[type-arg]
    """The form of an account, with the state it was read at."""


@admin.register(User)
class AccountAdmin(StateAdmin, UserAdmin):  # type: ignore[type-arg]
    """Accounts are opened and closed, never deleted: ledger and bulletins go on naming them."""

    form = AccountForm
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "first_name", "last_name", "email")
    readonly_fields = ("last_login", "date_joined", "roles")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Office"), {"fields": ("is_active", "roles", "last_login", "date_joined", "read_state")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("appointments__season", "appointments__championship")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if obj is None or not getattr(request.user, _SUPER, False):
            return found
        return (*found, (_("Operator of the site"), {"fields": (_SUPER,)}))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            return UserAdmin.get_form(self, request, obj, change=change, **kwargs)
        return super().get_form(request, obj, change=change, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_keep_account(request.user, obj))  # type: ignore[arg-type]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.save()
            self._record(request, obj, "open_account")
            return
        super().save_model(request, obj, form, change)
        what = "change_account"
        if "is_active" in form.changed_data:
            what = "reopen_account" if obj.is_active else "close_account"
        if set(form.changed_data) - {"read_state"}:
            self._record(request, obj, what)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        answer: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == 302:
            self._record(request, User.objects.get(pk=id), "set_password")
        return answer

    def _record(self, request: HttpRequest, user: User, what: str) -> None:
        record_account(user=user, what=what, by=request.user, recorded_at=clock.real_now())  # type: ignore[arg-type]

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        found = [
            f"{row.get_role_display()} ({row.season or row.championship or _('whole site')})"
            for row in user.appointments.all()
        ]
        return " · ".join(found) or "–"


@admin.register(Appointment)
class AppointmentAdmin(OfficeAdmin):
    """Given and taken back, each a row of the ledger; never changed."""

    list_display = ("user", "role", "championship", "season")
    list_filter = ("role", ("championship", ScopedFilter), ("season", ScopedFilter))
    list_select_related = ("user", "championship", "season__championship")
    search_fields = ("user__username", "user__first_name", "user__last_name")
    autocomplete_fields = ("user", "championship", "season")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        row = appoint(
            user=obj.user,
            role=obj.role,
            championship=obj.championship,
            season=obj.season,
            by=request.user,  # type: ignore[arg-type]
            recorded_at=clock.real_now(),
        )
        obj.pk = row.pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        dismiss(appointment=obj, by=request.user, recorded_at=clock.real_now())  # type: ignore[arg-type]
