"""Addresses: the back-office, the two health checks, and the public site under /fr/ and /en/.

The site map of the public pages is championships/public/urls.py.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from paddock.health import answer_livez, answer_readyz
from paddock.language import redirect_to_language

urlpatterns = [
    path("", redirect_to_language, name="root"),
    path("livez", answer_livez, name="livez"),
    path("readyz", answer_readyz, name="readyz"),
    path("office/", admin.site.urls),
    path("", include("championships.public.root_urls")),
    path("media/", include("championships.public.media_urls")),
    path("api/", include("championships.public.api.urls")),
    *i18n_patterns(path("", include("championships.public.urls")), prefix_default_language=True),
]

handler403 = "championships.public.views.errors.show_forbidden"
handler404 = "championships.public.views.errors.show_not_found"
handler500 = "championships.public.views.errors.show_server_error"
