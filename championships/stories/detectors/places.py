"""Places of a table: the third, shared and level ones, climbers, podiums of classes, who wins and who does not."""

from collections.abc import Iterator

from championships.stories.detectors.standings import subtract, write_exactly
from championships.stories.draft import Fact, Figure
from championships.stories.picture import (
    RowPicture,
    SeasonPicture,
    StandingPicture,
    TablePicture,
)
from championships.stories.scene import Scene, find_leaders

CLOSE = 10  # places of a table that are looked at for shared ranks and climbers


def find_third(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """The third of the overall table, and the fourth where he is known, with their gaps to the leader."""
    table = season.overall
    now = scene.now(table) if table else None
    leaders = find_leaders(now)
    if table is None or now is None or len(leaders) != 1:
        return
    rows = [row for row in now.rows if row.position in (3, 4) and not row.tied]
    if not rows or rows[0].position != 3:
        return
    yield Fact(
        key=f"third:{season.season}",
        kind="third",
        figures={
            "season": season.season,
            "rows": [
                {"driver": row.competitor, "position": row.position, "gap": write_exactly(subtract(leaders[0], row))}
                for row in rows
            ],
            "final": table.finished,
            "cars": scene.cars(*(row.competitor for row in rows)),
        },
        season=season.season,
        table=table.key,
        drivers=tuple(row.competitor for row in rows),
        weight=79,
    )


def find_winless(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """Among the first five, and still without a win this season; with the podiums where they are known."""
    table = season.overall
    now = scene.now(table) if table else None
    if table is None or now is None:
        return
    for row in now.rows:
        if row.position is None or row.position > 5 or row.wins != 0:
            continue
        if any(r.driver == row.competitor and r.place == 1 for r in scene.results(season, table.key)):
            continue  # he won a sprint: no win of the table, but "no win" would deny it
        if scene.whole(now) and not row.podiums:
            continue
        classes = [
            one
            for one in season.class_tables
            if any(leader.competitor == row.competitor for leader in find_leaders(scene.now(one)))
        ]
        yield Fact(
            key=f"winless:{season.season}:{row.competitor}",
            kind="winless",
            figures={
                "season": season.season,
                "driver": row.competitor,
                "position": row.position,
                "tied": row.tied,
                "podiums": row.podiums,
                "leads_class": bool(classes),
            },
            season=season.season,
            table=table.key,
            drivers=(row.competitor,),
            weight=56 - row.position,
        )
        return


def find_most_wins(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """Who leads without having won the most, where every count of wins is known: regularity."""
    for table in (season.overall, *season.class_tables):
        now = scene.now(table) if table else None
        leaders = find_leaders(now)
        if table is None or now is None or len(leaders) != 1 or not scene.whole(now):
            continue
        if any(row.wins is None for row in now.rows):
            continue
        most = max(row.wins or 0 for row in now.rows)
        winners = [row for row in now.rows if row.wins == most]
        if most > (leaders[0].wins or 0) and len(winners) == 1:
            yield Fact(
                key=f"regular:{season.season}:{table.key}",
                kind="regular",
                figures={
                    "season": season.season,
                    "category": table.category,
                    "driver": leaders[0].competitor,
                    "wins": leaders[0].wins,
                    "other": winners[0].competitor,
                    "other_wins": most,
                },
                season=season.season,
                table=table.key,
                category=table.category,
                drivers=(leaders[0].competitor, winners[0].competitor),
                weight=62,
            )


def find_shared_places(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """Two or more on the same place behind the leader, among the first ten; the best such place only."""
    table = season.overall
    now = scene.now(table) if table else None
    if table is None or now is None:
        return
    places: dict[int, list[RowPicture]] = {}
    for row in now.rows:
        if row.tied and row.position and 1 < row.position <= CLOSE and row.points != 0:
            places.setdefault(row.position, []).append(row)
    for position, rows in sorted(places.items()):
        if len(rows) > 1:
            yield Fact(
                key=f"shared:{season.season}:{position}",
                kind="shared",
                figures={
                    "season": season.season,
                    "position": position,
                    "drivers": [row.competitor for row in rows],
                    "points": write_exactly(rows[0].points),
                },
                season=season.season,
                table=table.key,
                drivers=tuple(row.competitor for row in rows),
                weight=38,
            )
            return


def find_level(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """Neighbours on the same points among the first five, parted by the tie rule."""
    table = season.overall
    now = scene.now(table) if table else None
    if table is None or now is None:
        return
    for upper, lower in zip(now.rows, now.rows[1:], strict=False):
        if (
            upper.points is not None
            and not (upper.tied or lower.tied)
            and upper.points == lower.points
            and upper.points > 0
            and upper.position is not None
            and lower.position == upper.position + 1
            and lower.position <= 5
        ):
            yield Fact(
                key=f"level:{season.season}:{upper.position}",
                kind="level",
                figures={
                    "season": season.season,
                    "drivers": [upper.competitor, lower.competitor],
                    "positions": [upper.position, lower.position],
                    "points": str(upper.points),
                },
                season=season.season,
                table=table.key,
                drivers=(upper.competitor, lower.competitor),
                weight=54,
            )
            return


def find_climber(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """Who gained the most places at the newest event, at least two, where it is one person alone."""
    table = season.overall
    now, before = (scene.now(table), scene.before(table)) if table else (None, None)
    if table is None or now is None or before is None or not (scene.whole(now) and scene.whole(before)):
        return
    gains: list[tuple[int, RowPicture, int]] = []
    for row in now.rows:
        old = before.row(row.competitor)
        if row.position and old and old.position:
            gains.append((old.position - row.position, row, old.position))
    best = max((gain for gain, _row, _old in gains), default=0)
    # Who was in no place before came from behind the last: where that may be more, nobody gained the most.
    last = max((row.position for row in before.rows if row.position), default=0)
    known = {row.competitor for row in before.rows if row.position}
    if any(row.position and row.competitor not in known and last + 1 - row.position >= best for row in now.rows):
        return
    climbers = [(row, old) for gain, row, old in gains if gain == best]
    if best < 2 or len(climbers) != 1:
        return
    row, old_place = climbers[0]
    if row.position is None or row.position > CLOSE:
        return  # somebody far back gained the most: nobody near the top may be called the best climber
    yield Fact(
        key=f"climber:{season.season}",
        kind="climber",
        figures={
            "season": season.season,
            "driver": row.competitor,
            "from": old_place,
            "to": row.position,
            "gained": best,
            "event": now.event,
        },
        season=season.season,
        table=table.key,
        drivers=(row.competitor,),
        weight=52,
    )


def find_drops(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """Among the first three, points of results that no longer count."""
    table = season.overall
    now = scene.now(table) if table else None
    if table is None or now is None:
        return
    rows = [row for row in now.rows if row.position and row.position <= 3]
    if rows and all(row.dropped is not None for row in rows) and any(row.dropped for row in rows):
        yield Fact(
            key=f"drops:{season.season}",
            kind="drops",
            figures={
                "season": season.season,
                "rows": [{"driver": row.competitor, "dropped": str(row.dropped)} for row in rows if row.dropped],
            },
            season=season.season,
            table=table.key,
            drivers=tuple(row.competitor for row in rows if row.dropped),
            weight=34,
        )


def find_class_podium(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """The first three of a class, with their ranks overall where both are known."""
    now = scene.now(table)
    overall = scene.now(season.overall) if season.overall else None
    if now is None or not table.category or table.of_teams:
        return
    rows = [row for row in now.rows if row.position in (1, 2, 3) and not row.tied]
    for row in rows:
        general = overall.row(row.competitor) if overall else None
        if row.position == 1 and general and general.position:
            yield Fact(
                key=f"both_ranks:{season.season}:{table.key}",
                kind="both_ranks",
                figures={
                    "season": season.season,
                    "category": table.category,
                    "driver": row.competitor,
                    "position": general.position,
                    "tied": general.tied,
                },
                season=season.season,
                table=table.key,
                category=table.category,
                drivers=(row.competitor,),
                weight=88,
            )
    others = [row for row in rows if row.position in (2, 3)]
    if [row.position for row in others] == [2, 3]:
        yield Fact(
            key=f"class_podium:{season.season}:{table.key}",
            kind="class_podium",
            figures={
                "season": season.season,
                "category": table.category,
                "rows": [_write_both(row, overall) for row in others],
                "cars": scene.cars(*(row.competitor for row in others)),
            },
            season=season.season,
            table=table.key,
            category=table.category,
            drivers=tuple(row.competitor for row in others),
            weight=76,
        )


def _write_both(row: RowPicture, overall: StandingPicture | None) -> dict[str, Figure]:
    general = overall.row(row.competitor) if overall else None
    return {
        "driver": row.competitor,
        "class_position": row.position,
        "position": general.position if general else None,
        "tied": bool(general and general.tied),
    }


OF_TABLES = (find_class_podium,)
OF_SEASONS = (
    find_third,
    find_winless,
    find_most_wins,
    find_shared_places,
    find_level,
    find_climber,
    find_drops,
)
