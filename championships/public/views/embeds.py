"""A table for other sites: a small document for a frame, and the page that gives its code."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.embedding import read_choice, write_embed, write_embedding
from championships.public.rendering import render_page
from championships.queries.standings import load_standings

type Policy = dict[str, Any]

# This one page may stand in a frame of any site; everything else of the policy stays as it is.
FRAMED: Policy = {**settings.SECURE_CSP, "frame-ancestors": ["*"], "form-action": [CSP.NONE], "script-src": [CSP.NONE]}
# The page that gives the code shows the frame as it will look.
FRAMING: Policy = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}


@require_safe
@xframe_options_exempt
@csp_override(FRAMED)
def show_embed(request: HttpRequest, championship: str, season: str, table: str) -> HttpResponse:
    now = clock.now()
    choice = read_choice(request.GET)
    page = load_standings(championship, season, table, at=now) if choice else None
    if page is None or choice is None:
        raise Http404
    answer = render_page(request, "public/embed.html", write_embed(request, page, choice), now=now)
    answer["Cache-Control"] = "public, max-age=60"
    return answer


@require_safe
@csp_override(FRAMING)
def show_embedding(request: HttpRequest, championship: str, season: str, table: str) -> HttpResponse:
    now = clock.now()
    choice = read_choice(request.GET)
    page = load_standings(championship, season, table, at=now) if choice else None
    if page is None or choice is None:
        raise Http404
    demo = page.season.name if page.season.demo else ""
    shown = write_embedding(request, page, choice)
    return render_page(request, "public/embedding.html", shown, now=now, section="championships", demo=demo)
