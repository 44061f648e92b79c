"""The results of a session: type them, save them as a draft, go on to publish. A draft is seen by nobody outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from championships import clock
from championships.backoffice.addresses import find_address
from championships.backoffice.permissions import ENTER, PUBLISH, fetch_session, list_season_ids, may, require
from championships.backoffice.results.about import About, list_fastest, list_origins, list_poles, read_about, show_about
from championships.backoffice.results.conflicts import choose, compare
from championships.backoffice.results.keeping import find_kept_at, forget_kept, keep_what_is_typed, read_kept
from championships.backoffice.results.page import Stored, name_last_writer, read_page
from championships.backoffice.results.quick import Token, read_order
from championships.backoffice.results.reading import read_rows
from championships.backoffice.results.rows import Row, apply_order, order_by_best, read_posted, sort_rows
from championships.backoffice.results.showing import list_warned, name_columns, show_order, show_rows
from championships.backoffice.results.statuses import list_keys
from championships.backoffice.results.words import list_words
from championships.backoffice.views.pages import guard, render_page
from championships.models import Session, Sheet, StaleVersion, User
from championships.officiating import entry
from championships.officiating.errors import Refusal
from championships.scoring.checks import Level, Problem
from championships.scoring.vocabulary import SheetOrigin

_FETCH = "fetch"  # what the page's own script says of itself
_REORDER = ("fill", "order_best", "bring_back")  # these show the form again and save nothing


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("sessions/<int:pk>/results/", keep_what_is_typed(guard(site, results)), name="session_results"),
        path("sessions/<int:pk>/results/discard/", guard(site, discard), name="session_discard"),
    ]


@dataclass(slots=True)
class Typed:
    """The form as it stands: from what is stored, or from what was sent."""

    rows: list[Row]
    about: About
    order: str
    tokens: Sequence[Token] = ()  # those of the quick line that are not understood
    refusal: Refusal | None = None
    conflict: bool = False
    status: int = 200
    again: bool = False  # shown again on purpose: nothing is wrong, and nothing is saved


@require_http_methods(["GET", "POST"])
def results(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The entry page. A POST saves the draft; `do` says what else: next, fill, order_best, bring_back, forget."""
    session, user = fetch_session(request, pk, ENTER, PUBLISH)
    if request.method == "GET":
        return _show(request, site, user, read_page(session, at=clock.now()))
    require(user, ENTER, session)
    do = request.POST.get("do", "save")
    if do == "forget":
        forget_kept(request)
        return HttpResponseRedirect(reverse("admin:session_results", args=[session.pk]))
    stored = read_page(session, at=clock.now())
    data = (read_kept(request) if do == "bring_back" else None) or request.POST
    typed = _read(data, stored, do)
    if do in _REORDER:
        typed.again = True
        return _show(request, site, user, stored, typed)
    saved = _save(session, user, stored, typed)
    if saved is None:
        if typed.conflict:
            stored = read_page(session, at=clock.now())
            _show_both(typed, stored)
        return _show(request, site, user, stored, typed)
    forget_kept(request)
    return _answer_saved(request, site, user, session, saved, do)


def _read(data: QueryDict, stored: Stored, do: str) -> Typed:
    """What was sent, with the quick line laid over the rows where it was changed."""
    about = read_about(data, stored)
    rows = read_posted(data, data.getlist, stored.field)
    rows = choose(rows, stored.make_rows(), data)
    order, before = str(data.get("order", ""))[:4000], str(data.get("order_was", ""))[:4000]
    faulty: list[Token] = []
    if order.split() != before.split():
        tokens = read_order(order, stored.field)
        faulty = [token for token in tokens if token.fault]
        rows = apply_order(rows, tokens, before, stored.field)
    if do == "order_best":
        rows = order_by_best(rows)
    if not faulty:
        order = show_order(rows, stored.field)
    return Typed(sort_rows(rows), about, order, faulty)


def _save(session: Session, user: User, stored: Stored, typed: Typed) -> Sheet | None:
    """The draft as saved. None: nothing was, and `typed` says why."""
    about = typed.about
    origin = SheetOrigin(about.origin)
    typed.status = 422
    if stored.crowded:
        typed.refusal = Refusal(_("This sheet has several lines for one car; it is corrected by importing it again."))
        return None
    readable = about.check()
    reading = read_rows(
        typed.rows,
        origin=origin,
        race=stored.is_race,
        laps=about.laps_run if readable else None,
        marks=about.marks(race=stored.is_race),
        stored=stored.lines,
    )
    if reading is None or typed.tokens or not readable:
        return None
    try:
        return entry.enter_results(
            session=session,
            version=about.version,
            lines=reading.lines,
            about=entry.SheetEntry(origin=origin, complete=about.complete, laps=reading.laps),
            by=user,
            now=clock.now(),
            recorded_at=clock.real_now(),
        )
    except StaleVersion:
        typed.conflict, typed.status = True, 409
    except Refusal as refusal:
        typed.refusal = refusal
    return None


