"""The table of records, its caption, and the words of every kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from championships.formatting.dates import write_day
from championships.formatting.numbers import write_points
from championships.formatting.places import write_place
from championships.formatting.times import write_time_gap
from championships.public.career_tables import name_race
from championships.public.languages import language
from championships.public.tables import EMPTY, LeanColumn, LeanTable
from championships.queries.figures import RaceRef
from championships.queries.record_values import (
    STREAKS,
    ChampionshipLeaders,
    Kind,
    Problem,
    RecordQuestion,
    RecordRow,
    RecordsPage,
)
from championships.queries.refs import DriverRef

AGES = frozenset({Kind.YOUNGEST, Kind.OLDEST})
MARGINS = frozenset({Kind.CLOSEST, Kind.WIDEST})


def name_kinds() -> dict[Kind, str]:
    return {
        Kind.WINS: _("Wins"),
        Kind.PODIUMS: _("Podiums"),
        Kind.POLES: _("Poles"),
        Kind.FASTEST_LAPS: _("Fastest laps"),
        Kind.STARTS: _("Race starts"),
        Kind.POINTS: _("Points in a season"),
        Kind.WIN_STREAK: _("Wins in a row"),
        Kind.PODIUM_STREAK: _("Podiums in a row"),
        Kind.FINISH_STREAK: _("Finishes in a row"),
        Kind.YOUNGEST: _("Youngest winner"),
        Kind.OLDEST: _("Oldest winner"),
        Kind.CLOSEST: _("Closest finish"),
        Kind.WIDEST: _("Widest margin"),
    }


def explain_kind(kind: Kind) -> str:
    """What a kind counts, in one sentence."""
    streak = _("Over consecutive starts of the driver; a race missed does not end a run, a start without it does.")
    age = _("Age in whole years on the day of the win, of those alone who agreed that their age be told.")
    margin = _("Time between the first and the second, time penalties added, where both ran as many laps.")
    first = _("Place among the cars of the championship, guests included. A shared car counts for each of its drivers.")
    return {
        Kind.WINS: first,
        Kind.PODIUMS: first,
        Kind.POLES: _("First place on the grid, of a car of the championship."),
        Kind.FASTEST_LAPS: _("Fastest lap of the race, set in a car of the championship."),
        Kind.STARTS: _("Classified, retired, not classified, disqualified or excluded: whoever took the start."),
        Kind.POINTS: _("Net points in the table of one season, as it stands."),
        Kind.WIN_STREAK: streak,
        Kind.PODIUM_STREAK: streak,
        Kind.FINISH_STREAK: streak,
        Kind.YOUNGEST: age,
        Kind.OLDEST: age,
        Kind.CLOSEST: margin,
        Kind.WIDEST: margin,
    }[kind]


def tell_problem(problem: Problem) -> str:
    return {
        Problem.NOT_BY_CLASS: _("This figure is not counted by class. Choose all classes, or another figure."),
        Problem.NOT_BY_CIRCUIT: _(
            "Points are those of whole seasons, not of a circuit. Choose all circuits, or another figure."
        ),
        Problem.HISTORY_OPEN: _(
            "Runs are told only where every result is held. The history of these seasons is not declared complete."
        ),
        Problem.TURNED_ROUND: _("The last season lies before the first: there is none between them."),
    }[problem]


@dataclass(frozen=True, slots=True)
class RecordRecord:
    row: RecordRow
    kind: Kind
    position: str = ""
    driver: str = ""
    value: str = ""
    where: str = ""


class RecordsTable(LeanTable):
    position = LeanColumn(verbose_name=gettext_lazy("Pos."), css_class="pos", empty_values=())
    driver = LeanColumn(verbose_name=gettext_lazy("Driver"), empty_values=())
    value = LeanColumn(verbose_name=pgettext_lazy("statistic", "Figure"), css_class="r big", empty_values=())
    where = LeanColumn(verbose_name=pgettext_lazy("record", "Where"), empty_values=())

    row_header = "driver"
    css_class = "bars records"

    def render_position(self, record: RecordRecord) -> str:
        return write_place(record.row.place, tied=record.row.tied)

    def render_driver(self, record: RecordRecord) -> SafeString:
        row = record.row
        second = format_html("<small>{}</small>", _before(row.other)) if row.other else EMPTY
        return format_html('<a href="{}">{}</a>{}', reverse("driver", args=[row.driver.slug]), row.driver.name, second)

    def render_value(self, record: RecordRecord) -> str | SafeString:
        value = write_value(record.row, record.kind)
        if not record.row.provisional or record.kind in AGES | MARGINS:
            return value
        return format_html("{} <small>{}</small>", value, count_provisional(record.row.provisional))

    def render_where(self, record: RecordRecord) -> SafeString:
        row = record.row
        if row.season is not None:
            address = reverse("season", args=[row.season.championship, row.season.label])
            return format_html('<a href="{}">{} {}</a>', address, row.season.name, row.season.label)
        if row.last is None:
            return EMPTY
        last = link_race(row.last)
        if record.kind in STREAKS and row.first is not None:
            return format_html("{} \N{EN DASH} {}", link_race(row.first), last)
        if record.kind in AGES | MARGINS:
            mark = format_html(' <b class="tag p">{}</b>', _("provisional")) if row.provisional else EMPTY
            return format_html("{}{}", last, mark)
        return format_html('<span class="soft">{}</span> {}', _("latest"), last)


def _before(other: DriverRef) -> str:
    return _("before %(name)s") % {"name": other.name}


def count_provisional(count: int) -> str:
    return ngettext("of which %(count)s provisional", "of which %(count)s provisional", count) % {"count": count}


def link_race(race: RaceRef) -> SafeString:
    address = reverse("session", args=[race.event.year, race.event.slug, race.session_slug])
    day = f", {write_day(race.on_date, language())}" if race.on_date else ""
    return format_html('<a href="{}">{}</a><span class="vh">{}</span>', address, name_race(race), day)


def write_value(row: RecordRow, kind: Kind) -> str:
    """The figure as the kind has it: a count, points, years, or a time."""
    if kind is Kind.POINTS:
        return write_points(row.value, language())
    whole = int(row.value)
    if kind in AGES:
        return ngettext("%(years)s year", "%(years)s years", whole) % {"years": whole}
    if kind in MARGINS:
        return f"{write_time_gap(whole, language()).removeprefix('+')}\N{NARROW NO-BREAK SPACE}s"
    return str(whole)


def build_records_table(page: RecordsPage) -> RecordsTable | None:
    """None where there is nothing to rank."""
    if not page.rows:
        return None
    kind = page.question.kind
    return RecordsTable(
        [RecordRecord(row, kind) for row in page.rows],
        caption=write_caption(page),
        caption_id="records-caption",
        exclude=("where",) if kind is Kind.STARTS else (),
    )


def write_caption(page: RecordsPage) -> str:
    """What the table shows and what it rests on: "Wins at Spa, 2023–2025. Known results only…"."""
    parts = [name_kinds()[page.question.kind]]
    if page.category is not None:
        parts.append(page.category.name)
    if page.circuit is not None:
        parts.append(page.circuit.name)
    if page.question.first or page.question.last:
        span = [page.question.first or _("the first"), page.question.last or _("the last")]
        parts.append("\N{EN DASH}".join(dict.fromkeys(span)))
    races = ngettext("%(count)s race known", "%(count)s races known", page.races) % {"count": page.races}
    parts.append(races)
    return f"{', '.join(parts)}. {tell_history(page)}"


def tell_history(page: RecordsPage) -> str:
    if page.complete:
        return _("Every result since %(year)s is held here.") % {"year": page.championship.complete_from}
    return _("Known results only; there may be more.")


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A list to choose from; the first choice of a field that may stay open is empty."""

    name: str
    label: str
    choices: tuple[Choice, ...]


