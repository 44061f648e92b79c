"""Writes what no computation gives: stated facts, and the preview of Aragon."""

from datetime import datetime

from championships.exchange.demo.calendar import Calendar
from championships.exchange.demo.files import read_toml
from championships.exchange.demo.people import People
from championships.exchange.demo.sources import Sources
from championships.models import Highlight, Preview, PreviewSection, StatedFact


def write_facts(calendar: Calendar, people: People, sources: Sources, *, recorded_at: datetime) -> None:
    """The stated facts, each issued when its source was."""
    StatedFact.objects.bulk_create(
        StatedFact(
            kind=record["kind"],
            driver=people.drivers[record["driver"]] if "driver" in record else None,
            event=calendar.events[record["event"]] if "event" in record else None,
            season=calendar.seasons[record["season"]] if "season" in record else None,
            on_date=record.get("on_date"),
            value=record.get("value", {}),
            text_fr=record.get("text_fr", ""),
            text_en=record.get("text_en", ""),
            source=sources.rows[record["source"]],
            issued_at=sources.instants[record["source"]],
            recorded_at=recorded_at,
        )
        for record in read_toml("mitjet/facts.toml")["fact"]
    )


def write_preview(calendar: Calendar, people: People, sources: Sources) -> Preview:
    record = read_toml("mitjet/preview.toml")["preview"]
    preview = Preview.objects.create(
        event=calendar.events[record["event"]],
        title_fr=record["title_fr"],
        title_en=record["title_en"],
        lead_fr=record["lead_fr"],
        lead_en=record["lead_en"],
        published_at=record["published_at"],
    )
    preview.sources.set(sources.rows[key] for key in record["sources"])
    Highlight.objects.bulk_create(
        Highlight(
            preview=preview,
            order=order,
            driver=people.drivers[item["driver"]] if "driver" in item else None,
            text_fr=item["text_fr"],
            text_en=item["text_en"],
        )
        for order, item in enumerate(record["highlight"], start=1)
    )
    PreviewSection.objects.bulk_create(
        PreviewSection(
            preview=preview,
            season=calendar.seasons[item["season"]],
            order=order,
            title_fr=item["title_fr"],
            title_en=item["title_en"],
            text_fr=item["text_fr"],
            text_en=item["text_en"],
        )
        for order, item in enumerate(record["section"], start=1)
    )
    return preview
