"""Circuits (being written)."""

from typing import NoReturn

from django.http import Http404, HttpRequest


def show_circuit(request: HttpRequest, circuit: str) -> NoReturn:
    raise Http404