def _show_both(typed: Typed, stored: Stored) -> None:
    """Beside each typed row what somebody else has stored; the next save starts from the stored version."""
    compare(typed.rows, stored.make_rows())
    typed.about.read_version = "" if stored.version is None else str(stored.version)


def _answer_saved(
    request: HttpRequest, site: AdminSite, user: User, session: Session, saved: Sheet, do: str
) -> HttpResponse:
    here = reverse("admin:session_results", args=[session.pk])
    after = reverse("admin:session_publish", args=[session.pk]) if do == "next" else here
    if request.headers.get("X-Requested-With") == _FETCH:
        if do == "next":
            return JsonResponse({"next": after, "version": saved.version})
        answer = _show(request, site, user, read_page(session, at=clock.now()))
        answer["X-Saved-Version"] = str(saved.version)
        return answer
    if do != "next":
        messages.success(request, _("Draft saved."))
        after = f"{here}?saved={saved.version}"
    return HttpResponseRedirect(after)


def _show(
    request: HttpRequest, site: AdminSite, user: User, stored: Stored, typed: Typed | None = None
) -> HttpResponse:
    if typed is None:
        rows = stored.make_rows()
        typed = Typed(rows, show_about(stored), show_order(rows, stored.field))
    session, seasons = stored.session, list_season_ids(stored.session)
    problems = entry.check_sheet(stored.sheet, at=clock.now()) if stored.has_draft and stored.sheet else ()
    columns = stored.list_columns(typed.rows)
    shown = show_rows(typed.rows, stored, columns, problems)
    warned = list_warned(shown, stored, problems)
    heads = name_columns()
    writer = name_last_writer(stored) if stored.has_draft else None
    zone = session.event.circuit.time_zone if session.event.circuit else "UTC"
    context: dict[str, Any] = {
        "session": session,
        "stored": stored,
        "typed": typed,
        "about": typed.about,
        "rows": shown,
        "columns": [(name, heads[name]) for name in columns],
        "warned": warned,
        "count_faults": sum(len(row.faults) for row in shown) + len(typed.tokens),
        "left": [row for row in shown if row.car is not None and not row.placed],
        "count_placed": sum(row.placed for row in shown),
        "keys": list_keys(),
        "origins": list_origins(),
        "fastest_choices": list_fastest(stored),
        "pole_choices": list_poles(stored),
        "saved_by": writer[0] if writer else "",
        "saved_at": writer[1] if writer else None,
        "zone": zone,
        "may_enter": may(user, ENTER, seasons),
        "may_publish": may(user, PUBLISH, seasons),
        "links": {
            "timing": find_address("timing_import", session.pk),
            "grid": find_address("session_grid", session.pk) if stored.is_race else "",
            "entries": find_address("entry_list", session.event_id),
            "publish": find_address("session_publish", session.pk),
        },
        "why_not": _say_why_not(problems, user, seasons),
        "kept_at": find_kept_at(request),
        "script": {
            "session": session.pk,
            "user": user.pk,
            "race": stored.is_race,
            "zone": zone,
            "login": reverse("admin:login"),
            "cars": [
                {"pk": car.pk, "number": car.number, "label": car.label, "name": car.name, "team": car.team}
                for car in stored.field.cars
            ],
            "keys": {key: code for key, code, _word in list_keys()},
            "words": list_words(),
        },
    }
    crumbs = [(str(session.event), _find_desk(session))]
    return render_page(
        request,
        site,
        "backoffice/results/entry.html",
        context,
        title=session.name,
        crumbs=crumbs,
        status=typed.status,
    )


def _find_desk(session: Session) -> str:
    return find_address("desk", session.event_id)


def _say_why_not(problems: Sequence[Problem], user: User, seasons: set[int]) -> str:
    """Why this draft cannot be published as it stands; empty: it can."""
    if not may(user, PUBLISH, seasons):
        return _("Publishing is for the clerk of the course: save, and tell him that the draft is ready.")
    if any(problem.level is Level.ERROR for problem in problems):
        return _("The draft as saved has errors: they stop the publication until they are mended.")
    return ""


@require_POST
def discard(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """Throw the draft away. What was published stays."""
    session, user = fetch_session(request, pk, ENTER)
    here = HttpResponseRedirect(reverse("admin:session_results", args=[session.pk]))
    sheet = Sheet.objects.filter(session=session, draft=True).first()
    version = request.POST.get("read_version", "")
    if sheet is None or not (version.isascii() and version.isdigit()):
        messages.error(request, _("There is no draft to throw away."))
        return here
    if not request.POST.get("sure"):
        messages.error(request, _("Tick the box first: a draft thrown away does not come back."))
        return here
    try:
        entry.discard_draft(sheet=sheet, version=int(version), by=user, recorded_at=clock.real_now())
    except StaleVersion:
        messages.error(request, _("Somebody saved this draft since you read it: it was not thrown away."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is thrown away. What was published stays as it is."))
    return here
