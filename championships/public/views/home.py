"""The home page (being written)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page


@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    return render_page(request, "public/home.html", None, now=clock.now())
