"""What is not public changes nothing public: not a word, not a figure, not an ETag.

The public site is read; then everything that may not be known is planted beside it (drafts, texts to come, what is
issued later, what is known of people in confidence), each with a word of its own; then the site is read again. Every
answer must be the same to the byte. Where one is not, the word or the difference says what leaked.

A new table of the database wants a line here: what of it is hidden (in `plant`), or that it is `OPEN`.
"""

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any
from unittest import mock
from urllib.parse import urldefrag, urlsplit

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

from championships import clock, models
from championships.public.api.routes import ROUTES
from championships.public.urls import urlpatterns
from championships.scoring.vocabulary import SessionKind
from tests.demo.demo_case import EVENING, DemoCase
from tests.factories import make_draft, make_source, make_user
from tests.journeys.test_odd_addresses import PARTS, list_routes
from tests.tampering import without_guards

NOW = datetime.fromisoformat(EVENING)
LATER = NOW + timedelta(days=2)
WORD = "zqx"  # begins every planted word: nothing real holds it
FIGURE = "7777.5"  # points of tables to come
BORN = date(1937, 12, 29)
WALKED = 4  # addresses of one route in one language
HOST = "http://testserver"

# Every row of these tables may be read, or is told only by rows of others that are planted below.
OPEN = {
    "Appointment", "Category", "Championship", "Circuit", "ClassifiedLine", "ColumnMap", "Crew", "DriverAlias",
    "DriverMerge", "DroppedMeeting", "Enrolment", "Entrant", "Event", "GridPlace", "Layout", "LedgerHead",
    "Nomination", "Participation", "Revision", "Round", "RoundSession", "Seat", "Session", "SiteKey", "Table", "Team",
    "TeamAlias",
}  # fmt: skip

# What nobody follows a link to. The words of some are those that are planted.
TYPED = (
    "/en/search/?q=zqx", "/en/search/?q=zqxnewstitleen", "/en/search/?q=damani", "/fr/search/?q=53",
    "/en/news/zqx-news-0/", "/en/news/zqx-news-1/", "/en/news/zqx-old-0/",
    "/en/head-to-head/?a=zqx&b=damiani", "/en/coupe-de-demonstration/2025/?as-of=2025-09-03",
    "/en/coupe-de-demonstration/2025/standings/general/?as-of=2025-08-01",
    "/en/coupe-de-demonstration/2025/standings/general/?as-of=2025-09-04&sort=-wins&view=all",
    "/en/coupe-de-demonstration/2025/standings/general/after-5/",
    "/en/coupe-de-demonstration/2025/standings/general/what-if/?3-race2=gaspard-vibreur",
    "/en/events/2025/aragon/notices/?as-of=2025-09-04T10:00", "/en/events/2025/aragon/report/",
    "/fr/events/2025/aragon/preview/", "/en/events/2025/haute-corniche/race-1/laps/",
    "/en/screen/events/2025/aragon/", "/api/v1/events/2025/haute-corniche/sessions/race-1/laps",
    "/api/v1/championships/coupe-de-demonstration/seasons/2025?as-of=2025-08-01", "/api/v1/events/2025/aragon/preview",
    "/api/v1/news/zqx-news-0", "/api/v1/news/zqx-old-0", "/api/v1/drivers?limit=200", "/api/v1/openapi.json",
)  # fmt: skip


UNREAD = {"calendar-now"}  # it only leads to the calendar of the year


class NothingLeaksTest(DemoCase):
    def setUp(self) -> None:
        logging.disable(logging.WARNING)  # hundreds of lines on what is not found
        self.addCleanup(logging.disable, logging.NOTSET)
        frozen = mock.patch.object(clock, "now", return_value=NOW)
        drawn = mock.patch("championships.public.views.cards.draw_card", lambda card: repr(card).encode())
        for patch in (frozen, drawn):
            patch.start()
            self.addCleanup(patch.stop)

    def test_what_is_not_public_changes_nothing_public(self) -> None:
        before = read_site()
        read = {name_route(address) for address, text in before.items() if text.startswith("200")}
        assert {str(one.name) for one in [*urlpatterns, *ROUTES]} - read == UNREAD
        with without_guards():
            planted = plant()
        assert {model.__name__ for model in apps.get_app_config("championships").get_models()} - planted == OPEN
        hidden = list_hidden_addresses()
        after = read_site()
        leaks = [
            (address, tell_difference(before.get(address, ""), after.get(address, "")))
            for address in sorted({*before, *after})
            if before.get(address) != after.get(address)
        ]
        assert not leaks, "\n".join(f"{address}: {difference}" for address, difference in leaks[:40])
        client = Client()
        assert [address for address in hidden if client.get(address).status_code != 404] == []


