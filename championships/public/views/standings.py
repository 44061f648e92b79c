"""The standings of a table: the newest, after a round, or after one session of it; as a page and as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.as_of import choose_moment
from championships.public.matrix import list_statuses
from championships.public.rendering import render_page
from championships.public.row_sentences import tell_check, tell_rows
from championships.public.standings_files import WRITERS, answer_file
from championships.public.standings_table import build_standings_table
from championships.public.table_wishes import read_wish
from championships.public.ties import tell_ties
from championships.public.title_lines import tell_title_fact
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
    page = load_standings(championship, season, table, at=moment.at, after=after, explained=True)
    if page is None:
        raise Http404
    wish = read_wish(request.GET, moment)
    return render_page(
        request,
        "public/standings.html",
        page,
        now=now,
        section="championships",
        moment=moment,
        wish=wish,
        here=request.path,
        demo=page.season.name if page.season.demo else "",
        table=build_standings_table(page, wish, here=request.path),
        title_fact=tell_title_fact(page),
        check=tell_check(page.check) if page.check else None,
        sentences=tell_rows(page.lines),
        ties=tell_ties(page.lines),
        statuses=list_statuses(line.cells for line in page.lines),
        forms=list(WRITERS),
    )


@require_safe
def send_standings(
    request: HttpRequest,
    championship: str,
    season: str,
    table: str,
    form: str,
    round_number: int | None = None,
    session: str = "",
) -> HttpResponse:
    """The table of a page as a file, of the same instant."""
    moment = choose_moment(request.GET, championship, season, now=clock.now())
    after = None if round_number is None else (round_number, session)
    page = load_standings(championship, season, table, at=moment.at, after=after, explained=form == "json")
    if page is None:
        raise Http404
    return answer_file(request, page, form, moment)
