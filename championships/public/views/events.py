"""Events, previews, entries and sessions (being written)."""

from typing import NoReturn

from django.http import Http404, HttpRequest


def show_event(request: HttpRequest, year: int, event: str) -> NoReturn:
    raise Http404


def show_preview(request: HttpRequest, year: int, event: str) -> NoReturn:
    raise Http404


def show_entries(request: HttpRequest, year: int, event: str) -> NoReturn:
    raise Http404


def show_session(request: HttpRequest, year: int, event: str, session: str) -> NoReturn:
    raise Http404