def build_fields(page: RecordsPage) -> list[Field]:
    """The fields of the form; those with nothing to choose from are left out."""
    asked = page.question
    oldest = list(reversed([season.label for season in page.seasons]))
    fields = [
        _field(
            "kind",
            pgettext("statistic", "Figure"),
            [(kind.value, name) for kind, name in name_kinds().items()],
            asked.kind.value,
        ),
        _field(
            "category",
            _("Class"),
            [(one.slug, one.name) for one in page.categories],
            asked.category,
            pgettext("classes", "all"),
        ),
        _field(
            "circuit",
            _("Circuit"),
            [(one.slug, one.name) for one in page.circuits],
            asked.circuit,
            pgettext("circuits", "all"),
        ),
        _field("from", _("From season"), [(one, one) for one in oldest], asked.first, _("the first")),
        _field("to", _("To season"), [(one, one) for one in oldest], asked.last, _("the last")),
    ]
    return [field for field in fields if len(field.choices) > 1 and not (len(oldest) == 1 and field.name in _SPAN)]


_SPAN = frozenset({"from", "to"})


def _field(name: str, label: str, choices: list[tuple[str, str]], chosen: str, every: str = "") -> Field:
    rows = [("", every), *choices] if every else choices
    return Field(name, label, tuple(Choice(value, words, value == chosen) for value, words in rows))


def write_query(question: RecordQuestion, **changes: object) -> str:
    """The address of a question, without what is as usual: "?kind=poles&page=2"; empty for wins of all."""
    asked: Mapping[str, object] = {
        "kind": question.kind.value,
        "category": question.category,
        "circuit": question.circuit,
        "from": question.first,
        "to": question.last,
        "page": question.page,
        **changes,
    }
    usual = {"kind": Kind.WINS.value, "page": 1}
    kept = {name: value for name, value in asked.items() if value and value != usual.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    href: str
    current: bool


def list_tabs(page: RecordsPage) -> list[Tab]:
    """The championships, each with the same kind of record."""
    kind = RecordQuestion(kind=page.question.kind)
    return [
        Tab(one.name, reverse("records", args=[one.slug]) + write_query(kind), one.slug == page.championship.slug)
        for one in page.championships
        if one.demo == page.championship.demo
    ]


@dataclass(frozen=True, slots=True)
class LeadersCard:
    """The leaders of a championship with their table and a link to the whole of it."""

    leaders: ChampionshipLeaders
    table: RecordsTable
    href: str


def build_leader_cards(found: tuple[ChampionshipLeaders, ...], *, circuit: str = "") -> list[LeadersCard]:
    """A small table a championship; those without a known winner are left out."""
    cards = []
    for one in found:
        if not one.rows:
            continue
        known = ngettext("%(count)s race known", "%(count)s races known", one.races) % {"count": one.races}
        table = RecordsTable(
            [RecordRecord(row, Kind.WINS) for row in one.rows],
            caption=_("%(championship)s: wins in %(races)s.") % {"championship": one.championship.name, "races": known},
            caption_id=f"leaders-{one.championship.slug}",
            exclude=("where",),
        )
        question = RecordQuestion(circuit=circuit)
        cards.append(LeadersCard(one, table, reverse("records", args=[one.championship.slug]) + write_query(question)))
    return cards
