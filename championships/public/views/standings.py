"""Standings (being written)."""

from typing import NoReturn

from django.http import Http404, HttpRequest


def show_standings(
    request: HttpRequest, championship: str, season: str, table: str, round_number: int | None = None, session: str = ""
) -> NoReturn:
    raise Http404
