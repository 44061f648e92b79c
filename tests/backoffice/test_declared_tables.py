"""An official who opens a declared table sees where the computation says something else."""

from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from championships.officiating.declarations import RowEntry, declare_table
from tests.factories import after, make_event, make_season, make_source, make_user, publish_results

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("points", "said"), [(7, "declared 7, computed 10"), (10, "No: the computation says the same")]
)
def test_a_difference_from_the_computation_is_shown(client: Client, points: int, said: str) -> None:
    season = make_season()
    event = make_event(season=season, sessions=("race",))
    publish_results(session=event.sessions.get(slug="race"), order=["ann", "bob"])
    clerk = make_user("clerk", is_superuser=True)
    declared = declare_table(
        season=season,
        table="drivers",
        after=season.rounds.get().round_sessions.get(),
        rows=[RowEntry(competitor="ann", place=1, points=Fraction(points))],
        source=make_source("gazette"),
        by=clerk,
        now=after(60),
        recorded_at=after(60),
    ).declared
    client.force_login(clerk)
    page = client.get(reverse("admin:championships_declaredtable_change", args=[declared.pk]))
    assert said in page.content.decode()
