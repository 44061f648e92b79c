"""Which rows belong to what an official looks after. What belongs to nobody in particular is everybody's.

A session belongs to the seasons that count it; one that none counts (a practice) to those of its event. An event
belongs to every season with a round or a counted session there; one that no season has yet taken up is everybody's, or
nobody could take it up. People, teams, circuits and sources are common.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet

from championships.models import Appointment, Event, Session, User
from championships.officiating.roles import Scope

type Rule = Callable[[Scope], Q]


def scope_rows[Row: Model](rows: QuerySet[Row], scope: Scope, *, writing: bool = False) -> QuerySet[Row]:
    """The rows that belong to the scope. `writing`: those it may change, where that is less than it may read.

    Raises KeyError for a table without a rule: a new table says here whose it is.
    """
    name = str(rows.model._meta.model_name)
    rule = (_WRITTEN.get(name) if writing else None) or RULES[name]
    if scope.everything or rule is common:
        return rows
    # A subquery: joins to rounds would list a row once a round.
    return rows.filter(pk__in=rows.model._base_manager.filter(rule(scope)).values("pk"))


def covers(row: Model, scope: Scope, *, writing: bool = False) -> bool:
    """Whether a stored row belongs to the scope. One query."""
    if scope.everything:
        return True
    rows: QuerySet[Model] = type(row)._base_manager.filter(pk=row.pk)
    return scope_rows(rows, scope, writing=writing).exists()


def common(_scope: Scope) -> Q:
    """Everybody's."""
    return Q()


def nobody(_scope: Scope) -> Q:
    """Only theirs who look after the whole site."""
    return Q(pk__in=[])


def list_events(scope: Scope) -> QuerySet[Event]:
    counted = Q(rounds__isnull=False) | Q(sessions__round_sessions__isnull=False)
    ours = Q(rounds__season__in=scope.seasons) | Q(sessions__round_sessions__round__season__in=scope.seasons)
    taken = Event.objects.filter(counted).values("pk")
    return Event.objects.filter(Q(pk__in=Event.objects.filter(ours).values("pk")) | ~Q(pk__in=taken)).order_by()


def list_sessions(scope: Scope) -> QuerySet[Session]:
    counted = Session.objects.filter(round_sessions__round__season__in=scope.seasons).values("pk")
    loose = Session.objects.filter(round_sessions__isnull=True, event__in=list_events(scope).values("pk")).values("pk")
    return Session.objects.filter(Q(pk__in=counted) | Q(pk__in=loose)).order_by()


def _of_season(path: str) -> Rule:
    return lambda scope: Q(**{f"{path}__in": scope.seasons})


def _of_event(path: str) -> Rule:
    return lambda scope: Q(**{f"{path}__in": list_events(scope).values("pk")})


def _of_session(path: str) -> Rule:
    return lambda scope: Q(**{f"{path}__in": list_sessions(scope).values("pk")})


def _of_championship(path: str, seasons: str) -> Rule:
    return lambda scope: Q(**{f"{path}__in": scope.championships}) | Q(**{f"{seasons}__in": scope.seasons})


def _of_whole_championship(path: str) -> Rule:
    return lambda scope: Q(**{f"{path}__in": scope.championships})


def _where(path: str, rule: Rule) -> Rule:
    """The rule, or no such thing named at all."""
    return lambda scope: rule(scope) | Q(**{f"{path}__isnull": True})


def _stated(scope: Scope) -> Q:
    ours = Q(season__in=scope.seasons) | Q(season__isnull=True, event__in=list_events(scope).values("pk"))
    return ours | Q(season__isnull=True, event__isnull=True)


def _verdict(scope: Scope) -> Q:
    events = Q(event__in=list_events(scope).values("pk"))
    return Q(season__in=scope.seasons) | (Q(season__isnull=True) & events)


def _account(scope: Scope) -> Q:
    """Accounts with no appointment outside the scope: whoever also works elsewhere is another's to keep."""
    outside = Appointment.objects.exclude(_appointment(scope)).values("user")
    return Q(is_superuser=False) & ~Q(pk__in=User.objects.filter(pk__in=outside).values("pk"))


def _appointment(scope: Scope) -> Q:
    # Without `isnull`, SQL's three values would take the negation of a NULL for true neither way.
    by_season = Q(season__isnull=False, season__in=scope.seasons)
    return by_season | Q(championship__isnull=False, championship__in=scope.championships)


RULES: Mapping[str, Rule] = {
    **dict.fromkeys(
        ["circuit", "columnmap", "driver", "driveralias", "drivermerge", "entrant", "kinship", "layout", "source"],
        common,
    ),
    **dict.fromkeys(["team", "teamalias"], common),
    **dict.fromkeys(["ledgerentry", "ledgerhead", "sitekey"], nobody),
    # Written by the verbs alone, when an address or a meeting goes.
    **dict.fromkeys(["formeraddress", "droppedmeeting"], nobody),
    "championship": _of_championship("pk", "seasons"),
    "category": _of_championship("championship", "championship__seasons"),
    "news": _of_championship("championship", "championship__seasons"),
    "season": _of_season("pk"),
    **dict.fromkeys(
        [
            *("declaredtable", "enrolment", "nomination", "openingbalance", "pointsadjustment"),
            *("revision", "round", "rulebook", "ruledraft", "table"),
        ],
        _of_season("season"),
    ),
    "declaredrow": _of_season("declared__season"),
    "participation": _of_season("round__season"),
    "roundsession": _of_season("round__season"),
    "classifiedline": _of_season("round_session__round__season"),
    "award": _of_season("table__season"),
    "standing": _of_season("table__season"),
    "event": lambda scope: Q(pk__in=list_events(scope).values("pk")),
    "entry": _of_event("event"),
    "crew": _of_event("entry__event"),
    "document": _of_event("event"),
    "preview": _of_event("event"),
    "previewsection": _of_event("preview__event"),
    "highlight": _of_event("preview__event"),
    "report": _of_event("event"),
    "sentence": lambda scope: _of_event("preview__event")(scope) | _of_event("report__event")(scope),
    "photo": _where("event", _of_event("event")),
    "session": lambda scope: Q(pk__in=list_sessions(scope).values("pk")),
    **dict.fromkeys(
        ["amendment", "bulletin", "decision", "grid", "protest", "seat", "sheet", "timingfile"], _of_session("session")
    ),
    "gridplace": _of_session("grid__session"),
    "line": _of_session("sheet__session"),
    "linedriver": _of_session("line__sheet__session"),
    "lap": _of_session("timing_file__session"),
    "statedfact": _stated,
    "verdict": _verdict,
    "user": _account,
    "appointment": _appointment,
}
# A season's official reads the championship; changing it concerns every season of it.
_WRITTEN: Mapping[str, Rule] = {
    "championship": _of_whole_championship("pk"),
    "category": _of_whole_championship("championship"),
    "news": _of_whole_championship("championship"),
}


def list_unruled(models: list[type[Any]]) -> list[str]:
    """The tables nobody has said whose they are."""
    return [str(model._meta.model_name) for model in models if model._meta.model_name not in RULES]