def read_site() -> dict[str, str]:
    """Every answer by its address: the routes with what the demonstration has, the site map, and links of all these."""
    client = Client()
    waiting = [*TYPED, "/sitemap.xml", "/robots.txt", "/api/v1/"]
    for where, names in list_routes(get_resolver(), ""):
        parts = {name: PARTS[name] for name in names} | ({"session": "race2"} if "after-%(" in where else {})
        address = where % {name: parts[name] for name in names}
        waiting += [address, address.replace("/en/", "/fr/", 1)]
    seen, taken = set(waiting), Counter[str]()
    found: dict[str, str] = {}
    while waiting:
        address = waiting.pop(0)
        response = client.get(address)
        assert response.status_code < 500, address
        assert not response.cookies, address
        found[address] = text = write_answer(response)
        for link in list_links(text, response):
            name = link[:4] + name_route(link)
            if link not in seen and taken[name] < WALKED:
                seen.add(link)
                taken[name] += 1
                waiting.append(link)
    return found


def name_route(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return ""


def write_answer(response: Any) -> str:
    """Status, headers and body as text; what is packed is unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    unlike = {"Expires"}
    if body.startswith(b"PK"):
        unlike.add("Content-Length")
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist() if "core.xml" not in name)  # when written
    kept = [f"{name}: {value}" for name, value in sorted(response.headers.items()) if name not in unlike]
    head = "\n".join(kept)
    return f"{response.status_code}\n{head}\n\n{body.decode(errors='replace')}"


def list_links(text: str, response: HttpResponse) -> Iterator[str]:
    found = re.findall(rf'(?:href|src|content|Location:)[ =]+"?([^"\s]+)|({HOST}/[^"<\s]+)', text)
    for link in (unescape(one or other) for one, other in found):
        path = urldefrag(link.removeprefix(HOST)).url
        if path.startswith(("/fr/", "/en/", "/api/", "/sitemap", "/media/")):
            yield path


def tell_difference(before: str, after: str) -> str:
    words = sorted({*re.findall(rf"{WORD}\w*", after)})
    if words:
        return f"says {words[:5]}"
    old, new = before.splitlines(), after.splitlines()
    pair = next(((one, two) for one, two in zip(old, new, strict=False) if one != two), ("", ""))
    return f"{pair[0][:200]!r} became {pair[1][:200]!r}"


def mark(rows: QuerySet[Any], *fields: str, **values: Any) -> str:
    """Put a word of its own into each field, and those values into others. The name of the table."""
    assert rows.exists(), f"nothing to hide of {rows.model.__name__}"
    for name in fields:
        field = rows.model._meta.get_field(name)
        word = f"{WORD}{rows.model.__name__}{name.title().replace('_', '')}"
        values[name] = {"word": word} if field.get_internal_type() == "JSONField" else word[: field.max_length]
    rows.order_by().update(**values)
    return str(rows.model.__name__)


def plant() -> set[str]:
    """Everything hidden; the names of the tables that held it."""
    editor = make_user("zqx-editor", first_name="", last_name="")
    plant_texts(editor)
    plant_results(editor)
    plant_people()
    m = models
    later = Q(issued_at__gt=NOW)
    hidden = Q(published_at__isnull=True) | Q(published_at__gt=NOW)
    out = Exists(m.Bulletin.objects.filter(sheet=OuterRef("pk"), issued_at__lte=NOW))
    sheets = m.Sheet.objects.filter(~out)
    revised = m.Revision.objects.filter(later).values("season")
    text, both = ("text_fr", "text_en"), ("title_fr", "title_en")
    decided = ("document", "reason", "annulled_reason")
    unsaid = {"appealed_at": LATER, "appeal_closed_at": LATER, "annulled_at": LATER, "annulment_asked_at": NOW}
    m.Source.objects.filter(key="zqx-source").update(title="zqxSourceTitle", url="https://zqxSource.example/")
    return {
        "Source",
        "FormerAddress",
        mark(m.Preview.objects.filter(hidden), *both, "lead_fr", "lead_en"),
        mark(m.PreviewSection.objects.filter(preview__in=m.Preview.objects.filter(hidden)), *both, *text),
        mark(m.Highlight.objects.filter(preview__in=m.Preview.objects.filter(hidden)), *text),
        mark(m.Report.objects.filter(hidden), *both),
        mark(m.Sentence.objects.filter(preview__in=m.Preview.objects.filter(hidden)), *text),
        mark(m.Sentence.objects.filter(report__in=m.Report.objects.filter(hidden)), *text),
        mark(m.Sentence.objects.all(), "key", "figures", "drafted_fr", "drafted_en"),
        mark(m.News.objects.filter(hidden), *both, "body_fr", "body_en"),
        mark(m.Document.objects.filter(hidden), *both, "file"),
        mark(m.Photo.objects.filter(hidden), "alt_fr", "alt_en", "credit"),
        mark(m.Bulletin.objects.filter(later), "reason"),
        mark(m.Bulletin.objects.all(), "warnings"),
        mark(m.Verdict.objects.filter(later), "article", "facts", "reason", "stewards", "appealed_by"),
        mark(
            m.Verdict.objects.filter(issued_at__lte=NOW, annulled_at__isnull=True, appealed_at__isnull=True),
            *("appealed_by", "appeal_outcome", "annulled_reason"),
            **unsaid,
        ),
        mark(m.Decision.objects.filter(later), *decided),
        mark(
            m.Decision.objects.filter(issued_at__lte=NOW, annulled_at__isnull=True),
            *("annulled_reason",),
            annulled_at=LATER,
        ),
        mark(m.PointsAdjustment.objects.filter(later), *decided),
        mark(m.OpeningBalance.objects.filter(later), *decided),
        mark(m.DeclaredTable.objects.filter(later), *decided, "note_fr", "note_en"),
        mark(m.DeclaredRow.objects.filter(declared__issued_at__gt=NOW), "car_number", points=FIGURE),
        mark(m.StatedFact.objects.filter(later), *text, "value"),
        mark(m.RuleBook.objects.filter(later), "document"),
        mark(m.RuleDraft.objects.all(), "document"),
        mark(sheets, "note_fr", "note_en"),
        mark(m.Line.objects.filter(sheet__in=sheets), "car", best_lap_ms=11_111),
        mark(m.LineDriver.objects.filter(line__sheet__in=sheets), "time_text", "gap_text", "penalty_text", "reason"),
        mark(m.Amendment.objects.all(), "reason", "accepted"),
        mark(m.Protest.objects.all(), "from_whom", "subject", "late_reason", "outcome"),
        mark(m.Grid.objects.filter(issued_at__isnull=True), "reason"),
        mark(m.TimingFile.objects.filter(sheets__in=sheets), "name"),
        mark(m.TimingFile.objects.all(), "encoding", "announcements"),
        mark(m.Lap.objects.filter(timing_file__sheets__in=sheets), time_ms=11_111),
        mark(m.Award.objects.filter(table__season__in=revised), "detail", points=FIGURE),
        mark(m.Standing.objects.filter(table__season__in=revised), "mark", points=FIGURE, gross=FIGURE),
        mark(m.Driver.objects.all(), "licence"),
        mark(m.Driver.objects.filter(age_public=False), born_on=BORN),
        mark(m.Kinship.objects.filter(public=False), relation="brother"),
        mark(m.User.objects.filter(username="zqx-editor"), "email", "password"),
        mark(m.Entry.objects.all(), "transponder", "second_transponder"),
        mark(m.Season.objects.all(), "package_notes"),
        mark(m.LedgerEntry.objects.exclude(verb="load_demo"), "actor_name", "subject", "detail"),
    }


def plant_texts(editor: models.User) -> None:
    """Texts, documents and photographs: one of each that nobody has published, one that is published later."""
    m = models
    season = m.Season.objects.order_by("pk").first()
    driver = m.Driver.objects.get(slug=PARTS["driver"])
    source = make_source("zqx-source")
    bare = list(m.Event.objects.filter(preview__isnull=True, report__isnull=True).order_by("pk")[:2])
    event = m.Event.objects.get(year=2025, slug=PARTS["event"])
    for number, (one, out) in enumerate(zip(bare, (None, LATER), strict=True)):
        preview = m.Preview.objects.create(event=one, published_at=out, author=editor)
        preview.sources.add(source)
        report = m.Report.objects.create(event=one, published_at=out, author=editor)
        m.PreviewSection.objects.create(preview=preview, season=season, order=1)
        m.Highlight.objects.create(preview=preview, order=1, driver=driver)
        for text in ({"preview": preview}, {"report": report}):
            m.Sentence.objects.create(order=1, part=m.Sentence.Part.LEAD, driver=driver, season=season, **text)
        photo = {"file": f"photos/{number:026x}-480.jpg", "widths": [480], "published_at": out}
        own = m.Photo.objects.create(driver=driver, event=event, **photo)
        championship = season.championship if season else None
        news = m.News.objects.create(
            slug=f"zqx-news-{number}", championship=championship, photo=own, published_at=out, author=editor
        )
        m.FormerAddress.objects.create(kind="news", slug=f"zqx-old-{number}", news=news, recorded_at=NOW)
        m.Document.objects.create(event=event, published_at=out)
        common = {"recorded_at": NOW, "source": source, "event": event, "driver": driver}
        m.StatedFact.objects.create(
            kind=list(m.StatedFact.Kind)[number], issued_at=LATER, value={"years": 88}, on_date=NOW.date(), **common
        )


def plant_results(editor: models.User) -> None:
    """A corrected sheet with its laps that waits to be published, and what the office knows of a published race."""
    m = models
    public = m.Bulletin.objects.in_force(NOW).filter(session__kind=SessionKind.RACE.value)
    for bulletin in public.filter(session__timing_files__isnull=False).distinct() | public.distinct():
        session = bulletin.session
        if m.Sheet.objects.filter(session=session, draft=True).exists():
            continue
        cars = list(session.event.entries.filter(crew__isnull=False).distinct().order_by("-order")[:3])
        draft = make_draft(session=session, order=cars, by=editor, at=NOW)
        file = m.TimingFile.objects.create(
            session=session, content=b"zqx", size=3, sha256=f"{session.pk:064d}", recorded_at=LATER
        )
        m.Sheet.objects.filter(pk=draft.pk).update(timing_file=file)
        for car in cars:
            m.Lap.objects.create(timing_file=file, entry=car, n=1, elapsed_ms=11_111)
        m.Amendment.objects.create(
            session=session, kind="amend", replaces=bulletin, sheet=draft, author=editor, proposed_at=NOW,
            recorded_at=NOW,
        )  # fmt: skip
        m.Protest.objects.create(session=session, received_at=NOW, against=cars[0], recorded_at=NOW)
    coming = m.Session.objects.filter(grid__isnull=True, kind=SessionKind.RACE.value).order_by("pk")
    for race in coming[:2]:
        grid = m.Grid.objects.create(session=race, recorded_at=NOW)
        m.GridPlace.objects.create(grid=grid, entry=race.event.entries.first(), place=1, order=1)
    for season in m.Season.objects.all():
        book = m.RuleBook.objects.filter(season=season).order_by("-n").first()
        stamped = {"season": season, "issued_at": LATER, "recorded_at": NOW, "author": editor}
        m.RuleBook.objects.create(n=book.n + 1 if book else 1, standing="in_force", document={}, **stamped)
        m.RuleDraft.objects.get_or_create(season=season, defaults={"document": {}, "recorded_at": NOW})
        driver = m.Driver.objects.get(slug=PARTS["driver"])
        table = season.tables.first()
        key = table.key if table else ""
        m.PointsAdjustment.objects.create(kind="deduct", table=key, driver=driver, effective_at=LATER, **stamped)
        m.OpeningBalance.objects.create(table=key, effective_at=LATER, **stamped)


def plant_people() -> None:
    m = models
    people = list(m.Driver.objects.filter(slug__in=[PARTS["driver"], PARTS["other"]]))
    m.Kinship.objects.create(person=people[0], relative=people[1], source=m.Source.objects.get(key="zqx-source"))


def list_hidden_addresses() -> list[str]:
    """Addresses that what was planted would have, were it public."""
    m = models
    hidden = Q(published_at__isnull=True) | Q(published_at__gt=NOW)
    found = [f"/media/documents/{one.pk}/" for one in m.Document.objects.filter(hidden)]
    found += [f"/media/photos/{number:026x}-480.jpg" for number in range(2)]
    for language in ("en", "fr"):
        found += [f"/{language}/news/{one.slug}/" for one in m.News.objects.filter(hidden)]
        for kind, model in (("preview", m.Preview), ("report", m.Report)):
            rows = model._default_manager.filter(hidden).select_related("event")
            found += [f"/{language}/events/{one.event.year}/{one.event.slug}/{kind}/" for one in rows]
        for one in m.Bulletin.objects.filter(issued_at__gt=NOW).select_related("session__event"):
            event = one.session.event
            found.append(f"/{language}/events/{event.year}/{event.slug}/{one.session.slug}/bulletins/{one.n}/")
        for verdict in m.Verdict.objects.filter(issued_at__gt=NOW, event__isnull=False).select_related("event"):
            where = f"{verdict.event.year}/{verdict.event.slug}" if verdict.event else ""
            found.append(f"/{language}/events/{where}/decisions/{verdict.number}/")
    return found
