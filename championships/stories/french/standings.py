"""Phrases for the tables: who leads, the gaps, the classes, shared places, climbers."""

from championships.stories.french.calendar import Phrases
from championships.stories.french.grammar import (
    join,
    write_cardinal,
    write_count,
    write_gap,
    write_move,
    write_of,
    write_place,
    write_points,
    write_rank,
)
from championships.stories.french.voice import French
from championships.stories.values import Values


def lead(fr: French, v: Values) -> Phrases:
    leader = fr.with_car(v.text("driver"), v)
    table = fr.series(v.text("season"))
    own = _write_score(v, "points", "wins")
    if v.flag("final"):
        return (f"{leader} termine en tête {table.of}{own}{_write_second(fr, v)}",)
    if not v.has("second"):
        return (f"{leader} mène {table.plain}{own}", f"En tête {table.of}, on trouve {leader}{own}")
    return (
        f"{leader} mène {table.plain}{own}{_write_second(fr, v)}",
        f"{_capital(own)}{leader} occupe la tête {table.of}{_write_second(fr, v)}"
        if own
        else f"{leader} occupe la tête {table.of}{_write_second(fr, v)}",
    )


def _capital(own: str) -> str:
    """ " avec 205 points" before the subject."""
    return f"{own.strip().capitalize()}, " if own else ""


def _write_score(v: Values, points: str, wins: str) -> str:
    parts = _list_score(v, points, wins)
    return f" avec {join(parts)}" if parts else ""


def _list_score(v: Values, points: str, wins: str) -> list[str]:
    """Points and wins of somebody, where they are known; no wins are not told."""
    parts = []
    if v.has(points):
        parts.append(write_points(v.number(points)))
    if v.has(wins) and v.count(wins):
        parts.append(write_count(v.count(wins), "victoire", "victoires", feminine=True))
    return parts


def _write_second(fr: French, v: Values) -> str:
    """Who is second, how far behind, and with how many wins."""
    if not v.has("second"):
        return ""
    second = fr.with_car(v.text("second"), v)
    own = _list_score(v, "second_points", "second_wins") if v.has("second_wins") and v.count("second_wins") else []
    wins = f", qui compte {join(own)}" if own else ""
    if not v.has("gap"):
        return f", devant {second}{wins}"
    if not v.number("gap"):
        return f", à égalité de points avec {second}{wins}"
    return f", {write_gap(v.number('gap'))} devant {second}{wins}"


def class_lead(fr: French, v: Values) -> Phrases:
    leader, season, category = fr.with_car(v.text("driver"), v), v.text("season"), v.text("category")
    own = _write_score(v, "points", "wins")
    second = _write_second(fr, v)
    if v.flag("final"):
        return (f"{leader} termine en tête {fr.of_class(season, category)}{own}{second}",)
    among = fr.among(season, category)
    return (
        f"{among}, {leader} mène{own}{second}" if own or second else f"{leader} mène {among}",
        f"{leader} occupe la tête {fr.of_class(season, category)}{own}{second}",
    )


def team_lead(fr: French, v: Values) -> Phrases:
    leader, points = fr.team(v.text("driver")), ""
    if v.has("points"):
        points = f" avec {write_points(v.number('points'))}"
    second = ""
    if v.has("second") and v.has("gap"):
        gap = v.number("gap")
        second = f", {write_gap(gap)} devant {fr.team(v.text('second'))}" if gap else ""
    over = "termine en tête du" if v.flag("final") else "mène le"
    of_class = f" {fr.of_class(v.text('season'), v.text('category'))}" if v.text("category") else ""
    return (f"Chez les équipes{of_class}, {leader} {over} classement{points}{second}",)


def shared_lead(fr: French, v: Values) -> Phrases:
    names = fr.names(v.names("drivers"))
    table = fr.table(v.text("season"), v.text("category"))
    points = f" avec {write_points(v.number('points'))}" if v.has("points") else ""
    return (f"{names} se partagent la tête {table}{points}", f"La tête {table} est partagée{points} : {names}")


