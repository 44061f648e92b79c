"""Fetching and permission are one step: what a person may not know exists is 404."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from championships.models import Session, User

ENTER = "championships.change_sheet"
PUBLISH = "championships.add_bulletin"
RULE = "championships.add_rulebook"
EDIT = "championships.change_preview"


def fetch_official(request: HttpRequest, *permissions: str) -> User:
    """The person signed in, who holds at least one of these permissions. Raises Http404."""
    user = request.user
    if not isinstance(user, User) or not any(user.has_perm(permission) for permission in permissions):
        raise Http404
    return user


def fetch_session(request: HttpRequest, pk: int) -> tuple[Session, User]:
    """The session whose results this person may enter or publish, and the person. Raises Http404."""
    user = fetch_official(request, ENTER, PUBLISH)
    return get_object_or_404(Session.objects.select_related("event"), pk=pk), user


def require(user: User, permission: str) -> None:
    """Raises Http404 where the person lacks the permission."""
    if not user.has_perm(permission):
        raise Http404
