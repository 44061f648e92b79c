"""The results in force of a season, as rows of results.csv."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from championships.exchange.season_package.values import ResultRow, SessionKey
from championships.models import (
    Bulletin,
    ClassifiedLine,
    Decision,
    Enrolment,
    LineDriver,
    Participation,
    RoundSession,
    Season,
)
from championships.scoring.vocabulary import SheetOrigin

FASTEST_LAP = "fastest_lap"
_POINTS_KINDS = (Decision.Kind.SESSION_OVERRIDE, Decision.Kind.RESULT_OVERRIDE)


class _Part(NamedTuple):
    """The columns of a driver's part in a line that the format carries."""

    pk: int
    sheet_pk: int
    line_order: int
    order: int
    entry_pk: int
    car: str
    number: str
    driver_pk: int | None
    driver: str | None
    team: str | None
    entrant: str | None
    car_class: str
    place: int | None
    status: str
    shared: bool
    laps: int | None
    line_laps: int | None
    time: str
    time_ms: int | None
    penalty: str
    gap: str
    grid: str
    reason: str
    flags: list[str]
    best_lap_ms: int | None


class _Classified(NamedTuple):
    status: str
    place: int | None
    flags: list[str]


def collect_results(
    season: Season, held: Mapping[SessionKey, RoundSession], bulletins: Mapping[SessionKey, Bulletin]
) -> tuple[tuple[ResultRow, ...], tuple[str, ...]]:
    """The rows, and one sentence for each session of which something is left out."""
    parts = _read_parts({row.sheet_id for row in bulletins.values()})
    taking_part = {
        (round_pk, entry_pk): (scores, guest, car_class)
        for round_pk, entry_pk, scores, guest, car_class in Participation.objects.filter(
            round__season=season
        ).values_list("round_id", "entry_id", "scores", "guest", "car_class")
    }
    categories = _read_categories(season)
    ranked = _find_ranked(season, bulletins)
    classified = _read_classified(held[key] for key in ranked)
    rows: list[ResultRow] = []
    left_out: list[str] = []
    for key, bulletin in bulletins.items():
        place = f"round {key[0]} {key[1]}"
        if not bulletin.sheet.complete:
            left_out.append(f"{place}: a partial classification.")
            continue
        found = parts[bulletin.sheet_id]
        if key in ranked:
            found = _rank(found, classified[held[key].pk])
        found = _flag_fastest_lap(_number_rows(found))
        unknown = sum(part.driver is None for part in found)
        if unknown:
            left_out.append(f"{place}: {unknown} rows without a known driver.")
        round_pk = held[key].round_id
        for part in found:
            if part.driver is None:
                continue
            scores, guest, car_class = taking_part.get((round_pk, part.entry_pk), (True, False, ""))
            rows.append(_build_row(key, part, scores, guest, car_class, categories.get((part.driver, key[0]))))
    return tuple(rows), tuple(left_out)


def _read_parts(sheet_pks: Iterable[int]) -> defaultdict[int, list[_Part]]:
    found: defaultdict[int, list[_Part]] = defaultdict(list)
    rows = (
        LineDriver.objects.filter(line__sheet_id__in=list(sheet_pks))
        .order_by("line__sheet_id", "order", "line__order", "pk")
        .values_list(
            "pk",
            "line__sheet_id",
            "line__order",
            "order",
            "line__entry_id",
            "line__car",
            "line__entry__number",
            "driver_id",
            "driver__slug",
            "team__slug",
            "entrant__slug",
            "line__car_class",
            "line__stated_place",
            "line__status",
            "shared",
            "laps",
            "line__laps",
            "time_text",
            "line__time_ms",
            "penalty_text",
            "gap_text",
            "grid",
            "reason",
            "flags",
            "line__best_lap_ms",
        )
    )
    for row in rows:
        found[row[1]].append(_Part._make(row))
    return found


