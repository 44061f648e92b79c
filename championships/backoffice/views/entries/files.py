"""The list as a file: in with a dry run first, out as CSV, XLSX and for Orbits, and on paper."""

import csv
import io
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from championships import clock
from championships.backoffice.entry_words import write_row_fault, write_table_fault
from championships.backoffice.views.entries.describing import describe_values, list_differences
from championships.backoffice.views.entries.editing import ANSWER, read_answers, tell_consequences
from championships.backoffice.views.entries.frame import Held, hold_event, now_at
from championships.backoffice.views.pages import render_page
from championships.exchange.entry_lists.exporting import export_csv, export_xlsx
from championships.exchange.entry_lists.importing import apply_plan
from championships.exchange.entry_lists.naming import Names, load_names
from championships.exchange.entry_lists.orbits import ENCODING, export_orbits
from championships.exchange.entry_lists.planning import ListPlan, PlannedRow, plan_list
from championships.exchange.spreadsheets.reading import parse_text, read_table
from championships.exchange.spreadsheets.tables import Table, TableFault
from championships.officiating.entry_copies import sort_number
from championships.officiating.entry_values import StaleEntries
from championships.officiating.errors import Refusal

ENCODINGS = ("utf-8", "cp1252", "latin-1", "utf-16")
SEPARATORS = {";": ";", ",": ",", "tab": "\t", "|": "|"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """A file in: first what it would do, then, when nothing is open any more, done."""
    held = hold_event(request, pk, to_write=True)
    if request.method != "POST":
        return _ask(request, site, held)
    try:
        table = _read_sent(request)
    except TableFault as fault:
        return _ask(request, site, held, fault=write_table_fault(fault), status=422)
    if table is None:
        return _ask(request, site, held, fault=_("Choose a file, or paste the rows."), status=422)
    names = load_names()
    plan = plan_list(
        event=held.event, table=table, names=names, season_ids=held.season_ids, answers=read_answers(request.POST)
    )
    refusal: Refusal | None = None
    moved = False
    if request.POST.get("do") == "apply" and plan.is_ready:
        if request.POST.get("digest") == plan.digest:
            try:
                return _apply(request, held, plan)
            except StaleEntries:
                moved = True
            except Refusal as found:
                refusal = found
        else:
            moved = True
    return _show_plan(request, site, held, plan, names, refusal=refusal, moved=moved)


def _read_sent(request: HttpRequest) -> Table | None:
    """The table of a file, of pasted rows, or of the dry run shown before. Raises TableFault."""
    encoding = request.POST.get("encoding", "")
    separator = SEPARATORS.get(request.POST.get("separator", ""), "")
    sent = request.FILES.get("file")
    if sent is not None:
        known = encoding if encoding in ENCODINGS else ""
        return read_table(sent.read(), str(sent.name)[:200], encoding=known, separator=separator)
    if "content" in request.POST:
        return parse_text(request.POST["content"], request.POST.get("name", "")[:200], separator="\t")
    pasted = request.POST.get("pasted", "")
    return parse_text(pasted, _("pasted rows"), separator=separator) if pasted.strip() else None


def carry_table(table: Table) -> str:
    """The table as text that reads back to the same rows on the same lines: what a dry run hands to the next step."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    line = 1
    for row in table.rows:
        out.write("\n" * (row.line - line))
        writer.writerow(row.cells)
        line = row.line + 1
    return out.getvalue()


def _apply(request: HttpRequest, held: Held, plan: ListPlan) -> HttpResponse:
    saved = apply_plan(
        event=held.event,
        plan=plan,
        season_ids=held.season_ids,
        by=held.user,
        now=clock.now(),
        recorded_at=clock.real_now(),
    )
    added, changed = len(saved.added), len(saved.changed)
    entered = ngettext("%(count)s car entered.", "%(count)s cars entered.", added) % {"count": added}
    altered = ngettext("%(count)s car changed.", "%(count)s cars changed.", changed) % {"count": changed}
    messages.success(request, f"{entered} {altered}")
    tell_consequences(request, saved)
    return HttpResponseRedirect(reverse("admin:entry_list", args=[held.event.pk]))


def _ask(request: HttpRequest, site: AdminSite, held: Held, *, fault: str = "", status: int = 200) -> HttpResponse:
    return render_page(
        request,
        site,
        "backoffice/entries/import.html",
        {
            "held": held,
            "event": held.event,
            "fault": fault,
            "pasted": request.POST.get("pasted", ""),
            "encodings": ENCODINGS,
            "separators": tuple(SEPARATORS),
        },
        title=_("Import an entry list: %(event)s") % {"event": held.event},
        crumbs=held.list_crumbs,
        status=status,
    )


def _show_plan(
    request: HttpRequest,
    site: AdminSite,
    held: Held,
    plan: ListPlan,
    names: Names,
    *,
    refusal: Refusal | None,
    moved: bool,
) -> HttpResponse:
    answers = read_answers(request.POST)
    open_keys = {item.key for item in plan.questions} | {item.key for item in plan.cars}
    numbers = {row.pk: row for row in held.page.rows}
    words = {
        "new": _("new"),
        "changed": _("changed"),
        "same": _("as it is"),
        "unclear": _("to be answered"),
        "faulty": _("cannot be read"),
    }
    return render_page(
        request,
        site,
        "backoffice/entries/import_plan.html",
        {
            "held": held,
            "event": held.event,
            "plan": plan,
            "content": carry_table(plan.table),
            "rows": [{**_describe_row(row, names, held), "word": words[row.status]} for row in plan.rows],
            "counts": [(words[name], plan.counts.get(name, 0), name) for name in words if plan.counts.get(name, 0)],
            "questions": [{"question": item, "name": f"{ANSWER}{item.key}"} for item in plan.questions],
            "cars": [
                {
                    "question": item,
                    "name": f"{ANSWER}{item.key}",
                    "rows": [numbers[entry] for entry in item.entry_ids if entry in numbers],
                }
                for item in plan.cars
            ],
            "kept": [(f"{ANSWER}{key}", value) for key, value in answers.items() if key not in open_keys],
            "untouched": [numbers[entry] for entry in plan.untouched if entry in numbers],
            "refusal": refusal,
            "moved": moved,
        },
        title=_("Import an entry list: %(event)s") % {"event": held.event},
        crumbs=held.list_crumbs,
    )


def _describe_row(row: PlannedRow, names: Names, held: Held) -> dict[str, Any]:
    changes: list[tuple[str, str, str]] = []
    texts: list[tuple[str, str]] = []
    if row.status == "changed" and row.before is not None and row.values is not None:
        changes = list_differences(row.before, row.values, names, held.rounds)
    elif row.status == "new" and row.values is not None:
        described = describe_values(row.values, names, held.rounds)
        texts = [(label, text) for label, text in list(described.items())[2:] if text]
    return {
        "row": row,
        "number": row.cells.number or (row.values.number if row.values else ""),
        "drivers": ", ".join(row.cells.drivers),
        "changes": changes,
        "texts": texts,
        "faults": [write_row_fault(fault) for fault in row.faults],
    }


@require_safe
def export(request: HttpRequest, *, site: AdminSite, pk: int, kind: str) -> HttpResponse:
    """The list as a file: csv, xlsx, or txt for Orbits (`?session=`: whose drivers come first)."""
    held = hold_event(request, pk, to_write=False)
    language = get_language() or "en"
    asked = request.GET.get("session", "")
    session = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    if kind == "csv":
        data, content_type = export_csv(held.page, language), "text/csv; charset=utf-8"
    elif kind == "xlsx":
        data, content_type = export_xlsx(held.page, language), _XLSX
    elif kind == "txt":
        data, content_type = export_orbits(held.page, session=session), f"text/plain; charset={ENCODING}"
    else:
        raise Http404
    stem = "orbits" if kind == "txt" else "entries"
    name = f"{stem}-{held.event.year}-{held.event.slug}.{kind}"
    return HttpResponse(
        data, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_safe
def print_list(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The list for the notice board: A4, with its state and the time at the venue."""
    held = hold_event(request, pk, to_write=False)
    rows = sorted(held.page.rows, key=lambda row: sort_number(row.number))
    now = now_at(held.event)
    return render_page(
        request,
        site,
        "backoffice/entries/print.html",
        {
            "held": held,
            "event": held.event,
            "rows": [
                {"row": row, "parts": [(column, row.parts.get(column.pk)) for column in held.page.rounds]}
                for row in rows
            ],
            "has_cars": any(row.car for row in rows),
            "has_entrants": any(row.entrant for row in rows),
            "entered": sum(not row.withdrawn for row in rows),
            "withdrawn": sum(row.withdrawn for row in rows),
            # Written here: a template would turn the venue's time into the server's.
            "day": date_format(now, "DATE_FORMAT"),
            "time": now.strftime("%H:%M"),
            "zone": str(now.tzinfo),
        },
        title=_("Entry list: %(event)s") % {"event": held.event},
        crumbs=held.list_crumbs,
    )
