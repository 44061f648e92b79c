"""Drivers and teams."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.career_tables import build_career_table, explain_figures, tell_milestones
from championships.public.people_tables import build_races_table, build_races_tables, build_seasons_table
from championships.public.points_curve import draw_curves
from championships.public.rendering import render_page
from championships.public.rivals_page import list_rivals
from championships.public.season_line import draw_line
from championships.queries.people import load_driver
from championships.queries.photos import load_driver_photos
from championships.queries.season_lines import load_shared_line
from championships.queries.teams import load_team


@require_safe
def show_driver(request: HttpRequest, driver: str) -> HttpResponse:
    now = clock.now()
    page = load_driver(driver, at=now)
    if page is None:
        raise Http404
    return render_page(
        request,
        "public/driver.html",
        page,
        now=now,
        demo=page.driver.name if page.driver.demo else "",
        seasons=build_seasons_table(page),
        years=build_races_tables(page),
        figures=build_career_table(page.career),
        explained=explain_figures(),
        rivals=list_rivals(page),
        curves=draw_curves(page),
        milestones=tell_milestones(page.career),
        line=draw_line(load_shared_line(page.newest_seasons, at=now)),
        photos=load_driver_photos(driver, at=now),
    )


@require_safe
def show_team(request: HttpRequest, team: str) -> HttpResponse:
    now = clock.now()
    asked = request.GET.get("year", "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) == 4):
        raise Http404
    page = load_team(team, at=now, year=int(asked) if asked else None)
    if page is None:
        raise Http404
    return render_page(
        request,
        "public/team.html",
        page,
        now=now,
        demo=page.team.name if page.demo else "",
        figures=build_career_table(page.career, streaks=False),
        explained=explain_figures(),
        races=build_races_table(page.results, year=page.year, whose=True) if page.results else None,
    )
