"""Of Mitjet only what is published stands in the database, and everything that states something names its source."""

from datetime import datetime

from django.db.models import Q

from championships.models import (
    Bulletin,
    ClassifiedLine,
    DeclaredTable,
    Driver,
    Enrolment,
    Entry,
    Event,
    Kinship,
    Layout,
    Line,
    LineDriver,
    Preview,
    Sheet,
    Source,
    StatedFact,
)
from tests.demo.demo_case import EVENING, DemoCase

AT = datetime.fromisoformat(EVENING)
REAL = Q(demo=False)


class TestMitjetData(DemoCase):
    def test_every_row_that_states_something_has_a_source(self) -> None:
        real = {"event__demo": False}
        without = {"source__isnull": True}
        assert not Event.objects.filter(REAL, **without).exists()
        assert not Layout.objects.filter(circuit__demo=False, **without).exists()
        assert not Entry.objects.filter(**real, **without).exists()
        assert not Enrolment.objects.filter(season__championship__demo=False, **without).exists()
        assert not Kinship.objects.filter(person__demo=False, **without).exists()
        assert not Sheet.objects.filter(session__event__demo=False, **without).exists()
        assert Sheet.objects.filter(session__event__demo=False).count() == 19
        assert DeclaredTable.objects.count() == 16
        assert all(preview.sources.exists() for preview in Preview.objects.filter(**real))

    def test_a_published_source_has_its_address_and_a_deduction_its_reasoning(self) -> None:
        for source in Source.objects.all():
            if source.standing == Source.Standing.DEDUCED:
                assert source.reasoning_fr, source.key
                assert source.reasoning_en, source.key
            else:
                assert source.url.startswith("http"), source.key

    def test_a_nationality_is_given_only_with_a_source(self) -> None:
        known = Driver.objects.filter(REAL).exclude(country="").values_list("slug", flat=True)
        stated = StatedFact.objects.filter(value__name="country").values_list("driver__slug", flat=True)
        assert sorted(known) == sorted(stated)

    def test_no_birth_date_is_given_and_the_age_is_a_stated_one(self) -> None:
        assert not Driver.objects.filter(REAL, born_on__isnull=False).exists()
        newest = StatedFact.objects.issued(AT).filter(kind="age", driver__slug="oscar-py").order_by("on_date").last()
        assert newest is not None
        assert (newest.value, newest.on_date.isoformat()) == ({"years": 19, "just_turned": True}, "2025-09-04")

    def test_a_fact_is_issued_with_its_source_and_never_before(self) -> None:
        for fact in StatedFact.objects.select_related("source").exclude(source__published_on=None):
            assert fact.issued_at.date() >= fact.source.published_on, fact

    def test_every_result_is_partial_and_official_per_source(self) -> None:
        bulletins = Bulletin.objects.filter(session__event__demo=False).select_related("sheet")
        assert len(bulletins) == 19
        assert {(row.per_source, row.state, row.sheet.complete, row.sheet.origin) for row in bulletins} == {
            (True, "official", False, "stated")
        }

    def test_a_car_may_be_known_and_its_driver_not(self) -> None:
        line = Line.objects.get(sheet__session__event__slug="castellet", stated_place=7)
        assert line.entry.number == "38"
        assert [part.driver for part in line.drivers.all()] == [None]
        crashed = Entry.objects.filter(event__slug="castellet", number__in=["7", "66"])
        assert [(entry.crew.count(), entry.team) for entry in crashed] == [(0, None), (0, None)]

    def test_places_inside_a_championship_end_where_the_sheet_has_a_hole(self) -> None:
        def places(championship: str) -> dict[str, int | None]:
            lines = ClassifiedLine.objects.filter(
                round_session__round__season__championship__slug=championship,
                round_session__session__event__slug="castellet",
                round_session__key="race1",
                status="CLASSIFIED",
            ).exclude(driver=None)
            return dict(lines.values_list("driver__slug", "place"))

        assert places("trophee-mitjet-france") == {
            "oscar-py": 1,
            "arnaud-malizia": 2,
            "romain-damiani": 3,
            "jeremy-lourenco": None,
            "sebastien-loiret-fournier": None,
            "lorenzo-gatti": None,
            "xavier-bourlard": None,
            "jesper-b-jensen": None,
        }
        # Py is no European entrant: those behind him move up.
        assert places("mitjet-european-cup") == {
            "arnaud-malizia": 1,
            "romain-damiani": 2,
            "lorenzo-gatti": None,
            "jesper-b-jensen": None,
        }

    def test_a_disqualified_car_has_no_place(self) -> None:
        part = LineDriver.objects.get(driver__slug="nelson-panciatici")
        assert (part.line.status, part.line.stated_place) == ("DSQ", None)

    def test_a_number_changes_hands(self) -> None:
        entries = Entry.objects.filter(event__demo=False, number="76").order_by("event__starts_on")
        assert [(entry.event.slug, entry.crew.get().driver.slug) for entry in entries] == [
            ("spa", "nicolas-guelinckx"),
            ("aragon", "leo-paul-boukobza"),
        ]

    def test_the_crew_of_38_has_changed(self) -> None:
        crews = {
            entry.event.slug: [member.driver.slug for member in entry.crew.all()]
            for entry in Entry.objects.filter(event__demo=False, number="38")
        }
        assert crews == {"castellet": ["enzo-redcent", "matys-redcent"], "aragon": ["enzo-redcent"]}

    def test_the_entries_of_aragon_are_those_the_preview_names(self) -> None:
        entries = Entry.objects.filter(event__slug="aragon", event__year=2025).select_related("team")
        named = {(entry.number, entry.team.name, entry.crew.get().driver.name) for entry in entries}
        assert named == {
            ("79", "VPS Racing", "Oscar Py"),
            ("76", "VPS Racing", "Léo-Paul Boukobza"),
            ("101", "GTDRIVE Racing Team", "Romain Damiani"),
            ("69", "GTDRIVE Racing Team", "Xavier Bourlard"),
            ("128", "GTDRIVE Racing Team", "Sébastien Gineys"),
            ("11", "GTDRIVE Racing Team", "Jean-Marc Bourgineau"),
            ("27", "AV Racing", "Arnaud Malizia"),
            ("23", "Génération Stunt", "Jérémy Lourenço"),
            ("64", "MV2S Racing", "Thomas Laisné"),
            ("49", "MV2S Racing", "Yvan Dupuis"),
            ("38", "Sunset Racing", "Enzo Redcent"),
            ("19", "Sunset Racing", "Fabien Redcent"),
            ("245", "JBJ Racing", "Jesper B. Jensen"),
        }

    def test_nothing_of_aragon_is_public_on_the_evening_before(self) -> None:
        assert not Bulletin.objects.issued(AT).filter(session__event__slug="aragon").exists()
        told = StatedFact.objects.issued(AT).filter(event__slug__in=["aragon", "magny-cours", "castellet-4-heures"])
        assert {fact.source.key for fact in told.select_related("source")} == {"seed"}
        later = DeclaredTable.objects.exclude(pk__in=DeclaredTable.objects.issued(AT))
        assert {table.after.round.event.slug for table in later} == {"aragon", "magny-cours"}

    def test_the_preview_holds_sentences_and_no_figure(self) -> None:
        preview = Preview.objects.get(event__demo=False)
        texts = [preview.title_fr, preview.title_en, preview.lead_fr, preview.lead_en]
        for part in [*preview.sections.all(), *preview.highlights.all()]:
            texts += [part.text_fr, part.text_en]
        assert [text for text in texts if any(sign.isdigit() for sign in text)] == []
        assert preview.published_at <= AT
