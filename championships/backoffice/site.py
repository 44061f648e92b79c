"""The office: Django's admin with pages of our own inside it, behind the same door."""

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from championships import clock
from championships.backoffice.authentication import is_official
from championships.backoffice.urls import office_urls
from championships.models import User
from championships.officiating.roles import Ability, list_scope
from championships.queries.weekends import list_weekends


class OfficeDoor(AdminAuthenticationForm):
    """Lets in whoever has an appointment; `is_staff` is asked by nobody."""

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        if not is_official(user):
            raise ValidationError(
                _("Nobody has appointed this account to a role in the office yet."), code="not_appointed"
            )


class Office(AdminSite):
    site_header = _("Paddock office")
    site_title = _("Paddock office")
    index_title = _("Race office")
    login_form = OfficeDoor

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Rows people rely on are deleted one at a time, after the page that lists what hangs on them.
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        return is_official(request.user)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The admin's index, the weekends of this person first."""
        user = cast("User", request.user)
        weekends = list_weekends(list_scope(user, Ability.LOOK), at=clock.now())
        edited = list_scope(user, Ability.EDIT)
        context = {"weekends": weekends, "edits": edited is None or bool(edited), **(extra_context or {})}
        return super().index(request, context)

    def get_urls(self) -> list[Any]:
        # The language form stands on the sign-in page, too.
        language = path("language/", set_language, name="office_language")
        return [language, *office_urls(self), *super().get_urls()]
