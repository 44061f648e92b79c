"""Photographs and documents that are published, and nothing else. Their names never change what they hold.

No address leads into the folder of files: each request asks whether the file is public now, so that a draft cannot be
fetched by anybody who knows or guesses its name, whatever stands in front of the site.
"""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from championships import clock
from championships.queries.photos import StoredFile, find_document_file, find_photo_file

# A photograph may be taken off the pages: an hour later no cache shows it any more.
PUBLIC = "public, max-age=3600"


@require_safe
def send_photo(request: HttpRequest, stem: str, width: str, ending: str) -> HttpResponseBase:
    return send_file(find_photo_file(stem, int(width), ending, at=clock.now()), cached=PUBLIC)


@require_safe
def send_document(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = find_document_file(pk, at=clock.now())
    return send_file(found, cached=PUBLIC, attached=True)


def send_file(found: StoredFile | None, *, cached: str, attached: bool = False) -> HttpResponseBase:
    """The file, of the kind that was checked when it came in; a browser may neither guess another nor run anything."""
    if found is None or not default_storage.exists(found.name):
        raise Http404
    answer = FileResponse(
        default_storage.open(found.name),
        as_attachment=attached,
        filename=found.saved_as,
        content_type=found.media_type,
    )
    answer["Cache-Control"] = cached
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-site"
    return answer
