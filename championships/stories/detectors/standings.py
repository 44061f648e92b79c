"""The top of the tables: who leads, since when, and by how much."""

from collections.abc import Iterator
from fractions import Fraction

from championships.scoring.outlook import Chance
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

NAMED = 10  # drivers within one win, at most


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
        "points": write_exactly(leader.points),
        "wins": count_wins(scene, season, table, now, leader),
        "second": second.competitor if second else None,
        "second_points": write_exactly(second.points) if second else None,
        "second_wins": count_wins(scene, season, table, now, second) if second else None,
        "gap": write_exactly(subtract(leader, second)),
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
            "points": write_exactly(leaders[0].points),
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
    gap, was = subtract(leaders[0], second), subtract(old, old_second)
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
    if len(within) < 2 or len(within) > NAMED:
        return
    outlook = table.outlook
    if outlook is not None and outlook.silence is None:
        out = {one.competitor for one in outlook.prospects if one.chance is Chance.OUT}
        if any(row.competitor in out for row in within):
            return  # "within one win" would give a chance to somebody who has none
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


def subtract(upper: RowPicture | None, lower: RowPicture | None) -> Fraction | None:
    if upper is None or lower is None or upper.points is None or lower.points is None:
        return None
    return upper.points - lower.points


def write_exactly(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


# Asked for every table of every season, and once a season.
OF_TABLES = (find_leader, find_shared_lead, find_new_leader, find_gap_change)
OF_SEASONS = (find_lead_since, find_tight_top)
