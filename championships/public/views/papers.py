"""Sheets for the notice board, printed by the browser, and the page that says whether a sheet is still current."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.as_of import choose_moment
from championships.public.drafts import answer_session_paper
from championships.public.matrix import list_statuses
from championships.public.papers import lies_down, prove_standings
from championships.public.rendering import render_page
from championships.public.standings_table import build_standings_table
from championships.public.table_wishes import Wish
from championships.queries.papers import check_bulletin, check_table, load_session_paper, load_standings_paper


@require_safe
def print_session(request: HttpRequest, year: int, event: str, session: str) -> HttpResponse:
    now = clock.now()
    paper = load_session_paper(year, event, session, at=now)
    if paper is None:
        raise Http404
    return answer_session_paper(request, paper, now=now)


@require_safe
def print_standings(
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
    paper = load_standings_paper(championship, season, table, at=moment.at, after=after)
    if paper is None:
        raise Http404
    page = paper.page
    shown = build_standings_table(page, Wish(moment))
    return render_page(
        request,
        "public/paper_standings.html",
        paper,
        now=now,
        demo=page.season.name if page.season.demo else "",
        moment=moment,
        table=shown,
        proof=prove_standings(request, paper),
        across=lies_down(5 + len(page.columns)),
        span=len(shown.columns) + len(page.columns),
        statuses=list_statuses(line.cells for line in page.lines),
    )


@require_safe
def show_check(request: HttpRequest, short: str) -> HttpResponse:
    """Whether a printed classification is the current one. An unknown hash is told so, with 404."""
    now = clock.now()
    checked = check_bulletin(short, at=now)
    answer = render_page(request, "public/check.html", checked, now=now, asked=short[:80])
    answer.status_code = 200 if checked else 404
    return answer


@require_safe
def show_table_check(
    request: HttpRequest, championship: str, season: str, table: str, stop: str, revision: int, short: str
) -> HttpResponse:
    """Whether a printed table is the current one. A table this site never showed is told so, with 404."""
    now = clock.now()
    checked = check_table(championship, season, table, stop, revision, short, at=now)
    answer = render_page(request, "public/check_table.html", checked, now=now, asked=short[:80])
    answer.status_code = 200 if checked else 404
    return answer
