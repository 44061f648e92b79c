"""The entry list of an event as the office works on it: everything of it, with what is odd."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from championships.adapters.books import choose_version, list_in_force, read_books
from championships.models import (
    Bulletin,
    Category,
    Crew,
    Enrolment,
    Entry,
    Event,
    Line,
    Participation,
    Round,
    Seat,
    Session,
    fold,
)
from championships.queries.refs import CategoryRef, refer_category
from championships.scoring.checks import Problem
from championships.scoring.entry_checks import AgeBound, EntryFacts, EntryPart, SeasonFrame, find_entry_problems
from championships.scoring.rules import Filter, RuleBook


@dataclass(frozen=True, slots=True)
class RoundColumn:
    """A season the event counts for. `key` names it in files; `classes` are those its rules name, if any."""

    pk: int
    season: int
    championship: str
    key: str
    name: str
    number: int
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrewRow:
    """A driver of a car. `family` and `first` are the two halves of the name, as far as the record tells them."""

    pk: int
    name: str
    first: str
    family: str
    country: str
    replaces: int | None
    replaced: str


@dataclass(frozen=True, slots=True)
class PartCell:
    """How a car takes part in a round. `categories`: those of its people, from their enrolments."""

    round: int
    scores: bool
    guest: bool
    car_class: str
    categories: tuple[CategoryRef, ...]


@dataclass(frozen=True, slots=True)
class EntryListRow:
    pk: int
    version: int
    number: str
    team: str
    team_pk: int | None
    entrant: str
    entrant_pk: int | None
    car: str
    transponder: str
    second_transponder: str
    withdrawn: bool
    crew: tuple[CrewRow, ...]
    parts: Mapping[int, PartCell]  # by round
    has_results: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SessionColumn:
    pk: int
    name: str
    published: bool


@dataclass(frozen=True, slots=True)
class EntryListPage:
    event: int
    name: str
    starts_on: date | None
    rounds: tuple[RoundColumn, ...]
    rows: tuple[EntryListRow, ...]
    sessions: tuple[SessionColumn, ...]
    seats: Mapping[tuple[int, int], tuple[int, ...]]  # (session, entry) -> drivers
    names: Mapping[str, str]  # of drivers, entries and seasons that problems name: "driver:3", "entry:4", "season:5"
    categories: Mapping[str, str]  # of categories that problems name: slug -> name

    @property
    def shared(self) -> tuple[EntryListRow, ...]:
        """The cars whose seats have to be told: two drivers or more."""
        return tuple(row for row in self.rows if len(row.crew) > 1 and not row.withdrawn)


def load_entry_list(event: Event, *, at: datetime, with_ages: bool = False) -> EntryListPage:
    """The list, in its order. Eleven queries, whatever stands on it.

    `with_ages`: also look at ages, for an official who may see birth dates. The dates themselves are not given.
    """
    rounds = list(
        Round.objects.filter(event=event).select_related("season__championship").order_by("season__championship", "pk")
    )
    entries = list(
        Entry.objects.filter(event=event).select_related("team", "entrant").order_by("order", "number", "pk")
    )
    crews: defaultdict[int, list[Crew]] = defaultdict(list)
    for crew in Crew.objects.filter(entry__event=event).select_related("driver", "replaces").order_by("order", "pk"):
        crews[crew.entry_id].append(crew)
    parts: defaultdict[int, list[Participation]] = defaultdict(list)
    for part in Participation.objects.filter(entry__event=event).order_by("round", "pk"):
        parts[part.entry_id].append(part)
    published = set(
        Line.objects.filter(entry__event=event, sheet__bulletins__isnull=False).values_list("entry_id", flat=True)
    )
    books = read_books([row.season_id for row in rounds], at=at)
    enrolled, categories = _read_enrolled(rounds)
    columns = tuple(_build_column(row, rounds, books.get(row.season_id, ())) for row in rounds)
    issued = set(Bulletin.objects.filter(session__event=event).values_list("session_id", flat=True))
    sessions = Session.objects.filter(event=event).order_by("order")
    seats: dict[tuple[int, int], tuple[int, ...]] = {}
    for seat in Seat.objects.filter(session__event=event).order_by("session", "entry", "order", "pk"):
        key = (seat.session_id, seat.entry_id)
        seats[key] = (*seats.get(key, ()), seat.driver_id)
    facts = [_build_facts(entry, crews[entry.pk], parts[entry.pk], rounds, entry.pk in published) for entry in entries]
    people = [crew.driver for members in crews.values() for crew in members]
    problems: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in find_entry_problems(
        facts,
        [_build_frame(row, column, enrolled, categories) for row, column in zip(rounds, columns, strict=True)],
        first_day=event.starts_on,
        born={str(driver.pk): driver.born_on for driver in people if driver.born_on} if with_ages else None,
    ):
        problems[problem.car].append(problem)
    return EntryListPage(
        event=event.pk,
        name=str(event.name),
        starts_on=event.starts_on,
        rounds=columns,
        rows=tuple(
            EntryListRow(
                pk=entry.pk,
                version=entry.version,
                number=entry.number,
                team=entry.team.name if entry.team else "",
                team_pk=entry.team_id,
                entrant=entry.entrant.name if entry.entrant else "",
                entrant_pk=entry.entrant_id,
                car=entry.car,
                transponder=entry.transponder,
                second_transponder=entry.second_transponder,
                withdrawn=entry.withdrawn,
                crew=tuple(_build_crew(crew) for crew in crews[entry.pk]),
                parts={
                    part.round_id: PartCell(
                        part.round_id,
                        part.scores,
                        part.guest,
                        part.car_class,
                        _gather_categories(part.round_id, crews[entry.pk], categories),
                    )
                    for part in parts[entry.pk]
                },
                has_results=entry.pk in published,
                problems=tuple(problems[str(entry.pk)]),
            )
            for entry in entries
        ),
        sessions=tuple(SessionColumn(row.pk, str(row.name), row.pk in issued) for row in sessions),
        seats=seats,
        names={
            **{f"driver:{driver.pk}": driver.name for driver in people},
            **{f"entry:{entry.pk}": entry.number or "?" for entry in entries},
            **{f"season:{row.pk}": column.name for row, column in zip(rounds, columns, strict=True)},
        },
        categories={
            ref.slug: ref.name for held in categories.values() for refs in held.values() for ref, _category in refs
        },
    )


type _Held = Mapping[int, Mapping[int, tuple[tuple[CategoryRef, Category], ...]]]  # round -> driver -> categories


def _read_enrolled(rounds: Iterable[Round]) -> tuple[dict[int, frozenset[int] | None], _Held]:
    """Who is enrolled for each round (None: the season enrols no driver), and in which categories. Two queries."""
    given = list(rounds)
    seasons = [row.season_id for row in given]
    held: defaultdict[int, list[Enrolment]] = defaultdict(list)
    for enrolment in Enrolment.objects.filter(season__in=[0, *seasons], driver__isnull=False).order_by("pk"):
        held[enrolment.season_id].append(enrolment)
    links: defaultdict[int, list[Category]] = defaultdict(list)
    through = Enrolment.categories.through.objects.filter(enrolment__season__in=[0, *seasons])
    for link in through.select_related("category").order_by("category__slug"):
        links[link.enrolment_id].append(link.category)
    enrolled: dict[int, frozenset[int] | None] = {}
    categories: dict[int, dict[int, tuple[tuple[CategoryRef, Category], ...]]] = {}
    for row in given:
        own = [item for item in held[row.season_id] if _holds(item, row.number)]
        enrolled[row.pk] = frozenset(item.driver_id or 0 for item in own) if held[row.season_id] else None
        of_round: defaultdict[int, dict[str, tuple[CategoryRef, Category]]] = defaultdict(dict)
        for item in own:
            for category in links[item.pk]:
                of_round[item.driver_id or 0][category.slug] = (refer_category(category), category)
        categories[row.pk] = {driver: tuple(refs[slug] for slug in sorted(refs)) for driver, refs in of_round.items()}
    return enrolled, categories


def _holds(enrolment: Enrolment, number: int) -> bool:
    begun = enrolment.from_round is None or enrolment.from_round <= number
    return begun and (enrolment.to_round is None or number <= enrolment.to_round)


def _build_column(row: Round, rounds: list[Round], versions: Iterable[object]) -> RoundColumn:
    championship = row.season.championship
    twice = sum(other.season.championship_id == championship.pk for other in rounds) > 1
    version = choose_version(list_in_force(versions), row.number)  # type: ignore[arg-type]
    name = str(championship.name)
    return RoundColumn(
        pk=row.pk,
        season=row.season_id,
        championship=championship.slug,
        key=f"{championship.slug} {row.number}" if twice else championship.slug,
        name=f"{name} {row.number}" if twice else name,
        number=row.number,
        classes=tuple(sorted(list_classes(version.book))) if version else (),
    )


def list_classes(book: RuleBook) -> frozenset[str]:
    """The classes of cars that a rule book names in any table."""
    filters: list[Filter] = [item for table in book.tables for item in (table.may_appear, table.may_score)]
    return frozenset(name for item in filters for name in item.classes or ())


def _build_frame(
    row: Round, column: RoundColumn, enrolled: Mapping[int, frozenset[int] | None], categories: _Held
) -> SeasonFrame:
    who = enrolled[row.pk]
    held = categories[row.pk]
    bounded = {category.slug: category for refs in held.values() for _ref, category in refs}
    return SeasonFrame(
        season=str(row.pk),
        year=row.season.year,
        enrolled=None if who is None else frozenset(map(str, who)),
        classes=frozenset(column.classes) or None,
        bounds=tuple(
            AgeBound(slug, category.min_age, category.max_age, category.age_on == Category.AgeOn.YEAR)
            for slug, category in sorted(bounded.items())
            if category.min_age is not None or category.max_age is not None
        ),
        categories={str(driver): frozenset(ref.slug for ref, _category in refs) for driver, refs in held.items()},
    )


def _build_facts(
    entry: Entry, crew: list[Crew], parts: list[Participation], rounds: list[Round], has_results: bool
) -> EntryFacts:
    known = {row.pk for row in rounds}
    return EntryFacts(
        key=str(entry.pk),
        number=entry.number,
        drivers=tuple(str(member.driver_id) for member in crew),
        parts=tuple(
            EntryPart(str(part.round_id), part.scores, part.guest, part.car_class)
            for part in parts
            if part.round_id in known
        ),
        withdrawn=entry.withdrawn,
        has_results=has_results,
    )


def _gather_categories(round_pk: int, crew: list[Crew], categories: _Held) -> tuple[CategoryRef, ...]:
    found: dict[str, CategoryRef] = {}
    for member in crew:
        for ref, _category in categories.get(round_pk, {}).get(member.driver_id, ()):
            found[ref.slug] = ref
    return tuple(found[slug] for slug in sorted(found))


def _build_crew(crew: Crew) -> CrewRow:
    first, family = split_name(crew.driver.name, crew.driver.sort_key)
    return CrewRow(
        pk=crew.driver_id,
        name=crew.driver.name,
        first=first,
        family=family,
        country=crew.driver.country,
        replaces=crew.replaces_id,
        replaced=crew.replaces.name if crew.replaces else "",
    )


def split_name(name: str, sort_key: str = "") -> tuple[str, str]:
    """First and family name: where the record sorts under its family name, that is where the name is cut."""
    words = name.split()
    if len(words) < 2:
        return "", name.strip()
    sorted_as = fold(sort_key)
    for cut in range(1, len(words)):
        family = fold(" ".join(words[cut:]))
        if sorted_as and (sorted_as == family or sorted_as.startswith(f"{family} ")):
            return " ".join(words[:cut]), " ".join(words[cut:])
    return " ".join(words[:-1]), words[-1]