def lead_since(fr: French, v: Values) -> Phrases:
    driver, event = fr.name(v.text("driver")), fr.event(v.text("event"))
    # Known after every meeting, not after every race.
    since = event.plain
    if v.flag("opening") and not event.text.startswith("ouverture"):
        since = f"l’ouverture, {event.at}"
    return (
        f"{driver} est en tête à l’issue de chaque rendez-vous depuis {since}",
        f"Depuis {since}, chaque rendez-vous s’est terminé avec {driver} en tête",
    )


def new_leader(fr: French, v: Values) -> Phrases:
    driver, former = fr.name(v.text("driver")), fr.name(v.text("former"))
    where = fr.event(v.text("event")).at
    table = fr.table(v.text("season"), v.text("category"))
    passed = "est passé devant" if fr.gender(v.text("driver")) == "m" else "a délogé"
    return (
        f"{where}, {driver} a pris la tête {table} à {former}",
        f"Changement en tête {table} : {where}, {driver} {passed} {former}",
    )


def gap_change(fr: French, v: Values) -> Phrases:
    gap, before, event = v.number("gap"), v.number("before"), fr.event(v.text("event"))
    pair = f"entre {fr.short(v.text('driver'))} et {fr.short(v.text('second'))}"
    if v.text("category"):
        pair = f"{fr.among(v.text('season'), v.text('category'))}, l’écart {pair}"
    else:
        pair = f"l’écart {pair}"
    way = "creusé" if gap > before else "réduit"
    if not gap:
        return (f"{pair}, {write_of(write_gap(before))} avant {event.plain}, est comblé",)
    if not before:
        return (f"{pair}, nul avant {event.plain}, est maintenant {write_of(write_gap(gap))}",)
    return (
        f"{pair} s’est {way} {event.at} : {write_gap(gap)}, contre {write_gap(before)} auparavant",
        f"{pair}, {write_of(write_gap(before))} avant {event.plain}, est maintenant {write_of(write_gap(gap))}",
    )


def tight(fr: French, v: Values) -> Phrases:
    drivers, spread, win = v.names("drivers"), write_gap(v.number("spread")), write_points(v.number("points_a_win"))
    scale = f"{win}, barème publié pour {v.text('published_for')}" if v.text("published_for") else win
    count = v.count("count")
    if count == 2:
        pair = join([fr.short(driver) for driver in drivers])
        if not v.number("spread"):
            return (f"{pair} sont à égalité de points",)
        if v.number("spread") == v.number("points_a_win"):
            return (f"Entre {pair}, l’écart est exactement celui d’une victoire ({scale})",)
        return (
            f"L’écart entre {pair} est inférieur à une seule victoire ({scale})",
            f"Entre {pair}, une victoire ({scale}) pèse plus que l’écart",
        )
    named = f" : {fr.shorts(drivers)}" if count <= 4 else ""
    if not v.number("spread"):
        return (f"Les {write_cardinal(count)} premiers sont à égalité de points{named}",)
    if v.number("spread") == v.number("points_a_win"):
        return (f"Les {write_cardinal(count)} premiers tiennent en {spread}, la valeur d’une victoire{named}",)
    return (
        f"Les {write_cardinal(count)} premiers tiennent en {spread}, moins qu’une victoire ({scale}){named}",
        f"Il y a moins d’une victoire ({scale}) entre les {write_cardinal(count)} premiers, séparés de {spread}{named}",
    )


def third(fr: French, v: Values) -> Phrases:
    rows = v.parts("rows")
    clauses = []
    for row in rows:
        gap = f", à {write_gap(row.number('gap'))} de la tête" if row.has("gap") and row.number("gap") else ""
        clauses.append((fr.with_car(row.text("driver"), v), gap))
    name, gap = clauses[0]
    verb = "termine" if v.flag("final") else "est"
    if len(clauses) == 1:
        return (f"{name} {verb} troisième{gap}",)
    other, far = clauses[1]
    return (
        f"Derrière, {name} {verb} troisième{gap}, {other} quatrième{far}",
        f"{name} {verb} troisième{gap} ; {other} {verb} quatrième{far}",
    )


def winless(fr: French, v: Values) -> Phrases:
    driver = v.text("driver")
    name, table = fr.name(driver), fr.series(v.text("season"))
    podiums = ""
    if v.has("podiums") and v.count("podiums"):
        podiums = f" malgré {write_count(v.count('podiums'), 'podium', 'podiums')}"
    place = write_place(v.count("position"), tied=v.flag("tied"))
    return (
        f"À la {place} {table.of}, {name} attend toujours une première victoire au général cette saison{podiums}",
        f"{name} est à la {place} {table.of} sans avoir gagné au général cette saison{podiums}",
    )


