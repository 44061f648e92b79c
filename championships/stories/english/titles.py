"""Phrases for the titles: decided, open, out of reach."""

from championships.stories.english.calendar import Phrases
from championships.stories.english.grammar import join, write_cardinal, write_count, write_gap, write_place
from championships.stories.english.voice import English, verb
from championships.stories.values import Values


def champion(en: English, v: Values) -> Phrases:
    name, title = en.name(v.text("driver")), en.title(v.text("season"), v.text("category"))
    if v.has("new") and not v.flag("new"):  # decided before: "with two races to go" would say when
        if v.flag("early"):
            return (f"Nobody can catch {name} any more: {title} is already settled",)
        return (f"{title} was already settled for {name}",)
    if v.flag("early"):
        left = write_count(v.count("races_left"), "race", "races")
        return (f"Nobody can catch {name} any more: {title} is settled with {left} to go",)
    return (f"{name} wins {title}", f"{title} goes to {name}")


def contenders(en: English, v: Values) -> Phrases:
    count, title = v.count("count"), en.title(v.text("season"), v.text("category"))
    if not v.names("drivers"):
        return (f"{write_cardinal(count)} drivers can still win {title}",)
    names = en.names(v.names("drivers"))
    if count == 2:
        return (
            f"Only two are left in the running for {title}: {names}",
            f"The sums leave no doubt: only {names} can still win {title}",
        )
    return (
        f"{write_cardinal(count)} drivers can still win {title}: {names}",
        f"For {title}, the sums leave {write_cardinal(count)} drivers a chance: {names}",
    )


def out(en: English, v: Values) -> Phrases:
    names, title = en.names(v.names("drivers")), en.title(v.text("season"), v.text("category"))
    return (f"{names} can no longer win {title}", f"For {title}, it is over for {names}")


def clinch(en: English, v: Values) -> Phrases:
    drivers = v.names("drivers")
    names, title = en.names(drivers), en.title(v.text("season"), v.text("category"))
    if v.flag("next_race"):
        win = "A class win" if v.text("category") else "A win"
        return (f"{win} in the next race would be enough for {names} to secure {title}, whatever the others do",)
    return (
        f"{names} can secure {title} at this meeting",
        f"{title} may be settled at this meeting: {names} {verb(drivers, 'has', 'have')} the means to do it",
    )


def double(en: English, v: Values) -> Phrases:
    names = en.names(v.names("drivers"))
    titles = f"the titles of {en.all_series(v.names('seasons'))}"
    return (f"{names} can still win {titles}", f"The double is still possible for {names}, who can win {titles}")


def two_tables(en: English, v: Values) -> Phrases:
    name = en.name(v.text("driver"))
    clauses: list[str] = []
    said = ""  # a verb is not said twice in a row
    for place in v.parts("places"):
        series = en.series(place.text("season"))
        gap = f" ({write_gap(place.number('gap'))} off the lead)" if place.has("gap") and place.number("gap") else ""
        if place.count("position") == 1 and not place.flag("tied"):
            word, rest = "leads", series
        else:
            word, rest = "is", f"{write_place(place.count('position'), tied=place.flag('tied'))} in {series}{gap}"
        clauses.append(rest if word == said else f"{word} {rest}")
        said = word
    return (f"{name} {join(clauses)}",)


PHRASES = {
    "champion": champion,
    "contenders": contenders,
    "out": out,
    "clinch": clinch,
    "double": double,
    "two_tables": two_tables,
}
