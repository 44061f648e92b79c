"""Phrases for the tables: who leads, the gaps, the classes, shared places, climbers."""

from championships.stories.english.calendar import Phrases
from championships.stories.english.grammar import (
    join,
    write_cardinal,
    write_count,
    write_gap,
    write_place,
    write_points,
)
from championships.stories.english.voice import English
from championships.stories.values import Values


def lead(en: English, v: Values) -> Phrases:
    leader, series = en.with_car(v.text("driver"), v), en.series(v.text("season"))
    own, second = _write_score(v), _write_second(en, v)
    if v.flag("final"):
        return (f"{leader} finishes at the top of {series}{own}{second}",)
    if not v.has("second"):
        return (f"{leader} leads {series}{own}", f"At the top of {series} stands {leader}{own}")
    return (f"{leader} leads {series}{own}{second}", f"At the top of {series} stands {leader}{own}{second}")


def _write_score(v: Values) -> str:
    parts = _list_score(v, "points", "wins")
    return f" with {join(parts)}" if parts else ""


def _list_score(v: Values, points: str, wins: str) -> list[str]:
    """Points and wins of somebody, where they are known; no wins are not told."""
    parts = []
    if v.has(points):
        parts.append(write_points(v.number(points)))
    if v.has(wins) and v.count(wins):
        parts.append(write_count(v.count(wins), "win", "wins"))
    return parts


def _write_second(en: English, v: Values) -> str:
    """Who is second, how far behind, and with how many wins."""
    if not v.has("second"):
        return ""
    second = en.with_car(v.text("second"), v)
    own = _list_score(v, "second_points", "second_wins") if v.has("second_wins") and v.count("second_wins") else []
    wins = f", who has {join(own)}" if own else ""
    if not v.has("gap"):
        return f", ahead of {second}{wins}"
    if not v.number("gap"):
        return f", level on points with {second}{wins}"
    return f", {write_gap(v.number('gap'))} ahead of {second}{wins}"


def class_lead(en: English, v: Values) -> Phrases:
    leader, group = en.with_car(v.text("driver"), v), en.the_class(v.text("season"), v.text("category"))
    own, second = _write_score(v), _write_second(en, v)
    if v.flag("final"):
        return (f"{leader} finishes at the top of {group}{own}{second}",)
    return (f"{leader} leads {group}{own}{second}", f"In {group} it is {leader} who leads{own}{second}")


def team_lead(en: English, v: Values) -> Phrases:
    leader = en.team(v.text("driver"))
    points = f" with {write_points(v.number('points'))}" if v.has("points") else ""
    second = ""
    if v.has("second") and v.has("gap") and v.number("gap"):
        second = f", {write_gap(v.number('gap'))} ahead of {en.team(v.text('second'))}"
    what = "finishes at the top of" if v.flag("final") else "leads"
    of_class = f" of {en.the_class(v.text('season'), v.text('category'))}," if v.text("category") else ""
    return (f"Among the teams{of_class} {leader} {what} the table{points}{second}",)


def shared_lead(en: English, v: Values) -> Phrases:
    names, table = en.names(v.names("drivers")), en.table(v.text("season"), v.text("category"))
    points = f" with {write_points(v.number('points'))}" if v.has("points") else ""
    return (f"{names} share the lead of {table}{points}",)


def lead_since(en: English, v: Values) -> Phrases:
    driver, event = en.name(v.text("driver")), en.event(v.text("event"))
    # Known after every meeting, not after every race.
    since = event
    if v.flag("opening") and not event.endswith(("opening", "opener")):
        since = f"the opening, at {event}"
    return (
        f"{driver} has been in the lead after every meeting since {since}",
        f"Since {since}, every meeting has ended with {driver} in the lead",
    )


def new_leader(en: English, v: Values) -> Phrases:
    driver, former, event = en.name(v.text("driver")), en.name(v.text("former")), en.event(v.text("event"))
    table = en.table(v.text("season"), v.text("category"))
    return (
        f"{driver} took the lead of {table} from {former} at {event}",
        f"There is a new leader of {table}: {driver} went ahead of {former} at {event}",
    )


def gap_change(en: English, v: Values) -> Phrases:
    gap, before, event = v.number("gap"), v.number("before"), en.event(v.text("event"))
    pair = f"the gap between {en.short(v.text('driver'))} and {en.short(v.text('second'))}"
    if v.text("category"):
        pair = f"in {en.the_class(v.text('season'), v.text('category'))}, {pair}"
    if not gap:
        return (f"{pair}, {write_gap(before)} before {event}, is closed",)
    if not before:
        return (f"{pair}, nil before {event}, is now {write_gap(gap)}",)
    way = "grew" if gap > before else "shrank"
    return (
        f"{pair} {way} at {event}: {write_gap(gap)}, against {write_gap(before)} before",
        f"{pair}, {write_gap(before)} before {event}, is now {write_gap(gap)}",
    )


