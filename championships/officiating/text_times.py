"""What every text of the office shares: when it goes out, that a correction says so, its line in the ledger."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from championships.models import News, Preview, Report, User
from championships.officiating import ledger
from championships.officiating.errors import Refusal

type Text = News | Preview | Report


def is_out(text: Text, now: datetime) -> bool:
    return text.published_at is not None and text.published_at <= now


def note_correction(text: Text, *, changed: bool, now: datetime) -> None:
    """A published text that changes says when."""
    if changed and is_out(text, now):
        text.updated_at = now


def set_time(text: Text, version: int, by: User | None, now: datetime, at: datetime | None) -> None:
    """Publish now, or at an instant to come. Raises StaleVersion where somebody saved the text in between."""
    if at is not None and at <= now:
        raise Refusal(_("This time is past: publish now, or choose a time to come."))
    text.published_at = now if at is None else at
    text.author = by
    text.version = version
    text.save_version(fields=("published_at", "author"))


def clear_time(text: Text, version: int, now: datetime) -> None:
    """Take a planned publication back. Raises StaleVersion where somebody saved the text in between."""
    if text.published_at is None:
        raise Refusal(_("No publication is planned."))
    if is_out(text, now):
        raise Refusal(_("It is published already: correct it instead."))
    text.published_at = None
    text.version = version
    text.save_version(fields=("published_at",))


def name_event_of(text: Preview | Report) -> str:
    """The subject of a ledger line about a text of an event, which must be loaded with it."""
    return f"{text.event.year}/{text.event.slug}"


def hash_words(words: Any) -> dict[str, str]:
    """What a ledger line keeps of a text: not the words, their hash."""
    return {"hash": ledger.hash_text(ledger.write_canonically(words))}


def record(verb: str, text: Text, subject: str, detail: dict[str, Any], by: User | None, recorded_at: datetime) -> None:
    ledger.append(
        verb=verb,
        subject=subject,
        detail={
            **detail,
            str(text._meta.model_name): text.pk,
            "published_at": ledger.write_instant(text.published_at) if text.published_at else None,
        },
        actor=by,
        at=recorded_at,
    )