def regular(fr: French, v: Values) -> Phrases:
    driver, other = v.text("driver"), v.text("other")
    most = write_count(v.count("other_wins"), "victoire", "victoires", feminine=True)
    many = write_cardinal(v.count("other_wins"))
    own = v.count("wins")
    mine = "sans victoire" if not own else f"avec {write_count(own, 'victoire', 'victoires', feminine=True)}"
    table = fr.table(v.text("season"), v.text("category"))
    return (
        f"{fr.name(driver)} mène {mine}, par la régularité : {fr.name(other)} en compte {many}"
        if own
        else f"{fr.name(driver)} mène sans avoir gagné, par la régularité : {fr.name(other)} compte {most}",
        f"La régularité paie : en tête {table} {mine}, {fr.name(driver)} devance {fr.name(other)} et ses {most}"
        if v.count("other_wins") > 1
        else f"La régularité paie : {fr.name(driver)} est en tête {table} {mine}, contre {most} à {fr.name(other)}",
    )


def shared(fr: French, v: Values) -> Phrases:
    names = fr.names(v.names("drivers"))
    points = f", avec {write_points(v.number('points'))}" if v.has("points") else ""
    place = write_place(v.count("position"))
    return (f"{names} se partagent la {place}{points}", f"La {place} est partagée entre {names}{points}")


def level(fr: French, v: Values) -> Phrases:
    first, second = v.names("drivers")
    upper, lower = (write_place(int(one)) for one in v.names("positions"))
    points = write_points(v.number("points"))
    order = f"la {upper} à {fr.name(first)} et la {lower.removesuffix(' place')} à {fr.name(second)}"
    return (
        f"À égalité de points ({points}), le départage donne {order}",
        f"Avec {points} de part et d’autre, c’est le départage qui donne {order}",
    )


def climber(fr: French, v: Values) -> Phrases:
    name, event = fr.name(v.text("driver")), fr.event(v.text("event"))
    gained = write_count(v.count("gained"), "place", "places", feminine=True)
    move = write_move(v.count("from"), v.count("to"))
    return (
        f"Plus forte progression {event.at} : {name}, {move}",
        f"{name} a gagné {gained} {event.at}, la plus forte progression : {move}",
    )


def drops(fr: French, v: Values) -> Phrases:
    rows = v.parts("rows")
    clauses = [f"{write_points(row.number('dropped'))} à {fr.short(row.text('driver'))}" for row in rows]
    return (
        f"Les résultats qui ne comptent plus coûtent déjà {join(clauses)}",
        f"Le retrait des moins bons résultats coûte pour l’instant {join(clauses)}",
    )


def both_ranks(fr: French, v: Values) -> Phrases:
    driver = v.text("driver")
    rank = write_place(v.count("position"), tied=v.flag("tied"))
    of_class = fr.of_class(v.text("season"), v.text("category"))
    among = fr.among(v.text("season"), v.text("category"))
    return (
        f"{fr.name(driver)}, en tête {of_class}, occupe la {rank} au général",
        f"La {rank} du classement général revient à {fr.name(driver)}, en tête {of_class}"
        if v.count("position") > 1
        else f"Meilleur classement possible {among} : {fr.name(driver)} est aussi en tête du général",
    )


def class_podium(fr: French, v: Values) -> Phrases:
    clauses = []
    for row in v.parts("rows"):
        overall = ""
        if row.has("position"):
            gender = fr.gender(row.text("driver"))
            overall = f", {write_rank(row.count('position'), gender=gender, tied=row.flag('tied'))} au général,"
        clauses.append(f"{fr.with_car(row.text('driver'), v)}{overall}")
    first, second = (clause.rstrip(",") for clause in clauses)
    of_class = fr.of_class(v.text("season"), v.text("category"))
    return (
        f"Le podium {of_class} est complété par {first}{', et' if clauses[0].endswith(',') else ' et'} par {second}",
        f"{clauses[0]} et {clauses[1]} complètent le podium {of_class}",
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
