"""What a search found, group by group, with the address of each."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from championships.queries.search import SearchPage
from championships.queries.search_names import Hit, Kind

_ADDRESSES = {
    Kind.DRIVER: "driver",
    Kind.TEAM: "team",
    Kind.SEASON: "season",
    Kind.EVENT: "event",
    Kind.CIRCUIT: "circuit",
    Kind.PREVIEW: "event-preview",
    Kind.NEWS: "news",
}


@dataclass(frozen=True, slots=True)
class HitLine:
    href: str
    hit: Hit


@dataclass(frozen=True, slots=True)
class HitGroup:
    name: str
    title: str
    lines: tuple[HitLine, ...]
    more: bool


def list_groups(page: SearchPage) -> list[HitGroup]:
    titles = _title_kinds()
    return [
        HitGroup(
            name=_ADDRESSES[group.kind],
            title=titles[group.kind],
            lines=tuple(HitLine(reverse(_ADDRESSES[group.kind], args=hit.where), hit) for hit in group.hits),
            more=group.more,
        )
        for group in page.groups
    ]


def _title_kinds() -> dict[Kind, str]:
    return {
        Kind.DRIVER: _("Drivers"),
        Kind.TEAM: _("Teams"),
        Kind.SEASON: _("Championships"),
        Kind.EVENT: _("Events"),
        Kind.CIRCUIT: _("Circuits"),
        Kind.PREVIEW: _("Previews"),
        Kind.NEWS: _("News"),
    }
