"""The whole list in one form: one row a car, saved all or none."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.entry_words import write_problem
from championships.backoffice.views.entries.frame import Held, hold_event
from championships.backoffice.views.entries.typed import (
    ENROLLED,
    PART_WORDS,
    Reader,
    TypedRow,
    digest,
    name_column,
    read_texts,
    write_texts,
)
from championships.backoffice.views.pages import render_page
from championships.exchange.entry_lists.naming import Names, load_names
from championships.models import Round
from championships.officiating.enrolled import Enrolled
from championships.officiating.entries import save_entries
from championships.officiating.entry_values import EntryChange, Saved, StaleEntries
from championships.officiating.errors import Refusal

_MOST_DRIVERS = 6
_MOST_ADDED = 40
ANSWER = "answer-"
LISTED = 600  # names offered while typing; what is typed is found among all


@require_http_methods(["GET", "POST"])
def entry_list(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The list. A POST saves it; `do=add` gives more rows and keeps what was typed."""
    held = hold_event(request, pk, to_write=request.method == "POST")
    names = load_names()
    drivers = _count_drivers(held, request.POST or request.GET)
    if request.method != "POST":
        rows = _list_rows(held, names, drivers, more=_read_count(request.GET.get("add", "")))
        return _answer(request, site, held, names, rows, drivers)
    rows = _read_rows(held, names, drivers, request.POST)
    if request.POST.get("do") == "add":
        held_new = sum(row.entry is None for row in rows)
        rows += _blank_rows(held, names, drivers, range(held_new + 1, held_new + 6))
        return _answer(request, site, held, names, rows, drivers)
    refusal: Refusal | None = None
    try:
        saved = _save(held, names, rows, request.POST)
    except StaleEntries:
        # Saved by somebody else between the reading of this page and its writing: shown like any other.
        held = hold_event(request, pk, to_write=True)
        rows = _read_rows(held, names, drivers, request.POST)
        saved = None
    except Refusal as found:
        refusal, saved = found, None
    if saved is not None:
        _tell(request, saved)
        return HttpResponseRedirect(reverse("admin:entry_list", args=[pk]))
    return _answer(request, site, held, names, rows, drivers, refusal=refusal)


def _save(held: Held, names: Names, rows: list[TypedRow], data: QueryDict) -> Saved | None:
    """What was saved; None where rows are open (their faults, questions and conflicts stand on them)."""
    enrolled = Enrolled(list(Round.objects.filter(pk__in=[column.pk for column in held.rounds]).order_by("pk")))
    reader = Reader(held.rounds, names, enrolled, read_answers(data))
    changes: list[EntryChange] = []
    removed: list[tuple[int, int]] = []
    for row in rows:
        if row.entry is None and not row.gone and row.is_blank:
            continue
        if row.entry is not None and not row.is_touched:
            continue
        if row.remove:
            if row.entry is not None and not row.theirs:
                removed.append((row.entry.pk, row.version or 0))
            continue
        values = reader.read(row)
        if values is not None and not row.is_open:
            changes.append(
                EntryChange(values=values, entry_id=row.entry.pk if row.entry else None, version=row.version)
            )
    if any(row.is_open for row in rows):
        return None
    return save_entries(
        event=held.event,
        changes=changes,
        removed=removed,
        season_ids=held.season_ids,
        by=held.user,
        now=clock.now(),
        recorded_at=clock.real_now(),
    )


def read_answers(data: QueryDict) -> dict[str, str]:
    """Question key -> answer, as the form sent them."""
    return {name.removeprefix(ANSWER): str(value) for name, value in data.items() if name.startswith(ANSWER)}


def _count_drivers(held: Held, asked: QueryDict) -> int:
    """How many columns for drivers: one, as many as the largest crew, or as many as were asked for."""
    crews = max((len(row.crew) for row in held.page.rows), default=0)
    return min(max(1, crews, _read_count(asked.get("drivers", ""))), max(_MOST_DRIVERS, crews))


def _read_count(text: str) -> int:
    return min(int(text), _MOST_ADDED) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _list_rows(held: Held, names: Names, drivers: int, *, more: int = 0) -> list[TypedRow]:
    rows = []
    for row in held.page.rows:
        texts = write_texts(row, held.rounds, drivers, names)
        rows.append(TypedRow(f"e{row.pk}", texts, row, row.version, digest(texts)))
    if held.may_write:
        rows += _blank_rows(held, names, drivers, range(1, 1 + (more or (3 if rows else 10))))
    return rows


