"""Why this place: one row of a table, with every reason for its points."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.formatting.counting import tell_counting
from championships.public.as_of import choose_moment
from championships.public.reason_sentences import tell_brought, tell_neighbours, tell_race, tell_rulings, tell_sum
from championships.public.rendering import render_page
from championships.public.ties import tell_tie
from championships.queries.reasons import load_reasons


@require_safe
def show_reasons(
    request: HttpRequest,
    championship: str,
    season: str,
    table: str,
    competitor: str,
    round_number: int | None = None,
    session: str = "",
) -> HttpResponse:
    now = clock.now()
    moment = choose_moment(request.GET, championship, season, now=now)
    after = None if round_number is None else (round_number, session)
    page = load_reasons(championship, season, table, competitor, at=moment.at, after=after)
    if page is None:
        raise Http404
    return render_page(
        request,
        "public/reasons.html",
        page,
        now=now,
        section="championships",
        moment=moment,
        demo=page.season.name if page.season.demo else "",
        races=[tell_race(race) for race in page.races],
        sum=tell_sum(page),
        neighbours=tell_neighbours(page),
        brought=tell_brought(page),
        rulings=tell_rulings(page),
        ties=[tell_tie(line, page.names) for line in page.level],
        counting=list(tell_counting(page.rule)) if any(race.cell.dropped for race in page.races) else [],
    )
