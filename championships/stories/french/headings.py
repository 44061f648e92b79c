"""Titles of a draft and of its sections, and the line under a person put forward."""

from championships.stories.french.calendar import Phrases
from championships.stories.french.grammar import join, write_cardinal, write_count, write_gap, write_place
from championships.stories.french.people import write_years
from championships.stories.french.voice import French, verb
from championships.stories.values import Values


def preview_title(fr: French, v: Values) -> Phrases:
    event = fr.event(v.text("event"))
    place = event.plain
    status, contenders = v.text("status"), v.names("contenders")
    series = fr.series(v.text("season")) if v.text("season") else None
    named_final = event.text.startswith("finale")
    if status == "last":
        stage = place if named_final else f"finale {event.at}"
        if series and contenders:
            count = "deux" if len(contenders) == 2 else write_cardinal(len(contenders))
            return (
                f"{stage} : {count} pilotes pour le titre {series.of}",
                f"{stage} : le titre {series.of} entre {fr.shorts(contenders)}",
            )
        return (f"{stage} : le dernier acte {fr.of_series(v.names('seasons'))}",)
    if status == "penultimate":
        if v.flag("first_visit") and v.flag("summer"):
            return (
                f"{place} : la rentrée en terre inconnue, juste avant la finale",
                f"Rentrée {event.at}, un circuit nouveau et l’avant-dernier rendez-vous",
            )
        if v.flag("first_visit"):
            return (f"{place} : un circuit nouveau pour l’avant-dernier rendez-vous",)
        if v.flag("summer"):
            return (f"Rentrée {event.at}, l’avant-dernier rendez-vous", f"{place} : la rentrée, juste avant la finale")
        if series and v.has("gap") and v.number("gap"):
            return (
                f"{place} : {fr.short(v.text('driver'))} défend {write_gap(v.number('gap'))} à l’avant-dernier rendez-vous",
            )
        return (f"{place}, l’avant-dernier rendez-vous {fr.of_series(v.names('seasons'))}",)
    if status == "opening":
        return (
            (
                f"La saison {fr.of_series(v.names('seasons'))} s’ouvre {event.at}",
                f"Ouverture {fr.of_series(v.names('seasons'))} {event.at}",
            )
            if not event.text.startswith("ouverture")
            else (f"{place} {fr.of_series(v.names('seasons'))}",)
        )
    if v.flag("first_visit"):
        return (f"{place}, un circuit nouveau au calendrier",)
    if series and v.has("gap") and v.number("gap"):
        return (
            f"{place} : {fr.short(v.text('driver'))} a {write_gap(v.number('gap'))} à défendre",
            f"{write_gap(v.number('gap'))} d’avance pour {fr.short(v.text('driver'))} avant {place}",
        )
    return (f"{place} : {fr.all_series(v.names('seasons'))} en piste",)


def report_title(fr: French, v: Values) -> Phrases:
    event = fr.event(v.text("event"))
    if v.text("champion"):
        series = fr.series(v.text("season"))
        return (
            f"{event.plain} : le titre {series.of} pour {fr.short(v.text('champion'))}",
            f"{fr.short(v.text('champion'))} remporte le titre {series.of} {event.at}",
        )
    winners = v.names("winners")
    if v.text("new_leader"):
        series = fr.series(v.text("season"))
        return (
            f"{event.plain} : {fr.short(v.text('new_leader'))} prend la tête {series.of}",
            f"{fr.short(v.text('new_leader'))} passe en tête {series.of} {event.at}",
        )
    if len(winners) == 1 or (winners and v.flag("crew")):
        names = fr.shorts(winners)
        count = v.count("wins")
        races = write_count(count, "course", "courses", feminine=True)
        if v.flag("swept") and count > 1:
            every = "les deux courses" if count == 2 else f"les {races}"
            return (f"{event.plain} : {names} {verb(winners, 'gagne', 'gagnent')} {every}",)
        if count == 1:
            return (f"{names} {verb(winners, 'gagne', 'gagnent')} {event.at}",)
        return (f"{names} {verb(winners, 'gagne', 'gagnent')} {races} {event.at}",)
    if 1 < len(winners) <= 4:
        return (
            f"{event.plain} : victoires pour {fr.shorts(winners)}",
            f"{fr.shorts(winners)} se partagent les victoires {event.at}",
        )
    return (f"{event.plain} : ce qu’il faut retenir",)


def section_title(fr: French, v: Values) -> Phrases:
    series = fr.series(v.text("season")).text
    if v.text("champion"):
        return (f"{series} : le titre pour {fr.short(v.text('champion'))}",)
    if not v.text("driver"):
        return (series,)
    driver = fr.short(v.text("driver"))
    if not v.text("second"):
        return (f"{series} : {driver} en tête",)
    second = fr.short(v.text("second"))
    if not v.has("gap"):
        return (f"{series} : {driver} devant {second}",)
    if not v.number("gap"):
        return (f"{series} : {driver} et {second} à égalité de points",)
    gap = write_gap(v.number("gap"))
    return (
        f"{series} : {driver} devant {second}, {gap} d’écart",
        f"{series} : {gap} entre {driver} et {second}",
        f"{series} : {driver} tient {second} à {gap}",
    )


def profile(fr: French, v: Values) -> Phrases:
    clauses = []
    for place in v.parts("places"):
        series = fr.series(place.text("season"))
        shared = " ex æquo" if place.flag("tied") else ""
        if place.count("position") == 1:
            since = " depuis l’ouverture" if place.flag("opening") else ""
            clauses.append(f"en tête {series.of}{shared}{since}")
        else:
            clauses.append(f"à la {write_place(place.count('position'), tied=place.flag('tied'))} {series.of}")
    for group in v.parts("classes"):
        clauses.append(f"en tête {fr.of_class(group.text('season'), group.text('category'))}")
    wins = v.part("wins")
    if wins.has("wins"):
        count = wins.count("wins")
        event = fr.event(wins.text("event")).at
        won = write_count(count, "course gagnée", "courses gagnées", feminine=True)
        clauses.append(f"{won} {event}" if not wins.flag("on_end") or count < 3 else f"{won} de suite {event}")
    if v.has("years"):
        clauses.append(f"{write_years(v.count('years'))} tout juste")
    if len(clauses) == 2:
        return (
            (join(clauses), ", ".join(clauses))
            if not v.has("years") and not wins.has("wins")
            else (", ".join(clauses),)
        )
    return (", ".join(clauses),)


PHRASES = {
    "preview_title": preview_title,
    "report_title": report_title,
    "section_title": section_title,
    "profile": profile,
}
