"""The pages that say what went wrong. They ask neither the database nor the clock."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show_forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def show_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def show_server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
