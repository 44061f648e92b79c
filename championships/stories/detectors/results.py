"""Wins: of a meeting, on end, in a class, and the lead they brought."""

from collections.abc import Iterator

from championships.stories.draft import Fact, Figure
from championships.stories.picture import SeasonPicture, TablePicture
from championships.stories.scene import Scene, find_leaders

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
    if not any(computed) and len(winners) > 1:
        return  # several won there: it was not his alone
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
            # The last of several races of the class there is not "the class".
            "only_last": any(computed) and not all(leader in crew for crew in computed),
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
    if table is None or not scene.computed(season) or not scene.in_order(season):
        return
    events = [held.event for held in season.run]
    races = [race for event in dict.fromkeys(events) for race in scene.races(event)]
    counted = {
        (race.event, race.id): [r for r in scene.results(season, table.key, race.event) if r.session == race.id]
        for race in races
    }
    count, since, newest = 0, "", ""
    crew: tuple[str, ...] = ()
    for race in reversed(races):
        own = counted[race.event, race.id]
        if not own and (not newest or (race.state and race.complete)):
            continue  # still to come, or a race of others
        if own and not any(one.counts for one in own):
            continue  # a sprint whose first place is no win
        won = scene.winner(season, table, race)
        if not won or (crew and set(won) != set(crew)):
            break
        crew, count, since, newest = won, count + 1, race.event, newest or race.event
    if count >= RUN and crew and since != newest:
        yield Fact(
            key=f"run:{season.season}:{'+'.join(crew)}",
            kind="run",
            figures={"season": season.season, "drivers": list[Figure](crew), "wins": count, "event": since},
            season=season.season,
            table=table.key,
            drivers=crew,
            weight=79,
        )


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


OF_TABLES = (find_meeting_wins, find_class_winner_leads, find_class_wins)
OF_SEASONS = (find_run,)
