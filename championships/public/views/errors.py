"""The pages that say what went wrong. They ask neither the database nor the clock."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from championships.public.api.problems import SERVER_ERROR, answer_problem


def show_forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def show_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def show_server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return answer_problem(request, SERVER_ERROR, "Something went wrong here; it has been recorded.")
    return render(request, "500.html", status=500)
