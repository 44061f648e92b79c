"""How every public page is answered: the frame's context, the languages of the address, no cookie."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in one language. `code` x-default: for a reader who asked for neither."""

    code: str
    name: str
    short: str
    href: str
    current: bool


def language() -> str:
    """The language the page is written in: "fr" or "en"."""
    return (get_language() or settings.PADDOCK_DEFAULT_LANGUAGE)[:2]


def list_languages(request: HttpRequest) -> list[LanguageLink]:
    address = request.build_absolute_uri(request.path)
    return [
        LanguageLink(code, LANGUAGE_NAMES[code], code.upper(), translate_url(address, code), code == language())
        for code, _name in settings.LANGUAGES
    ]


def label_demo(name: str) -> str:
    """The sentence of the demonstration line: `name` is the championship, the person or the event."""
    return _("%(name)s is invented: championship, people, teams and results.") % {"name": name}


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
    context = {
        "page": page,
        "site_year": now.year,
        "section": section,
        "demo_label": label_demo(demo) if demo else "",
        "languages": languages,
        "default_language_href": next(
            link.href for link in languages if link.code == settings.PADDOCK_DEFAULT_LANGUAGE
        ),
        "canonical": request.build_absolute_uri(request.path),
        **extra,
    }
    return render(request, template, context)
