"""A version number in the WHERE of the UPDATE: of two saves from one starting point, one is written."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from championships.models import Bulletin, Driver, StaleVersion
from championships.models.base import Versioned
from tests.factories import NOON, after, make_driver, make_event, make_season, make_user, publish_results

pytestmark = pytest.mark.django_db


def test_of_two_saves_from_the_same_version_the_second_writes_nothing() -> None:
    make_driver("ann")
    mine, theirs = Driver.objects.get(), Driver.objects.get()
    theirs.name = "Ann Théo"
    theirs.save_version()
    mine.name = "Anne"
    mine.country = "FR"
    with pytest.raises(StaleVersion):
        mine.save_version()
    stored = Driver.objects.get()
    assert (stored.name, stored.country, stored.version) == ("Ann Théo", "", 2)


def test_the_version_is_checked_by_the_update_itself() -> None:
    driver = make_driver("ann")
    with CaptureQueriesContext(connection) as queries:
        driver.save_version()
    (update,) = queries
    where = update["sql"].partition("WHERE")[2]
    assert "version" in where


def test_a_saved_version_keeps_the_folded_names_up_to_date() -> None:
    driver = make_driver("ann")
    driver.name = "Élan Ünal"
    driver.save_version()
    driver.refresh_from_db()
    assert (driver.search_name, driver.sort_name) == ("elan unal", "unal elan")


def test_only_the_fields_named_are_written() -> None:
    driver = make_driver("ann")
    driver.name, driver.country = "Other", "FR"
    driver.save_version(fields=("country",))
    driver.refresh_from_db()
    assert (driver.name, driver.country, driver.version) == ("Ann", "FR", 2)


def test_every_table_people_edit_carries_a_version() -> None:
    edited = {"Championship", "Circuit", "Driver", "Enrolment", "Entry", "Event", "Season", "Session", "Sheet", "Team"}
    versioned = {m.__name__ for m in apps.get_app_config("championships").get_models() if issubclass(m, Versioned)}
    assert edited <= versioned


def test_the_database_refuses_two_newest_bulletins_of_a_session() -> None:
    race = make_event(season=make_season()).sessions.get()
    first = publish_results(session=race, order=["ann"])
    publish_results(session=race, order=["ann"], at=after(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=first.pk).update(current=True)


@pytest.mark.parametrize("state", ["official", "amended"])
@pytest.mark.usefixtures("unguarded")
def test_the_database_refuses_a_final_bulletin_without_an_independent_second_person(state: str) -> None:
    race = make_event(season=make_season()).sessions.get()
    bulletin = publish_results(session=race, order=["ann"])
    rows = Bulletin.objects.filter(pk=bulletin.pk)
    for changes in (
        {"confirmed_by": None},
        {"confirmed_by": make_user("publisher")},
        {"confirmed_by": make_user("enterer")},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(state=state, **changes)
    assert rows.update(state=state, confirmed_by=make_user("confirmer")) == 1


@pytest.mark.usefixtures("unguarded")
def test_bulletins_in_force_are_the_newest_of_each_session_without_withdrawn_ones() -> None:
    event = make_event(season=make_season(), sessions=("race1", "race2"))
    one, two = event.sessions.order_by("order")
    publish_results(session=one, order=["ann"], at=NOON)
    later = publish_results(session=one, order=["bob"], at=after(10))
    gone = publish_results(session=two, order=["ann"], at=NOON)
    Bulletin.objects.filter(pk=gone.pk).update(state="withdrawn")
    assert list(Bulletin.objects.in_force(None)) == [later]
    assert [bulletin.n for bulletin in Bulletin.objects.in_force(after(9))] == [1]
    assert list(Bulletin.objects.in_force(after(-1))) == []
