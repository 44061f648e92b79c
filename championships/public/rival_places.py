"""The places of two rivals, race by race, as paired marks."""

from django.utils.translation import gettext as _

from championships.formatting.abbreviations import abbreviate_all
from championships.public.charts import Drawing, Heading, Series, Stop, draw_pairs
from championships.public.words import label_race
from championships.queries.rival_values import RivalsPage

RACES_SHOWN = 24  # the newest; more marks would not be told apart on a phone


def draw_places(page: RivalsPage) -> Drawing | None:
    """The newest races of both, oldest first; None where fewer than two tell the place of either."""
    races = page.races[-RACES_SHOWN:]
    if sum(race.first.place is not None or race.second.place is not None for race in races) < 2:
        return None
    meetings = list(dict.fromkeys((race.first.event.year, race.first.event.slug) for race in races))
    names = {(race.first.event.year, race.first.event.slug): race.first.event.name for race in races}
    short = dict(zip(meetings, abbreviate_all([names[meeting] for meeting in meetings]), strict=True))
    first, second = page.first.driver.name, page.second.driver.name
    title = _("Places of %(first)s and %(second)s, race by race") % {"first": first, "second": second}
    description = _("%(first)s: filled marks. %(second)s: hollow marks. The first place is on top.") % {
        "first": first,
        "second": second,
    }
    stops = [
        Stop(
            label_race(race.first.session_slug, race.first.session),
            f"{race.first.event.name} {race.first.event.year}, {race.first.session}",
            group=short[race.first.event.year, race.first.event.slug],
            minor=len(races) > 6,
            provisional=race.first.state == "provisional",
        )
        for race in races
    ]
    return draw_pairs(
        Heading("places", title, description, _("Race"), _("no place"), _("no place")),
        stops,
        Series("", first, tuple(race.first.place for race in races)),
        Series("", second, tuple(race.second.place for race in races)),
    )
