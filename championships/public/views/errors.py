"""The pages that say what went wrong. They ask neither the database nor the clock."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import iri_to_uri

from championships.public.api.problems import SERVER_ERROR, answer_problem
from championships.public.rendering import LANGUAGE_NAMES, LanguageLink, language


def show_forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _show(request, "403.html", 403)


def show_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _show(request, "404.html", 404)


def show_server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return answer_problem(request, SERVER_ERROR, "Something went wrong here; it has been recorded.")
    return _show(request, "500.html", 500)


def _show(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, {"languages": _list_languages(request)}, status=status)


def _list_languages(request: HttpRequest) -> list[LanguageLink]:
    """The same address in each language, whether it exists or not; none outside the public site. Asks no host."""
    here = f"/{language()}/"
    if not request.path.startswith(here):
        return []
    rest = iri_to_uri(request.path.removeprefix(here))
    return [
        LanguageLink(code, LANGUAGE_NAMES[code], code.upper(), f"/{code}/{rest}", code == language())
        for code, _name in settings.LANGUAGES
    ]
