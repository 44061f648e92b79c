"""A small season to tell stories of: four meetings, five drivers, one class. Tests change what they are about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from championships.scoring.facts import PlannedSession
from championships.scoring.outlook import Chance, Outlook, Prospect
from championships.stories.draft import Fact
from championships.stories.drafting import find_facts
from championships.stories.picture import (
    CarPicture,
    CategoryPicture,
    CircuitPicture,
    EntryPicture,
    EventPicture,
    Label,
    PersonPicture,
    Picture,
    ResultPicture,
    RoundPicture,
    RowPicture,
    SeasonPicture,
    SessionPicture,
    StandingPicture,
    StatedPicture,
    TablePicture,
)

CUP = "cup-2025"
DAYS = {
    "castellet": (date(2025, 4, 5), date(2025, 4, 6)),
    "imola": (date(2025, 6, 28), date(2025, 6, 29)),
    "aragon": (date(2025, 9, 5), date(2025, 9, 7)),
    "magny-cours": (date(2025, 10, 11), date(2025, 10, 12)),
}
NAMES = {"castellet": "Le Castellet", "imola": "Imola", "aragon": "Aragon", "magny-cours": "Finale de Magny-Cours"}
ENGLISH = {"magny-cours": "Magny-Cours final"}
PEOPLE = {
    "ada": PersonPicture("ada", "Ada Pignon", gender="f"),
    "enzo": PersonPicture("enzo", "Enzo Roc", gender="m", categories={CUP: ("gentleman",)}),
    "oscar": PersonPicture("oscar", "Oscar Py"),
    "yvan": PersonPicture("yvan", "Yvan Dupuis", gender="m", categories={CUP: ("gentleman",)}),
    "lea": PersonPicture("lea", "Léa Roc", gender="f"),
}
NUMBERS = {"ada": "7", "enzo": "12", "oscar": "79", "yvan": "49", "lea": "21"}
TEAMS = {"mirage": "Écurie Mirage", "songes": "Atelier des Songes"}


def make_events() -> dict[str, EventPicture]:
    return {
        slug: EventPicture(
            id=slug,
            name=Label(NAMES[slug], ENGLISH.get(slug, "")),
            year=2025,
            starts_on=start,
            ends_on=end,
            circuit=f"circuit-{slug}",
        )
        for slug, (start, end) in DAYS.items()
    }


def make_rounds(**cancelled: bool) -> tuple[RoundPicture, ...]:
    return tuple(
        RoundPicture(n, slug, start, end, races=2, cancelled=cancelled.get(slug, False))
        for n, (slug, (start, end)) in enumerate(DAYS.items(), start=1)
    )


def make_rows(*lines: tuple[Any, ...], **common: Any) -> tuple[RowPicture, ...]:
    """("ada", 1, "205", 5): driver, place, points, wins; "1=" is a shared place."""
    rows = []
    for driver, place, *rest in lines:
        points, wins = (*rest, None, None)[:2]
        shared = isinstance(place, str) and place.endswith("=")
        rows.append(
            RowPicture(
                competitor=driver,
                position=int(str(place).rstrip("=")) if place is not None else None,
                tied=shared,
                points=Fraction(points) if points is not None else None,
                wins=wins,
                **common,
            )
        )
    return tuple(rows)


def make_standing(event: str, *lines: tuple[Any, ...], **keys: Any) -> StandingPicture:
    return StandingPicture(round=list(DAYS).index(event) + 1, event=event, rows=make_rows(*lines), **keys)


AFTER_CASTELLET = make_standing("castellet", ("ada", 1, "40", 2), ("oscar", 2, "30", 0), ("enzo", 3, "28", 0))
AFTER_IMOLA = make_standing(
    "imola", ("ada", 1, "80", 3), ("enzo", 2, "71", 1), ("oscar", 3, "60", 0), ("yvan", 4, "20", 0), ("lea", 5, "10", 0)
)


def make_season(*standings: StandingPicture, **changes: Any) -> SeasonPicture:
    tables = changes.pop("tables", None) or (
        TablePicture("general", Label("Général", "Overall"), standings=standings or (AFTER_CASTELLET, AFTER_IMOLA)),
    )
    season = SeasonPicture(
        season=CUP,
        rounds=make_rounds(),
        championship="cup",
        name=Label("Coupe de France", "French Cup"),
        year=2025,
        history_complete_from=2025,
        tables=tables,
        categories=(CategoryPicture("gentleman", Label("Gentleman", "Gentleman")),),
        points_a_win=Fraction(20),
    )
    return replace(season, **changes)


def enter(event: str, *drivers: str | tuple[str, ...], season: str = CUP) -> tuple[EntryPicture, ...]:
    """Entries of these drivers (a tuple: one car) in that season."""
    entries = []
    for crew in drivers:
        people = (crew,) if isinstance(crew, str) else crew
        entries.append(EntryPicture(event, NUMBERS[people[0]], people, team="mirage", seasons=(season,)))
    return tuple(entries)


def make_race(event: str, number: int, *places: str, **keys: Any) -> SessionPicture:
    """A race of these drivers, first to last."""
    return SessionPicture(
        id=f"race-{number}",
        event=event,
        name=Label(f"Course {number}", f"Race {number}"),
        kind="race",
        order=number + 2,
        complete=True,
        state=keys.pop("state", "official"),
        cars=tuple(
            CarPicture(NUMBERS[driver], (driver,), place=place, status="CLASSIFIED", **keys)
            for place, driver in enumerate(places, start=1)
        ),
    )


def count_results(*races: SessionPicture, table: str = "general") -> tuple[ResultPicture, ...]:
    return tuple(
        ResultPicture(table, driver, race.event, race.id, list(DAYS).index(race.event) + 1, car.place)
        for race in races
        for car in race.cars
        for driver in car.drivers
    )


def make_picture(*seasons: SeasonPicture, **changes: Any) -> Picture:
    """The preview of Aragon, the third of four meetings, written the day before it."""
    everybody = ("ada", "enzo", "oscar", "yvan", "lea")
    picture = Picture(
        event="aragon",
        day=date(2025, 9, 4),
        seasons=seasons or (make_season(),),
        events=make_events(),
        circuits={"circuit-aragon": CircuitPicture("circuit-aragon", "MotorLand", "ES", 5344)},
        people=PEOPLE,
        teams=TEAMS,
        entries=(*enter("castellet", *everybody), *enter("imola", *everybody), *enter("aragon", *everybody)),
    )
    return replace(picture, **changes)


def state(kind: str, **about: Any) -> StatedPicture:
    return StatedPicture(kind=kind, **about)


def look(*open_to: str, out: Sequence[str] = (), champion: str = "", left: int = 4, newcomer: bool = False) -> Outlook:
    """What the engine would say: who can still win, who is out, who is champion."""
    prospects = [
        *((Prospect(champion, Chance.CHAMPION),) if champion else ()),
        *(Prospect(one, Chance.OPEN) for one in open_to),
        *(Prospect(one, Chance.OUT) for one in out),
    ]
    remaining = tuple(PlannedSession(3 + n // 2, f"race{n % 2 + 1}", n) for n in range(left))
    return Outlook("general", remaining, tuple(prospects), newcomer_open=newcomer)


def with_table(season: SeasonPicture, **changes: Any) -> SeasonPicture:
    """The season with its overall table changed."""
    first, *others = season.tables
    return replace(season, tables=(replace(first, **changes), *others))


def find(picture: Picture, kind: str, *, after: bool = False) -> list[Fact]:
    return [fact for fact in find_facts(picture, after=after) if fact.kind == kind]


def figures(picture: Picture, kind: str, *names: str, after: bool = False) -> list[tuple[Any, ...]]:
    """These figures of every fact of that kind, in order of weight."""
    return [tuple(fact.figures[name] for name in names) for fact in find(picture, kind, after=after)]
