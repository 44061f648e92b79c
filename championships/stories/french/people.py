"""Phrases for people: absent, back, new, alone, related, one year older, in another team."""

from championships.stories.french.calendar import Phrases
from championships.stories.french.grammar import NBSP, elide, join, write_cardinal, write_count, write_place
from championships.stories.french.voice import French, verb
from championships.stories.values import Values

# The word, and its possessive: it agrees with the relation, never with the person it belongs to.
_RELATIONS = {
    "brother": ("frère", "son"),
    "sister": ("sœur", "sa"),
    "father": ("père", "son"),
    "mother": ("mère", "sa"),
}
_COUSINS = {"m": ("cousin", "son"), "f": ("cousine", "sa")}


def _relate(fr: French, relation: str, person: str) -> tuple[str, str]:
    """ "frère", "son": what the person is to somebody; empty where the word depends on a gender nobody stated."""
    if relation == "cousin":
        return _COUSINS.get(fr.gender(person), ("", ""))
    return _RELATIONS.get(relation, ("", ""))


def absence(fr: French, v: Values) -> Phrases:
    driver = fr.with_car(v.text("driver"), v)
    rivals = v.names("rivals")
    if rivals and v.text("category"):
        among = fr.among(v.text("season"), v.text("category"))
        names = fr.shorts(rivals)
        have = verb(rivals, "a", "ont")
        return (
            f"{driver} ne figure pas sur la liste des engagés : {among}, un adversaire de moins pour {names}",
            f"{driver} ne figure pas sur la liste des engagés : {names} {have} un adversaire de moins {among}",
        )
    if v.has("position"):
        place = write_place(v.count("position"), tied=v.flag("tied"))
        season = f" {fr.series(v.text('season')).of}" if v.text("season") else ""
        return (f"À la {place}{season or ' du classement'}, {driver} ne figure pas sur la liste des engagés",)
    return (
        f"{driver} ne figure pas sur la liste des engagés",
        f"On cherche en vain {driver} sur la liste des engagés",
    )


def returns(fr: French, v: Values) -> Phrases:
    driver = fr.with_car(v.text("driver"), v)
    word = fr.agree([v.text("driver")], "doyen du plateau", "doyenne du plateau", "la personne la plus âgée du plateau")
    oldest = f", {word}," if v.flag("oldest") else ""
    if not v.has("event"):
        return (
            f"{driver}{oldest} fait son retour",
            f"Sur la liste des engagés, on retrouve {driver}{oldest}".rstrip(","),
        )
    missed = write_count(v.count("missed"), "rendez-vous manqué", "rendez-vous manqués")
    return (
        f"{driver} fait son retour après {missed} depuis {fr.event(v.text('event')).plain}",
        f"{missed} depuis {fr.event(v.text('event')).plain}, et {driver} revient",
    )


def oldest(fr: French, v: Values) -> Phrases:
    driver = fr.with_car(v.text("driver"), v)
    word = fr.agree([v.text("driver")], "le doyen du plateau", "la doyenne du plateau", "")
    return (f"{driver} est {word}" if word else f"Personne sur le plateau n’est plus âgé {elide('que', driver)}",)


def debut(fr: French, v: Values) -> Phrases:
    driver = fr.with_car(v.text("driver"), v)
    if v.flag("stated"):
        return (
            f"{driver} dispute ses premières courses",
            f"Premières courses pour {driver}",
        )
    series = fr.series(v.text("season"))
    if v.has("since"):
        return (f"Première apparition depuis {v.text('since')} au moins pour {driver} dans {series.plain}",)
    return (
        f"Première apparition de la saison pour {driver} dans {series.plain}",
        f"{driver} apparaît pour la première fois de la saison dans {series.plain}",
    )


