"""Who may do what: the roles of the office, what each allows, and for which seasons.

A role comes from an appointment and from nothing else: for the whole site, for a championship (every season of it,
later ones too) or for one season. Abilities open the office's own pages; `KEPT` says which tables a role keeps. What
counts (sheets, bulletins, decisions, rules, entries) is only read in the plain admin, whoever keeps it: the verbs write
it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from championships.models import Appointment, Season, User


class Ability(StrEnum):
    """What a role allows on the office's own pages."""

    LOOK = "look"  # without changing anything
    ENTER = "enter"  # entry lists, grids, results, imports
    PUBLISH = "publish"  # publish, confirm, amend, withdraw; rules and calendar
    DECIDE = "decide"  # stewards' documents, protests
    EDIT = "edit"  # previews, news, photographs
    ADMINISTER = "administer"  # appointments, merges, the set-up of seasons


_TIMEKEEPER = Appointment.Role.TIMEKEEPER.value
_CLERK = Appointment.Role.CLERK.value
_STEWARD = Appointment.Role.STEWARD.value
_EDITOR = Appointment.Role.EDITOR.value
_ADMINISTRATOR = Appointment.Role.ADMINISTRATOR.value

ABILITIES: Mapping[str, frozenset[Ability]] = {
    _TIMEKEEPER: frozenset({Ability.LOOK, Ability.ENTER}),
    _CLERK: frozenset({Ability.LOOK, Ability.ENTER, Ability.PUBLISH}),
    _STEWARD: frozenset({Ability.LOOK, Ability.DECIDE}),
    _EDITOR: frozenset({Ability.LOOK, Ability.EDIT}),
    _ADMINISTRATOR: frozenset(Ability),
}

_ENTRIES = frozenset({"entry", "crew", "participation", "seat"})
_PEOPLE = frozenset({"driver", "driveralias", "team", "teamalias", "entrant", "kinship", "enrolment"})
_CALENDAR = frozenset({"circuit", "layout", "event", "session", "round", "roundsession"})
_TEXTS = frozenset({"preview", "previewsection", "highlight", "news", "document", "photo"})
_ACCOUNTS = frozenset({"user", "appointment"})
_SET_UP = frozenset({"championship", "season", "category"})

# Tables whose rows a role adds and changes; everybody of the office reads all but accounts.
KEPT: Mapping[str, frozenset[str]] = {
    _TIMEKEEPER: _ENTRIES | {"sheet", "line", "linedriver", "grid", "gridplace", "timingfile", "columnmap"},
    _CLERK: _ENTRIES | _PEOPLE | _CALENDAR | {"sheet", "bulletin", "protest", "rulebook", "ruledraft", "source"},
    _STEWARD: frozenset({"decision", "verdict", "protest"}),
    _EDITOR: _TEXTS | {"source"},
    _ADMINISTRATOR: _ENTRIES | _PEOPLE | _CALENDAR | _TEXTS | _ACCOUNTS | _SET_UP | {"source", "rulebook", "ruledraft"},
}
# Rows somebody relies on are marked withdrawn, cancelled or closed. These few may go, where nothing hangs on them.
_OF_A_PERSON = frozenset({"driveralias", "teamalias", "kinship", "enrolment"})
_OF_THE_CALENDAR = frozenset({"layout", "event", "session", "round", "roundsession"})
_UNPUBLISHED = frozenset({"preview", "previewsection", "highlight", "document", "photo", "news"})
REMOVED: Mapping[str, frozenset[str]] = {
    _TIMEKEEPER: frozenset(),
    _CLERK: _OF_A_PERSON | _OF_THE_CALENDAR,
    _STEWARD: frozenset(),
    _EDITOR: frozenset({"previewsection", "highlight"}),
    _ADMINISTRATOR: _OF_A_PERSON | _OF_THE_CALENDAR | _UNPUBLISHED | {"category", "appointment", "driver", "team"},
}
# Read by those who keep them, by nobody else.
PRIVATE = _ACCOUNTS


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody looks after. `championships`: those they were appointed for as a whole."""

    everything: bool = False
    seasons: frozenset[int] = frozenset()
    championships: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.seasons) or bool(self.championships)

    def holds_season(self, season: Season) -> bool:
        return self.everything or season.pk in self.seasons or season.championship_id in self.championships


EVERYTHING = Scope(everything=True)
NOTHING = Scope()


def read_scope(user: User, roles: Collection[str]) -> Scope:
    """What a person looks after in one of these roles. Up to two queries."""
    return find_scope(user, Appointment.objects.filter(user=user) if user.is_active else (), roles)


def find_scope(user: User, appointments: Collection[Appointment], roles: Collection[str]) -> Scope:
    """`read_scope` of appointments that were read before. One query where a championship is among them."""
    if not user.is_active:
        return NOTHING
    if user.is_superuser:
        return EVERYTHING
    held = [row for row in appointments if row.role in roles]
    if any(row.championship_id is None and row.season_id is None for row in held):
        return EVERYTHING
    championships = frozenset(row.championship_id for row in held if row.championship_id is not None)
    seasons = {row.season_id for row in held if row.season_id is not None}
    if championships:
        seasons |= set(Season.objects.filter(championship_id__in=championships).values_list("pk", flat=True))
    return Scope(seasons=frozenset(seasons), championships=championships)


def list_scope(user: User, ability: Ability) -> frozenset[int] | None:
    """The seasons for which a person holds an ability. None: every season there is or will be."""
    scope = read_scope(user, [role for role, abilities in ABILITIES.items() if ability in abilities])
    return None if scope.everything else scope.seasons


def list_roles_with(action: str, table: str) -> frozenset[str]:
    """The roles that may `view`, `add`, `change` or `delete` rows of a table (its model name) in the plain admin."""
    if action == "delete":
        return frozenset(role for role, tables in REMOVED.items() if table in tables)
    if action == "view" and table not in PRIVATE:
        return frozenset(KEPT)
    if action in {"view", "add", "change"}:
        return frozenset(role for role, tables in KEPT.items() if table in tables)
    return frozenset()
