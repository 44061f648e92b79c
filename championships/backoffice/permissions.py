"""Fetching and permission are one step: what a person may not know exists is 404.

A person may what the appointments say: a role for a championship, for a season, or for the whole site. An event belongs
to every season that counts it; a session likewise, and where no season counts it (a practice), to those of its event.
"""

from collections.abc import Collection

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from championships.models import Event, Season, Session, User
from championships.officiating.roles import Ability, list_scope

ENTER, PUBLISH, DECIDE = Ability.ENTER, Ability.PUBLISH, Ability.DECIDE
EDIT, LOOK, ADMINISTER = Ability.EDIT, Ability.LOOK, Ability.ADMINISTER


def may(user: User, ability: Ability, season_ids: Collection[int] | None = None) -> bool:
    """Whether this person holds the ability for one of these seasons (None: for any season at all)."""
    scope = list_scope(user, ability)
    return bool(scope if season_ids is None or scope is None else scope & set(season_ids)) or scope is None


def fetch_official(request: HttpRequest, *abilities: Ability) -> User:
    """The person signed in, who holds at least one of these abilities for something. Raises Http404."""
    user = request.user
    if not isinstance(user, User) or not any(may(user, ability) for ability in abilities):
        raise Http404
    return user


def fetch_season(request: HttpRequest, pk: int, *abilities: Ability) -> tuple[Season, User]:
    """The season, and the person who may do one of these things to it. Raises Http404."""
    user = fetch_official(request, *abilities)
    season = get_object_or_404(Season.objects.select_related("championship"), pk=pk)
    _require_one(user, abilities, {season.pk})
    return season, user


def fetch_event(request: HttpRequest, pk: int, *abilities: Ability) -> tuple[Event, User]:
    """The event, and the person who may do one of these things at it. Raises Http404."""
    user = fetch_official(request, *abilities)
    event = get_object_or_404(Event.objects.select_related("circuit", "layout"), pk=pk)
    _require_one(user, abilities, list_season_ids(event))
    return event, user


def fetch_session(request: HttpRequest, pk: int, *abilities: Ability) -> tuple[Session, User]:
    """The session, and the person who may do one of these things to it. Raises Http404."""
    user = fetch_official(request, *abilities)
    session = get_object_or_404(Session.objects.select_related("event"), pk=pk)
    _require_one(user, abilities, list_season_ids(session))
    return session, user


def list_season_ids(of: Event | Session) -> set[int]:
    """The seasons that count this event, a session of it elsewhere than in their own round, or this session."""
    if isinstance(of, Session):
        counted = set(Season.objects.filter(rounds__round_sessions__session=of).values_list("pk", flat=True))
        if counted:
            return counted
        of = of.event
    counting = Q(rounds__event=of) | Q(rounds__round_sessions__session__event=of)
    return set(Season.objects.filter(counting).values_list("pk", flat=True))


def require(user: User, ability: Ability, of: Event | Session | Season) -> None:
    """Raises Http404 where the person lacks the ability there."""
    _require_one(user, (ability,), {of.pk} if isinstance(of, Season) else list_season_ids(of))


def _require_one(user: User, abilities: Collection[Ability], season_ids: Collection[int]) -> None:
    if not any(may(user, ability, season_ids) for ability in abilities):
        raise Http404