def guest(fr: French, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names = fr.all_with_cars(drivers, v)
    return (
        f"{names} {verb(drivers, 'court', 'courent')} hors classement, à titre d’invitation",
        f"Sur invitation, {names} {verb(drivers, 'participe', 'participent')} sans marquer de points",
    )


def alone(fr: French, v: Values) -> Phrases:
    driver = fr.name(v.text("driver"))
    alone = fr.agree([v.text("driver")], "désormais seul au volant", "désormais seule au volant", "")
    mates = []
    for mate in v.parts("mates"):
        word, own = _relate(fr, mate.text("relation"), mate.text("driver"))
        mates.append(f"{own} {word} {fr.full(mate.text('driver'))}" if word else fr.full(mate.text("driver")))
    where = f" {fr.event(v.text('event')).at}" if v.has("event") else ""
    shared = f"avec {join(mates)}{where}"
    return (
        f"{driver}, qui partageait sa voiture {shared}, {f'est {alone}' if alone else 'ne la partage plus'}",
        f"Un seul nom désormais sur la voiture : {driver} la partageait {shared}",
    )


def former(fr: French, v: Values) -> Phrases:
    names, old = fr.names(v.names("drivers")), fr.names(v.names("former"))
    one = len(v.names("former")) == 1
    number, event = f"n°{NBSP}{v.text('number')}", fr.event(v.text("event"))
    return (
        f"Le {number} {elide('de', names)} était {event.at} celui {elide('de', old)}"
        if one
        else f"Le {number} {elide('de', names)} était {event.at} sur la voiture {elide('de', old)}",
        f"{names} {verb(v.names('drivers'), 'court', 'courent')} avec le {number}, porté {event.at} par {old}",
    )


def change_team(fr: French, v: Values) -> Phrases:
    driver, team, old = fr.name(v.text("driver")), fr.team(v.text("team")), fr.team(v.text("former_team"))
    number = f", avec le n°{NBSP}{v.text('number')}" if v.flag("new_number") else ""
    return (
        f"{driver} change d’équipe : {old} avant, {team} maintenant{number}",
        f"{driver} court maintenant pour {team}{number}, après {old}",
    )


def change_number(fr: French, v: Values) -> Phrases:
    driver = fr.name(v.text("driver"))
    new, old = f"n°{NBSP}{v.text('number')}", f"n°{NBSP}{v.text('former_number')}"
    return (f"{driver} passe du {old} au {new}", f"{driver} troque le {old} contre le {new}")


def family(fr: French, v: Values) -> Phrases:
    person, relative, relation = v.text("person"), v.text("relative"), v.text("relation")
    here, kin = fr.with_car(relative, v), fr.with_car(person, v)
    word, own = _relate(fr, relation, person)
    if relation == "spouse":
        both = fr.names([person, relative])
        if v.flag("same_car"):
            return (f"{both}, en couple à la ville, se partagent la même voiture",)
        return (f"{both}, en couple à la ville, sont adversaires en piste",)
    if not word:
        return (f"{here} et {kin} sont de la même famille",)
    if v.flag("same_car"):
        return (
            f"{here} partage sa voiture avec {own} {word}, {fr.full(person)}",
            f"La voiture est une affaire de famille : {here} la partage avec {own} {word}, {fr.full(person)}",
        )
    return (
        f"{here} compte {own} {word}, {kin}, parmi ses adversaires",
        f"Affaire de famille : {here} court contre {own} {word}, {kin}",
    )


def several(fr: French, v: Values) -> Phrases:
    seasons = fr.all_series(v.names("seasons"))
    drivers = v.names("drivers")
    count = v.count("count")
    if v.flag("everybody"):
        return (f"Tous les engagés courent à la fois pour {seasons}",)
    if not drivers:
        many = write_cardinal(count)
        start = "Au total, " if many.isdigit() else ""  # no sentence begins with a figure
        return (f"{start}{many} pilotes courent à la fois pour {seasons}",)
    names = fr.all_with_cars(drivers, v)
    if count == 1:
        return (f"{names} court à la fois pour {seasons}",)
    return (
        f"{names} courent à la fois pour {seasons}",
        f"{names} figurent dans {write_cardinal(len(v.names('seasons')))} championnats : {seasons}",
    )


def birthday(fr: French, v: Values) -> Phrases:
    name, years = fr.name(v.text("driver")), write_years(v.count("years"))
    if v.has("on"):
        day = elide("le", fr.day(v.day("on")))
        if v.flag("to_come"):
            return (
                f"{name} fêtera ses {years} {day}",
                f"Un anniversaire à fêter sur place : {name} aura {years} {day}",
            )
        return (f"{name} a fêté ses {years} {day}, sur place",)
    if v.flag("to_come"):
        return (f"{name} va fêter ses {years}",)
    return (f"{name} vient d’avoir {years}", f"{name} a fêté ses {years} depuis le dernier rendez-vous")


def birthday_stated(fr: French, v: Values) -> Phrases:
    return (f"{fr.name(v.text('driver'))} vient d’avoir {write_years(v.count('years'))}",)


def note(fr: French, v: Values) -> Phrases:
    text = v.text("text_fr").rstrip(".")
    if not v.text("driver"):
        return (text,)
    return (f"{fr.name(v.text('driver'))} : {text[:1].lower()}{text[1:]}",)


def write_years(years: int) -> str:
    return f"{years}{NBSP}{'an' if years == 1 else 'ans'}"


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
