"""Pictures of shared links. Each is drawn from the page it belongs to, and shows nothing else."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.answers import answer_bytes
from championships.public.cards import build_card, find_card_address
from championships.public.cards.drawing import draw_card
from championships.public.languages import language
from championships.queries.events import load_event
from championships.queries.people import load_driver
from championships.queries.previews import load_preview
from championships.queries.sessions import load_session
from championships.queries.standings import load_standings

# The address changes with the picture: whoever keeps it keeps the right one.
KEPT = "public, max-age=2592000, immutable"
SITE = object()


@require_safe
def send_site_card(request: HttpRequest, content: str) -> HttpResponse:
    return _answer(request, SITE, content)


@require_safe
def send_driver_card(request: HttpRequest, driver: str, content: str) -> HttpResponse:
    return _answer(request, load_driver(driver, at=clock.now()), content)


@require_safe
def send_event_card(request: HttpRequest, year: int, event: str, content: str) -> HttpResponse:
    return _answer(request, load_event(year, event, at=clock.now()), content)


@require_safe
def send_preview_card(request: HttpRequest, year: int, event: str, content: str) -> HttpResponse:
    return _answer(request, load_preview(year, event, at=clock.now()), content)


@require_safe
def send_session_card(request: HttpRequest, year: int, event: str, session: str, content: str) -> HttpResponse:
    return _answer(request, load_session(year, event, session, at=clock.now()), content)


@require_safe
def send_standings_card(
    request: HttpRequest, championship: str, season: str, table: str, content: str, stop: str = ""
) -> HttpResponse:
    number, _dash, session = stop.partition("-")
    after = (int(number), session) if number.isascii() and number.isdigit() and len(number) < 6 else None
    if stop and after is None:
        raise Http404
    return _answer(request, load_standings(championship, season, table, at=clock.now(), after=after), content)


def _answer(request: HttpRequest, page: object, content: str) -> HttpResponse:
    """The picture under its own address; an older or a guessed one leads there, and costs no drawing."""
    if page is None:
        raise Http404
    card = build_card(page)
    if card.name_content(language()) != content:
        return HttpResponseRedirect(find_card_address(card, language()))
    return answer_bytes(request, draw_card(card), "image/png", cached=KEPT)
