"""The laps of a session as the office sees them: a table of cars, and places lap by lap."""

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from championships.backoffice.permissions import ENTER, PUBLISH, fetch_session
from championships.backoffice.views.pages import render_page
from championships.backoffice.views.timing.upload import list_crumbs
from championships.formatting.times import write_time
from championships.queries.laps import LapChart, read_lap_chart

_STEP = 14  # px between two places
_TOP = 12


@require_GET
def show_laps(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """404 where no lap file was imported."""
    session, _user = fetch_session(request, pk, ENTER, PUBLISH)
    chart = read_lap_chart(session.pk)
    if chart is None:
        raise Http404
    language = get_language() or "en"
    context = {
        "session": session,
        "chart": chart,
        "rows": [
            {
                "car": car,
                "best": write_time(car.best_ms, language),
                "second": write_time(car.second_best_ms, language),
            }
            for car in chart.cars
        ],
        "lines": draw_lines(chart),
        "height": 2 * _TOP + _STEP * max(len(chart.cars) - 1, 0),
        "width": max(chart.laps, 1),
        "marks": list(range(10, chart.laps + 1, 10)),
    }
    return render_page(
        request,
        site,
        "backoffice/timing/laps.html",
        context,
        title=_("Laps: %(session)s") % {"session": session.name},
        crumbs=list_crumbs(session, deeper=True),
    )


def draw_lines(chart: LapChart) -> list[dict[str, object]]:
    """A line a car: points across in laps, down in pixels. A gap in what is known is a gap in the line."""
    lines = []
    for order, car in enumerate(chart.cars):
        pieces: list[list[str]] = [[]]
        for index, place in enumerate(car.places):
            if place is None:
                pieces.append([])
            else:
                pieces[-1].append(f"{index + 1},{_TOP + _STEP * (place - 1)}")
        places = [place for place in car.places if place is not None]
        lines.append(
            {
                "number": car.number,
                "pieces": [" ".join(piece) for piece in pieces if len(piece) > 1],
                "end": _TOP + _STEP * (places[-1] - 1) + 4 if places else 0,
                "first": order == 0,
            }
        )
    return [line for line in lines if line["pieces"]]
