"""Loads the demonstration, once."""

from datetime import UTC, datetime

from django.db import transaction

from championships.exchange.demo.calendar import YEAR, Calendar, write_calendar, write_championship
from championships.exchange.demo.files import read_toml
from championships.exchange.demo.people import People, write_people
from championships.exchange.demo.sources import write_sources
from championships.exchange.demo.entries import write_enrolments, write_entries
from championships.exchange.demo.editorial import write_facts, write_preview
from championships.models import Championship, Season


def load_demo(*, recorded_at: datetime, force: bool = False):
    with transaction.atomic():
        sources = write_sources()
        people = People()
        calendar = Calendar()
        for folder, demo in (("mitjet", False), ("coupe", True)):
            write_people(folder, people, sources, demo=demo)
            for r in read_toml(f"{folder}/series.toml")["championship"]:
                c = write_championship(r, calendar, demo=demo)
                calendar.seasons[c.slug] = Season.objects.create(championship=c, label="2025", year=2025)
            write_calendar(folder, calendar, sources, demo=demo)
            write_enrolments(folder, calendar, people, sources)
            write_entries(folder, calendar, people, sources)
        write_facts(calendar, people, sources, recorded_at=recorded_at)
        write_preview(calendar, people, sources)
