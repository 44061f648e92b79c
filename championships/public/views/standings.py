"""The standings of a table: the newest, after a round, or after one session of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.as_of import choose_moment
from championships.public.matrix import list_statuses
from championships.public.rendering import render_page
from championships.public.standings_table import build_standings_table
from championships.public.ties import tell_ties
from championships.queries.standings import load_standings


@require_safe
def show_standings(
    request: HttpRequest,
    championship: str,
    season: str,
    table: str,
    round_number: int | None = None,
    session: str = "",
) -> HttpResponse:
    now = clock.now()
    moment = choose_moment(request.GET, championship, season, now=now)
    after = None if round_number is None else (round_number, session)
    page = load_standings(championship, season, table, at=moment.at, after=after)
    if page is None:
        raise Http404
    return render_page(
        request,
        "public/standings.html",
        page,
        now=now,
        section="championships",
        moment=moment,
        demo=page.season.name if page.season.demo else "",
        table=build_standings_table(page, query=moment.query),
        ties=tell_ties(page.lines),
        statuses=list_statuses(line.cells for line in page.lines),
    )
