"""What if? A form whose answer lives in its address: nothing is stored, and the page can be shared."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.as_of import choose_moment
from championships.public.rendering import render_page
from championships.public.standings_table import write_movement
from championships.public.what_if_form import build_form
from championships.public.what_if_sentences import tell_change, tell_title_then
from championships.queries.what_if import Guess, load_what_if

LIMIT = 200  # characters of a value that are read at all


@require_safe
def show_what_if(request: HttpRequest, championship: str, season: str, table: str) -> HttpResponse:
    now = clock.now()
    moment = choose_moment(request.GET, championship, season, now=now)
    page = load_what_if(championship, season, table, at=moment.at, guesses=read_guesses(request.GET))
    if page is None:
        raise Http404
    form = build_form(page, request.GET)
    return render_page(
        request,
        "public/what_if.html",
        page,
        now=now,
        section="championships",
        demo=page.season.name if page.season.demo else "",
        moment=moment,
        rows=[(one, write_movement(one.movement)) for one in page.changes],
        form=form,
        answer=tell_change(page),
        title_answer=tell_title_then(page),
        here=request.path,
        share=request.build_absolute_uri(request.path + form.query),
    )


def read_guesses(query: QueryDict) -> Mapping[str, Guess]:
    """The guesses of an address: `4-race1=ann&4-race1=bob&4-race1-fl=bob`. What cannot be meant is left out."""
    guesses: dict[str, Guess] = {}
    for name in query:
        stem = name.removesuffix("-fl").removesuffix("-pole")
        order: list[str] = []
        for value in query.getlist(stem)[:20]:
            order.append("" if value in order else value[:LIMIT])
        guesses[stem] = Guess(
            order=tuple(order),
            fastest_lap=query.get(f"{stem}-fl", "")[:LIMIT],
            pole=query.get(f"{stem}-pole", "")[:LIMIT],
        )
    return guesses
