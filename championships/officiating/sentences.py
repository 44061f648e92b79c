"""Sentences of previews and reports: drafted from the data, edited one by one, each with the fact behind it.

The drafting itself is reading (`queries.story_drafts`): a draft is handed to these verbs as a value. The wording of an
editor keeps its fact; a sentence written freely has none. A draft made anew replaces what nobody touched; of what was
edited it asks first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Event, Preview, Report, Sentence, StaleVersion, User
from championships.officiating.errors import Refusal
from championships.officiating.text_times import (
    clear_time,
    hash_words,
    is_out,
    name_event_of,
    note_correction,
    record,
    set_time,
)

Part = Sentence.Part


class Edited(StrEnum):
    """What becomes of edited sentences when a text is drafted anew."""

    ASK = "ask"  # refuse while there are any
    KEEP = "keep"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class SentenceText:
    """A sentence with its place in the text and its fact. `pk`: of the stored row; None: a new one.

    `drafted_*`: the wording of the draft. Without a `key` it is a sentence of the editor's own.
    """

    part: str
    text_fr: str = ""
    text_en: str = ""
    season_id: int | None = None
    category: str = ""
    driver_id: int | None = None
    paragraph: int = 0
    key: str = ""
    kind: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    drafted_fr: str = ""
    drafted_en: str = ""
    pk: int | None = None

    @property
    def edited(self) -> bool:
        """Whether an editor wrote it, or changed the wording of the draft."""
        return (self.text_fr, self.text_en) != (self.drafted_fr, self.drafted_en)

    @property
    def place(self) -> tuple[str, int | None, str, int | None]:
        """The part of the text it stands in."""
        return self.part, self.season_id, self.category, self.driver_id


_COLUMNS = tuple(name for name in SentenceText.__dataclass_fields__ if name != "pk")


def read_sentences(text: Preview | Report | None) -> tuple[SentenceText, ...]:
    """What is stored, in the order of the page. The wording of a title is that of the text's own columns. One query."""
    if text is None:
        return ()
    rows = [
        SentenceText(pk=row.pk, **_read_columns(row))
        for row in Sentence.objects.filter(**_of(text)).order_by("order", "pk")
    ]
    return tuple(
        replace(row, text_fr=text.title_fr, text_en=text.title_en) if row.part == Part.TITLE else row for row in rows
    )


def _read_columns(row: Sentence) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS}


def list_gaps(text: Preview | Report) -> list[str]:
    """What a text still lacks before it can be published, a sentence each. One query."""
    sentences = read_sentences(text)
    gaps = []
    if not text.title_fr:
        gaps.append(_("The French title is missing."))
    if not text.title_en:
        gaps.append(_("The English title is missing."))
    told = [one for one in sentences if one.part != Part.TITLE]
    lead = [one for one in sentences if one.part == Part.LEAD]
    french, english = (text.lead_fr, text.lead_en) if isinstance(text, Preview) else ("", "")
    if not french and not any(one.text_fr for one in lead):
        gaps.append(_("The French lead is missing."))
    if not english and not any(one.text_en for one in lead):
        gaps.append(_("The English lead is missing."))
    gaps += [_("Not in French yet: “%(text)s”") % {"text": one.text_en} for one in told if not one.text_fr]
    gaps += [_("Not in English yet: “%(text)s”") % {"text": one.text_fr} for one in told if not one.text_en]
    return gaps


