"""Phrases for the races: wins of a meeting, runs, poles, climbs, retirements, decisions; milestones and records."""

from fractions import Fraction

from championships.formatting.numbers import write_number
from championships.formatting.places import write_ordinal
from championships.stories.french.calendar import Phrases
from championships.stories.french.grammar import (
    NBSP,
    elide,
    join,
    write_cardinal,
    write_count,
    write_move,
    write_place,
)
from championships.stories.french.voice import French, verb
from championships.stories.values import Values


def meeting_wins(fr: French, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names, event = fr.names(drivers), fr.event(v.text("event"))
    season, category = v.text("season"), v.text("category")
    among = f" {fr.among(season, category)}" if category else ""
    count = v.count("wins")
    wins = write_count(count, "course", "courses", feminine=True)
    if v.flag("swept"):
        won = "les deux courses" if count == 2 else f"les {wins}"
        return (
            f"{names} {verb(drivers, 'a', 'ont')} gagné {won} {event.at}{among}",
            f"{event.at[0].upper()}{event.at[1:]}, {names} {verb(drivers, 'a', 'ont')} gagné {won}{among}",
        )
    if v.flag("on_end") and count > 2:
        return (
            f"{names} {verb(drivers, 'a', 'ont')} gagné {wins} de suite {event.at}{among}",
            f"{event.at[0].upper()}{event.at[1:]}, {names} {verb(drivers, 'a', 'ont')} gagné {wins} de suite{among}",
        )
    won = f"{wins} sur {write_cardinal(v.count('races'))}"
    return (
        f"{names} {verb(drivers, 'a', 'ont')} gagné {won} {event.at}{among}",
        f"{event.at[0].upper()}{event.at[1:]}, {won} sont revenues à {names}{among}",
    )


def class_winner(fr: French, v: Values) -> Phrases:
    name, event = fr.name(v.text("driver")), fr.event(v.text("event"))
    season, category = v.text("season"), v.text("category")
    of_class, among = fr.of_class(season, category), fr.among(season, category)
    if v.flag("only_last"):
        if v.flag("taken"):
            return (
                f"En gagnant la dernière course {among} {event.at}, {name} a pris la tête du classement {of_class}",
            )
        return (f"{name} a gagné la dernière course {among} au rendez-vous précédent, {event.at}",)
    if v.flag("taken"):
        return (f"En gagnant {among} {event.at}, {name} a pris la tête du classement {of_class}",)
    return (
        f"{name} a gagné {among} au rendez-vous précédent, {event.at}",
        f"C’est aussi {name} qui a gagné {among} au rendez-vous précédent, {event.at}",
    )


def class_winner_after(fr: French, v: Values) -> Phrases:
    """In the report of the meeting itself, which is not "the meeting before"."""
    among = fr.among(v.text("season"), v.text("category"))
    if v.flag("taken"):
        return class_winner(fr, v)
    what = " la dernière course" if v.flag("only_last") else ""
    return (f"{fr.name(v.text('driver'))} a gagné{what} {among} {fr.event(v.text('event')).at}",)


def run(fr: French, v: Values) -> Phrases:
    drivers = v.names("drivers")
    wins = write_count(v.count("wins"), "victoire", "victoires", feminine=True)
    event = fr.event(v.text("event"))
    return (
        f"{fr.names(drivers)} {verb(drivers, 'reste', 'restent')} sur {wins} de suite, une série ouverte {event.at}",
        f"La série {elide('de', fr.names(drivers))} en est à {wins} de suite depuis {event.plain}",
    )


def race(fr: French, v: Values) -> Phrases:
    winner, session = v.names("winner"), fr.session(v.text("event"), v.text("session"))
    names = fr.names(winner)
    gap = f", {write_lead(v.count('gap_ms'))} d’avance" if v.has("gap_ms") else ""
    gap = gap.replace(", ", " avec ", 1)
    rest = ""
    if v.names("second"):
        second, last = fr.names(v.names("second")), fr.names(v.names("third"))
        # Two crews in one "et … et …" could be anybody's.
        then = ", puis" if len(v.names("second") + v.names("third")) > 2 else " et"
        rest = f", devant {second}{then} {last}"
    still = " (résultat provisoire)" if v.flag("provisional") else ""
    return (
        f"{names} {verb(winner, 'remporte', 'remportent')} {session.plain}{gap}{rest}{still}",
        f"{session.plain} revient à {names}{gap}{rest}{still}",
        f"Victoire {elide('de', names)} dans {session.plain}{gap}{rest}{still}",
    )


def class_wins(fr: French, v: Values) -> Phrases:
    event = v.text("event")
    among = fr.among(v.text("season"), v.text("category"))
    parts = v.parts("winners")
    if len(parts) == 1:
        names = parts[0].names("drivers")
        count = v.count("races")
        all_of_them = (
            "la course" if count == 1 else "les deux courses" if count == 2 else f"les {write_cardinal(count)} courses"
        )
        return (f"{among}, {fr.names(names)} {verb(names, 'gagne', 'gagnent')} {all_of_them}",)
    clauses = [
        f"{fr.names(part.names('drivers'))} ({_drop_article(fr.sessions(event, part.names('sessions')))})"
        for part in parts
    ]
    return (f"{among}, les victoires vont à {join(clauses)}", f"Victoires {among} : {join(clauses)}")


def _drop_article(sessions: str) -> str:
    """ "les courses 1 et 3" as it stands in brackets: "courses 1 et 3"."""
    return sessions.removeprefix("la ").removeprefix("les ")


def pole(fr: French, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names = fr.names(drivers)
    count = v.count("count")
    if count == 1 and v.flag("all"):
        return (f"La pole position revient à {names}", f"{names} {verb(drivers, 'signe', 'signent')} la pole position")
    if v.flag("all"):
        every = "les deux pole positions" if count == 2 else f"les {write_cardinal(count)} pole positions"
        return (f"{names} {verb(drivers, 'signe', 'signent')} {every}", f"{every} reviennent à {names}")
    sessions = fr.sessions(v.text("event"), v.names("sessions"))
    return (f"{names} {verb(drivers, 'a', 'ont')} signé le meilleur temps dans {sessions}",)


def fastest_lap(fr: French, v: Values) -> Phrases:
    names, session = fr.names(v.names("drivers")), fr.session(v.text("event"), v.text("session"))
    time = write_lap(v.count("time_ms"))
    if v.count("races") == 1:
        return (f"Meilleur tour en course : {time}, par {names}",)
    return (
        f"Le meilleur tour en course du rendez-vous est pour {names}, en {time} dans {session.plain}",
        f"Meilleur tour en course du rendez-vous : {time}, par {names} dans {session.plain}",
    )


def comeback(fr: French, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names, session = fr.names(drivers), fr.session(v.text("event"), v.text("session"))
    grid, place = write_place(v.count("grid")), write_place(v.count("place"))
    gained = write_count(v.count("gained"), "place", "places", feminine=True)
    climbs, ends = verb(drivers, "remonte", "remontent"), verb(drivers, "finit", "finissent")
    return (
        f"{names} {climbs} de la {grid} sur la grille à la {place} dans {session.plain}",
        f"{gained} gagnées dans {session.plain} : de la {grid} sur la grille, {names} {ends} à la {place}",
    )


def retired(fr: French, v: Values) -> Phrases:
    name, sessions = fr.name(v.text("driver")), fr.sessions(v.text("event"), v.names("sessions"))
    place = write_place(v.count("position"), tied=v.flag("tied"))
    table = fr.series(v.text("season")).of
    what = "a abandonné" if v.text("status") == "DNF" else "a perdu son résultat par disqualification"
    return (
        f"À la {place} {table} avant le rendez-vous, {name} {what} dans {sessions}",
        f"{name} {what} dans {sessions}, après avoir abordé le rendez-vous à la {place} {table}",
    )


def decision(fr: French, v: Values) -> Phrases:
    drivers, session = v.names("drivers"), fr.session(v.text("event"), v.text("session"))
    names = fr.names(drivers)
    what = _write_penalty(v)
    document = f" (décision {_quote_number(v.text('document'))})" if v.text("document") else ""
    effect = ""
    if v.has("place_before") and v.has("place_after"):
        effect = f" : {write_move(v.count('place_before'), v.count('place_after'))}"
    elif v.has("place_before"):
        effect = f" : la {write_place(v.count('place_before'))} {'lui' if len(drivers) == 1 else 'leur'} échappe"
    if v.text("decision") in ("disqualify", "exclude"):
        event = "du résultat " + session.of if v.text("decision") == "disqualify" else "du rendez-vous"
        return (f"Les commissaires sportifs ont écarté {names} {event}{document}{effect}",)
    return (
        f"Dans {session.plain}, {names} {verb(drivers, 'reçoit', 'reçoivent')} {what}{document}{effect}",
        f"Les commissaires sportifs infligent {what} à {names} dans {session.plain}{document}{effect}",
    )


def _write_penalty(v: Values) -> str:
    if not v.has("amount"):
        return "une pénalité"
    amount = v.number("amount")
    kind = v.text("decision")
    if kind == "time":
        if amount.denominator == 1:
            return f"{write_count(int(amount), 'seconde', 'secondes', feminine=True)} de pénalité"
        return f"{write_number(amount, 'fr')}{NBSP}{'seconde' if abs(amount) < 2 else 'secondes'} de pénalité"
    whole = int(amount)
    if kind == "laps":
        return f"{write_count(whole, 'tour', 'tours')} de pénalité"
    return f"{write_count(whole, 'place', 'places', feminine=True)} de pénalité"


def _quote_number(document: str) -> str:
    return f"n°{NBSP}{document}" if document[:1].isdigit() else document


def provisional(fr: French, v: Values) -> Phrases:
    sessions = v.names("sessions")
    if v.flag("all"):
        return ("Tous ces résultats sont encore provisoires",)
    if len(sessions) == 1:
        return (f"Le résultat {fr.session(v.text('event'), sessions[0]).of} est encore provisoire",)
    return (f"Encore provisoires : {fr.sessions(v.text('event'), sessions)}",)


def milestone(fr: French, v: Values) -> Phrases:
    name, series = fr.name(v.text("driver")), fr.series(v.text("season"))
    number, since = v.count("number"), v.text("since")
    counted = f"(résultats comptés depuis {since})"
    if v.text("name") == "starts":
        ordinal = write_ordinal(number, "fr")
        return (f"{name} prendra ici son {ordinal} départ dans {series.plain} {counted}",)
    word, feminine = {"wins": ("victoire", True), "podiums": ("podium", False), "poles": ("pole position", True)}[
        v.text("name")
    ]
    ordinal = write_ordinal(number, "fr", feminine=feminine)
    which, the = ("la prochaine", "la") if feminine else ("le prochain", "le")
    return (f"{which} {word} {elide('de', name)} dans {series.plain} serait {the} {ordinal} {counted}",)


def experience(fr: French, v: Values) -> Phrases:
    name, series = fr.name(v.text("driver")), fr.series(v.text("season"))
    starts, since = write_count(v.count("starts"), "départ", "départs"), v.text("since")
    new = v.count("newcomers")
    rest = ""
    if new:
        rest = f" ; {write_count(new, 'pilote', 'pilotes')} n’en {'compte' if new == 1 else 'comptent'} encore aucun"
    return (
        (
            f"Personne sur la liste n’a plus d’expérience {elide('que', name)} : {starts} dans {series.plain} "
            f"depuis {since}{rest}"
        ),
    )


def record(fr: French, v: Values) -> Phrases:
    name, circuit = fr.name(v.text("driver")), fr.circuit(v.text("circuit"))
    most = write_count(v.count("most"), "victoire", "victoires", feminine=True)
    since = v.text("since")
    if v.count("wins") == v.count("most"):
        return (f"Personne n’a gagné plus souvent que cela sur {circuit.plain} : {most} pour {name} depuis {since}",)
    return (f"{name} est à une victoire du record sur {circuit.plain}, {most} depuis {since}",)


def first_win(fr: French, v: Values) -> Phrases:
    name, session = fr.name(v.text("driver")), fr.session(v.text("event"), v.text("session"))
    series = fr.series(v.text("season"))
    if v.has("since"):
        never = f"{name} n’avait pas gagné dans {series.plain} depuis {v.text('since')} au moins"
        return (f"{never} : c’est fait avec {session.plain}",)
    return (
        f"Avec {session.plain}, {name} tient sa première victoire de la saison dans {series.plain}",
        f"Première victoire de la saison dans {series.plain} pour {name}, avec {session.plain}",
    )


def write_lead(ms: int) -> str:
    """ "0,257 s": a margin at the flag."""
    return f"{write_number(Fraction(ms, 1000), 'fr', fixed=True)}{NBSP}s"


def write_lap(ms: int) -> str:
    """ "1 min 32,417 s"."""
    minutes, rest = divmod(ms, 60000)
    seconds = write_number(Fraction(rest, 1000), "fr", fixed=True)
    head = f"{minutes}{NBSP}min{NBSP}" if minutes else ""
    if head and rest < 10000:
        seconds = f"0{seconds}"
    return f"{head}{seconds}{NBSP}s"


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
