"""What the site says of itself: how accessible it is, and what it keeps of a visitor."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.rendering import render_page


@require_safe
def show_accessibility(request: HttpRequest) -> HttpResponse:
    return render_page(request, "public/accessibility.html", None, now=clock.now())


@require_safe
def show_privacy(request: HttpRequest) -> HttpResponse:
    return render_page(request, "public/privacy.html", None, now=clock.now())
