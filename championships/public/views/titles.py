"""The title of a table: who can still win it, and how."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.as_of import choose_moment
from championships.public.rendering import render_page
from championships.public.title_sentences import (
    tell_decider,
    tell_earliest,
    tell_grid,
    tell_margin,
    tell_stakes,
    tell_title,
)
from championships.queries.titles import load_title


@require_safe
def show_title(
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
    page = load_title(championship, season, table, at=moment.at, after=after)
    if page is None:
        raise Http404
    return render_page(
        request,
        "public/title.html",
        page,
        now=now,
        section="championships",
        moment=moment,
        demo=page.season.name if page.season.demo else "",
        answer=tell_title(page),
        stakes=tell_stakes(page),
        deciders=[tell_decider(page, one) for one in page.deciders],
        grid=tell_grid(page, page.grid) if page.grid else None,
        earliest=[tell_earliest(one) for one in page.earliest],
        margin=tell_margin(page.margin) if page.margin else "",
    )
