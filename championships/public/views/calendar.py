"""The calendar (being written)."""

from typing import NoReturn

from django.http import Http404, HttpRequest


def show_calendar(request: HttpRequest, year: int) -> NoReturn:
    raise Http404
