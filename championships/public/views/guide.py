"""The page that explains the API, in both languages."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from championships import clock
from championships.public.api.guide import write_guide
from championships.public.rendering import render_page


@require_safe
def show_api_guide(request: HttpRequest) -> HttpResponse:
    return render_page(request, "public/api_guide.html", write_guide(request), now=clock.now())
