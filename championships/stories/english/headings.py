"""Titles of a draft and of its sections, and the line under a person put forward."""

from championships.stories.english.calendar import Phrases
from championships.stories.english.grammar import write_cardinal, write_count, write_gap, write_place
from championships.stories.english.voice import English, verb
from championships.stories.grouping import group_classes, group_places
from championships.stories.values import Values


def preview_title(en: English, v: Values) -> Phrases:
    event = en.event(v.text("event"))
    status, contenders = v.text("status"), v.names("contenders")
    series = en.series(v.text("season")) if v.text("season") else ""
    everything = en.all_series(v.names("seasons"))
    if status == "last":
        stage = event if event.endswith("final") else f"final at {event}"
        if series and contenders:
            return (
                f"{stage}: {write_cardinal(len(contenders))} drivers for the title of {series}",
                f"{stage}: the title of {series} between {en.shorts(contenders)}",
            )
        return (f"{stage}: the last act of {everything}",)
    if status == "penultimate":
        if v.flag("first_visit") and v.flag("summer"):
            return (
                f"{event}: back from summer on unknown ground, just before the final",
                f"Back from summer at {event}: a new circuit for the last meeting but one",
            )
        if v.flag("first_visit"):
            return (f"{event}: a new circuit for the last meeting but one",)
        if v.flag("summer"):
            return (f"{event}: back from summer, just before the final",)
        if series and v.has("gap") and v.number("gap"):
            gap = write_gap(v.number("gap"))
            return (f"{event}: {en.short(v.text('driver'))} defends {gap} at the last meeting but one",)
        return (f"{event}, the last meeting but one of {everything}",)
    if status == "opening" and event.endswith(("opening", "opener")):
        return (f"{event}: the season of {everything} begins",)
    if status == "opening":
        return (f"{everything} {verb(v.names('seasons'), 'opens', 'open')} at {event}",)
    if v.flag("first_visit"):
        return (f"{event}, a new circuit on the calendar",)
    if series and v.has("gap") and v.number("gap"):
        gap, leader = write_gap(v.number("gap")), en.short(v.text("driver"))
        where = f" in {series}" if len(v.names("seasons")) > 1 else ""
        series_led = f" {series}" if where else ""
        return (f"{event}: {leader} has {gap} to defend{where}", f"{leader} leads{series_led} by {gap} before {event}")
    if not v.names("seasons"):
        return (f"{event}: the preview",)
    return (f"{event}: {everything} on track",)


def report_title(en: English, v: Values) -> Phrases:
    event = en.event(v.text("event"))
    if v.text("champion"):
        series = en.series(v.text("season"))
        return (
            f"{event}: the title of {series} for {en.short(v.text('champion'))}",
            f"{en.short(v.text('champion'))} wins the title of {series} at {event}",
        )
    winners = v.names("winners")
    if v.text("new_leader"):
        series = en.series(v.text("season"))
        return (
            f"{event}: {en.short(v.text('new_leader'))} takes the lead of {series}",
            f"{en.short(v.text('new_leader'))} goes to the top of {series} at {event}",
        )
    if len(winners) == 1 or (winners and v.flag("crew")):
        names, count = en.shorts(winners), v.count("wins")
        wins = verb(winners, "wins", "win")
        if v.flag("swept") and count > 1:
            return (f"{event}: {names} {wins} {'both' if count == 2 else f'all {write_cardinal(count)}'} races",)
        if count == 1:
            return (f"{names} {wins} at {event}",)
        return (f"{names} {wins} {write_cardinal(count)} races at {event}",)
    if 1 < len(winners) <= 4:
        return (f"{event}: wins for {en.shorts(winners)}", f"{en.shorts(winners)} share the wins at {event}")
    return (f"{event}: the report",)


def section_title(en: English, v: Values) -> Phrases:
    series = en.read(en.season(v.text("season")).name)
    if v.text("champion"):
        return (f"{series}: the title for {en.short(v.text('champion'))}",)
    if not v.text("driver"):
        return (series,)
    driver = en.short(v.text("driver"))
    if not v.text("second"):
        return (f"{series}: {driver} in the lead",)
    second = en.short(v.text("second"))
    if not v.has("gap"):
        return (f"{series}: {driver} ahead of {second}",)
    if not v.number("gap"):
        return (f"{series}: {driver} and {second} level on points",)
    gap = write_gap(v.number("gap"))
    return (
        f"{series}: {driver} {gap} ahead of {second}",
        f"{series}: {gap} between {driver} and {second}",
        f"{series}: {driver} holds {second} at {gap}",
    )


def profile(en: English, v: Values) -> Phrases:
    clauses = []
    for position, tied, opening, seasons in group_places(v):
        since = " since the opening" if opening else ""
        clauses.append(f"{write_place(position, tied=tied)} in {en.all_series(seasons)}{since}")
    for category, seasons in group_classes(v).items():
        group = en.the_class(seasons[0], category)
        every = len(seasons) == len(en.picture.seasons)
        if len(en.picture.seasons) == 1:
            clauses.append(f"first in {group}")
        else:
            clauses.append(f"first in {group} of {'each championship' if every else en.all_series(seasons)}")
    wins = v.part("wins")
    if wins.has("wins"):
        count, event = wins.count("wins"), en.event(wins.text("event"))
        row = " in a row" if wins.flag("on_end") and count > 2 else ""
        clauses.append(f"{write_count(count, 'race', 'races')} won{row} at {event}")
    if v.has("years"):
        clauses.append(f"just turned {v.count('years')}")
    return (", ".join(clauses),)


PHRASES = {
    "preview_title": preview_title,
    "report_title": report_title,
    "section_title": section_title,
    "profile": profile,
}
