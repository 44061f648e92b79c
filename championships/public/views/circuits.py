"""Circuits."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.circuit_laps import list_laps
from championships.public.records_table import build_leader_cards
from championships.public.rendering import render_page
from championships.queries.circuits import load_circuit


@require_safe
def show_circuit(request: HttpRequest, circuit: str) -> HttpResponse:
    now = clock.now()
    page = load_circuit(circuit, at=now)
    if page is None:
        raise Http404
    return render_page(
        request,
        "public/circuit.html",
        page,
        now=now,
        demo=page.name if page.demo else "",
        layouts=list_laps(page),
        cards=build_leader_cards(page.leaders, circuit=page.slug),
    )
