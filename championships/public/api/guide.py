"""The page of the API for people: every address, its parameters and an example, from the routes themselves."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from championships.public.api import problems
from championships.public.api.addresses import address
from championships.public.api.asked import Route
from championships.public.api.parameters import LANG, Parameter
from championships.public.api.routes import GROUPS, ROUTES


@dataclass(frozen=True, slots=True)
class RouteLine:
    """An address of the list, part by part; its parameters are named in braces."""

    parts: tuple[str, ...]
    summary: str
    query: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteGroup:
    name: str
    title: str
    lines: tuple[RouteLine, ...]


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A parameter of the query: how it is written, what it means."""

    name: str
    text: str
    values: tuple[str, ...]
    default: str
    example: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    name: str
    title: str
    status: int
    text: str


@dataclass(frozen=True, slots=True)
class Guide:
    root: str
    description_url: str
    groups: tuple[RouteGroup, ...]
    parameters: tuple[ParameterLine, ...]
    problems: tuple[ProblemLine, ...]


_PROBLEMS: dict[str, Promise] = {
    "bad-parameter": _("A parameter is unknown, said twice, or cannot be read."),
    "not-found": _("There is no such thing, or nothing of it is published."),
    "no-such-moment": _("The time asked for is still to come, or is none."),
    "method-not-allowed": _("The API is for reading only."),
    "server-error": _("Something went wrong here; it has been recorded."),
}


def write_guide(request: HttpRequest) -> Guide:
    to = address(request)
    return Guide(
        root=to.api("start"),
        description_url=to.api("description"),
        groups=tuple(
            RouteGroup(tag, str(title), tuple(_tell_route(one) for one in ROUTES if one.tag == tag))
            for tag, title in GROUPS.items()
        ),
        parameters=tuple(_tell_parameter(one) for one in _list_parameters()),
        problems=tuple(
            ProblemLine(kind.name, kind.title, kind.status.value, str(_PROBLEMS[kind.name])) for kind in problems.KINDS
        ),
    )


def _tell_route(route: Route) -> RouteLine:
    return RouteLine(
        parts=("api", "v1", *route.path.split("/")),
        summary=str(route.summary),
        query=tuple(one.name for one in route.query),
    )


def _list_parameters() -> list[Parameter]:
    """Every parameter of the query, once, in the order in which the addresses first take it."""
    found = {LANG.name: LANG}
    for route in ROUTES:
        for one in route.query:
            found.setdefault(one.name, one)
    return list(found.values())


def _tell_parameter(one: Parameter) -> ParameterLine:
    return ParameterLine(one.name, str(one.text), one.choices, one.default, one.example)
