"""The curve of a driver's points in a season, with the points of whoever led."""

from django.utils.translation import gettext as _

from championships.formatting.abbreviations import abbreviate_all
from championships.formatting.numbers import write_points
from championships.public.charts import Drawing, Heading, Series, Stop, draw_lines
from championships.public.languages import language
from championships.queries.curves import Curve
from championships.queries.people_values import DriverPage

CHARTS_SHOWN = 4


def draw_curves(page: DriverPage) -> list[tuple[Curve, Drawing]]:
    """The newest seasons of which the points after at least two meetings are known."""
    drawings: list[tuple[Curve, Drawing]] = []
    for curve in page.curves:
        drawing = _draw(page, curve)
        if drawing is not None and len(drawings) < CHARTS_SHOWN:
            drawings.append((curve, drawing))
    return drawings


def _draw(page: DriverPage, curve: Curve) -> Drawing | None:
    ends = curve.round_ends
    own = tuple(stop.points[page.driver.slug] for stop in ends)
    known = [points for points in own if points is not None]
    if len(known) < 2:
        return None
    names = [stop.session.event.name for stop in ends]
    title = _("Points of %(name)s after each meeting, and of the leader: %(championship)s") % {
        "name": page.driver.name,
        "championship": f"{curve.season.name} {curve.season.label}",
    }
    description = _("%(name)s goes from %(start)s to %(end)s points.") % {
        "name": page.driver.name,
        "start": write_points(known[0], language()),
        "end": write_points(known[-1], language()),
    }
    number = next((row.numbers[-1] for row in page.seasons if row.season == curve.season and row.numbers), "")
    return draw_lines(
        Heading(
            f"points-{curve.season.championship}-{curve.season.label}", title, description, _("Meeting"), _("not known")
        ),
        [
            Stop(short, name, provisional=stop.session.state == "provisional")
            for short, name, stop in zip(abbreviate_all(names), names, ends, strict=True)
        ],
        [
            Series("", _("leader"), tuple(stop.leader for stop in ends), rest=True),
            Series(number, page.driver.name if not number else "", own, accent=True),
        ],
        write_value=lambda value: write_points(value, language()),
    )
