"""Phrases for the meeting, its round, its circuit, the breaks, and what follows."""

from championships.formatting.numbers import write_length
from championships.stories.english.grammar import join, write_count, write_in_country, write_points
from championships.stories.english.voice import English
from championships.stories.values import Values

type Phrases = tuple[str, ...]


def meeting(en: English, v: Values) -> Phrases:
    seasons = v.names("seasons")
    series = en.all_series(seasons)
    one = len(seasons) == 1
    where = en.at(v.text("event"))
    country = write_in_country(v.text("country"))
    place = f"{where}, {country}" if country else where
    bill = f" ({v.text('framework')})" if v.text("framework") else ""
    dated = v.has("starts_on") and v.has("ends_on")
    days = en.days(v.day("starts_on"), v.day("ends_on")) if dated else ""
    if not seasons:
        return (f"Racing{' ' if days else ''}{days} {place}{bill}",)
    if not dated:
        return (f"{series} {'races' if one else 'race'} {place}{bill}",)
    days = days[0].upper() + days[1:]
    together = "" if one else " together"
    return (
        f"{days}, {series} {'meets' if one else 'meet'} {place}{bill}"
        if one
        else f"{days}, {series} share the track {place}{bill}",
        f"{days}, {series} {'races' if one else 'race'}{together} {place}{bill}",
    )


def meeting_after(en: English, v: Values) -> Phrases:
    seasons = v.names("seasons")
    series, where = en.all_series(seasons), en.at(v.text("event"))
    if not seasons:
        dated = v.has("starts_on") and v.has("ends_on")
        days = f", {en.days(v.day('starts_on'), v.day('ends_on'))}" if dated else ""
        return (f"A look back {where}{days}",)
    if not v.has("starts_on") or not v.has("ends_on"):
        return (f"{series} raced {where}",)
    return (f"{series} raced {where} {en.days(v.day('starts_on'), v.day('ends_on'))}",)


def round_of(en: English, v: Values) -> Phrases:
    rounds = v.parts("rounds")
    groups: dict[str, list[str]] = {}
    for one in rounds:
        status = "final" if one.flag("last") else "penultimate" if one.flag("penultimate") else "opening"
        if status == "opening" and not one.flag("opening"):
            status = "middle"
        groups.setdefault(status, []).append(one.text("season"))
    clauses = []
    if "final" in groups:
        clauses.append(f"the final of {en.all_series(groups['final'])}")
    if "penultimate" in groups:
        clauses.append(f"the last meeting but one of {en.all_series(groups['penultimate'])}")
    if "opening" in groups:
        clauses.append(f"the opening of {en.all_series(groups['opening'])}")
    for one in rounds:
        if one.text("season") in groups.get("middle", ()):
            numbers = one.names("numbers")
            word = "round" if len(numbers) == 1 else "rounds"
            clauses.append(f"{word} {join(numbers)} of {one.count('of')} of {en.series(one.text('season'))}")
    text = join(clauses)
    return (f"It is {text}", f"On the calendar this is {text}")


def circuit(en: English, v: Values) -> Phrases:
    character = v.text("character_en").rstrip(".")
    if not v.has("length_m"):
        return (f"{en.circuit(v.text('circuit'))}: {_lower(character)}",)
    length = write_length(v.count("length_m"), "en")
    if not character:
        return (
            f"A lap of {en.circuit(v.text('circuit'))} is {length} long",
            f"{en.circuit(v.text('circuit'))} is {length} long",
        )
    if ":" in character:
        return (f"A lap is {length} long. {character}",)
    return (f"On the menu, a lap of {length}: {_lower(character)}", f"A lap is {length} long. {character}")


def first_visit(en: English, v: Values) -> Phrases:
    where = en.circuit(v.text("circuit")) if v.text("circuit") else en.event(v.text("event"))
    if v.has("since"):
        since = v.text("since")
        return (
            f"In the years since {since}, {where} had never been on the calendar",
            f"In the years since {since}, the series had never raced at {where}",
        )
    return (
        f"This is a first: the series had never raced at {where} before",
        f"The series had never raced at {where}, new on the calendar",
    )


def second_visit(en: English, v: Values) -> Phrases:
    when = f" on {en.day(v.day('starts_on'))}" if v.has("starts_on") else ""
    where = en.circuit(v.text("circuit"))
    return (f"The field already knows {where}: it raced there this year for {en.event(v.text('event'))}{when}",)


