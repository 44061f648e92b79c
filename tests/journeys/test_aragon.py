"""The Aragon preview of the demonstration, read as a person reads it on 4 September 2025 at 18:00 in Paris.

Each test is one fact of the checklist in the dossier (F1–F49), in French and in English.
"""

import time
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import pytest
from django.db import transaction
from django.test import Client, override_settings

from championships.exchange.demo.loading import load_demo
from tests.public.pages import find, find_all, get_page, read_table, read_text

pytestmark = pytest.mark.django_db

ADDRESS = "/events/2025/aragon/preview/"
MINUS, HARD = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"


def set_clock(instant: str) -> override_settings:
    return override_settings(PADDOCK_DEMO=True, PADDOCK_DEMO_CLOCK=f"{instant}@{time.time()}")


class Reader:
    """The preview in one language, by section."""

    def __init__(self, language: str, root: Element) -> None:
        self.language = language
        self.root = root

    def say(self, french: str, english: str) -> str:
        return french if self.language == "fr" else english

    def section(self, name: str) -> Element:
        return find(self.root, "section", aria_labelledby=name)

    def text(self, name: str) -> str:
        return " ".join(read_text(self.section(name)).replace(HARD, " ").split())

    def head(self) -> str:
        return " ".join(read_text(next(iter(find_all(self.root, "header")[1:]))).replace(HARD, " ").split())

    def rows(self, section: str, table: int = 0) -> dict[str, list[str]]:
        """The rows of a table by driver, cells by head without the marks of sources."""
        body = read_table(find_all(self.section(section), "table")[table])
        cells = [[" ".join(cell.replace(HARD, " ").split()) for cell in row] for row in body]
        return {row[1].split(" ", 1)[1]: [row[0], row[1].split(" ", 1)[0], *row[2:]] for row in cells}

    def rows_of_both(self) -> dict[str, list[str]]:
        """The table of those in both championships: number, then one cell a championship."""
        body = read_table(find_all(self.section("both"), "table")[0])
        cells = [[" ".join(cell.replace(HARD, " ").split()) for cell in row] for row in body]
        return {row[0].split(" ", 1)[1]: [row[0].split(" ", 1)[0], *row[1:]] for row in cells}

    def item(self, section: str, word: str) -> str:
        """The list item of a section that holds this word."""
        for element in find_all(self.section(section), "li"):
            text = " ".join(read_text(element, hidden=False).replace(HARD, " ").split())
            if word in text:
                return text
        raise AssertionError(f"no item with {word!r} in {section}")


