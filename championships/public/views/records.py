"""Records: of every championship, and of one, filtered by the address."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.records_table import (
    build_fields,
    build_leader_cards,
    build_records_table,
    explain_kind,
    list_tabs,
    name_kinds,
    tell_history,
    tell_problem,
    write_query,
)
from championships.public.rendering import render_page
from championships.queries.record_values import Kind, RecordQuestion
from championships.queries.records import load_record_leaders, load_records


@require_safe
def show_all_records(request: HttpRequest) -> HttpResponse:
    """Who has won most in each championship; `?championship=…` leads to its records with the same question."""
    asked = request.GET.get("championship", "")
    if asked:
        return HttpResponseRedirect(_locate(asked) + write_query(read_question(request.GET)))
    now = clock.now()
    leaders = load_record_leaders(at=now)
    return render_page(
        request,
        "public/records_all.html",
        leaders,
        now=now,
        section="records",
        cards=build_leader_cards(leaders),
        kinds=name_kinds(),
    )


def _locate(championship: str) -> str:
    """The records of a championship. Raises Http404 where that can be no address."""
    if not championship.replace("-", "").replace("_", "").isalnum() or not championship.isascii():
        raise Http404
    return reverse("records", args=[championship])


@require_safe
def show_records(request: HttpRequest, championship: str) -> HttpResponse:
    now = clock.now()
    question = read_question(request.GET)
    page = load_records(championship, question, at=now)
    if page is None:
        raise Http404
    home = page.championship
    return render_page(
        request,
        "public/records.html",
        page,
        now=now,
        section="records",
        demo=home.name if home.demo else "",
        title=name_kinds()[question.kind],
        table=build_records_table(page),
        problem=tell_problem(page.problem) if page.problem else "",
        rule=explain_kind(question.kind),
        history=tell_history(page),
        fields=build_fields(page),
        tabs=list_tabs(page),
        back=write_query(question, page=question.page - 1) or "?" if question.page > 1 else "",
        on=write_query(question, page=question.page + 1) if question.page < page.pages else "",
    )


def read_question(asked: QueryDict) -> RecordQuestion:
    """The question of an address. Raises Http404 for a figure or a page that does not exist."""
    number = asked.get("page", "1")
    kind = asked.get("kind") or Kind.WINS.value
    if kind not in set(Kind) or not (number.isascii() and number.isdecimal() and 0 < int(number[:6]) < 100_000):
        raise Http404
    return RecordQuestion(
        kind=Kind(kind),
        first=asked.get("from", ""),
        last=asked.get("to", ""),
        category=asked.get("category", ""),
        circuit=asked.get("circuit", ""),
        page=int(number[:6]),
    )
