"""Phrases for the titles: decided, open, out of reach."""

from championships.stories.french.calendar import Phrases
from championships.stories.french.grammar import write_cardinal, write_count, write_gap, write_place
from championships.stories.french.voice import French, verb
from championships.stories.values import Values


def champion(fr: French, v: Values) -> Phrases:
    name, season, category = fr.name(v.text("driver")), v.text("season"), v.text("category")
    title = f"le titre {fr.table(season, category)}"
    if v.has("new") and not v.flag("new"):  # decided before: "à deux courses de la fin" would say when
        if v.flag("early"):
            return (f"Plus personne ne peut rejoindre {name} : {title} est déjà acquis",)
        return (f"{title} était déjà acquis à {name}",)
    if v.flag("early"):
        left = write_count(v.count("races_left"), "course", "courses", feminine=True)
        return (
            f"{name} ne peut plus être rejoint : {title} est acquis, à {left} de la fin"
            if fr.gender(v.text("driver")) == "m"
            else f"Plus personne ne peut rejoindre {name} : {title} est acquis, à {left} de la fin",
        )
    return (f"{name} remporte {title}", f"À {name} {title}")


def contenders(fr: French, v: Values) -> Phrases:
    count = v.count("count")
    title = f"le titre {fr.table(v.text('season'), v.text('category'))}"
    if not v.names("drivers"):
        return (f"{write_cardinal(count)} pilotes peuvent encore remporter {title}",)
    names = fr.names(v.names("drivers"))
    if count == 2:
        return (
            f"Pour {title}, il ne reste que deux noms : {names}",
            f"Le calcul est formel : sauf {names}, plus personne ne peut remporter {title}",
        )
    return (
        f"{write_cardinal(count)} pilotes peuvent encore remporter {title} : {names}",
        f"Pour {title}, le calcul laisse une chance à {write_cardinal(count)} pilotes : {names}",
    )


def out(fr: French, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names = fr.names(drivers)
    title = f"le titre {fr.table(v.text('season'), v.text('category'))}"
    return (
        f"{names} ne {verb(drivers, 'peut', 'peuvent')} plus remporter {title}",
        f"Pour {title}, c’est fini pour {names}",
    )


def clinch(fr: French, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names = fr.names(drivers)
    title = f"le titre {fr.table(v.text('season'), v.text('category'))}"
    if v.flag("next_race"):
        win = "Une victoire de catégorie" if v.text("category") else "Une victoire"
        enough = f"{win} dans la prochaine course suffirait à {names} pour s’assurer {title}"
        return (f"{enough}, quoi que fassent les autres",)
    one = len(drivers) == 1
    return (
        f"{names} {'peut' if one else 'peuvent'} s’assurer {title} dès ce rendez-vous",
        f"{title} peut se jouer dès ce rendez-vous : {names} {'a' if one else 'ont'} de quoi conclure",
    )


def double(fr: French, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names = fr.names(drivers)
    titles = f"les titres {fr.of_series(v.names('seasons'))}"
    one = len(drivers) == 1
    return (
        f"{names} {'peut' if one else 'peuvent'} encore remporter {titles}",
        f"Le doublé reste possible pour {names}, qui {'peut' if one else 'peuvent'} encore remporter {titles}",
    )


def two_tables(fr: French, v: Values) -> Phrases:
    name = fr.name(v.text("driver"))
    clauses = []
    for place in v.parts("places"):
        series = fr.series(place.text("season"))
        if place.count("position") == 1:
            clauses.append(f"en tête {series.of}")
            continue
        rank = write_place(place.count("position"), tied=place.flag("tied"))
        gap = f", à {write_gap(place.number('gap'))} de la tête" if place.has("gap") and place.number("gap") else ""
        clauses.append(f"à la {rank} {series.of}{gap}")
    first, *others = clauses
    rest = " et ".join(others)
    return (
        f"{name} joue sur plusieurs tableaux : {first}, et {rest}",
        f"{first}, {name} est aussi {rest}",
    )


PHRASES = {
    "champion": champion,
    "contenders": contenders,
    "out": out,
    "clinch": clinch,
    "double": double,
    "two_tables": two_tables,
}
