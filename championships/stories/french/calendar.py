"""Phrases for the meeting, its round, its circuit, the breaks, and what follows."""

from championships.formatting.numbers import write_length
from championships.stories.french.grammar import (
    Noun,
    Occasion,
    elide,
    join,
    write_count,
    write_in_country,
    write_points,
)
from championships.stories.french.voice import French
from championships.stories.values import Values

type Phrases = tuple[str, ...]


def meeting(fr: French, v: Values) -> Phrases:
    seasons = v.names("seasons")
    series = fr.all_series(seasons)
    one = len(seasons) == 1
    where = fr.event(v.text("event")).at
    country = write_in_country(v.text("country"))
    place = f"{where}, {country}" if country and country not in where else where
    bill = f" ({v.text('framework')})" if v.text("framework") else ""
    dated = v.has("starts_on") and v.has("ends_on")
    days = fr.days(v.day("starts_on"), v.day("ends_on")) if dated else ""
    if not seasons:
        event = fr.event(v.text("event"))
        if isinstance(event, Occasion):
            place = place.replace(event.at, f"pour {event.plain}", 1)
        return (f"Rendez-vous{' ' if days else ''}{days} {place}{bill}",)
    if not dated:
        return (f"{series} {'court' if one else 'courent'} {place}{bill}",)
    days = days[0].upper() + days[1:]
    return (
        f"{days}, {series} {'a rendez-vous' if one else 'se retrouvent'} {place}{bill}",
        f"{days}, {series} {'court' if one else 'courent ensemble'} {place}{bill}",
    )


def meeting_after(fr: French, v: Values) -> Phrases:
    seasons = v.names("seasons")
    one = len(seasons) == 1
    series, where = fr.all_series(seasons), fr.event(v.text("event")).at
    dated = v.has("starts_on") and v.has("ends_on")
    days = fr.days(v.day("starts_on"), v.day("ends_on")) if dated else ""
    if not seasons:
        return (f"Retour sur {fr.event(v.text('event')).plain}{', ' if days else ''}{days}",)
    return (f"{series} {'a' if one else 'ont'} couru {where}{' ' if days else ''}{days}",)


def round_of(fr: French, v: Values) -> Phrases:
    rounds = v.parts("rounds")
    groups: dict[str, list[str]] = {}
    for one in rounds:
        status = "final" if one.flag("last") else "penultimate" if one.flag("penultimate") else "opening"
        if status == "opening" and not one.flag("opening"):
            status = "middle"
        groups.setdefault(status, []).append(one.text("season"))
    clauses = []
    if "final" in groups:
        clauses.append(f"la finale {fr.of_series(groups['final'])}")
    if "penultimate" in groups:
        clauses.append(f"l’avant-dernier rendez-vous {fr.of_series(groups['penultimate'])}")
    if "opening" in groups:
        clauses.append(f"l’ouverture {fr.of_series(groups['opening'])}")
    for one in rounds:
        if one.text("season") in groups.get("middle", ()):
            numbers = one.names("numbers")
            if len(numbers) == 1:
                clauses.append(f"la manche {numbers[0]} sur {one.count('of')} {fr.series(one.text('season')).of}")
            else:
                clauses.append(f"les manches {join(numbers)} sur {one.count('of')} {fr.series(one.text('season')).of}")
    text = join(clauses)
    return (f"C’est {text}", f"Au calendrier, c’est {text}")


def circuit(fr: French, v: Values) -> Phrases:
    character = v.text("character_fr").rstrip(".")
    if not v.has("length_m"):
        return (f"{fr.circuit(v.text('circuit')).plain} : {_lower(character)}",)
    length = write_length(v.count("length_m"), "fr")
    if not character:
        return (
            f"Un tour {fr.circuit(v.text('circuit')).of} mesure {length}",
            f"{fr.circuit(v.text('circuit')).plain} mesure {length}",
        )
    if ":" in character:
        return (f"Un tour mesure {length}. {character}",)
    return (f"Au menu, un tour de {length} : {_lower(character)}", f"Un tour mesure {length}. {character}")


def first_visit(fr: French, v: Values) -> Phrases:
    where = fr.circuit(v.text("circuit")).plain if v.text("circuit") else fr.event(v.text("event")).plain
    if v.has("since"):
        since = v.text("since")
        return (
            f"Depuis {since} au moins, {where} n’avait jamais figuré au calendrier",
            f"Depuis {since} au moins, la série n’avait jamais couru sur {where}",
        )
    return (
        f"C’est une première : la série n’avait encore jamais couru sur {where}",
        f"La série n’avait encore jamais couru sur {where}, nouveau au calendrier",
    )


def second_visit(fr: French, v: Values) -> Phrases:
    when = f", {elide('le', fr.day(v.day('starts_on')))}" if v.has("starts_on") else ""
    where, event = fr.circuit(v.text("circuit")), fr.event(v.text("event"))
    return (f"Le plateau connaît déjà {where.plain} : il y a couru cette année pour {event.plain}{when}",)


