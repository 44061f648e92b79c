"""The texts of the invented cup through the office: news, and previews and reports drafted from the data.

They are written after the results, each with what was published at its own instant.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from championships.exchange.demo.acts import Act
from championships.exchange.demo.coupe import Office
from championships.exchange.demo.files import Record, read_toml
from championships.models import Championship, Event, Preview, Report
from championships.officiating.drafted import from_draft
from championships.officiating.editorial import NewsText, publish_news, publish_preview, start_news
from championships.officiating.sentences import Edited, draft_text, publish_report
from championships.queries.story_drafts import find_moment, load_draft


def list_text_acts(office: Office) -> Iterator[Act]:
    document = read_toml("coupe/texts.toml")
    for record in document["news"]:
        yield Act(record["at"], partial(_publish_news, record, office))
    for record in document["preview"]:
        yield Act(record["at"], partial(_publish_drafted, Preview, publish_preview, record, office))
    for record in document["report"]:
        yield Act(record["at"], partial(_publish_drafted, Report, publish_report, record, office))


def _publish_news(record: Record, office: Office, now: datetime) -> None:
    by, recorded_at = office.officials.editor, office.recorded_at
    news = start_news(
        championship=Championship.objects.get(slug=record["championship"]),
        text=NewsText(
            title_fr=record["title_fr"],
            title_en=record["title_en"],
            body_fr=record["body_fr"].strip(),
            body_en=record["body_en"].strip(),
        ),
        by=by,
        recorded_at=recorded_at,
    )
    publish_news(news=news, version=news.version, by=by, now=now, recorded_at=recorded_at)


def _publish_drafted(
    model: type[Preview] | type[Report],
    publish: Callable[..., Preview | Report],
    record: Record,
    office: Office,
    now: datetime,
) -> None:
    """Drafted with what is public at that instant, and published as it was drafted."""
    by, recorded_at = office.officials.editor, office.recorded_at
    event = Event.objects.select_related("circuit", "layout").get(pk=office.calendar.events[record["event"]].pk)
    draft = load_draft(event, find_moment(model), at=now)
    text = draft_text(
        model=model,
        event=event,
        version=None,
        drafted=[from_draft(one) for one in draft.sentences],
        edited=Edited.ASK,
        by=by,
        now=now,
        recorded_at=recorded_at,
    )
    name = str(model._meta.model_name)
    publish(**{name: text}, version=text.version, by=by, now=now, recorded_at=recorded_at)
