"""The parameters of the API: how each is written, what it means, and the reading of what a request says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from championships.queries.record_values import Kind

LIMIT = 50  # rows a page where nothing is asked
MOST = 200

SLUG = r"[-a-zA-Z0-9_]+"


class BadParameterError(ValueError):
    """A parameter that the address does not know, that is said twice, or whose value cannot be read."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(detail)
        self.name = name


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `pattern` is both the route's and the description's; `choices` stand in its place."""

    name: str
    text: str | Promise
    pattern: str = SLUG
    example: str = ""
    kind: str = "string"
    choices: tuple[str, ...] = ()
    default: str = ""
    limits: Mapping[str, int] = field(default_factory=dict)  # minimum, maximum, maxLength

    def accepts(self, text: str) -> bool:
        if self.choices:
            return text in self.choices
        if re.fullmatch(self.pattern, text) is None or len(text) > self.limits.get("maxLength", len(text)):
            return False
        return self.kind != "integer" or (
            self.limits.get("minimum", 0) <= int(text) <= self.limits.get("maximum", int(text))
        )

    def describe(self, place: str) -> dict[str, Any]:
        """The parameter as OpenAPI writes it; `place` is path or query."""
        schema: dict[str, Any] = {"type": self.kind, **self.limits}
        if self.choices:
            schema["enum"] = list(self.choices)
        elif self.kind == "string":
            schema["pattern"] = f"^{self.pattern}$"
        if self.default:
            schema["default"] = int(self.default) if self.kind == "integer" else self.default
        example: Any = int(self.example) if self.kind == "integer" and self.example else self.example
        described = {
            "name": self.name,
            "in": place,
            "required": place == "path",
            "description": str(self.text),
            "schema": schema,
        }
        return described | ({"example": example} if self.example else {})


def read_query(query: QueryDict, known: Iterable[Parameter]) -> dict[str, str]:
    """The parameters said, each once and readable, with the defaults of those not said. Raises BadParameterError."""
    by_name = {one.name: one for one in known}
    for name, values in query.lists():
        if name not in by_name:
            raise BadParameterError(name[:40], f"{name[:40]!r} is not a parameter of this address.")
        if len(values) > 1:
            raise BadParameterError(name, f"{name!r} is said more than once.")
        if not by_name[name].accepts(values[0]):
            raise BadParameterError(name, f"{values[0][:40]!r} is not a value of {name!r}.")
    return {name: query.get(name, one.default) for name, one in by_name.items() if name in query or one.default}


YEAR = Parameter(
    "year", _("Year of the event."), "[0-9]{4}", "2025", kind="integer", limits={"minimum": 1000, "maximum": 9999}
)
CHAMPIONSHIP = Parameter("championship", _("Identifier of the championship."), example="trophee-mitjet-france")
SEASON = Parameter("season", _("Label of the season."), example="2025")
TABLE = Parameter("table", _("Key of the table."), example="general")
COMPETITOR = Parameter("competitor", _("Identifier of the driver or team; of a car its number."), "[^/]+", "ann")
EVENT = Parameter("event", _("Identifier of the event in its year."), example="aragon")
SESSION = Parameter("session", _("Identifier of the session in its event."), example="race-1")
BULLETIN = Parameter(
    "n", _("Number of the bulletin."), "[0-9]{1,4}", "1", kind="integer", limits={"minimum": 0, "maximum": 9999}
)
NUMBER = Parameter(
    "number", _("Number of the document."), "[0-9]{1,6}", "1", kind="integer", limits={"minimum": 0, "maximum": 999999}
)
DRIVER = Parameter("driver", _("Identifier of the driver."), example="ann")
TEAM = Parameter("team", _("Identifier of the team."), example="red-team")
CIRCUIT = Parameter("circuit", _("Identifier of the circuit."), example="hilltop")
NEWS = Parameter("slug", _("Identifier of the news item."), example="opening-day")

LANG = Parameter(
    "lang",
    _("Language of names and texts. Identifiers and states never change with it."),
    choices=tuple(code for code, _name in settings.LANGUAGES),
    default=settings.PADDOCK_DEFAULT_LANGUAGE,
)
AFTER = Parameter(
    "after",
    _("After that round (4), or after that session of it (4-race1). Without it: the newest."),
    rf"[0-9]{{1,3}}(-{SLUG})?",
    "2",
    limits={"maxLength": 60},
)
AS_OF = Parameter(
    "as-of",
    _(
        "As published at that time: a day (its end, in the time zone of the season or venue) or an instant with its"
        " offset. The future is not found."
    ),
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{5,15}(Z|[-+ ][0-9]{2}:?[0-9]{2}))?",
    "2025-09-04",
)
PAGE_SIZE = Parameter(
    "limit",
    _("Rows a page."),
    "[0-9]{1,3}",
    kind="integer",
    default=str(LIMIT),
    limits={"minimum": 1, "maximum": MOST},
)
CURSOR = Parameter(
    "cursor", _("Where the page before ended; as its “next” gives it."), r"[-a-zA-Z0-9_/]+", limits={"maxLength": 160}
)
KIND = Parameter(
    "kind", _("Which figure is ranked."), choices=tuple(kind.value for kind in Kind), default=Kind.WINS.value
)
CATEGORY = Parameter("category", _("Only this category or class."), example="gentleman")
AT_CIRCUIT = Parameter("circuit", _("Only races at this circuit."), example="hilltop")
FIRST_SEASON = Parameter("from", _("Label of the first season."), example="2024")
LAST_SEASON = Parameter("to", _("Label of the last season."), example="2025")
OF_YEAR = Parameter(
    "year", _("Only this year."), "[0-9]{4}", "2025", kind="integer", limits={"minimum": 1000, "maximum": 9999}
)
OF_CHAMPIONSHIP = Parameter("championship", _("Only this championship."), example="trophee-mitjet-france")