def break_before(en: English, v: Values) -> Phrases:
    days, since = v.count("days"), en.event(v.text("event"))
    if v.flag("summer"):
        return (
            f"The summer break has lasted {days} days since {since}",
            f"Summer has passed without a race: {since} was {days} days ago",
        )
    return (
        f"The field had not raced since {since}, {days} days earlier",
        f"The break has been a long one: {days} days since {since}",
    )


def season_break(en: English, v: Values) -> Phrases:
    series, since, days = en.series(v.text("season")), en.event(v.text("event")), v.count("days")
    return (
        f"{series} had not raced since {since}, {days} days before this meeting",
        f"The gap was longer still for {series}: {days} days since {since}",
    )


def following(en: English, v: Values) -> Phrases:
    event = en.event(v.text("event"))
    when = f", {en.days(v.day('starts_on'), v.day('ends_on'))}" if v.has("starts_on") and v.has("ends_on") else ""
    who = "" if v.flag("every") else f" for {en.all_series(v.names('seasons'))}"
    if v.flag("final"):
        if event.endswith("final"):
            return (f"After this only {event} is left{who}{when}", f"Last act{who}: {event}{when}")
        return (
            f"The final{who} takes place at {event}{when}",
            f"After this only the final is left{who}, at {event}{when}",
        )
    return (f"The next meeting{who} is {event}{when}", f"Next stop{who}: {event}{when}")


def following_after(en: English, v: Values) -> Phrases:
    event = en.event(v.text("event"))
    when = f", {en.days(v.day('starts_on'), v.day('ends_on'))}" if v.has("starts_on") and v.has("ends_on") else ""
    who = "" if v.flag("every") else f" for {en.all_series(v.names('seasons'))}"
    if v.flag("final"):
        if event.endswith("final"):
            return (f"Only {event} is left{who}{when}",)
        return (f"Only the final is left{who}, at {event}{when}",)
    return (f"The next meeting{who} is {event}{when}", f"Next stop{who}: {event}{when}")


def left(en: English, v: Values) -> Phrases:
    seasons = v.names("seasons")
    where = "in each championship" if len(seasons) > 1 else f"in {en.series(seasons[0])}"
    meetings = v.count("meetings")
    one = meetings == 1 and v.count("races") == 1
    races = write_count(v.count("races"), "race", "races")
    held = races if meetings == 1 else f"{write_count(meetings, 'meeting', 'meetings')} and {races}"
    if not v.has("points"):
        return (f"{held} {'is' if one else 'are'} left {where}", f"Still to come {where}: {held}")
    scale = f"{write_points(v.number('points_a_win'))} a win"
    if v.text("published_for"):
        scale = f"{scale}, the scale published for {v.text('published_for')}"
    points = write_points(v.number("points"))
    if v.count("races") == 1:
        return (f"One race is left {where}, with {scale}",)
    return (
        f"{held} are left {where}: the wins alone are worth {points} ({scale})",
        f"Still to come {where}: {held}, with {points} for the wins alone ({scale})",
    )


def own_rounds(en: English, v: Values) -> Phrases:
    events = v.names("events")
    places = join([en.event(event) for event in events])
    return (f"{places} counted for {en.series(v.text('season'))} alone",)


def field_size(en: English, v: Values) -> Phrases:
    cars = write_count(v.count("cars"), "car", "cars")
    if v.count("cars") == v.count("drivers"):
        told = (f"The entry list holds {cars}", f"{cars} {'is' if v.count('cars') == 1 else 'are'} entered")
    else:
        drivers = write_count(v.count("drivers"), "driver", "drivers")
        told = (f"The entry list holds {cars} and {drivers}", f"{cars} and {drivers} are on the entry list")
    return told[:1] if cars[0].isdigit() else told  # no sentence begins with a figure


def programme(en: English, v: Values) -> Phrases:
    races = write_count(v.count("races"), "race", "races")
    return (f"{races} {'is' if v.count('races') == 1 else 'are'} on the programme", f"The programme holds {races}")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


PHRASES = {
    "meeting": meeting,
    "meeting_after": meeting_after,
    "round": round_of,
    "circuit": circuit,
    "first_visit": first_visit,
    "second_visit": second_visit,
    "break": break_before,
    "season_break": season_break,
    "next": following,
    "next_after": following_after,
    "left": left,
    "own_rounds": own_rounds,
    "field": field_size,
    "programme": programme,
}
