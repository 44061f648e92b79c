"""Answers that are no pages: bytes with a tag, so that who has them already is told so and sent nothing."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

FIVE_MINUTES = "public, max-age=300"


def answer_bytes(
    request: HttpRequest, body: bytes, content_type: str, *, cached: str = FIVE_MINUTES, saved_as: str = ""
) -> HttpResponse:
    """The body with its tag, or 304. Anybody may read it from any site: it is public, and no cookie belongs to it."""
    tag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = tag
    response["Cache-Control"] = cached
    if saved_as:
        response["Content-Disposition"] = f'inline; filename="{saved_as}"'
    answer: HttpResponse = get_conditional_response(request, etag=tag, response=response) or response
    answer["Cache-Control"] = cached
    return answer
