"""What a sheet for the notice board is made of: the code that leads to its check, who signs, which way it lies."""

from dataclasses import dataclass

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from championships.queries.papers import SessionPaper, StandingsPaper

# More columns than these do not stand upright on A4 in a size that can be read from a step away.
UPRIGHT_COLUMNS = 9
GROUP = 4


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands at the foot of a sheet: the address of its check, as text and as a code, and its short hash."""

    address: str
    code: SafeString
    short: str  # in groups, to be typed


def prove_session(request: HttpRequest, paper: SessionPaper) -> Proof | None:
    """None for a draft: nothing vouches for it."""
    if paper.draft:
        return None
    return _prove(request, reverse("check", args=[paper.short]), paper.short)


def prove_standings(request: HttpRequest, paper: StandingsPaper) -> Proof:
    season = paper.page.season
    place = [season.championship, season.label, paper.page.key, paper.stop, paper.revision, paper.short]
    return _prove(request, reverse("check-table", args=place), paper.short)


def _prove(request: HttpRequest, path: str, short: str) -> Proof:
    address = request.build_absolute_uri(path)
    drawn = segno.make_qr(address, error="m").svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None, title=_("Code that leads to the check of this sheet")
    )
    grouped = " ".join(short[start : start + GROUP] for start in range(0, len(short), GROUP))
    return Proof(address, mark_safe(drawn), grouped)  # noqa: S308 - drawn by segno from our own address


def lies_down(columns: int) -> bool:
    """Whether a table of so many columns is printed across the sheet."""
    return columns > UPRIGHT_COLUMNS
