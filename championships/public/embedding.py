"""A standings table in a frame of another site: which rows, which light, and the code to copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from championships.formatting.numbers import write_gap, write_points
from championships.formatting.places import write_place
from championships.public.rendering import LANGUAGE_NAMES, language
from championships.public.standings_table import name_kind
from championships.public.tables import not_published, plate
from championships.queries.standing_lines import Line
from championships.queries.standings import StandingsPage

ROWS, MOST = 10, 200
THEMES = ("auto", "light", "dark")
_CHOSEN = ("rows", "theme", "lang")
# Heights in CSS pixels: of a row with a long name on two lines, of all that stands around the rows.
_ROW, _AROUND = 42, 190


@dataclass(frozen=True, slots=True)
class Choice:
    """How the frame looks. `theme` auto: as the reader's system has it. `language`: of the code, on its page."""

    rows: int = ROWS
    theme: str = "auto"
    language: str = ""

    @property
    def query(self) -> str:
        said = {"rows": self.rows} if self.rows != ROWS else {}
        return urlencode(said | ({"theme": self.theme} if self.theme != "auto" else {}))


@dataclass(frozen=True, slots=True)
class EmbedRow:
    """A row as it is printed."""

    place: str | SafeString
    plate: SafeString
    name: str
    team: str
    points: str | SafeString
    gap: str | SafeString


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """The document in the frame. `kind`: the head of the column of names; `total`: rows of the whole table."""

    page: StandingsPage
    theme: str
    kind: str
    rows: tuple[EmbedRow, ...]
    total: int
    address: str  # of the full table

    @property
    def more(self) -> bool:
        return self.total > len(self.rows)


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class EmbeddingPage:
    """The page that gives the code. `frame`: the address in it; `code` is HTML to show as text."""

    page: StandingsPage
    choice: Choice
    frame: str
    title: str
    height: int
    code: str
    themes: tuple[Option, ...]
    languages: tuple[Option, ...]
    most: int = MOST


def read_choice(query: QueryDict) -> Choice | None:
    """What the address asks for; None where it cannot be read: a slip must be seen by who writes the code."""
    if any(len(query.getlist(name)) > 1 for name in _CHOSEN):
        return None
    rows, theme, spoken = query.get("rows", str(ROWS)), query.get("theme", "auto"), query.get("lang", language())
    sound = rows.isascii() and rows.isdigit() and len(rows) < 4 and 0 < int(rows) <= MOST
    if not sound or theme not in THEMES or spoken not in LANGUAGE_NAMES:
        return None
    return Choice(int(rows), theme, spoken)


def write_embed(request: HttpRequest, page: StandingsPage, choice: Choice) -> EmbedPage:
    address = request.build_absolute_uri(reverse("standings", kwargs=_name(page)))
    return EmbedPage(
        page=page,
        theme=choice.theme,
        kind=name_kind(page.kind),
        rows=tuple(_write_row(line) for line in page.lines[: choice.rows]),
        total=len(page.lines),
        address=address,
    )


def write_embedding(request: HttpRequest, page: StandingsPage, choice: Choice) -> EmbeddingPage:
    with override(choice.language):
        address = request.build_absolute_uri(reverse("embed", kwargs=_name(page)))
    frame = address + (f"?{choice.query}" if choice.query else "")
    title = f"{page.title}, {page.season.name} {page.season.label}"
    height = _AROUND + _ROW * min(choice.rows, len(page.lines))
    return EmbeddingPage(
        page=page,
        choice=choice,
        frame=frame,
        title=title,
        height=height,
        code=_write_code(frame, title, height),
        themes=_list_options(
            {"auto": _("as the reader’s system"), "light": _("light"), "dark": _("dark")}, choice.theme
        ),
        languages=_list_options(LANGUAGE_NAMES, choice.language),
    )


def _write_row(line: Line) -> EmbedRow:
    who = line.competitor
    is_car = who.kind == "car"
    gap = "" if line.mark else not_published() if line.gap is None else write_gap(line.gap, language())
    return EmbedRow(
        place=write_place(line.position, tied=line.tied, mark=line.mark) or not_published(),
        plate=plate(who.number),
        name="" if is_car else who.name,
        team=who.team.name if who.team else "",
        points=not_published() if line.points is None else write_points(line.points, language()),
        gap=gap,
    )


def _name(page: StandingsPage) -> dict[str, str]:
    return {"championship": page.season.championship, "season": page.season.label, "table": page.key}


def _list_options(names: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, name, value == chosen) for value, name in names.items())


def _write_code(frame: str, title: str, height: int) -> str:
    """HTML to copy: plain text here, which the template escapes once more."""
    return (
        f'<iframe src="{escape(frame)}" title="{escape(title)}" width="100%" height="{height}"'
        ' loading="lazy" style="border:0"></iframe>'
    )
