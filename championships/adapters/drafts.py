"""A draft as if it were published: the seasons that count its session, with it in the place of what stands there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from championships.adapters.seasons import load_seasons
from championships.adapters.values import LoadedSeason, ResultMeta, RoundSessionRef
from championships.models import Sheet
from championships.scoring.facts import SessionResult
from championships.scoring.rules import RuleBook


@dataclass(frozen=True, slots=True)
class Counted:
    """The draft as one round of one season sees it, with the rules for that round and the round's other sessions."""

    season: LoadedSeason
    ref: RoundSessionRef
    book: RuleBook
    result: SessionResult
    same_round: tuple[SessionResult, ...]


def describe_draft(sheet: Sheet, at: datetime | None) -> ResultMeta:
    """What a bulletin of this sheet, issued at that instant, would be to a season."""
    instant = at or sheet.recorded_at
    return ResultMeta(
        bulletin_pk=0,
        n=0,
        state="provisional",
        issued_at=instant,
        recorded_at=instant,
        protest_until=None,
        per_source=False,
        one_person=False,
        reason="",
        hash="",
        sheet_pk=sheet.pk,
        sheet_n=sheet.n,
        origin=sheet.origin,
        complete=sheet.complete,
        laps=sheet.laps,
        distance_km=sheet.distance_km,
        source_pk=sheet.source_id,
    )


def load_with_draft(sheet: Sheet, season_ids: Collection[int], *, at: datetime | None) -> dict[int, LoadedSeason]:
    """These seasons as they would stand at `at` with this sheet published. Raises UnrankableError as classifying does.

    Sixteen queries.
    """
    return load_seasons(season_ids, at=at, instead={sheet.session_id: describe_draft(sheet, at)})


def list_counted(sheet: Sheet, seasons: dict[int, LoadedSeason]) -> list[Counted]:
    """Each round that counts the sheet's session and has rules, in the order of the seasons' keys."""
    found = []
    for _pk, season in sorted(seasons.items()):
        for ref in season.round_sessions:
            book = season.books_by_round.get(ref.round)
            if ref.session_pk != sheet.session_id or book is None:
                continue
            round_ = [result for result in season.facts.results if result.round == ref.round]
            result = next((one for one in round_ if one.session == ref.key), None)
            if result is not None:
                others = tuple(one for one in round_ if one.session != ref.key)
                found.append(Counted(season, ref, book, result, others))
    return found
