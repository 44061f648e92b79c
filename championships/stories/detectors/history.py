"""What only a complete history can tell: milestones, records, first wins. Silent where it is not declared complete."""

from collections.abc import Iterator

from championships.scoring.vocabulary import SessionKind
from championships.stories.draft import Fact
from championships.stories.picture import CareerPicture, SeasonPicture
from championships.stories.scene import Scene

ROUND_NUMBERS = (10, 25, 50, 75, 100, 150, 200, 250, 300, 400, 500)
EXPERIENCED = 20  # starts from which one is called so
NEAR = 4  # starts that one meeting can bring


def find_milestones(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """The next win, podium or pole is the 10th, 25th, 50th…; or a start of this event is the 50th, 100th…"""
    since = season.history_complete_from
    if scene.after or since is None or not scene.history_known(season):
        return
    entered = scene.entered(season)
    races = next((held.races for held in season.run if held.event == scene.picture.event), 0)
    if season.starts_here is not None:
        races = min(races, season.starts_here)
    for career in scene.picture.careers:
        if career.championship != season.championship or career.driver not in entered:
            continue
        for name, count in (("wins", career.wins), ("podiums", career.podiums), ("poles", career.poles)):
            if count + 1 in ROUND_NUMBERS:
                yield _write_milestone(season, career, name, count + 1, since)
        start = next((n for n in ROUND_NUMBERS if career.starts < n <= career.starts + min(races, NEAR)), None)
        if start is not None and start >= 50:
            yield _write_milestone(season, career, "starts", start, since)


def _write_milestone(season: SeasonPicture, career: CareerPicture, name: str, number: int, since: int) -> Fact:
    return Fact(
        key=f"milestone:{season.season}:{career.driver}:{name}",
        kind="milestone",
        figures={
            "season": season.season,
            "driver": career.driver,
            "name": name,
            "number": number,
            "since": since,
        },
        season=season.season,
        drivers=(career.driver,),
        weight=36 + (number >= 50) * 6,
    )


def find_record(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """The most wins anybody has at the circuit are within one win, or are his; at least three."""
    since = season.history_complete_from
    most = scene.picture.most_wins_here.get(season.championship, 0)
    if scene.after or since is None or since >= season.year or most < 3:
        return
    entered = scene.entered(season)
    for career in scene.picture.careers:
        if (
            career.championship == season.championship
            and career.driver in entered
            and career.wins_here in (most - 1, most)
        ):
            yield Fact(
                key=f"record:{season.season}:{career.driver}",
                kind="record",
                figures={
                    "season": season.season,
                    "driver": career.driver,
                    "wins": career.wins_here,
                    "most": most,
                    "circuit": scene.picture.here.circuit,
                    "since": since,
                },
                season=season.season,
                drivers=(career.driver,),
                weight=45,
            )


def find_experience(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """The driver with the most starts of all entered, and how many have none, since a year before this one."""
    since = season.history_complete_from
    if scene.after or since is None or since >= season.year:
        return
    starts = {one.driver: one.starts for one in scene.picture.careers if one.championship == season.championship}
    entered = scene.entered(season)
    most = max((starts.get(driver, 0) for driver in entered), default=0)
    best = [driver for driver in sorted(entered) if starts.get(driver, 0) == most]
    if most < EXPERIENCED or len(best) != 1 or not entered <= set(starts):
        return
    yield Fact(
        key=f"experience:{season.season}",
        kind="experience",
        figures={
            "season": season.season,
            "driver": best[0],
            "starts": most,
            "newcomers": sum(1 for driver in entered if not starts[driver]),
            "since": since,
        },
        season=season.season,
        drivers=(best[0],),
        weight=28,
    )


def find_first_wins(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """A first win in the championship, at this event; in the first year that is held, a first one of the season."""
    since = season.history_complete_from
    table = season.overall
    if not scene.after or since is None or table is None or not scene.computed(season):
        return
    old = {c.driver for c in scene.picture.careers if c.championship == season.championship and c.wins}
    races = [one for one in scene.races(scene.picture.event) if one.kind == SessionKind.RACE]
    counted = [r for r in scene.results(season, table.key) if r.counts]
    earlier = {r.driver for r in counted if r.place == 1 and r.event != scene.picture.event}
    wins = {r.session for r in counted if r.event == scene.picture.event}
    first_round = not scene.last_event(season)
    told: set[str] = set()
    for race in (one for one in races if one.id in wins):
        for driver in scene.winner(season, table, race):
            new = driver not in earlier and driver not in told
            if new and ((since < season.year and driver not in old) or (since == season.year and not first_round)):
                told.add(driver)
                yield Fact(
                    key=f"first_win:{season.season}:{driver}",
                    kind="first_win",
                    figures={
                        "season": season.season,
                        "driver": driver,
                        "event": race.event,
                        "session": race.id,
                        "since": since if since < season.year else None,
                    },
                    season=season.season,
                    table=table.key,
                    drivers=(driver,),
                    weight=65,
                )


OF_SEASONS = (find_milestones, find_record, find_experience, find_first_wins)
