"""Signing in, and what Django's admin may show: the model permissions that follow from the appointments.

Groups and permissions of single accounts count for nothing. A closed account is nobody from its next request on.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Model

from championships.models import Appointment, User
from championships.officiating.roles import KEPT, Scope, find_scope, list_roles_with
from championships.officiating.scopes import covers

_APP = "championships"
_READ = "_appointments_read"


class AppointmentBackend(ModelBackend):
    """`user.has_perm("championships.change_session", session)`: does a role of theirs allow it, and there?"""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return False
        scope = find_permitted(user_obj, perm)
        if not scope:
            return False
        if not isinstance(obj, Model) or obj.pk is None:
            return True
        return covers(obj, scope, writing=_split(perm)[0] != "view")

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return app_label == _APP and isinstance(user_obj, User) and is_official(user_obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Without an object only: for one, ask for the permission itself."""
        if obj is not None or not isinstance(user_obj, User):
            return set()
        from_everybody = {table for tables in KEPT.values() for table in tables}
        return {
            f"{_APP}.{action}_{table}"
            for table in from_everybody
            for action in ("view", "add", "change", "delete")
            if self.has_perm(user_obj, f"{_APP}.{action}_{table}")
        }

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()


def is_official(user: Any) -> bool:
    """The one rule of who gets into the office: an open account with an appointment, or a superuser's."""
    return isinstance(user, User) and user.is_active and (user.is_superuser or bool(_read_appointments(user)))


def find_permitted(user: User, perm: str) -> Scope:
    """What a person looks after in the roles that have this permission."""
    action, table = _split(perm)
    return find_scope(user, _read_appointments(user), list_roles_with(action, table))


def _split(perm: str) -> tuple[str, str]:
    action, _rule, table = perm.removeprefix(f"{_APP}.").partition("_")
    return action, table


def _read_appointments(user: User) -> list[Appointment]:
    """Once a request: the account in hand is that of the request."""
    found: list[Appointment] | None = getattr(user, _READ, None)
    if found is None:
        found = list(Appointment.objects.filter(user=user))
        setattr(user, _READ, found)
    return found