@transaction.atomic
def draft_text(
    *,
    model: type[Preview] | type[Report],
    event: Event,
    version: int | None,
    drafted: Sequence[SentenceText],
    edited: Edited,
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> Preview | Report:
    """Write a draft into the preview or the report of an event; begun where there is none (`version` None).

    Refused over a published text, and with `Edited.ASK` where it would touch what an editor wrote. Raises StaleVersion
    where somebody saved it in between.
    """
    Event.objects.select_for_update(of=("self",)).get(pk=event.pk)  # two first drafts wait for each other here
    stored = _lock(model, event)
    if (stored is None) != (version is None):
        raise StaleVersion
    if stored is None:
        stored = model.objects.create(event=event, author=by)
    if is_out(stored, now):
        raise Refusal(_("It is published: correct its sentences one by one."))
    before = read_sentences(stored)
    touched = [one for one in before if one.key and one.edited and one.part != Part.TITLE]
    if edited is Edited.ASK and touched:
        raise Refusal(
            _("These sentences were edited. Say whether the draft may replace them: nothing was written."),
            [one.text_fr or one.text_en for one in touched],
        )
    after = merge(before, drafted, replace_edited=edited is Edited.REPLACE)
    stored.version = version or stored.version
    _write_title(stored, after, drafted, replace_edited=edited is Edited.REPLACE, before=before)
    stored.save_version(fields=("title_fr", "title_en"))
    _write_sentences(stored, after)
    return stored


def merge(
    stored: Sequence[SentenceText], drafted: Sequence[SentenceText], *, replace_edited: bool
) -> tuple[SentenceText, ...]:
    """The draft, with what editors wrote: edited sentences in the place of their fact, the others behind what they
    followed in their part.
    """
    kept = {one.key: one for one in stored if one.key and one.edited and not replace_edited}
    known = {one.key for one in drafted}
    loose: dict[tuple[Any, ...], list[SentenceText]] = {}  # by the part and the fact they follow; "": none, or gone
    followed: dict[tuple[Any, ...], str] = {}
    for one in stored:
        if one.part == Part.TITLE or (one.key and one.key not in kept):
            followed[one.place] = one.key if one.key in known else followed.get(one.place, "")
        elif one.key in known:
            followed[one.place] = one.key
        else:
            loose.setdefault((one.place, followed.get(one.place, "")), []).append(one)
    merged: list[SentenceText] = []
    for one in drafted:
        merged += loose.pop((one.place, ""), [])
        merged.append(replace(kept[one.key], paragraph=one.paragraph) if one.key in kept else one)
        merged += loose.pop((one.place, one.key), [])
    return (*merged, *(one for rest in loose.values() for one in rest))


@transaction.atomic
def save_sentences(
    *,
    model: type[Preview] | type[Report],
    event: Event,
    version: int | None,
    title_fr: str,
    title_en: str,
    sentences: Sequence[SentenceText],
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> Preview | Report:
    """Save title and sentences in this order; those left out are gone. Of a published text: correct it.

    `version` None begins it. Raises StaleVersion where somebody saved it in between.
    """
    Event.objects.select_for_update(of=("self",)).get(pk=event.pk)
    stored = _lock(model, event)
    if (stored is None) != (version is None):
        raise StaleVersion
    if stored is None:
        stored = model.objects.create(event=event, author=by)
    before = (stored.title_fr, stored.title_en, read_sentences(stored))
    stored.title_fr, stored.title_en = title_fr, title_en
    kept = tuple(one for one in sentences if one.text_fr or one.text_en or one.part == Part.TITLE)
    changed = (title_fr, title_en, kept) != before
    stored.version = version or stored.version
    note_correction(stored, changed=changed, now=now)
    stored.save_version(fields=("title_fr", "title_en", "updated_at"))
    _write_sentences(stored, kept)
    if changed and is_out(stored, now):
        words = hash_words([title_fr, title_en, *([one.text_fr, one.text_en] for one in kept)])
        record(f"correct_{stored._meta.model_name}", stored, name_event_of(stored), words, by, recorded_at)
    return stored


@transaction.atomic
def publish_report(
    *, report: Report, version: int, by: User | None, now: datetime, recorded_at: datetime, at: datetime | None = None
) -> Report:
    """Publish a report now, or at an instant to come.

    Refused where it is published already, where a language is missing, or where `at` is past. Raises StaleVersion
    where somebody saved it in between.
    """
    stored = Report.objects.select_for_update(of=("self",)).select_related("event").get(pk=report.pk)
    if is_out(stored, now):
        raise Refusal(_("This report is published already."))
    missing = list_gaps(stored)
    if missing:
        raise Refusal(_("The report is not complete: it was not published."), missing)
    set_time(stored, version, by, now, at)
    record("publish_report", stored, name_event_of(stored), {"title": stored.title_fr}, by, recorded_at)
    return stored


@transaction.atomic
def unschedule_report(*, report: Report, version: int, by: User, now: datetime, recorded_at: datetime) -> Report:
    """Take back a publication that has not happened yet. Refused afterwards: a published text is corrected."""
    stored = Report.objects.select_for_update(of=("self",)).select_related("event").get(pk=report.pk)
    clear_time(stored, version, now)
    record("unschedule_report", stored, name_event_of(stored), {}, by, recorded_at)
    return stored


def _lock(model: type[Preview] | type[Report], event: Event) -> Preview | Report | None:
    return model.objects.select_for_update(of=("self",)).select_related("event").filter(event=event).first()


def _of(text: Preview | Report) -> dict[str, Preview | Report]:
    return {str(text._meta.model_name): text}


def _write_title(
    stored: Preview | Report,
    after: Iterable[SentenceText],
    drafted: Iterable[SentenceText],
    *,
    replace_edited: bool,
    before: Sequence[SentenceText],
) -> None:
    """The title of the draft, unless an editor wrote one."""
    titles = [one for one in before if one.part == Part.TITLE]
    own = bool(stored.title_fr or stored.title_en) and (not titles or titles[0].edited)
    new = next((one for one in drafted if one.part == Part.TITLE), None)
    if new is not None and (replace_edited or not own):
        stored.title_fr, stored.title_en = new.drafted_fr, new.drafted_en


def _write_sentences(stored: Preview | Report, sentences: Sequence[SentenceText]) -> None:
    """Rows are kept where they were there: a form names them by their keys."""
    rows = {row.pk: row for row in Sentence.objects.filter(**_of(stored))}
    fresh, changed = [], []
    for order, one in enumerate(sentences, start=1):
        values = {**{name: getattr(one, name) for name in _COLUMNS}, "figures": dict(one.figures)}
        row = rows.pop(one.pk, None) if one.pk is not None else None
        if row is None:
            fresh.append(Sentence(**_of(stored), order=order, **values))
            continue
        for name, value in {**values, "order": order}.items():
            setattr(row, name, value)
        changed.append(row)
    Sentence.objects.filter(pk__in=list(rows)).delete()
    Sentence.objects.bulk_update(changed, (*_COLUMNS, "order"))
    Sentence.objects.bulk_create(fresh)
