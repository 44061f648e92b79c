"""A season of a championship (being written)."""

from typing import NoReturn

from django.http import Http404, HttpRequest


def show_season(request: HttpRequest, championship: str, season: str) -> NoReturn:
    raise Http404
