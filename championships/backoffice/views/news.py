"""News: written in both languages, for the site or for one championship, published now or at a time to come."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from championships import clock
from championships.backoffice.permissions import EDIT, fetch_official
from championships.backoffice.text_forms import Difference, NewsForm, list_differences
from championships.backoffice.views.pages import Crumb, guard, render_page
from championships.backoffice.views.text_publication import LANGUAGES, Publication, answer_publication, tell_state
from championships.models import Championship, News, Photo, Season, StaleVersion, User
from championships.officiating.editorial import (
    NewsText,
    publish_news,
    read_news,
    save_news,
    start_news,
    unschedule_news,
)
from championships.officiating.errors import Refusal
from championships.officiating.roles import list_scope
from championships.public.drafts import answer_news, in_language, link_languages
from championships.queries.news import default_zone, load_news

LIST_LIMIT = 200
PHOTO_LIMIT = 60


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of these pages, inside the admin."""
    return [
        path("news/", guard(site, show_list), name="news_list"),
        path("news/new/", guard(site, write_new), name="news_new"),
        path("news/<int:pk>/", guard(site, write), name="news"),
        path("news/<int:pk>/publish/", guard(site, publish), name="news_publish"),
        path("news/<int:pk>/look/<str:language>/", guard(site, look), name="news_look"),
    ]


def list_championships(user: User) -> tuple[list[Championship], bool]:
    """Those this person edits, and whether the whole site is theirs."""
    scope = list_scope(user, EDIT)
    rows = Championship.objects.order_by("order", "slug")
    if scope is None:
        return list(rows), True
    return list(rows.filter(seasons__in=scope).distinct()), False


def fetch_news(request: HttpRequest, pk: int) -> tuple[News, User]:
    """The news item, and the person who edits its championship (or the whole site). Raises Http404."""
    user = fetch_official(request, EDIT)
    news = get_object_or_404(News.objects.select_related("championship", "photo"), pk=pk)
    scope = list_scope(user, EDIT)
    if scope is not None:
        held = Season.objects.filter(championship=news.championship_id, pk__in=scope) if news.championship_id else None
        if held is None or not held.exists():
            raise Http404
    return news, user