@pytest.fixture(scope="module")
def previews(django_db_setup: None, django_db_blocker: object) -> dict[str, Reader]:
    """Both pages, from one load of the demonstration that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        load_demo(recorded_at=datetime.now(UTC))
        with set_clock("2025-09-04T18:00:00+02:00"):
            read = {
                language: Reader(language, get_page(Client(), f"/{language}{ADDRESS}")) for language in ("fr", "en")
            }
        transaction.set_rollback(True)
    return read


@pytest.fixture(params=["fr", "en"])
def preview(request: pytest.FixtureRequest, previews: dict[str, Reader]) -> Reader:
    return previews[request.param]


FRANCE, EUROPE = "season-1", "season-2"


def test_f1_the_event_has_title_dates_and_venue_and_belongs_to_two_championships(preview: Reader) -> None:
    head = preview.head()
    assert read_text(find_all(preview.root, "h1")[0]).startswith("MotorLand Aragón")
    assert preview.say("5–7 sept. 2025", "5–7 Sept 2025") in head
    assert "MotorLand Aragón" in head
    assert "Trophée Mitjet France" in head
    assert "Mitjet European Cup" in head


def test_f2_it_is_the_last_but_one_round_of_both(preview: Reader) -> None:
    head = preview.head()
    words = preview.say("l’avant-dernière", "the last but one")
    assert preview.say("manche 4 sur 5", "round 4 of 5") + f", {words}" in head
    assert preview.say("manche 6 sur 7", "round 6 of 7") + f", {words}" in head


def test_f3_it_is_the_first_visit_and_says_where_that_stands(preview: Reader) -> None:
    said = preview.say("La Mitjet n’était encore jamais venue sur ce circuit.", "Mitjet has never been to this circuit")
    assert said in preview.text("circuit")
    assert "[1]" in preview.text("circuit").split(said)[1]


def test_f4_length_country_and_character_of_the_circuit(preview: Reader) -> None:
    text = preview.text("circuit")
    assert preview.say("5,344", "5.344") in text
    assert preview.say("Espagne", "Spain") in text
    assert preview.say("virages techniques", "Technical corners") in text


def test_f5_the_next_event_is_the_last_one_at_magny_cours(preview: Reader) -> None:
    item = preview.item("season", "Magny-Cours")
    assert preview.say("Prochain meeting, le dernier", "Next and last event") in item
    assert preview.say("10–12 oct. 2025", "10–12 Oct 2025") in item


def test_f6_the_break_before_it_is_computed_for_each_championship(preview: Reader) -> None:
    text = preview.text("season")
    assert preview.say("10 semaines et 5 jours", "10 weeks and 5 days") in text
    assert preview.say("8 semaines et 6 jours", "8 weeks and 6 days") in text


def test_f7_people_are_put_forward_with_team_number_and_a_line(preview: Reader) -> None:
    py, damiani = preview.item("watch", "Oscar Py"), preview.item("watch", "Romain Damiani")
    assert py.startswith("79 ")
    assert "VPS Racing" in py
    assert damiani.startswith("101 ")
    assert "GTDRIVE Racing Team" in damiani
    assert len(damiani) > 60


def test_f8_the_tables_are_those_of_the_day_the_preview_was_published(preview: Reader) -> None:
    assert preview.say("4 septembre 2025, 17 h 00", "4 September 2025, 17:00") in preview.head()
    captions = [read_text(caption) for caption in find_all(preview.root, "caption")]
    assert preview.say("après Spa-Francorchamps (12 courses)", "after Spa-Francorchamps (12 races)") in captions[0]
    assert preview.say("après Imola (20 courses)", "after Imola (20 races)") in captions[2]
    assert "268" not in preview.text(FRANCE)


def test_f9_py_leads_with_205_points(preview: Reader) -> None:
    row = preview.rows(FRANCE)["Oscar Py"]
    assert (row[0], row[3]) == ("1", "205")


def test_f10_damiani_is_second_nine_behind(preview: Reader) -> None:
    row = preview.rows(FRANCE)["Romain Damiani"]
    assert (row[0], row[3], row[4]) == ("2", "196", f"{MINUS}9")


def test_f11_py_has_five_wins(preview: Reader) -> None:
    assert preview.rows(FRANCE)["Oscar Py"][6] == "5"


def test_f12_py_has_just_turned_19_on_a_stated_day(preview: Reader) -> None:
    item = preview.item("watch", "Oscar Py")
    assert preview.say("19 ans", "19 years old") in item
    assert (
        preview.say("Vient d’avoir 19 ans (âge indiqué le 4 septembre 2025).", "Has just turned 19 (stated on") in item
    )


def test_f13_malizia_is_fourth(preview: Reader) -> None:
    assert preview.rows(FRANCE)["Arnaud Malizia"][0] == "4"


def test_f16_lourenco_is_third_and_first_gentleman_on_one_row(preview: Reader) -> None:
    assert preview.rows(FRANCE)["Jérémy Lourenço"][:3] == ["3", "23", "G 1"]


def test_f19_laisne_is_sixth_and_second_gentleman(preview: Reader) -> None:
    assert preview.rows(FRANCE)["Thomas Laisné"][:3] == ["6", "64", "G 2"]


def test_f20_bourlard_shares_seventh_place_and_is_third_gentleman(preview: Reader) -> None:
    assert preview.rows(FRANCE)["Xavier Bourlard"][:3] == ["7 =", "69", "G 3"]


def test_f21_gaps_to_the_leader_and_to_the_next_and_nothing_where_points_are_unknown(preview: Reader) -> None:
    rows = preview.rows(FRANCE)
    assert rows["Romain Damiani"][4:6] == [f"{MINUS}9", f"{MINUS}9"]
    unknown = preview.say("n.d.", "n/p")
    assert rows["Jérémy Lourenço"][3:6] == [unknown, unknown, unknown]


def test_f24_loiret_fournier_is_absent_and_not_entered(preview: Reader) -> None:
    item = preview.item("moves", "Sébastien Loiret-Fournier")
    assert item.startswith("Absent 81")
    assert "Driv’n" in item


def test_f26_enzo_redcent_drives_alone_after_sharing_with_his_brother(preview: Reader) -> None:
    item = preview.item("moves", "Enzo Redcent")
    assert "38" in item
    assert preview.say("Désormais sans équipier", "Alone at the wheel now") in item
    assert "Matys Redcent" in item
    assert preview.say("déduit", "deduced") in item


def test_f27_the_brothers_and_their_father_are_told(preview: Reader) -> None:
    text = preview.text("moves")
    assert preview.say("est le frère d’Enzo Redcent", "is the brother of Enzo Redcent") in text
    assert preview.say("est le père d’Enzo Redcent", "is the father of Enzo Redcent") in text
    assert preview.say("est le père de Matys Redcent", "is the father of Matys Redcent") in text


def test_f28_the_father_races_against_his_son(preview: Reader) -> None:
    item = next(
        " ".join(read_text(element, hidden=False).replace(HARD, " ").split())
        for element in find_all(preview.section("moves"), "li")
        if find_all(element, "a")[0].text == "Fabien Redcent"
    )
    assert "19" in item
    assert "Sunset Racing" in item
    assert preview.say("Les deux pilotes courent ici.", "Both race here.") in item


def test_f33_every_team_stands_with_its_numbers(preview: Reader) -> None:
    teams = {
        "VPS Racing": ("79", "76"),
        "GTDRIVE Racing Team": ("101", "69", "128", "11"),
        "AV Racing": ("27",),
        "Génération Stunt": ("23",),
        "MV2S Racing": ("64", "49"),
        "Driv’n": ("81",),
        "Sunset Racing": ("38", "19"),
        "JBJ Racing": ("245",),
    }
    found = {}
    for element in find_all(preview.section("teams"), "li"):
        name = read_text(find_all(element, "strong")[0])
        found[name] = tuple(read_text(plate) for plate in find_all(element, "b"))
    assert found == teams


def test_f34_half_points_are_written_with_the_decimal_mark_of_the_language(preview: Reader) -> None:
    assert preview.rows(EUROPE)["Romain Damiani"][2] == preview.say("369,5", "369.5")


def test_f35_damiani_has_eleven_wins(preview: Reader) -> None:
    assert preview.rows(EUROPE)["Romain Damiani"][5] == "11"


def test_f36_malizia_is_second_with_328_points(preview: Reader) -> None:
    row = preview.rows(EUROPE)["Arnaud Malizia"]
    assert (row[0], row[2]) == ("2", "328")


def test_f37_malizia_has_eight_wins(preview: Reader) -> None:
    assert preview.rows(EUROPE)["Arnaud Malizia"][5] == "8"


def test_f38_the_gap_is_computed(preview: Reader) -> None:
    assert preview.rows(EUROPE)["Arnaud Malizia"][3] == MINUS + preview.say("41,5", "41.5")


def test_f39_damiani_has_led_since_the_first_round(preview: Reader) -> None:
    said = preview.say("Romain Damiani mène depuis la première manche", "Romain Damiani has led since the first round")
    assert said in preview.text(EUROPE)


def test_f40_laisne_leads_the_class_and_won_it_last_at_imola(preview: Reader) -> None:
    text = preview.text(EUROPE)
    assert preview.say("Thomas Laisné mène la catégorie", "Thomas Laisné leads the class") in text
    assert preview.item(EUROPE, "Imola)").count("Thomas Laisné (Imola)") == 1
    assert preview.rows(EUROPE, 1) == {"Thomas Laisné": ["1", "64"]}


def test_f42_three_more_gentlemen_run_in_both_championships(preview: Reader) -> None:
    rows = preview.rows_of_both()
    assert {"Jesper B. Jensen", "Sébastien Gineys", "Jean-Marc Bourgineau"} <= set(rows)
    assert [rows[name][0] for name in ("Jesper B. Jensen", "Sébastien Gineys", "Jean-Marc Bourgineau")] == [
        "245",
        "128",
        "11",
    ]
    assert "Oscar Py" not in rows


def test_f43_laisne_stands_in_the_class_tables_of_both(preview: Reader) -> None:
    assert preview.rows(FRANCE, 1)["Thomas Laisné"][0] == "2"
    assert preview.rows(EUROPE, 1)["Thomas Laisné"][0] == "1"
    france, europe = preview.rows_of_both()["Thomas Laisné"][1:]
    assert france.endswith("G 2")
    assert europe.endswith("G 1")


def test_f44_the_european_cup_counts_events_of_its_own(preview: Reader) -> None:
    item = preview.item("season", preview.say("meetings qui lui sont propres", "events of its own"))
    assert item.startswith("Mitjet European Cup")
    assert "Monza, Imola" in item.replace(" ,", ",")


def test_f45_the_wins_of_one_driver_differ_between_the_championships(preview: Reader) -> None:
    france, europe = preview.rows_of_both()["Romain Damiani"][1:]
    assert preview.say("3 victoires", "3 wins") in france
    assert preview.say("déduit", "deduced") in france
    assert preview.say("11 victoires", "11 wins") in europe


def test_f49_what_is_left_to_win_is_computed_from_the_points_of_2022(preview: Reader) -> None:
    for section in (FRANCE, EUROPE):
        text = preview.text(section)
        assert preview.say("2 meetings, 8 courses", "2 meetings, 8 races") in text
        assert preview.say("160 points à prendre à 20 par victoire", "160 points to win at 20 a win") in text
        assert preview.say("publié pour 2022", "published for 2022") in text


def test_every_source_number_of_the_page_leads_to_a_source(preview: Reader) -> None:
    marks = {a.get("href") for a in find_all(preview.root, "a") if (a.get("href") or "").startswith("#source-")}
    ids = {f"#{li.get('id')}" for li in find_all(preview.section("sources"), "li")}
    assert marks
    assert marks <= ids
