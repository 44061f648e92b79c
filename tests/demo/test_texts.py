"""What is written of the invented cup: documents of the stewards, news, previews and reports, each at its instant."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from time import time

from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from championships.exchange.demo.files import read_sheet, read_toml
from championships.models import Decision, News, PointsAdjustment, Preview, Report, Sentence, Verdict
from championships.queries.latest_decisions import load_latest_decisions
from championships.queries.story_drafts import compare_text
from tests.demo.demo_case import AT_THE_END, CHALLENGE, CUP, EVENING, DemoCase, rows_of

NOCTURNE = (2025, "haute-corniche")


def points_of(championship: str, at: str, count: int, table: str = "general") -> list[tuple[str, float]]:
    return [(row.competitor, float(row.points or 0)) for row in rows_of(championship, table, at)][:count]


def win_by(sheet: str) -> int:
    """Milliseconds between the first two on the road."""
    first, second = read_sheet(f"coupe/sheets/{sheet}")[:2]
    return (second.time_ms or 0) - (first.time_ms or 0)


class TestDocuments(DemoCase):
    def test_everything_the_stewards_decided_stands_in_a_signed_document(self) -> None:
        assert not Decision.objects.filter(session__event__demo=True, verdict__isnull=True).exists()
        assert not PointsAdjustment.objects.filter(verdict__isnull=True).exists()
        documents = Verdict.objects.order_by("issued_at")
        assert [(one.event.slug if one.event else CUP, one.number) for one in documents] == [
            ("val-brulant", 1),
            ("trois-etangs", 1),
            ("trois-etangs", 2),
            ("trois-etangs", 3),
            ("grand-plateau", 1),
            ("haute-corniche", 1),
            ("haute-corniche", 2),
            (CUP, 1),
            ("baie-des-herons", 1),
            ("baie-des-herons", 2),
            ("val-brulant-finale", 1),
        ]
        assert all(one.article and one.facts and one.stewards and one.effective_at for one in documents)

    def test_a_second_person_confirmed_the_document_on_the_season(self) -> None:
        deduction = Verdict.objects.get(season__championship__slug=CUP)
        assert deduction.confirmed_by is not None
        assert (deduction.author.username, deduction.confirmed_by.username) == ("steward", "clerk")
        before, after = "2025-09-04T11:00:00+02:00", EVENING
        assert [dict(points_of(CUP, at, 16))["leon-piston"] for at in (before, after)] == [44, 39]

    def test_the_newest_documents_of_the_evening_are_those_of_the_nocturne_and_of_the_season(self) -> None:
        latest = load_latest_decisions(at=datetime.fromisoformat(EVENING))
        told = [(one.document.event.slug if one.document.event else CUP, one.document.number) for one in latest]
        assert told == [(CUP, 1), ("haute-corniche", 2), ("haute-corniche", 1)]
        moved = [(change.car.number, change.before, change.after) for change in latest[2].changes]
        assert [(number, old and old.place, new and new.place) for number, old, new in moved] == [("33", 9, 11)]

    def test_a_table_is_called_by_its_title_in_both_languages(self) -> None:
        for language, title in (("fr", "Classement général"), ("en", "Overall")):
            with translation.override(language):
                (newest, *_rest) = load_latest_decisions(at=datetime.fromisoformat(EVENING))
                (measure,) = newest.document.measures
                assert (measure.table, measure.table_title) == ("general", title)


class TestTexts(DemoCase):
    def test_every_news_item_is_written_in_both_languages_and_marked_as_a_demonstration(self) -> None:
        items = News.objects.select_related("championship", "author").order_by("published_at")
        assert len(items) == len(read_toml("coupe/texts.toml")["news"]) == 6
        assert all(one.title_fr and one.title_en and one.body_fr and one.body_en for one in items)
        assert all(one.championship is not None and one.championship.demo for one in items)
        assert {one.author.username for one in items if one.author} == {"editor"}
        at = datetime.fromisoformat(EVENING)
        assert [one.published_at is not None and one.published_at <= at for one in items] == [True] * 4 + [False] * 2

    def test_the_figures_of_the_news_are_those_of_the_tables_and_sheets(self) -> None:
        assert points_of(CHALLENGE, "2025-06-16T10:00:00+02:00", 2) == [
            ("capucine-damier", 123.5),
            ("eloise-corde", 101.5),
        ]
        assert [win_by(f"grand-plateau-race-{n}.csv") for n in (1, 2)] == [3452, 523]
        assert [row.position for row in rows_of(CUP, "general", EVENING) if row.competitor == "leon-piston"] == [10]
        assert points_of(CUP, "2025-09-22T10:00:00+02:00", 4) == [
            ("maelle-drapeau", 112),
            ("ada-pignon", 108),
            ("gaspard-vibreur", 107.5),
            ("capucine-damier", 104),
        ]
        assert [win_by(f"baie-des-herons-race-{n}.csv") < 1000 for n in (1, 2)] == [True, True]
        assert points_of(CUP, AT_THE_END, 2) == [("maelle-drapeau", 149.5), ("capucine-damier", 136)]
        assert points_of(CHALLENGE, AT_THE_END, 2) == [("capucine-damier", 191.5), ("maelle-drapeau", 175)]
        firsts = {
            points_of(championship, AT_THE_END, 1, table)[0][0]
            for championship in (CUP, CHALLENGE)
            for table in ("gentleman", "junior")
        }
        assert firsts == {"fulbert-culasse", "eloise-corde"}

    def test_what_was_provisional_is_all_that_has_moved_in_previews_and_reports(self) -> None:
        texts: Iterable[Preview | Report] = [*Preview.objects.exclude(event__slug="aragon"), *Report.objects.all()]
        moved = {}
        for text in texts:
            _draft, changes = compare_text(text, at=datetime.fromisoformat(AT_THE_END))
            sentences = Sentence.objects.filter(pk__in=changes).order_by("order")
            moved[str(text._meta.model_name), text.event.slug] = [(one.part, one.kind) for one in sentences]
        assert moved == {
            ("preview", "haute-corniche"): [],
            ("preview", "baie-des-herons"): [],
            # Published while the second race was provisional: it says so, and who edits it is told that it is no more.
            ("report", "haute-corniche"): [("lead", "provisional"), ("section", "race"), ("section", "race")],
            ("report", "val-brulant-finale"): [],
        }
        drafted = Sentence.objects.exclude(part=Sentence.Part.TITLE)
        assert drafted.exists()
        assert all((one.text_fr, one.text_en) == (one.drafted_fr, one.drafted_en) for one in drafted)

    def test_the_clock_decides_what_is_read(self) -> None:
        later = News.objects.order_by("-published_at").first()
        assert later is not None
        pages = {
            reverse("event-report", args=NOCTURNE): (HTTPStatus.OK, HTTPStatus.OK),
            reverse("event-preview", args=(2025, "baie-des-herons")): (HTTPStatus.OK, HTTPStatus.OK),
            reverse("event-decision", args=(*NOCTURNE, 2)): (HTTPStatus.OK, HTTPStatus.OK),
            reverse("season-decision", args=(CUP, "2025", 1)): (HTTPStatus.OK, HTTPStatus.OK),
            reverse("session-laps", args=(*NOCTURNE, "race-1")): (HTTPStatus.OK, HTTPStatus.OK),
            reverse("championship-news", args=(CUP,)): (HTTPStatus.OK, HTTPStatus.OK),
            reverse("news", args=(later.slug,)): (HTTPStatus.NOT_FOUND, HTTPStatus.OK),
            reverse("event-report", args=(2025, "val-brulant-finale")): (HTTPStatus.NOT_FOUND, HTTPStatus.OK),
        }
        found = {address: tuple(self._ask(address, instant) for instant in (EVENING, AT_THE_END)) for address in pages}
        assert found == pages

    def _ask(self, address: str, instant: str) -> int:
        with override_settings(PADDOCK_DEMO=True, PADDOCK_DEMO_CLOCK=f"{instant}@{time()}"):
            return self.client.get(address).status_code