@require_safe
def show_list(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    user = fetch_official(request, EDIT)
    homes, whole = list_championships(user)
    rows = News.objects.select_related("championship").order_by("-pk")
    if not whole:
        rows = rows.filter(championship__in=homes)
    now = clock.now()
    listed = [{"news": news, "state": tell_state(news, now)} for news in rows[:LIST_LIMIT]]
    context = {"rows": listed, "zone": default_zone()}
    return render_page(request, site, "backoffice/news/list.html", context, title=_("News"))


@require_http_methods(["GET", "POST"])
def write_new(request: HttpRequest, *, site: AdminSite) -> HttpResponse:
    return _write(request, site, None, fetch_official(request, EDIT))


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    news, user = fetch_news(request, pk)
    return _write(request, site, news, user)


def _make_form(news: News | None, text: NewsText, user: User, data: Any) -> NewsForm:
    homes, whole = list_championships(user)
    return NewsForm(
        data,
        initial={
            "read_version": news.version if news else None,
            "title_fr": text.title_fr,
            "title_en": text.title_en,
            "body_fr": text.body_fr,
            "body_en": text.body_en,
            "photo": text.photo_id,
        },
        championships=homes,
        whole_site=whole,
        photos=_list_photos(user, text.photo_id),
        fixed=news is not None,
    )


def _list_photos(user: User, chosen: int | None) -> list[Photo]:
    """The newest photographs of this person's events and drivers; the one chosen already is always among them."""
    scope = list_scope(user, EDIT)
    rows = Photo.objects.order_by("-pk")
    if scope is not None:
        rows = rows.filter(
            Q(event__rounds__season__in=scope)
            | Q(driver__enrolments__season__in=scope)
            | Q(driver__crews__entry__event__rounds__season__in=scope)
        ).distinct()
    found = list(rows[:PHOTO_LIMIT])
    if chosen and chosen not in {photo.pk for photo in found}:
        found += list(Photo.objects.filter(pk=chosen))
    return found


def _write(request: HttpRequest, site: AdminSite, news: News | None, user: User) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = _make_form(news, read_news(news) if news else NewsText(), user, data)
    differences: list[Difference] = []
    faults: list[str] = []
    if data is not None and form.is_valid():
        try:
            saved = _save(news, form, user)
        except Refusal as refusal:
            faults = [str(refusal.message), *map(str, refusal.details)]
        except StaleVersion:
            news = News.objects.select_related("championship", "photo").get(pk=news.pk if news else 0)
            if read_news(news) == form.read():  # the same form sent twice
                return HttpResponseRedirect(reverse("admin:news", args=[news.pk]))
            differences = list_differences([form], [_make_form(news, read_news(news), user, None).initial])
            bound = data.copy()
            bound["read_version"] = str(news.version)  # the editor has seen both: the next save starts from here
            form = _make_form(news, read_news(news), user, bound)
            form.is_valid()
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("admin:news", args=[saved.pk]))
    context = {
        "form": form,
        "news": news,
        "state": tell_state(news, clock.now()),
        "zone": find_zone(news),
        "differences": differences,
        "faults": faults,
        "faulty": data is not None and not differences and not faults,
        "keep": f"news-{news.pk if news else 'new'}-{user.pk}",
    }
    title = str(news) if news else _("A news item")
    crumbs = [(gettext_lazy("News"), reverse("admin:news_list"))]
    status = 409 if differences or faults else 200
    return render_page(request, site, "backoffice/news/write.html", context, title=title, crumbs=crumbs, status=status)


def find_zone(news: News | None) -> str:
    """The zone of the newest season of its championship."""
    if news is None or news.championship_id is None:
        return default_zone()
    seasons = Season.objects.filter(championship=news.championship_id).order_by("-year", "-pk")
    return seasons.values_list("time_zone", flat=True).first() or default_zone()


def _save(news: News | None, form: NewsForm, user: User) -> News:
    typed = form.cleaned_data
    if news is None:
        home = Championship.objects.filter(pk=typed.get("championship") or 0).first()
        return start_news(championship=home, text=form.read(), by=user, recorded_at=clock.real_now())
    return save_news(
        news=news,
        version=typed["read_version"] or 0,
        text=form.read(),
        by=user,
        now=clock.now(),
        recorded_at=clock.real_now(),
    )


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, *, site: AdminSite, pk: int) -> HttpResponse:
    """Publish now or at a time to come, or take a planned publication back."""
    news, user = fetch_news(request, pk)
    crumbs: list[Crumb] = [
        (gettext_lazy("News"), reverse("admin:news_list")),
        (str(news), reverse("admin:news", args=[news.pk])),
    ]
    page = Publication(
        name="news",
        publish=publish_news,
        unschedule=unschedule_news,
        done=_("The news is published."),
        stale=_("Somebody changed this news meanwhile: read it again before publishing."),
        title=_("Publish: %(title)s") % {"title": news},
        crumbs=crumbs,
    )
    return answer_publication(request, site, text=news, user=user, zone=find_zone(news), page=page)


@require_safe
def look(request: HttpRequest, *, site: AdminSite, pk: int, language: str) -> HttpResponse:
    """The news item as it will stand, in one language, for the editors alone."""
    news, _user = fetch_news(request, pk)
    if language not in LANGUAGES:
        raise Http404
    now = clock.now()
    with in_language(language):
        page = load_news(news.slug, at=now, unpublished=True)
        if page is None:
            raise Http404
        addresses = {code: reverse("admin:news_look", args=[pk, code]) for code in LANGUAGES}
        return answer_news(request, page, now=now, draft=True, **link_languages(addresses, language))
