"""The demonstration is loaded once, whole, and nowhere it does not belong."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from championships.exchange.demo import loading
from championships.exchange.demo.loading import DemoRefused, is_loaded, load_demo
from championships.exchange.demo.officials import create_officials, tell_passwords
from championships.exchange.season_package.exporting import export_season
from championships.models import Championship, Circuit, Driver, Event, LedgerEntry, Season, Source, User
from championships.officiating.ledger import verify
from championships.officiating.projection import rebuild
from championships.queries.publications import read_last_publication_by_hand
from tests.demo.demo_case import AT_THE_END, CUP, EUROPE, EVENING, RECORDED_AT, DemoCase, rows_of


def count_rows() -> dict[str, tuple[int, int]]:
    """Of every table of the app: how many rows, and the highest key (a row written anew would raise it)."""
    counted = {}
    for model in apps.get_app_config("championships").get_models(include_auto_created=True):
        newest = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
        counted[model._meta.label] = (model._default_manager.count(), newest or 0)
    return counted


class TestALoadedDatabase(DemoCase):
    def test_loading_twice_writes_nothing(self) -> None:
        before = count_rows()
        with self.assertNumQueries(1):
            pass_again = is_loaded()
        assert pass_again
        assert load_demo(recorded_at=RECORDED_AT).was_there
        assert count_rows() == before

    def test_the_ledger_is_whole(self) -> None:
        assert verify() is None
        assert LedgerEntry.objects.get(verb="load_demo").actor is None

    def test_the_stored_tables_are_those_a_rebuild_gives(self) -> None:
        before = count_rows()
        for season in Season.objects.all():
            rebuild(season=season)
        assert count_rows() == before

    def test_what_the_loader_published_does_not_move_the_clock_of_the_demo(self) -> None:
        assert read_last_publication_by_hand() is None

    def test_every_season_can_be_exported(self) -> None:
        folder = Path(self.enterContext(TemporaryDirectory()))
        for season in Season.objects.select_related("championship"):
            report = export_season(season.slug, folder / season.slug)
            assert "results.csv" in report.files
        lines = (folder / f"{CUP}-2025" / "standings_general.csv").read_text(encoding="utf-8").splitlines()
        final = [line.split(",") for line in lines if line.startswith("final,")]
        shown = [(str(row.position), row.competitor, float(row.points)) for row in rows_of(CUP, "general", AT_THE_END)]
        assert [(place, name, float(points)) for _after, place, name, points in final] == shown

    def test_the_officials_have_no_usable_password_until_a_developer_asks(self) -> None:
        assert [user.has_usable_password() for user in User.objects.all()] == [False] * 6


@pytest.mark.django_db
def test_the_demo_is_not_loaded_beside_other_championships_unless_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "perform", lambda acts: None)  # only the refusal is looked at
    Championship.objects.create(slug="another", name_fr="Une autre")
    with pytest.raises(DemoRefused, match="--force"):
        load_demo(recorded_at=RECORDED_AT)
    assert not Driver.objects.exists()
    assert not is_loaded()
    load_demo(recorded_at=RECORDED_AT, force=True)
    assert Driver.objects.filter(slug="oscar-py").exists()


@pytest.mark.django_db
def test_a_championship_of_the_same_name_is_never_overwritten() -> None:
    Championship.objects.create(slug=CUP, name_fr="La vraie")
    with pytest.raises(DemoRefused, match=CUP):
        load_demo(recorded_at=RECORDED_AT, force=True)
    assert not Source.objects.exists()


@pytest.mark.django_db
def test_what_an_imported_season_brought_is_the_same_person_and_circuit() -> None:
    """Imported before the demonstration: a championship from a package, one driver, one circuit, one address."""
    imported = Championship.objects.create(slug="imported", name_fr="Importé")
    Season.objects.create(championship=imported, label="2025", year=2025, package_hash="a" * 64)
    driver = Driver.objects.create(slug="nelson-panciatici", name="Nelson Panciatici", country="France")
    circuit = Circuit.objects.create(slug="imola", name="Imola", country="Italy")
    Event.objects.create(year=2025, slug="imola", name_fr="Imola", circuit=circuit)
    load_demo(recorded_at=RECORDED_AT)
    assert driver.crews.count() == 1
    circuit.refresh_from_db()
    assert (circuit.name, circuit.time_zone) == ("Imola", "Europe/Rome")
    assert list(circuit.events.order_by("slug").values_list("slug", flat=True)) == ["imola", "imola-mitjet"]
    assert rows_of(EUROPE, "general", EVENING)[0].competitor == "romain-damiani"


@pytest.mark.django_db
def test_a_failure_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_acts: object) -> None:
        raise IntegrityError("in the middle")

    monkeypatch.setattr(loading, "perform", fail)
    before = count_rows()
    with pytest.raises(IntegrityError):
        load_demo(recorded_at=RECORDED_AT)
    assert {name: count for name, (count, _key) in count_rows().items()} == {
        name: count for name, (count, _key) in before.items()
    }


@pytest.mark.django_db
def test_passwords_are_random_kept_and_never_reset(tmp_path: Path) -> None:
    create_officials(recorded_at=datetime(2026, 1, 1, tzinfo=UTC))
    file = tmp_path / "var" / "demo-officials.json"
    first = tell_passwords(file, database="one")
    assert [account.username for account in first] == [
        *("timekeeper", "clerk", "steward", "editor", "mitjet-clerk", "admin"),
    ]
    assert len({account.text for account in first}) == 6
    clerk = User.objects.get(username="clerk")
    assert clerk.check_password(first[1].text or "")
    assert tell_passwords(file, database="one") == first
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    clerk.set_password("changed by hand")
    clerk.save()
    assert tell_passwords(file, database="one")[1].text is None
    assert User.objects.get(username="clerk").check_password("changed by hand")


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
def test_passwords_are_printed_only_on_a_developers_machine(
    debug: bool,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(loading, "perform", lambda acts: list(acts))  # the officials, without what they publish
    settings.DEBUG, settings.VAR_DIR = debug, tmp_path
    call_command("load_demo")
    printed = capsys.readouterr().out
    assert "is loaded" in printed
    assert ("timekeeper" in printed) is debug
    assert User.objects.get(username="timekeeper").has_usable_password() is debug
    call_command("load_demo")
    assert "is there: nothing was written" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_says_why_it_refuses() -> None:
    Championship.objects.create(slug="another", name_fr="Une autre")
    with pytest.raises(CommandError, match="not the demonstration's: nothing was loaded"):
        call_command("load_demo")
