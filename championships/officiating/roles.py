"""The groups of the office: what a timekeeper, a clerk of the course, a steward and an editor may do."""

from collections.abc import Mapping
from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from championships.models import Appointment, Season, User

# Reference data each role keeps; everybody of the office may read everything but accounts.
_ENTRIES = ("entry", "crew", "participation")
_PEOPLE = ("driver", "driveralias", "team", "teamalias", "entrant", "kinship", "enrolment")
_CALENDAR = ("circuit", "layout", "event", "session", "round", "roundsession")
_TEXTS = ("preview", "previewsection", "highlight", "news", "document", "photo")
_KEPT = {
    "timekeeper": (*_ENTRIES, "sheet"),
    "clerk": (*_ENTRIES, *_PEOPLE, *_CALENDAR, "sheet", "bulletin", "protest", "season", "rulebook"),
    "steward": ("decision", "protest"),
    "editor": (*_TEXTS, "source"),
}
_NOT_READ = ("user",)


@transaction.atomic
def write_roles() -> dict[str, Group]:
    """Make the groups, or bring them up to date. A person joins one in the back-office."""
    ours = Permission.objects.filter(content_type__app_label="championships")
    reading = list(ours.filter(codename__startswith="view_").exclude(content_type__model__in=_NOT_READ))
    groups = {}
    for name, kept in _KEPT.items():
        group, _created = Group.objects.get_or_create(name=name)
        keeping = ours.filter(content_type__model__in=kept).exclude(codename__startswith="delete_")
        group.permissions.set([*reading, *keeping])
        groups[name] = group
    return groups


class Ability(StrEnum):
    """What a role allows, apart from reading."""

    LOOK = "look"  # the office's own pages, without changing anything
    ENTER = "enter"  # entry lists, grids, results, imports
    PUBLISH = "publish"  # publish, confirm, amend, withdraw; rules and calendar
    DECIDE = "decide"  # stewards' documents, protests
    EDIT = "edit"  # previews, news, photographs
    ADMINISTER = "administer"  # appointments, merges, the set-up of seasons


ABILITIES: Mapping[str, frozenset[Ability]] = {
    Appointment.Role.TIMEKEEPER: frozenset({Ability.LOOK, Ability.ENTER}),
    Appointment.Role.CLERK: frozenset({Ability.LOOK, Ability.ENTER, Ability.PUBLISH}),
    Appointment.Role.STEWARD: frozenset({Ability.LOOK, Ability.DECIDE}),
    Appointment.Role.EDITOR: frozenset({Ability.LOOK, Ability.EDIT}),
    Appointment.Role.ADMINISTRATOR: frozenset(Ability),
}


def list_scope(user: User, ability: Ability) -> frozenset[int] | None:
    """The seasons for which a person holds an ability. None: every season there is or will be. One query."""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return None
    seasons: set[int] = set()
    championships: set[int] = set()
    for role, championship_id, season_id in Appointment.objects.filter(user=user).values_list(
        "role", "championship_id", "season_id"
    ):
        if ability not in ABILITIES[role]:
            continue
        if championship_id is not None:
            championships.add(championship_id)
        elif season_id is not None:
            seasons.add(season_id)
        else:
            return None
    if championships:
        seasons |= set(Season.objects.filter(championship_id__in=championships).values_list("pk", flat=True))
    return frozenset(seasons)