def _find_ranked(season: Season, bulletins: Mapping[SessionKey, Bulletin]) -> set[SessionKey]:
    """Sessions whose stated places are not the season's: timed, penalised, or run together with another season."""
    sessions = {row.session_id for row in bulletins.values()}
    together = set(
        RoundSession.objects.filter(session_id__in=sessions)
        .exclude(round__season=season)
        .values_list("session_id", flat=True)
    )
    penalised = set(
        Decision.objects.in_force(None)
        .filter(session_id__in=sessions)
        .exclude(kind__in=_POINTS_KINDS)
        .values_list("session_id", flat=True)
    )
    return {
        key
        for key, row in bulletins.items()
        if row.sheet.origin != SheetOrigin.STATED.value or row.session_id in together | penalised
    }


def _read_classified(round_sessions: Iterable[RoundSession]) -> defaultdict[int, dict[int, _Classified]]:
    found: defaultdict[int, dict[int, _Classified]] = defaultdict(dict)
    rows = ClassifiedLine.objects.filter(round_session__in=list(round_sessions))
    for round_session, line_driver, status, place, flags in rows.values_list(
        "round_session_id", "line_driver_id", "status", "place", "flags"
    ):
        found[round_session][line_driver] = _Classified(status, place, flags)
    return found


def _rank(parts: Iterable[_Part], classified: Mapping[int, _Classified]) -> list[_Part]:
    """The season's participants alone, at the places its classification gives them, in that order."""
    ranked = [
        part._replace(
            status=classified[part.pk].status,
            place=classified[part.pk].place,
            flags=sorted({*part.flags, *classified[part.pk].flags}),
            laps=part.laps if part.laps is not None else part.line_laps,
            time=part.time or ("" if part.time_ms is None else write_time(part.time_ms)),
        )
        for part in parts
        if part.pk in classified
    ]
    ranked.sort(key=lambda part: (part.place is None, part.place or 0, part.line_order, part.order, part.pk))
    return [part._replace(order=order) for order, part in enumerate(ranked, start=1)]


def _number_rows(parts: list[_Part]) -> list[_Part]:
    """Every row with an order of its own: an official's sheet numbers the drivers inside each line."""
    if len({part.order for part in parts}) == len(parts) and all(part.order for part in parts):
        return parts
    by_line = sorted(parts, key=lambda part: (part.line_order, part.order, part.pk))
    return [part._replace(order=order) for order, part in enumerate(by_line, start=1)]


def _flag_fastest_lap(parts: list[_Part]) -> list[_Part]:
    """Where timing gave best laps and nobody set the flag, the quickest car holds the fastest lap."""
    laps = [part.best_lap_ms for part in parts if part.best_lap_ms is not None]
    if not laps or any(FASTEST_LAP in part.flags for part in parts):
        return parts
    quickest = min(laps)
    return [part._replace(flags=[*part.flags, FASTEST_LAP]) if part.best_lap_ms == quickest else part for part in parts]


def _read_categories(season: Season) -> dict[tuple[str, int], frozenset[str]]:
    """Categories of people by driver and round; only where there are any."""
    rows = Enrolment.objects.filter(season=season, driver__isnull=False, categories__isnull=False)
    last = max(season.rounds.values_list("number", flat=True), default=0)
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for driver, first, until, category in rows.values_list(
        "driver__slug", "from_round", "to_round", "categories__slug"
    ):
        for number in range(first or 1, (until if until is not None else last) + 1):
            found[driver, number].add(category)
    return {key: frozenset(names) for key, names in found.items()}


def _build_row(
    key: SessionKey, part: _Part, scores: bool, guest: bool, car_class: str, categories: frozenset[str] | None
) -> ResultRow:
    named: dict[str, Any] = {"categories": categories} if categories else {}
    return ResultRow(
        round=key[0],
        session=key[1],
        order=part.order,
        car=part.car,
        number=part.number,
        driver=part.driver or "",
        team=part.team or "",
        entrant=part.entrant or "",
        car_class=car_class or part.car_class,
        position=part.place,
        status=part.status,
        shared=part.shared,
        laps=part.laps,
        time=part.time,
        penalty=part.penalty,
        gap=part.gap,
        grid=part.grid,
        reason=part.reason,
        flags=frozenset(part.flags),
        guest=guest,
        scores=scores,
        **named,
    )


def write_time(milliseconds: int) -> str:
    """1:32:03.897, 29:16.715, 58.200."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds:02}.{rest:03}"
    return f"{minutes}:{seconds:02}.{rest:03}" if minutes else f"{seconds}.{rest:03}"
