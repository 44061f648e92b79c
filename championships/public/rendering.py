"""How every public page is answered: the frame’s context, no cookie. Only views and drafts import this, never heads."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from championships.public.heads import find_head
from championships.public.languages import LANGUAGE_NAMES, LanguageLink, language, list_languages

__all__ = ["LANGUAGE_NAMES", "LanguageLink", "label_demo", "language", "list_languages", "render_page"]


def label_demo(name: str) -> str:
    """The sentence of the demonstration line: `name` is the championship, the person or the event."""
    return _("%(name)s is invented: championship, people, teams and results.") % {"name": name}


def _find_canonical(request: HttpRequest) -> str:
    """The address of the page without what only filters or dates it; a further page of a list is a page of its own."""
    number = request.GET.get("page", "")
    query = f"?page={number}" if number.isascii() and number.isdigit() and number != "1" else ""
    return request.build_absolute_uri(request.path) + query


def render_page(
    request: HttpRequest,
    template: str,
    page: object,
    *,
    now: datetime,
    section: str = "",
    demo: str = "",
    **extra: object,
) -> HttpResponse:
    """Answer a page. `page` is its frozen value; `demo` names what is invented, empty where nothing is."""
    languages = list_languages(request)
    context: dict[str, object] = {
        "page": page,
        "site_year": now.year,
        "section": section,
        "demo_label": label_demo(demo) if demo else "",
        "languages": languages,
        "default_language_href": next(
            link.href for link in languages if link.code == settings.PADDOCK_DEFAULT_LANGUAGE
        ),
        "canonical": _find_canonical(request),
        **extra,
    }
    if context["canonical"]:  # else it is a draft, looked at in the office
        context["head"] = find_head(page, request)
    return render(request, template, context)
