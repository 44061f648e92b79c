"""A stated result is published once, with its source, and only without errors."""

from datetime import UTC, datetime

import pytest

from championships.models import Bulletin, Entry, LedgerEntry, Session, Sheet, Source, Standing
from championships.officiating.batches import rebuild_once
from championships.officiating.entry import LineEntry, SheetEntry
from championships.officiating.errors import ProblemsRemain, Refusal
from championships.officiating.stated import publish_stated
from tests.demo.demo_case import EUROPE, RECORDED_AT, DemoCase, season_of

NOW = datetime(2025, 11, 1, 12, 0, tzinfo=UTC)


class TestStatedResults(DemoCase):
    def publish(self, session: str, *, place: int = 1, source: bool = True) -> Bulletin:
        entry = Entry.objects.get(event__slug="imola", event__year=2025)
        event = "imola" if session == "race-1" else "dijon"
        return publish_stated(
            session=Session.objects.get(event__slug=event, slug=session),
            lines=[LineEntry(entry_id=entry.pk, stated_place=place)],
            about=SheetEntry(complete=False, source=Source.objects.get(key="seed") if source else None),
            operator="a test",
            now=NOW,
            recorded_at=RECORDED_AT,
        )

    def refuse(self, refusal: type[Refusal], **terms: object) -> None:
        before = (Bulletin.objects.count(), Sheet.objects.count(), LedgerEntry.objects.count())
        with pytest.raises(refusal):
            self.publish(**terms)  # type: ignore[arg-type]
        assert (Bulletin.objects.count(), Sheet.objects.count(), LedgerEntry.objects.count()) == before

    def test_it_says_who_put_it_there(self) -> None:
        bulletin = self.publish("race-1")
        assert (bulletin.state, bulletin.per_source, bulletin.sheet.draft) == ("official", True, False)
        entry = LedgerEntry.objects.latest("n")
        assert (entry.verb, entry.actor, entry.actor_name) == ("publish_stated", None, "a test")

    def test_it_is_refused_without_a_source(self) -> None:
        self.refuse(Refusal, session="race-1", source=False)

    def test_it_is_refused_where_a_result_stands(self) -> None:
        self.refuse(Refusal, session="race-2")

    def test_it_is_refused_with_an_error(self) -> None:
        self.refuse(ProblemsRemain, session="race-1", place=0)

    def fail_after_publishing(self) -> None:
        self.publish("race-1")
        raise ZeroDivisionError

    def test_a_batch_that_fails_leaves_nothing(self) -> None:
        season = season_of(EUROPE)
        standings = Standing.objects.filter(table__season=season)
        before = (season.revision, sorted(standings.values_list("pk", flat=True)))
        with pytest.raises(ZeroDivisionError), rebuild_once():
            self.fail_after_publishing()
        season.refresh_from_db()
        assert (season.revision, sorted(standings.values_list("pk", flat=True))) == before
        self.publish("race-1")  # the batch is over: this one is rebuilt at once
        season.refresh_from_db()
        assert set(season.tables.values_list("revision", flat=True)) == {season.revision}

    def test_a_batch_within_a_batch_leaves_its_tables_to_the_outer_one(self) -> None:
        season = season_of(EUROPE)
        before = season.revision
        with rebuild_once():
            with rebuild_once():
                self.publish("race-1")
            assert set(season.tables.values_list("revision", flat=True)) == {before}
        season.refresh_from_db()
        assert season.revision > before
        assert set(season.tables.values_list("revision", flat=True)) == {season.revision}
