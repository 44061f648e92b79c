"""Drivers and teams (being written)."""

from typing import NoReturn

from django.http import Http404, HttpRequest


def show_driver(request: HttpRequest, driver: str) -> NoReturn:
    raise Http404


def show_team(request: HttpRequest, team: str) -> NoReturn:
    raise Http404