def _blank_rows(held: Held, names: Names, drivers: int, places: range) -> list[TypedRow]:
    return [TypedRow(f"n{place}", write_texts(None, held.rounds, drivers, names)) for place in places]


def _read_rows(held: Held, names: Names, drivers: int, data: QueryDict) -> list[TypedRow]:
    """The rows as sent, in the order of the list; rows others have added meanwhile are among them."""
    sent = list(dict.fromkeys(data.getlist("row")))
    blank = write_texts(None, held.rounds, drivers, names)
    rows = []
    known = set()
    for row in held.page.rows:
        key = f"e{row.pk}"
        known.add(key)
        stored = write_texts(row, held.rounds, drivers, names)
        if key not in sent:
            rows.append(TypedRow(key, stored, row, row.version, digest(stored)))
            continue
        typed = TypedRow(
            key, read_texts(key, blank, data), row, base=data.get(f"{key}-base", ""), remove=f"{key}-remove" in data
        )
        version = data.get(f"{key}-version", "")
        typed.version = row.version
        if not typed.is_touched:
            typed.texts, typed.base = stored, digest(stored)
        elif version != str(row.version):
            typed.theirs = _compare(typed, stored, held)
            typed.base = digest(stored)  # the official has now seen both: the next save starts from what is stored
        rows.append(typed)
    for key in sent:
        if key in known or not _is_key(key):
            continue
        typed = TypedRow(key, read_texts(key, blank, data), base=data.get(f"{key}-base", ""))
        if key.startswith("e"):
            if not typed.is_touched:
                continue  # removed by somebody else, and not touched here
            typed.key, typed.gone = f"n{len(sent) + len(rows)}", True
        rows.append(typed)
    return rows


def _is_key(key: str) -> bool:
    return key[:1] in {"e", "n"} and key[1:].isascii() and key[1:].isdigit() and len(key) < 20


def _compare(row: TypedRow, stored: Mapping[str, str], held: Held) -> list[tuple[str, str]]:
    """What somebody else has stored in this row, where it is not what was typed."""
    if row.remove:
        return [(_("Saved by somebody else"), _("look at the row before removing it"))]
    differing = [name for name in stored if stored[name] != row.texts.get(name)]
    return [(name_column(name, held.rounds), _show(name, stored[name])) for name in differing]


def _show(name: str, text: str) -> str:
    if name.startswith("part"):
        return str(PART_WORDS.get(text, text))
    if name == "withdrawn":
        return _("yes") if text else _("no")
    return text or "–"


def _tell(request: HttpRequest, saved: Saved) -> None:
    """What was saved, and what was not altered by it."""
    if saved.is_nothing:
        messages.info(request, _("Nothing was changed."), extra_tags="saved")
        return
    sentences = []
    if saved.added:
        count = len(saved.added)
        sentences.append(ngettext("%(count)s car entered.", "%(count)s cars entered.", count) % {"count": count})
    if saved.changed:
        count = len(saved.changed)
        sentences.append(ngettext("%(count)s car changed.", "%(count)s cars changed.", count) % {"count": count})
    if saved.removed:
        count = len(saved.removed)
        sentences.append(ngettext("%(count)s car removed.", "%(count)s cars removed.", count) % {"count": count})
    messages.success(request, " ".join(sentences), extra_tags="saved")
    tell_consequences(request, saved)


def tell_consequences(request: HttpRequest, saved: Saved) -> None:
    """Tables computed anew, and results that keep what they say."""
    if saved.revised:
        messages.info(request, _("Tables computed anew: %(seasons)s.") % {"seasons": ", ".join(saved.revised)})
    if saved.kept:
        messages.warning(
            request,
            _("Results already published keep the drivers and the team they name: car %(cars)s.")
            % {"cars": ", ".join(number or "?" for number in saved.kept)},
        )


