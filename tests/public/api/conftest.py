"""A season in which everything the API can show is there, and something of each that it may not show yet."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from championships.models import (
    Highlight,
    Kinship,
    Lap,
    Layout,
    News,
    Preview,
    PreviewSection,
    Report,
    Season,
    Sentence,
    TimingFile,
)
from championships.officiating.measures import Measure
from championships.officiating.verdicts import sign
from tests.factories import (
    after,
    find_entry,
    make_category,
    make_circuit,
    make_driver,
    make_enrolment,
    make_entry,
    make_event,
    make_rules,
    make_season,
    make_session,
    make_team,
    make_user,
    publish_results,
)
from tests.public.api.description import Description
from tests.public.seasons import SetClock, make_table

LATER = after(60 * 24 * 2)


def fill_season() -> Season:
    """Two rounds of a cup: the first is run, with a penalty; the second comes, with a preview. Hidden: the word."""
    tables = [
        make_table("drivers", "Drivers", title_fr="Pilotes"),
        make_table("gentleman", "Gentlemen", title_fr="Gentlemen", may_appear={"categories": ["gentleman"]}),
        make_table("teams", "Teams", title_fr="Équipes", competitor="team"),
    ]
    season = make_season(rules=make_rules(tables=tables))
    make_category(championship=season.championship)
    make_circuit(country="ES", time_zone="Europe/Madrid")
    make_driver("ann", name="Ann Élan", born_on="1999-12-31", licence="LIC-4711", country="FR")
    make_driver("hidden-brother", name="Hidden Brother", demo=True)
    Kinship.objects.create(person=make_driver("ann"), relative=make_driver("hidden-brother"), relation="brother")
    make_team("red-team")
    spring = make_event("spring", season=season, sessions=("race1", "race2"), name_fr="Printemps")
    make_session("practice", event=spring)
    summer = make_event("summer", season=season, round_number=2, sessions=("race1", "race2"))
    Layout.objects.create(circuit=spring.circuit, length_m=5344)
    for slug in ("ann", "bob", "cat"):
        make_enrolment(season=season, driver=slug, categories=["gentleman"] if slug != "bob" else [])
        make_entry(slug, event=spring, number=f"{len(slug)}{slug[0]}", team="red-team")
    make_entry("ann", event=summer, number="7", team="red-team")
    publish_results(session=spring.sessions.get(slug="race1"), order=["ann", "bob", "cat"], at=after(0))
    publish_results(session=spring.sessions.get(slug="race2"), order=["bob", "ann"], retired=["cat"], at=after(60))
    decide(spring, "race1", kind="disqualify", driver="ann")
    terms = {"standings": "drivers", "competitor": "bob", "points": "3", "effective_after": 1}
    sign(
        of=season,
        measures=[Measure(kind="deduct", terms=terms)],
        by=make_user("steward"),
        now=after(200),
        recorded_at=after(200),
        reason="Late paperwork",
    )
    preview = Preview.objects.create(
        event=summer, title_fr="Avant", title_en="Before", lead_fr="Là", lead_en="There", published_at=after(300)
    )
    Highlight.objects.create(preview=preview, order=1, driver=make_driver("ann"), text_fr="Devant", text_en="Ahead")
    PreviewSection.objects.create(
        preview=preview, season=season, order=1, title_fr="Titre", title_en="Title", text_fr="Oui", text_en="Yes"
    )
    for number in range(1, 4):
        News.objects.create(
            slug=f"news-{number}", title_fr=f"Nouvelle {number}", body_fr="Texte", published_at=after(number),
            championship=season.championship,
        )  # fmt: skip
    News.objects.create(slug="hidden-draft", title_fr="Hidden draft", body_fr="Hidden")
    News.objects.create(slug="hidden-planned", title_fr="Hidden plan", body_fr="Hidden", published_at=after(99_999))
    report = Report.objects.create(event=spring, title_fr="Après", title_en="After", published_at=after(400))
    for order, part in enumerate(("lead", "lead", "section", "closing")):
        Sentence.objects.create(
            report=report, order=order, part=part, paragraph=order, text_fr=f"Phrase {order}",
            text_en=f"Sentence {order}", season=season if part == "section" else None,
        )  # fmt: skip
    autumn = make_event("autumn", starts_on=date(2025, 9, 1))
    Preview.objects.create(event=autumn, title_fr="Hidden", title_en="Hidden", lead_fr="Hidden", lead_en="Hidden")
    Report.objects.create(event=autumn, title_fr="Hidden", title_en="Hidden", published_at=after(99_999))
    time_laps(spring.sessions.get(slug="race1"), {"ann": (90_000, 89_000), "bob": (91_000, 87_500), "cat": (92_000,)})
    return season


def time_laps(session: Any, times: dict[str, tuple[int, ...]]) -> None:
    """A lap-by-lap file of the session."""
    kept = TimingFile.objects.create(
        session=session, name="laps.csv", format="alkamel_laps", content=b"x", size=1, sha256="0" * 64,
        recorded_at=after(0),
    )  # fmt: skip
    for driver, laps in times.items():
        for n, time in enumerate(laps, start=1):
            entry = find_entry(driver, event=session.event)
            Lap.objects.create(timing_file=kept, entry=entry, n=n, time_ms=time, elapsed_ms=sum(laps[:n]))


def decide(event: Any, session: str, *, kind: str, driver: str) -> None:
    sign(
        of=event,
        measures=[
            Measure(
                kind=kind,
                session_id=event.sessions.get(slug=session).pk,
                entry_id=find_entry(driver, event=event).pk,
            )
        ],
        by=make_user("steward"),
        now=after(90),
        recorded_at=after(90),
        reason="Underweight by 3 kg",
    )


@pytest.fixture
def season(set_clock: SetClock) -> Season:
    set_clock(LATER)
    return fill_season()


@pytest.fixture
def api(client: Client) -> Description:
    return Description(client)
