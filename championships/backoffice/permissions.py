"""Fetching and permission are one step: what a person may not know exists is 404."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from championships.models import Session, User

ENTER = "championships.change_sheet"
PUBLISH = "championships.add_bulletin"


def fetch_session(request: HttpRequest, pk: int) -> tuple[Session, User]:
    """The session whose results this person may enter or publish, and the person. Raises Http404."""
    user = request.user
    if not isinstance(user, User) or not (user.has_perm(ENTER) or user.has_perm(PUBLISH)):
        raise Http404
    return get_object_or_404(Session.objects.select_related("event"), pk=pk), user


def require(user: User, permission: str) -> None:
    """Raises Http404 where the person lacks the permission."""
    if not user.has_perm(permission):
        raise Http404
