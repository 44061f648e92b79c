"""Phrases for the races: wins of a meeting, runs, poles, climbs, retirements, decisions; milestones and records."""

from fractions import Fraction

from championships.formatting.numbers import write_number
from championships.formatting.places import write_ordinal
from championships.stories.english.calendar import Phrases
from championships.stories.english.grammar import NBSP, join, possessive, write_cardinal, write_count, write_place
from championships.stories.english.voice import English, verb
from championships.stories.values import Values


def meeting_wins(en: English, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names, event = en.names(drivers), en.event(v.text("event"))
    season, category = v.text("season"), v.text("category")
    inside = f" in {en.the_class(season, category)}" if category else ""
    count = v.count("wins")
    if v.flag("swept"):
        won = "both races" if count == 2 else f"all {write_cardinal(count)} races"
        return (f"{names} won {won} at {event}{inside}", f"At {event}, {names} won {won}{inside}")
    if v.flag("on_end") and count > 2:
        return (
            f"{names} won {write_cardinal(count)} races in a row at {event}{inside}",
            f"At {event}, {names} won {write_cardinal(count)} races in a row{inside}",
        )
    of_them = f"{write_cardinal(count)} of the {write_cardinal(v.count('races'))} races"
    return (f"{names} won {of_them} at {event}{inside}", f"At {event}, {of_them} went to {names}{inside}")


def class_winner(en: English, v: Values) -> Phrases:
    name, event = en.name(v.text("driver")), en.event(v.text("event"))
    group = en.the_class(v.text("season"), v.text("category"))
    if v.flag("only_last"):
        if v.flag("taken"):
            return (f"By winning the last race of {group} at {event}, {name} took the lead of it",)
        return (f"{name} won the last race of {group} at the meeting before, at {event}",)
    if v.flag("taken"):
        return (f"By winning {group} at {event}, {name} took the lead of it",)
    return (
        f"{name} won {group} at the meeting before, at {event}",
        f"It was also {name} who won {group} at the meeting before, at {event}",
    )


def class_winner_after(en: English, v: Values) -> Phrases:
    """In the report of the meeting itself, which is not "the meeting before"."""
    group = en.the_class(v.text("season"), v.text("category"))
    if v.flag("taken"):
        return class_winner(en, v)
    what = f"the last race of {group}" if v.flag("only_last") else group
    return (f"{en.name(v.text('driver'))} won {what} at {en.event(v.text('event'))}",)


def run(en: English, v: Values) -> Phrases:
    names, event = en.names(v.names("drivers")), en.event(v.text("event"))
    wins = write_count(v.count("wins"), "win", "wins")
    return (
        f"{names} {verb(v.names('drivers'), 'comes', 'come')} here on {wins} in a row, a run that began at {event}",
        f"{possessive(names)} run stands at {wins} in a row since {event}",
    )


def race(en: English, v: Values) -> Phrases:
    winner, session = v.names("winner"), en.session(v.text("event"), v.text("session"))
    names = en.names(winner)
    gap = f" by {write_lead(v.count('gap_ms'))}" if v.has("gap_ms") else ""
    rest = ""
    if v.names("second"):
        # Two crews in one "and … and …" could be anybody's.
        then = ", then" if len(v.names("second") + v.names("third")) > 2 else " and"
        rest = f", ahead of {en.names(v.names('second'))}{then} {en.names(v.names('third'))}"
    still = " (provisional result)" if v.flag("provisional") else ""
    return (
        f"{names} {verb(winner, 'wins', 'win')} {session}{gap}{rest}{still}",
        f"{session} goes to {names}{gap}{rest}{still}",
        f"Victory in {session} for {names}{gap}{rest}{still}",
    )


def class_wins(en: English, v: Values) -> Phrases:
    event = v.text("event")
    group = en.the_class(v.text("season"), v.text("category"))
    parts = v.parts("winners")
    if len(parts) == 1:
        names, count = parts[0].names("drivers"), v.count("races")
        every = "the race" if count == 1 else "both races" if count == 2 else f"all {write_cardinal(count)} races"
        return (f"In {group}, {en.names(names)} {verb(names, 'wins', 'win')} {every}",)
    clauses = [f"{en.names(part.names('drivers'))} ({en.sessions(event, part.names('sessions'))})" for part in parts]
    return (f"The wins in {group} go to {join(clauses)}", f"Winners in {group}: {join(clauses)}")


def pole(en: English, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names, count = en.names(drivers), v.count("count")
    if count == 1 and v.flag("all"):
        return (f"Pole position went to {names}", f"{names} took pole position")
    if v.flag("all"):
        every = "both pole positions" if count == 2 else f"all {write_cardinal(count)} pole positions"
        return (f"{names} took {every}", f"{every} went to {names}")
    return (f"{names} set the best time in {en.sessions(v.text('event'), v.names('sessions'))}",)


def fastest_lap(en: English, v: Values) -> Phrases:
    names, session = en.names(v.names("drivers")), en.session(v.text("event"), v.text("session"))
    time = write_lap(v.count("time_ms"))
    if v.count("races") == 1:
        return (f"Fastest lap of the race: {time}, by {names}",)
    return (
        f"The fastest race lap of the meeting is {possessive(names)}, {time} in {session}",
        f"{names} set the fastest race lap of the meeting: {time}, in {session}",
    )


def comeback(en: English, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names, session = en.names(drivers), en.session(v.text("event"), v.text("session"))
    grid, place = write_place(v.count("grid")), write_place(v.count("place"))
    gained = write_count(v.count("gained"), "place", "places")
    return (
        f"{names} {verb(drivers, 'climbs', 'climb')} from {grid} on the grid to {place} in {session}",
        f"{gained} gained in {session}: from {grid} on the grid, {names} {verb(drivers, 'finishes', 'finish')} {place}",
    )


def retired(en: English, v: Values) -> Phrases:
    name, sessions = en.name(v.text("driver")), en.sessions(v.text("event"), v.names("sessions"))
    place, series = write_place(v.count("position"), tied=v.flag("tied")), en.series(v.text("season"))
    what = "retired from" if v.text("status") == "DNF" else "was disqualified from"
    return (
        f"{name}, {place} in {series} before the meeting, {what} {sessions}",
        f"{name} {what} {sessions}, having come to the meeting {place} in {series}",
    )


def decision(en: English, v: Values) -> Phrases:
    drivers, session = v.names("drivers"), en.session(v.text("event"), v.text("session"))
    names = en.names(drivers)
    document = f" (decision {_quote_number(v.text('document'))})" if v.text("document") else ""
    effect = ""
    if v.has("place_before") and v.has("place_after"):
        effect = f": from {write_place(v.count('place_before'))} to {write_place(v.count('place_after'))}"
    elif v.has("place_before"):
        effect = f": {write_place(v.count('place_before'))} place is lost"
    if v.text("decision") in ("disqualify", "exclude"):
        where = session if v.text("decision") == "disqualify" else "the meeting"
        return (f"The stewards disqualified {names} from {where}{document}{effect}",)
    what = _write_penalty(v)
    return (
        f"In {session}, {names} {verb(drivers, 'receives', 'receive')} {what}{document}{effect}",
        f"The stewards give {names} {what} in {session}{document}{effect}",
    )


def _write_penalty(v: Values) -> str:
    if not v.has("amount"):
        return "a penalty"
    amount, kind = v.number("amount"), v.text("decision")
    if kind == "time":
        text = write_number(amount, "en")
        article = "an" if text[0] == "8" or text in ("11", "18") else "a"
        return f"{article} {text}-second penalty"
    unit = "lap" if kind == "laps" else "place"
    number = write_cardinal(int(amount))
    article = "an" if number.startswith(("e", "8")) else "a"
    return f"{article} {number}-{unit} penalty"


def _quote_number(document: str) -> str:
    return f"no.{NBSP}{document}" if document[:1].isdigit() else document


def provisional(en: English, v: Values) -> Phrases:
    sessions = v.names("sessions")
    if v.flag("all"):
        return ("All these results are still provisional",)
    held = en.sessions(v.text("event"), sessions)
    if len(sessions) > 1:
        return (f"The results of {held} are still provisional",)
    return (f"The result of {held} is still provisional",)


def milestone(en: English, v: Values) -> Phrases:
    name, series = en.name(v.text("driver")), en.series(v.text("season"))
    ordinal, since = write_ordinal(v.count("number"), "en"), v.text("since")
    counted = f"(results counted since {since})"
    if v.text("name") == "starts":
        return (f"This meeting brings the {ordinal} start for {name} in {series} {counted}",)
    word = {"wins": "win", "podiums": "podium", "poles": "pole position"}[v.text("name")]
    return (f"The next {word} in {series} would be the {ordinal} for {name} {counted}",)


def experience(en: English, v: Values) -> Phrases:
    name, series = en.name(v.text("driver")), en.series(v.text("season"))
    starts, new = write_count(v.count("starts"), "start", "starts"), v.count("newcomers")
    rest = ""
    if new:
        rest = f"; {write_count(new, 'driver has', 'drivers have')} none yet"
    return (f"Nobody on the list has more experience than {name}: {starts} in {series} since {v.text('since')}{rest}",)


def record(en: English, v: Values) -> Phrases:
    name, circuit = en.name(v.text("driver")), en.circuit(v.text("circuit"))
    most, since = write_count(v.count("most"), "win", "wins"), v.text("since")
    if v.count("wins") == v.count("most"):
        return (f"Nobody has won more often at {circuit}: {most} for {name} since {since}",)
    return (f"{name} is one win away from the record at {circuit}, {most} since {since}",)


def first_win(en: English, v: Values) -> Phrases:
    name, session = en.name(v.text("driver")), en.session(v.text("event"), v.text("session"))
    series = en.series(v.text("season"))
    if v.has("since"):
        return (f"{name} had not won in {series} since at least {v.text('since')}: {session} puts an end to that",)
    return (
        f"With {session}, {name} has a first win of the season in {series}",
        f"First win of the season in {series} for {name}: {session}",
    )


def write_lead(ms: int) -> str:
    """ "0.257 s": a margin at the flag."""
    return f"{write_number(Fraction(ms, 1000), 'en', fixed=True)}{NBSP}s"


def write_lap(ms: int) -> str:
    """ "1:32.417"."""
    minutes, rest = divmod(ms, 60000)
    seconds = write_number(Fraction(rest, 1000), "en", fixed=True)
    return f"{minutes}:{'0' if rest < 10000 else ''}{seconds}" if minutes else f"{seconds}{NBSP}s"


PHRASES = {
    "meeting_wins": meeting_wins,
    "class_winner": class_winner,
    "class_winner_after": class_winner_after,
    "run": run,
    "race": race,
    "class_wins": class_wins,
    "pole": pole,
    "fastest_lap": fastest_lap,
    "comeback": comeback,
    "retired": retired,
    "decision": decision,
    "provisional": provisional,
    "milestone": milestone,
    "experience": experience,
    "record": record,
    "first_win": first_win,
}