def break_before(fr: French, v: Values) -> Phrases:
    days, since = v.count("days"), fr.event(v.text("event")).plain
    if v.flag("summer"):
        return (
            f"La pause de l’été aura duré {days} jours, depuis {since}",
            f"L’été est passé sans course : {since} remonte à {days} jours",
        )
    return (
        f"Le plateau n’avait plus couru depuis {since}, {days} jours plus tôt",
        f"La pause a été longue : {days} jours depuis {since}",
    )


def season_break(fr: French, v: Values) -> Phrases:
    series, since = fr.series(v.text("season")), fr.event(v.text("event")).plain
    return (
        f"{series.plain} n’avait plus couru depuis {since}, {v.count('days')} jours avant ce rendez-vous",
        f"La coupure a été plus longue encore pour {series.plain} : {v.count('days')} jours depuis {since}",
    )


def following(fr: French, v: Values) -> Phrases:
    event = fr.event(v.text("event"))
    when = f", {fr.days(v.day('starts_on'), v.day('ends_on'))}" if v.has("starts_on") and v.has("ends_on") else ""
    who = "" if v.flag("every") else f" pour {fr.all_series(v.names('seasons'))}"
    if v.flag("final"):
        if event.text.startswith("finale"):
            return (f"Il ne restera ensuite{who} que {event.plain}{when}", f"Dernier acte{who} : {event.plain}{when}")
        return (
            f"La finale aura lieu{who} {event.at}{when}",
            f"Il ne restera ensuite{who} que la finale, {event.at}{when}",
        )
    return _write_next(event, who, when)


def _write_next(event: Noun, who: str, when: str) -> Phrases:
    if isinstance(event, Occasion):
        return (f"Prochain rendez-vous{who} : {event.plain}{when}", f"La suite{who}, c’est {event.plain}{when}")
    return (f"Prochain rendez-vous{who} {event.at}{when}", f"La suite{who}, c’est {event.at}{when}")


def following_after(fr: French, v: Values) -> Phrases:
    event = fr.event(v.text("event"))
    when = f", {fr.days(v.day('starts_on'), v.day('ends_on'))}" if v.has("starts_on") and v.has("ends_on") else ""
    who = "" if v.flag("every") else f" pour {fr.all_series(v.names('seasons'))}"
    if v.flag("final"):
        if event.text.startswith("finale"):
            return (f"Il ne reste{who} que {event.plain}{when}",)
        return (f"Il ne reste{who} que la finale, {event.at}{when}",)
    return _write_next(event, who, when)


def left(fr: French, v: Values) -> Phrases:
    seasons = v.names("seasons")
    where = "dans chaque championnat" if len(seasons) > 1 else f"pour {fr.series(seasons[0]).plain}"
    meetings = v.count("meetings")
    races = write_count(v.count("races"), "course", "courses", feminine=True)
    held = races if meetings == 1 else f"{write_count(meetings, 'rendez-vous', 'rendez-vous')} et {races}"
    if not v.has("points"):
        return (f"Il reste {held} {where}", f"Encore à courir {where} : {held}")
    published = v.text("published_for")
    scale = f"{write_points(v.number('points_a_win'))} pour la victoire"
    if published:
        scale = f"{scale}, barème publié pour {published}"
    total = write_points(v.number("points"))
    if v.count("races") == 1:
        return (f"Il reste {held} {where}, et {scale}",)
    return (
        f"Il reste {held} {where} : les victoires seules y valent {total} ({scale})",
        f"Encore {held} {where}, soit {total} en victoires ({scale})",
    )


def own_rounds(fr: French, v: Values) -> Phrases:
    events = v.names("events")
    places = join([fr.event(event).plain for event in events])
    only = f"{'n’a' if len(events) == 1 else 'n’ont'} compté que pour {fr.series(v.text('season')).plain}"
    return (f"{places} {only}", f"Parmi les rendez-vous déjà courus, {places} {only}")


def field_size(fr: French, v: Values) -> Phrases:
    cars = write_count(v.count("cars"), "voiture", "voitures", feminine=True)
    one = v.count("cars") == 1
    if v.count("cars") == v.count("drivers"):
        told = (f"La liste des engagés compte {cars}", f"{cars} {'est engagée' if one else 'sont engagées'}")
    else:
        drivers = write_count(v.count("drivers"), "pilote", "pilotes")
        told = (
            f"La liste des engagés compte {cars} pour {drivers}",
            f"{cars} et {drivers} figurent sur la liste des engagés",
        )
    return told[:1] if cars[0].isdigit() else told  # no sentence begins with a figure


def programme(fr: French, v: Values) -> Phrases:
    races = write_count(v.count("races"), "course", "courses", feminine=True)
    one = v.count("races") == 1
    return (f"{races} {'est' if one else 'sont'} au programme", f"Le programme prévoit {races}")


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
