"""The site map of the public pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def show_home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Paddock\n", content_type="text/plain")


urlpatterns = [path("", show_home, name="home")]
