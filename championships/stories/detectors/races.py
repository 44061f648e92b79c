"""The races of the event, after it: podiums, poles, laps, climbs, retirements, decisions."""

from collections.abc import Iterator

from championships.scoring.vocabulary import BulletinState, FinishStatus, PenaltyKind, SessionKind
from championships.stories.draft import Fact, Figure
from championships.stories.picture import CarPicture, SeasonPicture, SessionPicture, TablePicture
from championships.stories.scene import Scene

CLIMB = 5  # places won in a race that are worth a sentence


def find_races(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """Every race of the event as the overall table counts it: the winner, and those behind him where all are known."""
    table = season.overall
    if table is None or not scene.after:
        return
    for number, race in enumerate(scene.races(scene.picture.event), start=1):
        won = scene.winner(season, table, race)
        if not won:
            continue
        podium = _find_podium(scene, season, table, race)
        yield Fact(
            key=f"race:{season.season}:{race.event}:{race.id}",
            kind="race",
            figures={
                "season": season.season,
                "event": race.event,
                "session": race.id,
                "winner": list[Figure](won),
                "second": list[Figure](podium[1]) if len(podium) == 3 else [],
                "third": list[Figure](podium[2]) if len(podium) == 3 else [],
                "gap_ms": _find_margin(race, won) if podium[1:2] == [_second_car(race)] else None,
                "provisional": race.state == BulletinState.PROVISIONAL,
            },
            season=season.season,
            table=table.key,
            drivers=won,
            weight=94 - number,
        )


def _find_podium(
    scene: Scene, season: SeasonPicture, table: TablePicture, race: SessionPicture
) -> list[tuple[str, ...]]:
    counted = [r for r in scene.results(season, table.key, race.event) if r.session == race.id]
    if counted:
        seats = [driver for car in race.cars for driver in car.drivers]
        if len(seats) != len(set(seats)):
            return []  # somebody drove two cars: who shared which place cannot be told in one line
        crews = [tuple(r.driver for r in counted if r.place == place) for place in (1, 2, 3)]
    else:
        crews = [next((c.drivers for c in race.cars if c.place == place), ()) for place in (1, 2, 3)]
    return crews if all(crews) else []


def _second_car(race: SessionPicture) -> tuple[str, ...]:
    return next((car.drivers for car in race.cars if car.place == 2), ())


def _find_margin(race: SessionPicture, winner: tuple[str, ...]) -> int | None:
    """What the second car was behind the winner, where that winner won outright."""
    first = next((car for car in race.cars if car.place == 1), None)
    second = next((car for car in race.cars if car.place == 2), None)
    if first is None or second is None or set(first.drivers) != set(winner) or not second.gap_ms:
        return None
    return second.gap_ms


def find_poles(scene: Scene) -> Iterator[Fact]:
    """Pole positions of the event: whoever was first in qualifying, or started from pole where that is known."""
    if not scene.after:
        return
    here = scene.picture.event
    sessions = [one for one in scene.picture.sessions if one.event == here and not one.cancelled]
    qualifying = [one for one in sessions if one.kind == SessionKind.QUALIFYING]
    # A penalty may have moved him back since: where the grids are known, only who started first had pole position.
    grids = {
        car.drivers
        for race in scene.races(here)[: len(qualifying)]
        for car in race.cars
        if car.grid == 1 and car.drivers
    }
    found: dict[tuple[str, ...], list[Figure]] = {}
    for one in sorted(qualifying, key=lambda session: session.order):
        first = next((car for car in one.cars if car.place == 1 and car.drivers), None)
        if first is not None:
            found.setdefault(first.drivers, []).append(one.id)
    for crew, ids in found.items():
        yield Fact(
            key=f"pole:{here}:{'+'.join(crew)}",
            kind="pole",
            figures={
                "drivers": list(crew),
                "event": here,
                "sessions": ids,
                "count": len(ids),
                "all": len(ids) == len(qualifying) and grids <= {crew},
            },
            drivers=crew,
            weight=60,
        )


def find_fastest_laps(scene: Scene) -> Iterator[Fact]:
    """The fastest lap of all races of the event, where that of every race is known."""
    if not scene.after:
        return
    races = scene.races(scene.picture.event)
    laps: list[tuple[int, SessionPicture, CarPicture]] = []
    for race in races:
        own = [(car.best_lap_ms, race, car) for car in race.cars if car.best_lap_ms and car.drivers]
        untimed = any(car.status == FinishStatus.CLASSIFIED and not car.best_lap_ms for car in race.cars)
        if not own or untimed or not race.complete:
            return
        laps.append(min(own, key=lambda lap: lap[0]))
    if not laps:
        return
    best = min(laps, key=lambda lap: lap[0])
    if sum(1 for lap in laps if lap[0] == best[0]) == 1:
        yield Fact(
            key=f"fastest_lap:{scene.picture.event}",
            kind="fastest_lap",
            figures={
                "drivers": list(best[2].drivers),
                "event": scene.picture.event,
                "session": best[1].id,
                "time_ms": best[0],
                "races": len(races),
            },
            drivers=best[2].drivers,
            weight=36,
        )


def find_comeback(scene: Scene) -> Iterator[Fact]:
    """The most places won from the grid to the flag of a race, where one car alone won so many."""
    if not scene.after:
        return
    gains: list[tuple[int, SessionPicture, CarPicture]] = []
    unknown = 0  # the most places that somebody may have won whose grid place is not known (the pit lane)
    for race in scene.races(scene.picture.event):
        hidden = [car.place for car in race.cars if car.place and not car.grid]
        unknown = max([unknown, *(len(race.cars) - place for place in hidden)])
        for car in race.cars:
            if car.grid and car.place and car.drivers and car.status in ("", FinishStatus.CLASSIFIED):
                gains.append((car.grid - car.place, race, car))
    best = max((gain for gain, _race, _car in gains), default=0)
    chosen = [(race, car) for gain, race, car in gains if gain == best]
    if best < CLIMB or len(chosen) != 1 or unknown >= best:
        return
    race, car = chosen[0]
    yield Fact(
        key=f"comeback:{scene.picture.event}:{race.id}",
        kind="comeback",
        figures={
            "drivers": list(car.drivers),
            "event": race.event,
            "session": race.id,
            "grid": car.grid,
            "place": car.place,
            "gained": best,
        },
        drivers=car.drivers,
        weight=54,
    )


def find_retirements(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """Races in which one of the first three before the event retired, or was disqualified."""
    table = season.overall
    before = scene.before(table) if table else None
    if not scene.after or table is None or before is None:
        return
    for row in before.rows:
        if row.position is None or row.position > 3:
            continue
        for status in (FinishStatus.DNF, FinishStatus.DSQ):
            ids = [
                race.id
                for race in scene.races(scene.picture.event)
                if any(car.status == status and row.competitor in car.drivers for car in race.cars)
                # Whoever went on in another car did not retire.
                and not any(car.place and row.competitor in car.drivers for car in race.cars)
            ]
            if ids:
                yield Fact(
                    key=f"retired:{season.season}:{row.competitor}:{status.value}",
                    kind="retired",
                    figures={
                        "season": season.season,
                        "driver": row.competitor,
                        "position": row.position,
                        "tied": row.tied,
                        "status": status.value,
                        "event": scene.picture.event,
                        "sessions": list[Figure](ids),
                    },
                    season=season.season,
                    table=table.key,
                    drivers=(row.competitor,),
                    weight=55 - row.position,
                )


def find_decisions(scene: Scene) -> Iterator[Fact]:
    """Decisions of the stewards that act on a result of the event."""
    if not scene.after:
        return
    told: set[str] = set()
    telling = (PenaltyKind.TIME, PenaltyKind.PLACES, PenaltyKind.LAPS, PenaltyKind.DISQUALIFY, PenaltyKind.EXCLUDE)
    for decision in scene.picture.decisions:
        race = scene.session(decision.event, decision.session)
        if decision.event != scene.picture.event or decision.kind not in telling or race is None:
            continue
        if not decision.drivers:
            continue
        moved = decision.place_before != decision.place_after
        # One document may hold several cars; a decision without one is known by its kind and car.
        key = f"decision:{decision.event}:{decision.session}:{decision.document or decision.kind}"
        if key in told or not decision.document:
            key = f"{key}:{decision.number}"
        told.add(key)
        yield Fact(
            key=key,
            kind="decision",
            figures={
                "drivers": list(decision.drivers),
                "event": decision.event,
                "session": decision.session,
                "decision": decision.kind,
                "amount": str(decision.amount) if decision.amount is not None else None,
                "document": decision.document,
                "place_before": decision.place_before if moved else None,
                "place_after": decision.place_after if moved else None,
            },
            drivers=decision.drivers,
            weight=(58 if decision.kind in (PenaltyKind.DISQUALIFY, PenaltyKind.EXCLUDE) else 33) + (4 if moved else 0),
        )


def find_provisional(scene: Scene) -> Iterator[Fact]:
    """Sessions of the event whose result is still provisional, or not out at all."""
    if not scene.after:
        return
    races = scene.races(scene.picture.event)
    ids = [race.id for race in races if race.state == BulletinState.PROVISIONAL]
    if ids:
        yield Fact(
            key=f"provisional:{scene.picture.event}",
            kind="provisional",
            figures={
                "event": scene.picture.event,
                "sessions": list[Figure](ids),
                "all": len(ids) == len(races) and len(races) > 1,
            },
            weight=90,
        )


OF_SEASONS = (find_races, find_retirements)
OF_EVENT = (find_poles, find_fastest_laps, find_comeback, find_decisions, find_provisional)