def tight(en: English, v: Values) -> Phrases:
    drivers, spread, win = v.names("drivers"), write_gap(v.number("spread")), write_points(v.number("points_a_win"))
    scale = f"{win}, the scale published for {v.text('published_for')}" if v.text("published_for") else win
    count = v.count("count")
    if count == 2:
        pair = join([en.short(driver) for driver in drivers])
        if not v.number("spread"):
            return (f"{pair} are level on points",)
        if v.number("spread") == v.number("points_a_win"):
            return (f"The gap between {pair} is exactly what one win gives ({scale})",)
        return (
            f"Less than a single win ({scale}) lies between {pair}",
            f"A single win ({scale}) is worth more than the gap between {pair}",
        )
    named = f": {en.shorts(drivers)}" if count <= 4 else ""
    if not v.number("spread"):
        return (f"The first {write_cardinal(count)} are level on points{named}",)
    if v.number("spread") == v.number("points_a_win"):
        return (f"The first {write_cardinal(count)} lie within {spread}, exactly what a win gives{named}",)
    return (
        f"The first {write_cardinal(count)} lie within {spread}, less than one win ({scale}){named}",
        f"Less than one win ({scale}) parts the first {write_cardinal(count)}, who lie within {spread}{named}",
    )


def third(en: English, v: Values) -> Phrases:
    clauses = []
    for row in v.parts("rows"):
        gap = f", {write_gap(row.number('gap'))} off the lead" if row.has("gap") and row.number("gap") else ""
        clauses.append((en.with_car(row.text("driver"), v), gap))
    name, gap = clauses[0]
    verb = "finishes" if v.flag("final") else "is"
    if len(clauses) == 1:
        return (f"{name} {verb} third{gap}",)
    other, far = clauses[1]
    return (
        f"Behind them, {name} {verb} third{gap}, {other} fourth{far}",
        f"{name} {verb} third{gap}; {other} {verb} fourth{far}",
    )


def winless(en: English, v: Values) -> Phrases:
    name, series = en.name(v.text("driver")), en.series(v.text("season"))
    podiums = ""
    if v.has("podiums") and v.count("podiums"):
        podiums = f" in spite of {write_count(v.count('podiums'), 'podium', 'podiums')}"
    place = write_place(v.count("position"), tied=v.flag("tied"))
    return (
        f"{name}, {place} in {series}, is still waiting for a first overall win this season{podiums}",
        f"{name} is {place} in {series} without an overall win this season{podiums}",
    )


def regular(en: English, v: Values) -> Phrases:
    driver, other = en.name(v.text("driver")), en.name(v.text("other"))
    own = v.count("wins")
    mine = "without a win" if not own else f"with {write_count(own, 'win', 'wins')}"
    most = write_count(v.count("other_wins"), "win", "wins")
    table = en.table(v.text("season"), v.text("category"))
    return (
        f"{driver} leads {table} {mine}, on consistency: {other} has {most}",
        f"Consistency pays: {driver} leads {table} {mine}, against {most} for {other}",
    )


def shared(en: English, v: Values) -> Phrases:
    names = en.names(v.names("drivers"))
    points = f" with {write_points(v.number('points'))}" if v.has("points") else ""
    return (f"{names} share {write_place(v.count('position'))} place{points}",)


def level(en: English, v: Values) -> Phrases:
    first, second = v.names("drivers")
    upper, lower = (write_place(int(one)) for one in v.names("positions"))
    points = write_points(v.number("points"))
    return (
        f"{en.name(first)} and {en.name(second)} have {points} each: the tie-break puts them {upper} and {lower}",
        f"Level on {points}, {en.name(first)} is {upper} and {en.name(second)} {lower} on the tie-break",
    )


def climber(en: English, v: Values) -> Phrases:
    name, event = en.name(v.text("driver")), en.event(v.text("event"))
    start, end = write_place(v.count("from")), write_place(v.count("to"))
    gained = write_count(v.count("gained"), "place", "places")
    return (
        f"Best climber at {event}: {name}, from {start} to {end}",
        f"{name} gained {gained} at {event}, more than anybody: from {start} to {end}",
    )


def drops(en: English, v: Values) -> Phrases:
    clauses = [f"{en.short(row.text('driver'))} {write_points(row.number('dropped'))}" for row in v.parts("rows")]
    return (
        f"Results that no longer count already cost {join(clauses)}",
        f"Dropping the worst results costs {join(clauses)} for now",
    )


def both_ranks(en: English, v: Values) -> Phrases:
    name = en.name(v.text("driver"))
    rank = write_place(v.count("position"), tied=v.flag("tied"))
    group = en.the_class(v.text("season"), v.text("category"))
    return (
        f"{name}, first in {group}, is {rank} overall",
        f"{name}, {rank} overall, leads {group}",
    )


def class_podium(en: English, v: Values) -> Phrases:
    clauses = []
    for row in v.parts("rows"):
        overall = ""
        if row.has("position"):
            overall = f", {write_place(row.count('position'), tied=row.flag('tied'))} overall,"
        clauses.append(f"{en.with_car(row.text('driver'), v)}{overall}")
    verb = "complete" if len(clauses) > 1 else "completes"
    group = en.the_class(v.text("season"), v.text("category"))
    return (
        f"{join(clauses)} {verb} the podium of {group}",
        f"The podium of {group} is completed by {join(clauses).rstrip(',')}",
    )


PHRASES = {
    "lead": lead,
    "class_lead": class_lead,
    "team_lead": team_lead,
    "shared_lead": shared_lead,
    "lead_since": lead_since,
    "new_leader": new_leader,
    "gap_change": gap_change,
    "tight": tight,
    "third": third,
    "winless": winless,
    "regular": regular,
    "shared": shared,
    "level": level,
    "climber": climber,
    "drops": drops,
    "both_ranks": both_ranks,
    "class_podium": class_podium,
}
