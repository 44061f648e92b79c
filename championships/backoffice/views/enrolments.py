"""Who is enrolled in a season: the list, found by name, and many names added at once."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from championships import clock
from championships.backoffice.permissions import ENTER, LOOK, PUBLISH, fetch_season, may
from championships.backoffice.views.entries.editing import ANSWER, read_answers
from championships.backoffice.views.pages import guard, render_page
from championships.exchange.entry_lists.naming import Directory, Question, load_names
from championships.exchange.entry_lists.planning import NEW
from championships.models import Category, Enrolment, Season, fold
from championships.officiating.enrolling import Terms, enrol
from championships.officiating.entry_values import NewName, Who
from championships.officiating.errors import Refusal

KINDS = ("driver", "team", "car")
_MOST_NAMES = 200


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of this page, inside the admin."""
    return [path("seasons/<int:pk>/enrolments/", guard(site, enrolments), name="season_enrolments")]


@require_http_methods(["GET", "POST"])
def enrolments(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """The enrolments; a POST adds names, one a line, all on the same terms."""
    season, user = (
        fetch_season(request, pk, PUBLISH)
        if request.method == "POST"
        else fetch_season(request, pk, LOOK, ENTER, PUBLISH)
    )
    questions: list[Question] = []
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            added = _add(request, season, user, questions)
        except Refusal as found:
            refusal, added = found, None
        if added is not None and not questions:
            text = ngettext("%(count)s enrolled.", "%(count)s enrolled.", added) % {"count": added}
            messages.success(request, text if added else _("Nobody was added: all of them are enrolled already."))
            return HttpResponseRedirect(reverse("admin:season_enrolments", args=[pk]))
    sought = request.GET.get("q", "").strip()[:80]
    rows = _list_rows(season, sought)
    typed = request.POST
    return render_page(
        request,
        site,
        "backoffice/entries/enrolments.html",
        {
            "season": season,
            "rows": rows,
            "sought": sought,
            "categories": [
                (category, str(category.pk) in typed.getlist("category"))
                for category in Category.objects.filter(championship=season.championship).order_by("slug")
            ],
            "typed": typed,
            "questions": [{"question": item, "name": f"{ANSWER}{item.key}"} for item in questions],
            "kept": [
                (f"{ANSWER}{key}", value)
                for key, value in read_answers(typed).items()
                if key not in {item.key for item in questions}
            ],
            "refusal": refusal,
            "may_write": may(user, PUBLISH, {season.pk}),
        },
        title=_("Enrolments: %(season)s") % {"season": season},
    )


def _list_rows(season: Season, sought: str) -> list[Enrolment]:
    rows = (
        Enrolment.objects.filter(season=season)
        .select_related("driver", "team")
        .prefetch_related("categories")
        .order_by("driver__sort_name", "team__search_name", "car_number", "from_round", "pk")
    )
    wanted = fold(sought)
    return [
        row
        for row in rows
        if not wanted or wanted in fold(str(row.driver or row.team or row.car_number)) or wanted in fold(row.car_class)
    ]


def _add(request: HttpRequest, season: Season, user: Any, questions: list[Question]) -> int | None:
    """How many were enrolled; None where names are open (they are put to `questions`)."""
    data = request.POST
    lines = dict.fromkeys(" ".join(line.split()) for line in data.get("names", "").splitlines() if line.strip())
    if not lines:
        raise Refusal(_("Write at least one name."))
    if len(lines) > _MOST_NAMES:
        raise Refusal(_("At most %(most)s names at a time.") % {"most": _MOST_NAMES})
    kind = data.get("kind", "driver") if data.get("kind") in KINDS else "driver"
    found: list[Who] = []
    if kind == "car":
        if any(len(line) > 8 for line in lines):
            raise Refusal(_("A number has at most 8 characters."))
    else:
        directory = load_names().of(kind)
        answers = read_answers(data)
        for line in lines:
            who = _find(directory, line, answers, questions)
            if who is not None:
                found.append(who)
    if questions:
        return None
    made = enrol(
        season=season,
        drivers=found if kind == "driver" else (),
        teams=found if kind == "team" else (),
        cars=list(lines) if kind == "car" else (),
        terms=Terms(
            from_round=_read_round(data.get("from_round", "")),
            to_round=_read_round(data.get("to_round", "")),
            car_class=data.get("car_class", "").strip(),
            guest="guest" in data,
            category_ids=frozenset(int(key) for key in data.getlist("category") if key.isascii() and key.isdigit()),
        ),
        by=user,
        now=clock.now(),
        recorded_at=clock.real_now(),
    )
    return len(made)


def _find(directory: Directory, text: str, answers: dict[str, str], questions: list[Question]) -> Who | None:
    found = directory.find(text)
    if len(found) == 1:
        return found[0]
    question = directory.ask(text)
    answer = answers.get(question.key, "")
    if answer == NEW:
        return NewName(text, len(found))
    if answer.isascii() and answer.isdigit() and int(answer) in directory.people:
        return int(answer)
    questions.append(question)
    return None


def _read_round(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1000):
        raise Refusal(_("“%(text)s” is not the number of a round.") % {"text": text})
    return int(text)
