"""What the tables suggest: who leads and by how much, since when, how tight it is, who climbed, who shares a place."""

from collections.abc import Iterator
from fractions import Fraction

from championships.stories.draft import Fact, Figure
from championships.stories.facts import find_lead
from championships.stories.picture import (
    LeaderPicture,
    RowPicture,
    SeasonPicture,
    StandingPicture,
    TablePicture,
)
from championships.stories.scene import Scene, find_leaders, find_next_row

CLOSE = 10  # places of a table that are looked at for shared ranks and climbers


def find_leader(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """Who is first, with points, wins, and the gap to the second, as far as they are known."""
    now = scene.now(table)
    leaders = find_leaders(now)
    if now is None or len(leaders) != 1:
        return
    leader = leaders[0]
    second = find_next_row(now, leader)
    figures: dict[str, Figure] = {
        "season": season.season,
        "table": table.key,
        "category": table.category,
        "driver": leader.competitor,
        "points": _text(leader.points),
        "wins": count_wins(scene, season, table, now, leader),
        "second": second.competitor if second else None,
        "second_points": _text(second.points) if second else None,
        "second_wins": count_wins(scene, season, table, now, second) if second else None,
        "gap": _text(_subtract(leader, second)),
        "event": now.event,
        "final": table.finished,
        "cars": {} if table.of_teams else scene.cars(leader.competitor, *([second.competitor] if second else [])),
    }
    kind = "team_lead" if table.of_teams else "class_lead" if table.category else "lead"
    drivers = () if table.of_teams else tuple(row.competitor for row in (leader, second) if row)
    yield Fact(
        key=f"{kind}:{season.season}:{table.key}",
        kind=kind,
        figures=figures,
        season=season.season,
        table=table.key,
        category=table.category,
        drivers=drivers,
        weight={"lead": 100, "class_lead": 90, "team_lead": 18}[kind],
    )


def find_shared_lead(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """Several are first together."""
    leaders = find_leaders(scene.now(table))
    if len(leaders) < 2 or table.of_teams:
        return
    yield Fact(
        key=f"shared_lead:{season.season}:{table.key}",
        kind="shared_lead",
        figures={
            "season": season.season,
            "table": table.key,
            "category": table.category,
            "drivers": [row.competitor for row in leaders],
            "points": _text(leaders[0].points),
        },
        season=season.season,
        table=table.key,
        category=table.category,
        drivers=tuple(row.competitor for row in leaders),
        weight=99,
    )


def find_lead_since(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """Since which round the leader has led alone: computed from the leader after every round, else as stated."""
    table = season.overall
    now = scene.now(table) if table else None
    leaders = find_leaders(now)
    if table is None or now is None or len(leaders) != 1:
        return
    opening = season.run[0].number if season.run else 0
    known = {one.round: one for one in table.standings if one.rows}  # the last one of a round
    lead = find_lead(
        SeasonPicture(
            season=season.season,
            rounds=season.rounds,
            leaders=tuple(
                LeaderPicture(
                    held.number,
                    frozenset(row.competitor for row in find_leaders(known.get(held.number))),
                )
                for held in season.run
                if held.number <= now.round
            ),
        )
    )
    since = lead.since_round if lead and lead.competitor == leaders[0].competitor else None
    if since is None:
        for fact in scene.stated("leader_since", season=season.season, driver=leaders[0].competitor):
            since = int(str(fact.value.get("round", 0))) or None
            break
    rounds = {held.number: held.event for held in season.run}
    if since is None or since not in rounds or since >= now.round:
        return  # led since the newest round only: that is a change of leader
    yield Fact(
        key=f"lead_since:{season.season}",
        kind="lead_since",
        figures={
            "season": season.season,
            "driver": leaders[0].competitor,
            "event": rounds[since],
            "round": since,
            "opening": since == opening,
        },
        season=season.season,
        table=table.key,
        drivers=(leaders[0].competitor,),
        weight=80 if since == opening else 60,
    )


def find_new_leader(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """Somebody else led after the event before: both leaders are known, and alone."""
    now, before = find_leaders(scene.now(table)), find_leaders(scene.before(table))
    if table.of_teams or len(now) != 1 or len(before) != 1 or now[0].competitor == before[0].competitor:
        return
    standing = scene.now(table)
    yield Fact(
        key=f"new_leader:{season.season}:{table.key}",
        kind="new_leader",
        figures={
            "season": season.season,
            "category": table.category,
            "driver": now[0].competitor,
            "former": before[0].competitor,
            "event": standing.event if standing else "",
        },
        season=season.season,
        table=table.key,
        category=table.category,
        drivers=(now[0].competitor, before[0].competitor),
        weight=86,
    )


def find_gap_change(scene: Scene, season: SeasonPicture, table: TablePicture) -> Iterator[Fact]:
    """The gap between the same two before and after the newest event: grown, shrunk, or as it was."""
    now, before = scene.now(table), scene.before(table)
    leaders = find_leaders(now)
    if now is None or before is None or len(leaders) != 1 or table.of_teams:
        return
    second = find_next_row(now, leaders[0])
    old, old_second = before.row(leaders[0].competitor), before.row(second.competitor) if second else None
    if second is None or old is None or old_second is None or old.position != 1:
        return
    gap, was = _subtract(leaders[0], second), _subtract(old, old_second)
    if gap is None or was is None or was == gap:
        return
    yield Fact(
        key=f"gap_change:{season.season}:{table.key}",
        kind="gap_change",
        figures={
            "season": season.season,
            "category": table.category,
            "driver": leaders[0].competitor,
            "second": second.competitor,
            "gap": str(gap),
            "before": str(was),
            "event": now.event,
        },
        season=season.season,
        table=table.key,
        category=table.category,
        drivers=(leaders[0].competitor, second.competitor),
        weight=70 if scene.after else 44,
    )


def find_tight_top(scene: Scene, season: SeasonPicture) -> Iterator[Fact]:
    """The most drivers from the first place on who lie within one win; else the two first alone."""
    table = season.overall
    now = scene.now(table) if table else None
    a_win = season.points_a_win
    if table is None or now is None or a_win is None or table.finished or not scene_left(scene, season):
        return
    placed = _list_from_first(now)
    leader = placed[0].points if placed else None
    if leader is None:
        return
    within = [row for row in placed if row.points is not None and leader - row.points <= a_win]
    if len(within) < 2 or len(within) > CLOSE:
        return
    spread = leader - (within[-1].points or Fraction(0))
    stated = next(scene.stated("points_a_win", season=season.season), None)
    yield Fact(
        key=f"tight:{season.season}",
        kind="tight",
        figures={
            "season": season.season,
            "drivers": [row.competitor for row in within],
            "count": len(within),
            "spread": str(spread),
            "points_a_win": str(a_win),
            "published_for": str(stated.value.get("published_for", "")) if stated else "",
        },
        season=season.season,
        table=table.key,
        drivers=tuple(row.competitor for row in within),
        weight=98,
    )


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
                {"driver": row.competitor, "position": row.position, "gap": _text(_subtract(leaders[0], row))}
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
                    "points": _text(rows[0].points),
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
        if row.position and old and old.position and row.position <= CLOSE:
            gains.append((old.position - row.position, row, old.position))
    best = max((gain for gain, _row, _old in gains), default=0)
    climbers = [(row, old) for gain, row, old in gains if gain == best]
    if best < 2 or len(climbers) != 1:
        return
    row, old_place = climbers[0]
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
    if now is None or not table.category:
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


def count_wins(
    scene: Scene, season: SeasonPicture, table: TablePicture, standing: StandingPicture, row: RowPicture
) -> int | None:
    """The wins the table gives, else those stated for it after the same round; None: not known."""
    if row.wins is not None or table.of_teams:
        return row.wins
    for fact in scene.stated("season_figure", season=season.season, driver=row.competitor):
        value = fact.value
        same_round = value.get("after_round", standing.round) == standing.round
        same_table = value["table"] == table.key if "table" in value else not table.category
        if value.get("name") == "wins" and same_round and same_table:
            return int(str(value["count"]))
    return None


def scene_left(scene: Scene, season: SeasonPicture) -> bool:
    """Whether anything is left to run: this event, or after it another one."""
    this = scene.round(season)
    return this is not None and (
        not scene.after or any(r.number > this.number and r.event != scene.picture.event for r in season.run)
    )


def _list_from_first(standing: StandingPicture) -> list[RowPicture]:
    """The rows from the first place on, as long as no place is missing and the points are known."""
    found: list[RowPicture] = []
    for row in standing.rows:
        expected = len(found) + 1
        same = found and row.tied and row.position == found[-1].position
        if row.points is None or (row.position != expected and not same):
            break
        found.append(row)
    return found


def _write_both(row: RowPicture, overall: StandingPicture | None) -> dict[str, Figure]:
    general = overall.row(row.competitor) if overall else None
    return {
        "driver": row.competitor,
        "class_position": row.position,
        "position": general.position if general else None,
        "tied": bool(general and general.tied),
    }


def _subtract(upper: RowPicture | None, lower: RowPicture | None) -> Fraction | None:
    if upper is None or lower is None or upper.points is None or lower.points is None:
        return None
    return upper.points - lower.points


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


# Asked for every table of every season, and once a season.
OF_TABLES = (find_leader, find_shared_lead, find_new_leader, find_gap_change, find_class_podium)
OF_SEASONS = (
    find_lead_since,
    find_tight_top,
    find_third,
    find_winless,
    find_most_wins,
    find_shared_places,
    find_level,
    find_climber,
    find_drops,
)
