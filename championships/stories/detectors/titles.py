"""The titles, as the engine sees them: who is champion, who still can be, who no longer can, what would decide."""

from collections.abc import Iterator

from championships.scoring.outlook import Chance, Outlook
from championships.stories.draft import Fact, Figure
from championships.stories.picture import SeasonPicture, TablePicture
from championships.stories.scene import Scene, find_leaders

NAMED = 5  # contenders a sentence names


def find_champion(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """The title is decided: nobody can reach the first place any more."""
    outlook = _heard(scene, table)
    champion = outlook.champion if outlook else None
    left = len(outlook.remaining) if outlook else 0
    if outlook is None and table.finished and not table.of_teams:
        # A final table names its champion, however little else of it was published.
        first = find_leaders(scene.now(table))
        champion = first[0].competitor if len(first) == 1 else None
    if champion is not None:
        before = table.outlook_before.champion if table.outlook_before else None
        yield Fact(
            key=f"champion:{season.season}:{table.key}",
            kind="champion",
            figures={
                "season": season.season,
                "category": table.category,
                "driver": champion,
                "early": left > 0,
                "races_left": left,
                "new": scene.after and before != champion,
            },
            season=season.season,
            table=table.key,
            category=table.category,
            drivers=(champion,),
            weight=110,
        )


def find_contenders(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """Who can still be champion, where it is not everybody."""
    outlook = _heard(scene, table)
    if outlook is None or not outlook.remaining or outlook.champion:
        return
    contenders = outlook.contenders
    if len(contenders) < 2 or outlook.newcomer_open or len(contenders) == len(outlook.prospects):
        return
    yield Fact(
        key=f"contenders:{season.season}:{table.key}",
        kind="contenders",
        figures={
            "season": season.season,
            "category": table.category,
            "count": len(contenders),
            "of": len(outlook.prospects),
            "drivers": list[Figure](contenders) if len(contenders) <= NAMED else [],
        },
        season=season.season,
        table=table.key,
        category=table.category,
        drivers=contenders if len(contenders) <= NAMED else (),
        weight=84 if len(contenders) <= NAMED else 40,
    )


def find_new_outsiders(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """Who could be champion before the event, and no longer can after it; a few are named."""
    outlook, before = _heard(scene, table), table.outlook_before
    if not scene.after or outlook is None or before is None or before.silence is not None:
        return
    if outlook.champion or not outlook.remaining:
        return
    could = set(before.contenders)
    out = [one.competitor for one in outlook.prospects if one.chance is Chance.OUT and one.competitor in could]
    if 0 < len(out) <= NAMED:
        yield Fact(
            key=f"out:{season.season}:{table.key}",
            kind="out",
            figures={"season": season.season, "category": table.category, "drivers": list[Figure](out)},
            season=season.season,
            table=table.key,
            category=table.category,
            drivers=tuple(out),
            weight=64,
        )


def find_clinch(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """Who could be champion when the event is over; or by winning the next race, whatever the others do."""
    outlook = _heard(scene, table)
    if outlook is None or scene.after or outlook.champion or not outlook.remaining:
        return
    at_once = [
        driver
        for driver, conditions in table.conditions.items()
        if any(condition.place == 1 and not condition.rivals for condition in conditions)
    ]
    if len(at_once) == 1:
        yield _write_clinch(season, table, at_once, next_race=True)
    # At the last meeting every title is settled: that somebody can win it there is no news.
    elif table.can_clinch and len(table.can_clinch) < len(outlook.contenders) and _goes_on(scene, season):
        yield _write_clinch(season, table, list(table.can_clinch), next_race=False)


def _write_clinch(season: SeasonPicture, table: TablePicture, drivers: list[str], *, next_race: bool) -> Fact:
    return Fact(
        key=f"clinch:{season.season}:{table.key}",
        kind="clinch",
        figures={
            "season": season.season,
            "category": table.category,
            "drivers": list[Figure](drivers),
            "next_race": next_race,
        },
        season=season.season,
        table=table.key,
        category=table.category,
        drivers=tuple(drivers),
        weight=95,
    )


def find_double(scene: Scene) -> Iterator[Fact]:
    """Who can still win the overall titles of several championships."""
    chances: dict[str, list[str]] = {}
    heard = 0
    for season in scene.picture.seasons:
        table = season.overall
        outlook = _heard(scene, table) if table else None
        if outlook is None:
            continue
        heard += 1
        able = outlook.contenders or tuple(one for one in (outlook.champion,) if one)
        for driver in able:
            chances.setdefault(driver, []).append(season.season)
    both = [driver for driver, seasons in chances.items() if len(seasons) > 1]
    both = [driver for driver in both if chances[driver] == chances[both[0]]]  # of the same titles
    if heard < 2 or not 0 < len(both) <= 3:
        return
    yield Fact(
        key=f"double:{scene.picture.event}",
        kind="double",
        figures={"drivers": list[Figure](both), "seasons": list[Figure](chances[both[0]])},
        drivers=tuple(both),
        weight=62,
    )


def find_two_tables(scene: Scene) -> Iterator[Fact]:
    """Among the first three of several overall tables, with the gap to the leader where it is known."""
    places: dict[str, list[Figure]] = {}
    for season in scene.picture.seasons:
        now = scene.now(season.overall) if season.overall else None
        leader = next((row for row in now.rows if row.position == 1), None) if now else None
        for row in now.rows if now else ():
            if row.position is not None and row.position <= 3:
                known = leader is not None and leader.points is not None and row.points is not None
                gap = str((leader.points or 0) - (row.points or 0)) if known and leader else None
                places.setdefault(row.competitor, []).append(
                    {"season": season.season, "position": row.position, "tied": row.tied, "gap": gap}
                )
    for driver, found in places.items():
        if len(found) > 1:
            yield Fact(
                key=f"two_tables:{driver}",
                kind="two_tables",
                figures={"driver": driver, "places": found},
                drivers=(driver,),
                weight=61,
            )
            return


def _goes_on(scene: Scene, season: SeasonPicture) -> bool:
    this = scene.round(season)
    return this is not None and any(r.number > this.number and r.event != this.event for r in season.run)


def _heard(scene: Scene, table: TablePicture) -> Outlook | None:
    """The outlook of the table, where it has something to say of people."""
    outlook = table.outlook
    if outlook is None or outlook.silence is not None or table.of_teams or scene.now(table) is None:
        return None
    return outlook


OF_TABLES = (find_champion, find_contenders, find_new_outsiders, find_clinch)
OF_EVENT = (find_double, find_two_tables)
