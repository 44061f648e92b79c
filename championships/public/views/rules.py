"""The rules of a season in words and tables, with their worked examples."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.formatting.rule_differences import tell_differences
from championships.formatting.rules import tell_rules, write_title
from championships.public.rendering import language, render_page
from championships.queries.rule_pages import load_rules


@require_safe
def show_rules(request: HttpRequest, championship: str, season: str) -> HttpResponse:
    now = clock.now()
    page = load_rules(championship, season, at=now)
    if page is None:
        raise Http404
    titles = {table.id: write_title(table) for table in page.book.tables}
    return render_page(
        request,
        "public/rules.html",
        page,
        now=now,
        section="championships",
        demo=page.season.name if page.season.demo else "",
        rules=tell_rules(page.book, page.names),
        examples=[(view.example, [(titles[one.standings], one) for one in view.tables]) for view in page.examples],
        french=language() == "fr",
        versions=[(version, tell_differences(version.differences)) for version in page.versions],
    )