def _answer(
    request: HttpRequest,
    site: AdminSite,
    held: Held,
    names: Names,
    rows: list[TypedRow],
    drivers: int,
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    for row in rows:
        if row.entry is not None:
            row.problems = [write_problem(problem, held.page) for problem in row.entry.problems]
    open_rows = [row for row in rows if row.is_open]
    return render_page(
        request,
        site,
        "backoffice/entries/list.html",
        {
            "held": held,
            "event": held.event,
            "lines": [_build_line(row, held, drivers) for row in rows],
            "drivers": [_("Driver %(place)s") % {"place": place} for place in range(1, drivers + 1)],
            "driver_count": drivers,
            "columns": 6 + drivers + 2 * len(held.rounds) + len(held.page.rounds) - len(held.rounds),
            "more_drivers": drivers + 1 if drivers < _MOST_DRIVERS else None,
            "questions": _gather_questions(rows, request),
            "has_conflict": any(row.theirs or row.gone for row in rows),
            "has_fault": any(row.faults for row in rows),
            "refusal": refusal,
            "nothing_saved": bool(open_rows or refusal),
            "foreign": [column for column in held.page.rounds if column not in held.rounds],
            "listed_drivers": _offer(names, "driver", held),
            "listed_teams": _offer(names, "team", held),
            "listed_entrants": _offer(names, "entrant", held),
            "entered": sum(not row.withdrawn for row in held.page.rows),
            "withdrawn": sum(row.withdrawn for row in held.page.rows),
            "odd": sum(bool(row.problems) for row in held.page.rows),
        },
        title=_("Entry list: %(event)s") % {"event": held.event},
        crumbs=held.crumbs,
    )


def _gather_questions(rows: list[TypedRow], request: HttpRequest) -> list[dict[str, Any]]:
    """Each open question once, and the answers given already, which must not be lost."""
    asked = {question.key: question for row in rows for question in row.questions}
    given = read_answers(request.POST) if request.method == "POST" else {}
    shown = [{"question": question, "name": f"{ANSWER}{key}"} for key, question in asked.items()]
    kept = [{"name": f"{ANSWER}{key}", "value": value} for key, value in given.items() if key not in asked]
    return [*shown, *kept]


def _offer(names: Names, kind: str, held: Held) -> list[str]:
    """Names to choose from while typing: first those on the list, then the others, within bounds."""
    directory = names.of(kind)
    first = {
        "driver": [member.pk for row in held.page.rows for member in row.crew],
        "team": [row.team_pk for row in held.page.rows if row.team_pk],
        "entrant": [row.entrant_pk for row in held.page.rows if row.entrant_pk],
    }[kind]
    keys = dict.fromkeys([*first, *directory.people])
    return sorted(directory.label(pk) for pk in list(keys)[:LISTED])


def _build_line(row: TypedRow, held: Held, drivers: int) -> dict[str, Any]:
    """A row as the template shows it: its cells with names, labels, values and faults."""
    car = row.texts["number"] or _("new car")
    faults: dict[str, list[str]] = {}
    for name, sentence in row.faults:
        faults.setdefault(name, []).append(sentence)
    asked = {question.text for question in row.questions}

    def cell(name: str) -> dict[str, Any]:
        text = row.texts[name]
        return {
            "name": f"{row.key}-{name}",
            "value": text,
            "label": _("%(field)s, car %(number)s") % {"field": name_column(name, held.rounds), "number": car},
            "plain": name_column(name, held.rounds),
            "faults": faults.get(name, []),
            "invalid": name in faults or bool(text and text in asked),
        }

    parts = []
    for column in held.rounds:
        part = cell(f"part{column.pk}")
        words = dict(PART_WORDS) | ({ENROLLED: _("as enrolled")} if row.entry is None else {})
        part["options"] = [(code, word, code == part["value"]) for code, word in words.items()]
        stored = row.entry.parts.get(column.pk) if row.entry else None
        parts.append(
            {
                "column": column,
                "part": part,
                "class": cell(f"class{column.pk}"),
                "categories": stored.categories if stored else (),
            }
        )
    foreign = [
        (column, row.entry.parts.get(column.pk) if row.entry else None)
        for column in held.page.rounds
        if column not in held.rounds
    ]
    return {
        "row": row,
        "car": car,
        "number": cell("number"),
        "drivers": [cell(f"driver{place}") for place in range(1, drivers + 1)],
        "replaces": [cell(f"replaces{place}") for place in range(1, drivers + 1)],
        "team": cell("team"),
        "entrant": cell("entrant"),
        "car_name": cell("car"),
        "transponder": cell("transponder"),
        "second_transponder": cell("second_transponder"),
        "withdrawn": cell("withdrawn"),
        "parts": parts,
        "foreign": foreign,
        "substitutes": [
            (member.name, member.replaced) for member in (row.entry.crew if row.entry else ()) if member.replaced
        ],
        "is_marked": bool(row.is_open or row.problems),
        "opened": bool(row.texts["entrant"] or row.texts["second_transponder"] or row.faults)
        or any(row.texts[f"replaces{place}"] for place in range(1, drivers + 1)),
    }
