"""Ready to publish: everything that speaks against a sheet, from the sheet, its entry list and the rules that count it.

Errors stop a publication; each warning needs a person who has looked at it, and stays on record on the bulletin.
"""

from collections.abc import Iterable
from datetime import datetime

from championships.adapters.drafts import list_counted, load_with_draft
from championships.adapters.sheets import load_sheet
from championships.models import Entry, LineDriver, Participation, Season, Sheet
from championships.officiating.revisions import list_seasons_of
from championships.scoring.checks import CODES, Level, Problem, find_problems
from championships.scoring.classification import UnrankableError
from championships.scoring.points_checks import check_points
from championships.scoring.session_checks import Entered, Written, check_session
from championships.scoring.times import read_time
from championships.scoring.vocabulary import SessionKind


def find_all_problems(sheet: Sheet, *, at: datetime | None = None) -> tuple[Problem, ...]:
    """The problems of a stored sheet under what was in force at `at` (None: everything): errors first, then by car."""
    facts = load_sheet(sheet)
    found = list(find_problems(facts))
    found += check_session(
        facts,
        kind=SessionKind(sheet.session.kind),
        entered=_list_entered(sheet),
        written=_read_written(sheet),
    )
    if not any(problem.level is Level.ERROR for problem in found):
        found += _check_points(sheet, at)
    return _sort(found)


def _sort(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.level is Level.WARNING, p.car, p.code, sorted(p.params.items()))))


def _list_entered(sheet: Sheet) -> list[Entered]:
    """The entry list of the event; who is in no round that counts the session is not expected in it. Two queries."""
    taking_part = dict(
        Participation.objects.filter(
            entry__event=sheet.session.event_id, round__round_sessions__session=sheet.session_id
        ).values_list("entry_id", "round_id")
    )
    counted = bool(list_seasons_of(sheet.session_id))
    entries = Entry.objects.filter(event=sheet.session.event_id).order_by("order", "number", "pk")
    return [
        Entered(number, withdrawn, counts=pk in taking_part if counted else False)
        for pk, number, withdrawn in entries.values_list("pk", "number", "withdrawn")
    ]


def _read_written(sheet: Sheet) -> Written:
    """Times and gaps that the sheet holds as text. One query."""
    timed: set[str] = set()
    gaps: dict[str, int] = {}
    rows = LineDriver.objects.filter(line__sheet=sheet).order_by("line__order", "order", "pk")
    for car, time, gap in rows.values_list("line__car", "time_text", "gap_text"):
        if time:
            timed.add(car)
        if gap.startswith("+"):
            try:
                gaps.setdefault(car, read_time(gap.removeprefix("+").strip()))
            except ValueError:
                continue  # laps, or words
    return Written(frozenset(timed), gaps)


def _check_points(sheet: Sheet, at: datetime | None) -> list[Problem]:
    season_ids = list_seasons_of(sheet.session_id)
    if not season_ids or not sheet.complete:
        return []
    names = {
        season.pk: season.championship
        for season in Season.objects.filter(pk__in=season_ids).select_related("championship")
    }
    try:
        seasons = load_with_draft(sheet, season_ids, at=at)
    except UnrankableError as error:
        return [Problem(CODES["decision_not_applicable"], "decision_not_applicable", error.car)]
    found: list[Problem] = []
    for counted in list_counted(sheet, seasons):
        championship = names[counted.season.season_id]
        found += check_points(
            counted.book,
            counted.result,
            counted.season.facts.rulings,
            same_round=counted.same_round,
            championship=championship.name_en or championship.name_fr,
            championship_fr=championship.name_fr,
        )
    return found
