"""Titles of a draft and of its sections, and the line under a person put forward."""

from championships.stories.french.calendar import Phrases
from championships.stories.french.grammar import write_cardinal, write_count, write_gap, write_place
from championships.stories.french.people import write_years
from championships.stories.french.voice import French, verb
from championships.stories.grouping import group_classes, group_places
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
                f"Rentrée {event.at} : un circuit nouveau pour l’avant-dernier rendez-vous",
            )
        if v.flag("first_visit"):
            return (f"{place} : un circuit nouveau pour l’avant-dernier rendez-vous",)
        if v.flag("summer"):
            return (f"Rentrée {event.at}, l’avant-dernier rendez-vous", f"{place} : la rentrée, juste avant la finale")
        if series and v.has("gap") and v.number("gap"):
            gap = write_gap(v.number("gap"))
            return (f"{place} : {fr.short(v.text('driver'))} défend {gap} à l’avant-dernier rendez-vous",)
        return (f"{place}, l’avant-dernier rendez-vous {fr.of_series(v.names('seasons'))}",)
    everything = fr.of_series(v.names("seasons"))
    if status == "opening" and event.text.startswith("ouverture"):
        return (f"{place} : la saison {everything} commence",)
    if status == "opening":
        return (f"La saison {everything} s’ouvre {event.at}", f"Ouverture {everything} {event.at}")
    if v.flag("first_visit"):
        return (f"{place}, un circuit nouveau au calendrier",)
    if series and v.has("gap") and v.number("gap"):
        gap, leader = write_gap(v.number("gap")), fr.short(v.text("driver"))
        where = f" dans {series.plain}" if len(v.names("seasons")) > 1 else ""
        return (f"{place} : {leader} a {gap} à défendre{where}", f"{gap} d’avance pour {leader}{where} avant {place}")
    if not v.names("seasons"):
        return (f"{place} : la présentation",)
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
    return (f"{event.plain} : le compte rendu",)


def section_title(fr: French, v: Values) -> Phrases:
    series = fr.read(fr.season(v.text("season")).name)
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
    for position, tied, opening, seasons in group_places(v):
        if position == 1:
            shared, since = " ex æquo" if tied else "", " depuis l’ouverture" if opening else ""
            clauses.append(f"en tête {fr.of_series(seasons)}{shared}{since}")
        else:
            clauses.append(f"à la {write_place(position, tied=tied)} {fr.of_series(seasons)}")
    for category, seasons in group_classes(v).items():
        of_class = fr.of_class(seasons[0], category)
        every = len(seasons) == len(fr.picture.seasons)
        if len(fr.picture.seasons) == 1:
            clauses.append(f"en tête {of_class}")
        else:
            clauses.append(f"en tête {of_class} {'dans chaque championnat' if every else fr.of_series(seasons)}")
    wins = v.part("wins")
    if wins.has("wins"):
        count = wins.count("wins")
        won = write_count(count, "course gagnée", "courses gagnées", feminine=True)
        row = " de suite" if wins.flag("on_end") and count > 2 else ""
        clauses.append(f"{won}{row} {fr.event(wins.text('event')).at}")
    if v.has("years"):
        clauses.append(f"{write_years(v.count('years'))} tout juste")
    return (", ".join(clauses),)


PHRASES = {
    "preview_title": preview_title,
    "report_title": report_title,
    "section_title": section_title,
    "profile": profile,
}
