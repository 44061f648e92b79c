"""From an answered dry run to the draft: new cars first, then the office's own verb. All or nothing."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from championships.exchange.timing.dry_run import DryRun, Said, run_dry
from championships.exchange.timing.values import Contents
from championships.models import Session, Sheet, StaleVersion, TimingFile, User
from championships.officiating.entries import save_entries
from championships.officiating.entry import SheetEntry
from championships.officiating.entry_values import EntryChange, EntryValues
from championships.officiating.errors import Refusal
from championships.officiating.timing import Columns, ReadAs, take_over
from championships.scoring.vocabulary import SheetOrigin


@transaction.atomic
def import_timing(
    *,
    timing_file: TimingFile,
    session: Session,
    said: Said,
    draft_id: int | None,
    version: int | None,
    season_ids: Collection[int],
    map_name: str = "",
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> Sheet | None:
    """Make the file the draft of its session. None where it adds laps alone.

    `draft_id`, `version`: of the draft the official saw. Raises StaleVersion where it is another by now, Refusal while
    a question is open or a cell unreadable.
    """
    run = run_dry(timing_file, session=session, said=said, now=now)
    if (run.stands.draft_id, run.stands.version) != (draft_id, version):
        raise StaleVersion
    if run.new_cars:
        said = _enter_new_cars(run, session, season_ids, by, now, recorded_at)
        run = run_dry(timing_file, session=session, said=said, now=now)
    if not run.is_ready:
        raise Refusal(_describe_what_lacks(run))
    reading = run.reading
    chosen = {str(column.index): column.meaning.value if column.meaning else "" for column in reading.columns}
    adds = bool(run.stands.lines) and reading.contents is not Contents.CLASSIFICATION
    about = (
        SheetEntry(origin=run.stands.origin, laps=run.stands.laps)
        if adds
        else SheetEntry(origin=SheetOrigin.TIMING, laps=run.plan.laps)
    )
    return take_over(
        timing_file=timing_file,
        draft_id=draft_id,
        version=version,
        lines=() if run.plan.changes_nothing else [planned.line for planned in run.plan.lines],
        about=about,
        laps=run.list_laps(),
        read_as=ReadAs(
            format=reading.format.value,
            encoding=reading.encoding,
            separator=reading.separator,
            columns={column.heading: column.meaning.value if column.meaning else "" for column in reading.columns},
            announcements=reading.announcements,
        ),
        spellings=run.list_spellings(),
        columns=Columns(name=map_name or reading.format.value, signature=run.signature, columns=chosen)
        if run.signature and said.options.columns
        else None,
        by=by,
        now=now,
        recorded_at=recorded_at,
    )


def _enter_new_cars(
    run: DryRun, session: Session, season_ids: Collection[int], by: User, now: datetime, recorded_at: datetime
) -> Said:
    """Put the cars an official wants entered on the entry list, without a crew: who drives them a person says there."""
    changes = [
        EntryChange(
            values=EntryValues(
                number=match.car.number,
                car=match.car.car,
                transponder=next((each for each in match.car.transponders if len(each) <= 20), ""),
            )
        )
        for match in run.new_cars
    ]
    saved = save_entries(
        event=session.event, changes=changes, season_ids=season_ids, by=by, now=now, recorded_at=recorded_at
    )
    answers = dict(run.said.cars)
    names = dict(run.said.names)
    for match, entry_id in zip(run.new_cars, saved.added, strict=True):
        answers[match.car.line] = entry_id
        names |= {(match.car.line, index): 0 for index, _name in enumerate(match.car.names)}
    return replace(run.said, cars=answers, names=names)


def _describe_what_lacks(run: DryRun) -> str:
    if run.errors:
        return _("Some cells of this file cannot be read. They are listed below with their lines.")
    if run.questions or run.open_names:
        return _("Some cars or names of this file wait for your answer.")
    if run.suspicions and not run.said.is_right_session:
        return _("This file may belong to another session: confirm that it is of this one.")
    return _("Nothing to do: the draft says all of this already.")
