"""All championships with their leaders, and one championship with all its seasons and champions."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from championships.models import Round, Season
from championships.queries.leaders import ChampionshipLeaders, load_all_leaders, load_leaders
from championships.queries.refs import SeasonRef, refer_season


@dataclass(frozen=True, slots=True)
class ChampionshipEntry:
    """A championship in the list. `leaders` None: no table is published of it yet; then `season` is its newest."""

    season: SeasonRef
    leaders: ChampionshipLeaders | None
    seasons: tuple[SeasonRef, ...]  # every season with a calendar, newest first


@dataclass(frozen=True, slots=True)
class ChampionshipsPage:
    entries: tuple[ChampionshipEntry, ...]

    @property
    def real(self) -> tuple[ChampionshipEntry, ...]:
        return tuple(one for one in self.entries if not one.season.demo)

    @property
    def invented(self) -> tuple[ChampionshipEntry, ...]:
        return tuple(one for one in self.entries if one.season.demo)


@dataclass(frozen=True, slots=True)
class SeasonEntry:
    season: SeasonRef
    rounds: int
    leaders: ChampionshipLeaders | None


@dataclass(frozen=True, slots=True)
class ChampionshipPage:
    slug: str
    name: str
    demo: bool
    seasons: tuple[SeasonEntry, ...]  # newest first


def load_championships(*, at: datetime) -> ChampionshipsPage:
    """Every championship that has a calendar, real ones first, in a fixed number of queries."""
    leaders = {one.season.championship: one for one in load_leaders(at=at)}
    seasons: dict[str, list[SeasonRef]] = {}
    for season in _list_seasons():
        seasons.setdefault(season.championship.slug, []).append(refer_season(season))
    return ChampionshipsPage(
        tuple(
            ChampionshipEntry(leaders[slug].season if slug in leaders else refs[0], leaders.get(slug), tuple(refs))
            for slug, refs in seasons.items()
        )
    )


def load_championship(slug: str, *, at: datetime) -> ChampionshipPage | None:
    """A championship with all its seasons; None where it is unknown or has no calendar yet."""
    seasons = [season for season in _list_seasons() if season.championship.slug == slug]
    if not seasons:
        return None
    leaders = {one.season.pk: one for one in load_all_leaders(slug, at=at)}
    first = refer_season(seasons[0])
    return ChampionshipPage(
        slug=slug,
        name=first.name,
        demo=first.demo,
        seasons=tuple(
            SeasonEntry(refer_season(season), season.round_count, leaders.get(season.pk))  # type: ignore[attr-defined]
            for season in seasons
        ),
    )


def _list_seasons() -> list[Season]:
    return list(
        Season.objects.filter(Exists(Round.objects.filter(season=OuterRef("pk"))))
        .select_related("championship")
        .annotate(round_count=Count("rounds"))
        .order_by("championship__demo", "championship__order", "championship__slug", "-year", "-label")
    )
