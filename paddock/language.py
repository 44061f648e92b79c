"""`/` sends a browser to the language it asks for; what is no page is left alone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

# Addresses whose language stands in the query: the same answer for every browser, and no page to be sent to instead.
WITHOUT_LANGUAGE = "/api/"


class PageLanguageMiddleware(LocaleMiddleware):
    """Django's, for everything but the API: a missing thing there is not looked for among the pages of a language,
    and its caches need not tell browsers apart."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)


def choose_language(accept_language: str) -> str:
    """Return the first language of the site the header asks for, else the default one.

    The header is in the browser's order of preference; `fr-CA` asks for `fr`.
    """
    offered = {code for code, _name in settings.LANGUAGES}
    for wanted, _weight in parse_accept_lang_header(accept_language.lower()):
        code = wanted.split("-")[0]
        if code in offered:
            return code
    return settings.PADDOCK_DEFAULT_LANGUAGE


@require_safe
def redirect_to_language(request: HttpRequest) -> HttpResponse:
    language = choose_language(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
