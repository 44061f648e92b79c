"""What the races showed: who won what in a meeting, runs of wins, poles, climbs through the field, decisions."""

from collections.abc import Iterator

from championships.scoring.vocabulary import BulletinState, FinishStatus, PenaltyKind, SessionKind
from championships.stories.draft import Fact, Figure
from championships.stories.picture import CarPicture, SeasonPicture, SessionPicture, TablePicture
from championships.stories.scene import Scene, find_leaders

CLIMB = 5  # places won in a race that are worth a sentence
RUN = 3  # wins on end that are worth one


def find_meeting_wins(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """Who won at least two races of the newest event of the season (this one, after it): all, on end, or several."""
    if table.of_teams:
        return
    event = scene.picture.event if scene.after else scene.last_event(season)
    races = scene.races(event)
    winners = [scene.winner(season, table, race) for race in races]
    counts: dict[tuple[str, ...], list[int]] = {}
    for number, won in enumerate(winners):
        if won:
            counts.setdefault(won, []).append(number)
    stated = _count_stated_class_wins(scene, season, table, event) if table.category and not counts else {}
    for crew, numbers in counts.items():
        if len(numbers) < 2:
            continue
        on_end = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if not all(winners) and not (on_end and len(numbers) >= RUN):
            continue  # where a winner is not known, "two of four" may be three
        yield _write_meeting_wins(
            season, table, event, crew, len(numbers), len(races), on_end=on_end, places=[n + 1 for n in numbers]
        )
    for driver, count in stated.items():
        if count >= 2:
            yield _write_meeting_wins(
                season, table, event, (driver,), count, len(races), on_end=count == len(races), places=[]
            )


def _write_meeting_wins(
    season: SeasonPicture,
    table: TablePicture,
    event: str,
    crew: tuple[str, ...],
    count: int,
    races: int,
    *,
    on_end: bool,
    places: list[int],
) -> Fact:
    return Fact(
        key=f"meeting_wins:{season.season}:{table.key}:{event}:{'+'.join(crew)}",
        kind="meeting_wins",
        figures={
            "season": season.season,
            "category": table.category,
            "drivers": list(crew),
            "event": event,
            "wins": count,
            "races": races,
            "swept": count == races,
            "on_end": on_end,
            "which": list[Figure](places),
        },
        season=season.season,
        table=table.key,
        category=table.category,
        drivers=crew,
        weight=(78 if count == races else 74 if on_end and count >= RUN else 57) - (6 if table.category else 0),
    )


def _count_stated_class_wins(scene: Scene, season: SeasonPicture, table: TablePicture, event: str) -> dict[str, int]:
    """Wins in the class that were stated for the event: one by one, or counted."""
    found: dict[str, int] = {}
    for fact in scene.stated("class_win", season=season.season, event=event):
        if fact.value.get("category") == table.category and fact.driver:
            found[fact.driver] = found.get(fact.driver, 0) + int(str(fact.value.get("count", 1)))
    return found


def find_class_winner_leads(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """Who won the class at the newest event, and leads it; has he taken the lead there?"""
    now, before = scene.now(table), scene.before(table)
    leaders = find_leaders(now)
    event = scene.picture.event if scene.after else scene.last_event(season)
    if not table.category or len(leaders) != 1 or not event:
        return
    leader = leaders[0].competitor
    won = _count_stated_class_wins(scene, season, table, event)
    computed = [scene.winner(season, table, race) for race in scene.races(event)]
    winners = {driver for crew in computed for driver in crew} or set(won)
    last = set(computed[-1] if computed else ()) or winners
    old = find_leaders(before)
    if leader not in (last if any(computed) else winners):
        return
    yield Fact(
        key=f"class_winner:{season.season}:{table.key}",
        kind="class_winner",
        figures={
            "season": season.season,
            "category": table.category,
            "driver": leader,
            "event": event,
            "taken": bool(old) and leader not in {row.competitor for row in old},
            "last_race": any(computed),
        },
        season=season.season,
        table=table.key,
        category=table.category,
        drivers=(leader,),
        weight=80,
    )


def find_run(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """Wins on end in the overall table, still running, over more than one meeting; every race must be known."""
    table = season.overall
    if table is None or not scene.computed(season):
        return
    events = [held.event for held in season.run]
    races = [race for event in dict.fromkeys(events) for race in scene.races(event)]
    done = [race for race in races if any(r.session == race.id for r in scene.results(season, table.key, race.event))]
    count, since = 0, ""
    crew: tuple[str, ...] = ()
    for race in reversed(done):
        won = scene.winner(season, table, race)
        if not won or (crew and won != crew):
            break
        crew, count, since = won, count + 1, race.event
    if count >= RUN and crew and since != done[-1].event:
        yield Fact(
            key=f"run:{season.season}:{'+'.join(crew)}",
            kind="run",
            figures={"season": season.season, "drivers": list[Figure](crew), "wins": count, "event": since},
            season=season.season,
            table=table.key,
            drivers=crew,
            weight=79,
        )


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


def find_class_wins(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """Who won the class in every race of the event (after it)."""
    if not scene.after or not table.category or table.of_teams:
        return
    races = scene.races(scene.picture.event)
    won: dict[tuple[str, ...], list[Figure]] = {}
    for race in races:
        crew = scene.winner(season, table, race)
        if crew:
            won.setdefault(crew, []).append(race.id)
    if won and sum(len(ids) for ids in won.values()) == len(races):
        yield Fact(
            key=f"class_wins:{season.season}:{table.key}:{scene.picture.event}",
            kind="class_wins",
            figures={
                "season": season.season,
                "category": table.category,
                "event": scene.picture.event,
                "races": len(races),
                "winners": [{"drivers": list[Figure](crew), "sessions": ids} for crew, ids in won.items()],
            },
            season=season.season,
            table=table.key,
            category=table.category,
            weight=84,
        )


def find_poles(scene: Scene) -> Iterator[Fact]:
    """Pole positions of the event: whoever was first in qualifying, or started from pole where that is known."""
    if not scene.after:
        return
    here = scene.picture.event
    sessions = [one for one in scene.picture.sessions if one.event == here and not one.cancelled]
    qualifying = [one for one in sessions if one.kind == SessionKind.QUALIFYING]
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
                "all": len(ids) == len(qualifying),
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
        if not own or not race.complete:
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
    for race in scene.races(scene.picture.event):
        for car in race.cars:
            if car.grid and car.place and car.drivers and car.status in ("", FinishStatus.CLASSIFIED):
                gains.append((car.grid - car.place, race, car))
    best = max((gain for gain, _race, _car in gains), default=0)
    chosen = [(race, car) for gain, race, car in gains if gain == best]
    if best < CLIMB or len(chosen) != 1:
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
            ]
            if ids:
                yield Fact(
                    key=f"retired:{season.season}:{row.competitor}:{status.value}",
                    kind="retired",
                    figures={
                        "season": season.season,
                        "driver": row.competitor,
                        "position": row.position,
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
    telling = (PenaltyKind.TIME, PenaltyKind.PLACES, PenaltyKind.LAPS, PenaltyKind.DISQUALIFY, PenaltyKind.EXCLUDE)
    for number, decision in enumerate(scene.picture.decisions):
        race = scene.session(decision.event, decision.session)
        if decision.event != scene.picture.event or decision.kind not in telling or race is None:
            continue
        if not decision.drivers:
            continue
        moved = decision.place_before != decision.place_after
        yield Fact(
            key=f"decision:{decision.event}:{decision.session}:{decision.document or number}",
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


OF_TABLES = (find_meeting_wins, find_class_winner_leads, find_class_wins)
OF_SEASONS = (find_run, find_races, find_retirements)
OF_EVENT = (find_poles, find_fastest_laps, find_comeback, find_decisions, find_provisional)
