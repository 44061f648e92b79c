"""The starting grid of a race: by its rule, changed with a reason, hung out on the notice board."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from championships import clock
from championships.backoffice.addresses import find_address
from championships.backoffice.permissions import ENTER, PUBLISH, fetch_session, list_season_ids, may, require
from championships.backoffice.results.cars import read_field
from championships.backoffice.results.grid_rows import (
    GridRow,
    build_grid,
    compare_grid,
    read_grid,
    show_grid,
    take_order,
    take_rule,
    write_grid_order,
)
from championships.backoffice.results.keeping import find_kept_at, forget_kept, keep_what_is_typed, read_kept
from championships.backoffice.results.quick import Token, read_order
from championships.backoffice.views.pages import guard, render_page
from championships.models import Grid, Session, StaleVersion, User
from championships.officiating import grids
from championships.officiating.errors import Refusal


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("sessions/<int:pk>/grid/", keep_what_is_typed(guard(site, grid)), name="session_grid"),
        path("sessions/<int:pk>/grid/rule/", guard(site, set_rule), name="session_grid_rule"),
    ]


@dataclass(slots=True)
class Typed:
    """The form as it stands."""

    rows: list[GridRow]
    reason: str
    order: str
    version: str
    tokens: Sequence[Token] = ()
    refusal: Refusal | None = None
    conflict: bool = False
    status: int = 200


@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """A POST saves the grid; `do`: save, publish, or rule, fill, bring_back, which only show the form again."""
    race, user = _fetch_race(request, pk, ENTER, PUBLISH)
    derived = grids.derive(session=race, at=clock.now())
    stored = Grid.objects.filter(session=race).select_related("changed_by").first()
    if request.method == "GET":
        return _show(request, site, user, race, derived, stored, _read_stored(race, stored, derived))
    require(user, ENTER, race)
    do = request.POST.get("do", "save")
    if do == "forget":
        forget_kept(request)
        return HttpResponseRedirect(request.path)
    data = (read_kept(request) if do == "bring_back" else None) or request.POST
    field = read_field(race)
    typed = Typed(
        read_grid(field, data, derived),
        str(data.get("reason", ""))[:2000],
        str(data.get("order", ""))[:4000],
        str(data.get("read_version", ""))[:12],
    )
    if do == "rule":
        take_rule(typed.rows)
    elif typed.order.split() != str(data.get("order_was", "")).split():
        tokens = read_order(typed.order, field)
        typed.tokens = [token for token in tokens if token.fault]
        typed.rows = take_order(typed.rows, tokens)
    if not typed.tokens:
        typed.order = write_grid_order(typed.rows)
    if do in ("save", "publish") and _save(race, user, typed, publish=do == "publish"):
        forget_kept(request)
        done = _("The grid is on the notice board.") if do == "publish" else _("Grid saved.")
        messages.success(request, done)
        return HttpResponseRedirect(request.path)
    if typed.conflict:
        stored = Grid.objects.filter(session=race).select_related("changed_by").first()
        compare_grid(typed.rows, _read_stored(race, stored, derived).rows)
        typed.version = "" if stored is None else str(stored.version)
    return _show(request, site, user, race, derived, stored, typed)


def _fetch_race(request: HttpRequest, pk: int, *abilities: Any) -> tuple[Session, User]:
    race, user = fetch_session(request, pk, *abilities)
    if race.kind != "race":
        raise Http404
    return race, user


def _read_stored(race: Session, stored: Grid | None, derived: grids.Derived) -> Typed:
    places = list(stored.places.order_by("order")) if stored is not None else None
    rows = show_grid(read_field(race), places, derived)
    version = "" if stored is None else str(stored.version)
    return Typed(rows, stored.reason if stored else "", write_grid_order(rows), version)


def _save(race: Session, user: User, typed: Typed, *, publish: bool) -> bool:
    """Whether the grid is saved; else `typed` says why not."""
    typed.status = 422
    places = build_grid(typed.rows)
    if places is None or typed.tokens:
        return False
    try:
        grids.save_grid(
            session=race,
            version=int(typed.version) if typed.version.isascii() and typed.version.isdigit() else None,
            places=places,
            reason=typed.reason,
            publish=publish,
            by=user,
            now=clock.now(),
            recorded_at=clock.real_now(),
        )
    except StaleVersion:
        typed.conflict, typed.status = True, 409
    except Refusal as refusal:
        typed.refusal = refusal
    else:
        return True
    return False


def _show(
    request: HttpRequest,
    site: AdminSite,
    user: User,
    race: Session,
    derived: grids.Derived,
    stored: Grid | None,
    typed: Typed,
) -> HttpResponse:
    earlier = Session.objects.filter(event_id=race.event_id, order__lt=race.order).exclude(kind="practice")
    context = {
        "session": race,
        "typed": typed,
        "derived": derived,
        "stored": stored,
        "sources": list(earlier.order_by("order")),
        "ways": Session.GridBy.choices,
        "zone": race.event.circuit.time_zone if race.event.circuit else "UTC",
        "may_enter": may(user, ENTER, list_season_ids(race)),
        "kept_at": find_kept_at(request),
        "results": find_address("session_results", race.pk),
    }
    return render_page(
        request,
        site,
        "backoffice/grids/grid.html",
        context,
        title=_("Grid: %(name)s") % {"name": race.name},
        crumbs=[(str(race.event), find_address("desk", race.event_id))],
        status=typed.status,
    )


@require_POST
def set_rule(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """From which session the grid follows, by what, with how many reversed."""
    race, user = _fetch_race(request, pk, ENTER)
    here = HttpResponseRedirect(reverse("admin:session_grid", args=[race.pk]))
    data = request.POST
    source = Session.objects.filter(event_id=race.event_id, pk=_number(data.get("grid_from", ""))).first()
    try:
        grids.set_grid_rule(
            session=race,
            version=_number(data.get("read_version", "")),
            grid_from=source,
            grid_by=data.get("grid_by", ""),
            grid_reversed=_number(data.get("grid_reversed", "")),
            by=user,
            recorded_at=clock.real_now(),
        )
    except StaleVersion:
        messages.error(
            request, _("Somebody changed this race since you read it. Here is what is stored; choose again.")
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The rule of the grid is saved."))
    return here


def _number(text: str) -> int:
    """A count typed; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
