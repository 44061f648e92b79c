"""Old addresses: what a part of an address that no longer exists is called today."""

from collections.abc import Mapping
from datetime import datetime

from django.core.validators import slug_re

from championships.models import Championship, DriverMerge, FormerAddress


def find_new_address(parts: Mapping[str, object], *, at: datetime) -> dict[str, object] | None:
    """The parts of an address with what was renamed set right; None where nothing in it was. A few queries.

    `parts` are the named parts of a public address: driver, team, competitor, circuit, year and event, championship
    and season, slug (of news that is published by then). A record merged into another, or renamed twice, leads straight
    to what it is today.
    """
    found: dict[str, object] = {}
    if "driver" in parts:
        kept = find_driver(str(parts["driver"]))
        found |= {"driver": kept} if kept else {}
    one = str(parts.get("competitor", ""))
    if slug_re.match(one):  # of a table: a driver or a team; its address takes any text, PostgreSQL does not
        kept = find_driver(one) or str(_find("team", one).get("team", ""))
        found |= {"competitor": kept} if kept else {}
    for kind in ("team", "circuit"):
        if kind in parts:
            found |= _find(kind, str(parts[kind]))
    if "event" in parts and "year" in parts:
        found |= _find_event(str(parts["year"]), str(parts["event"]))
    if "slug" in parts:
        news = FormerAddress.objects.filter(kind="news", slug=parts["slug"], news__published_at__lte=at)
        row = news.values("news__slug").first()
        found |= {"slug": row["news__slug"]} if row else {}
    if "championship" in parts:
        found |= _find_season(str(parts["championship"]), str(parts.get("season", "")))
    changed = {name: value for name, value in found.items() if value != parts.get(name)}
    return {**parts, **changed} if changed else None


def find_driver(slug: str) -> str | None:
    """Where an old address of a driver leads, after a merge or a rename; None where it never was one."""
    merged = DriverMerge.objects.filter(lost_slug=slug).values_list("kept__slug", flat=True)
    renamed = _find("driver", slug).get("driver")
    return str(renamed) if renamed else merged.first()


def _find(kind: str, slug: str) -> dict[str, object]:
    row = FormerAddress.objects.filter(kind=kind, slug=slug).values_list(f"{kind}__slug", flat=True).first()
    return {kind: row} if row else {}


def _find_event(year: str, slug: str) -> dict[str, object]:
    row = FormerAddress.objects.filter(kind="event", scope=year, slug=slug).values("event__year", "event__slug").first()
    return {"year": row["event__year"], "event": row["event__slug"]} if row else {}


def _find_season(championship: str, label: str) -> dict[str, object]:
    """Both parts may have changed: the championship's address first, then the season's in it."""
    home = Championship.objects.filter(slug=championship).first()
    if home is None:
        moved = FormerAddress.objects.filter(kind="championship", slug=championship).select_related("championship")
        home = next((row.championship for row in moved), None)
    if home is None:
        return {}
    found: dict[str, object] = {"championship": home.slug}
    if label:
        row = FormerAddress.objects.filter(kind="season", scope=str(home.pk), slug=label)
        new = row.values("season__label", "season__championship__slug").first()
        if new:
            found |= {"championship": new["season__championship__slug"], "season": new["season__label"]}
    return found
