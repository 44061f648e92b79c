"""Phrases for people: absent, back, new, alone, related, one year older, in another team."""

from championships.stories.english.calendar import Phrases
from championships.stories.english.grammar import NBSP, join, possessive, write_cardinal, write_count, write_place
from championships.stories.english.voice import English, verb
from championships.stories.values import Values

_RELATIONS = ("brother", "sister", "father", "mother", "cousin")


def absence(en: English, v: Values) -> Phrases:
    driver, rivals = en.with_car(v.text("driver"), v), v.names("rivals")
    if rivals and v.text("category"):
        group = en.the_class(v.text("season"), v.text("category"))
        return (
            f"{driver} is not on the entry list: one rival fewer in {group} for {en.shorts(rivals)}",
            (
                f"Without {driver}, who is not on the entry list, {en.shorts(rivals)} "
                f"{verb(rivals, 'has', 'have')} one rival fewer in {group}"
            ),
        )
    if v.has("position"):
        place = write_place(v.count("position"), tied=v.flag("tied"))
        season = f" in {en.series(v.text('season'))}" if v.text("season") else " in the table"
        return (f"{driver}, {place}{season}, is not on the entry list",)
    return (f"{driver} is not on the entry list", f"One name is missing from the entry list: {driver}")


def returns(en: English, v: Values) -> Phrases:
    driver = en.with_car(v.text("driver"), v)
    if not v.has("event"):
        if v.flag("oldest"):
            who = f"{driver}, the oldest driver in the field,"
            return (f"{who} makes a return", f"{who} is back")
        return (f"{driver} makes a return", f"{driver} is back on the entry list")
    missed = write_count(v.count("missed"), "meeting", "meetings")
    return (
        f"{driver} is back after missing {missed} since {en.event(v.text('event'))}",
        f"{missed} missed since {en.event(v.text('event'))}, and {driver} returns",
    )


def oldest(en: English, v: Values) -> Phrases:
    return (f"{en.with_car(v.text('driver'), v)} is the oldest driver in the field",)


def debut(en: English, v: Values) -> Phrases:
    driver = en.with_car(v.text("driver"), v)
    if v.flag("stated"):
        return (f"{driver} makes a racing debut", f"A racing debut for {driver}")
    series = en.series(v.text("season"))
    if v.has("since"):
        return (f"First appearance since at least {v.text('since')} for {driver} in {series}",)
    return (
        f"First appearance of the season for {driver} in {series}",
        f"{driver} appears in {series} for the first time this season",
    )


def guest(en: English, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names = en.all_with_cars(drivers, v)
    return (
        f"{names} {verb(drivers, 'runs', 'run')} by invitation, without scoring",
        f"By invitation, {names} {verb(drivers, 'takes', 'take')} part without scoring",
    )


def alone(en: English, v: Values) -> Phrases:
    driver = en.name(v.text("driver"))
    own = {"m": "his", "f": "her"}.get(en.gender(v.text("driver")), "")
    mates = []
    for mate in v.parts("mates"):
        relation, name = mate.text("relation"), en.full(mate.text("driver"))
        if relation not in _RELATIONS:
            mates.append(name)
        else:
            mates.append(f"{own} {relation} {name}" if own else f"{name} ({relation})")
    where = f" at {en.event(v.text('event'))}" if v.has("event") else ""
    return (
        f"{driver}, who shared a car with {join(mates)}{where}, now drives alone",
        f"One name on the car now: {driver} shared it with {join(mates)}{where}",
    )


def former(en: English, v: Values) -> Phrases:
    names, old = en.names(v.names("drivers")), en.names(v.names("former"))
    number, event = f"no.{NBSP}{v.text('number')}", en.event(v.text("event"))
    return (
        f"The {number} of {names} was that of {old} at {event}",
        f"{names} {verb(v.names('drivers'), 'runs', 'run')} under the {number} that was {possessive(old)} at {event}",
    )


def change_team(en: English, v: Values) -> Phrases:
    driver, team, old = en.name(v.text("driver")), en.team(v.text("team")), en.team(v.text("former_team"))
    number = f", under no.{NBSP}{v.text('number')}" if v.flag("new_number") else ""
    return (
        f"{driver} has changed team: {team} after {old}{number}",
        f"{driver} now drives for {team}{number}, after {old}",
    )


def change_number(en: English, v: Values) -> Phrases:
    driver = en.name(v.text("driver"))
    new, old = f"no.{NBSP}{v.text('number')}", f"no.{NBSP}{v.text('former_number')}"
    return (f"{driver} goes from {old} to {new}", f"{driver} changes {old} for {new}")


def family(en: English, v: Values) -> Phrases:
    person, relative, relation = v.text("person"), v.text("relative"), v.text("relation")
    own = {"m": "his", "f": "her"}.get(en.gender(relative), "")
    here, kin = en.with_car(relative, v), en.with_car(person, v)
    if relation == "spouse":
        both = en.names([person, relative])
        if v.flag("same_car"):
            return (f"{both}, a couple away from the track, share a car",)
        return (f"{both}, a couple away from the track, race against each other",)
    if relation not in _RELATIONS:
        return (f"{here} and {kin} are of one family",)
    if not own:
        if v.flag("same_car"):
            return (f"{here} shares a car with {en.full(person)}: a {relation} on board",)
        return (f"{kin}, {relation} of {here}, is among the opponents",)
    if v.flag("same_car"):
        return (f"{here} shares a car with {own} {relation}, {en.full(person)}",)
    return (
        f"{here} meets {own} {relation}, {kin}, on the track",
        f"A family affair: {here} races against {own} {relation}, {kin}",
    )


def several(en: English, v: Values) -> Phrases:
    seasons, drivers, count = en.all_series(v.names("seasons")), v.names("drivers"), v.count("count")
    if v.flag("everybody"):
        return (
            f"Everybody entered runs in both {seasons}"
            if len(v.names("seasons")) == 2
            else f"Everybody entered runs in {seasons}",
        )
    if not drivers:
        many = write_cardinal(count)
        start = "In all, " if many.isdigit() else ""  # no sentence begins with a figure
        return (f"{start}{many} drivers run in {seasons} at once",)
    names = en.all_with_cars(drivers, v)
    return (
        f"{names} {verb(drivers, 'runs', 'run')} in {seasons} at once",
        f"{names} {verb(drivers, 'is', 'are')} in {write_cardinal(len(v.names('seasons')))} championships: {seasons}",
    )


def birthday(en: English, v: Values) -> Phrases:
    name, years = en.name(v.text("driver")), v.count("years")
    if v.has("on"):
        day = en.day(v.day("on"))
        if v.flag("to_come"):
            return (f"{name} will turn {years} on {day}", f"A birthday at the track: {name} turns {years} on {day}")
        return (f"{name} turned {years} on {day}, at the track",)
    if v.flag("to_come"):
        return (f"{name} is about to turn {years}",)
    return (f"{name} has just turned {years}",)


def note(en: English, v: Values) -> Phrases:
    text = v.text("text_en").rstrip(".")
    if not v.text("driver"):
        return (text,)
    return (f"{en.name(v.text('driver'))}: {text[:1].lower()}{text[1:]}",)


PHRASES = {
    "absence": absence,
    "return": returns,
    "oldest": oldest,
    "debut": debut,
    "guest": guest,
    "alone": alone,
    "former": former,
    "change_team": change_team,
    "change_number": change_number,
    "family": family,
    "several": several,
    "birthday": birthday,
    "note": note,
}
