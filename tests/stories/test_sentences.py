"""What a fact becomes in words: singular and plural, men, women and people of whom it is not known, both languages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from championships.stories.english.grammar import typeset as typeset_english
from championships.stories.english.voice import English
from championships.stories.french.grammar import typeset as typeset_french
from championships.stories.french.voice import French
from championships.stories.values import Values
from championships.stories.writing import ENGLISH, FRENCH
from tests.stories.pictures import CUP, make_picture, make_race, make_season

PICTURE = make_picture(
    make_season(),
    sessions=(make_race("aragon", 1, "ada"), make_race("aragon", 2, "ada"), make_race("aragon", 4, "ada")),
)


def read(kind: str, language: str, figures: Mapping[str, Any]) -> list[str]:
    """Every phrasing of a fact, with plain spaces in place of no-break ones."""
    if language == "fr":
        texts = [typeset_french(text) for text in FRENCH[kind](French(PICTURE), Values(figures))]
    else:
        texts = [typeset_english(text) for text in ENGLISH[kind](English(PICTURE), Values(figures))]
    return [text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") for text in texts]


LEAD = {"season": CUP, "driver": "enzo", "points": "80", "wins": 2, "second": "ada", "gap": "9", "second_wins": 1}


def test_the_leader_in_both_languages() -> None:
    assert read("lead", "fr", LEAD) == [
        (
            "Enzo Roc mène la Coupe de France avec 80 points et deux victoires, neuf points devant Ada Pignon, "
            "qui compte une victoire."
        ),
        (
            "Avec 80 points et deux victoires, Enzo Roc occupe la tête de la Coupe de France, neuf points devant Ada "
            "Pignon, qui compte une victoire."
        ),
    ]
    assert read("lead", "en", LEAD)[0] == (
        "Enzo Roc leads the French Cup with 80 points and two wins, nine points ahead of Ada Pignon, who has one win."
    )


@pytest.mark.parametrize(
    ("changed", "french", "english"),
    [
        ({"second": None, "gap": None}, "Enzo Roc mène la Coupe de France avec 80 points et deux victoires.", None),
        ({"points": None, "wins": None, "second": None}, "Enzo Roc mène la Coupe de France.", None),
        (
            {"points": None, "wins": 0, "gap": "0", "second_wins": None},
            "Enzo Roc mène la Coupe de France, à égalité de points avec Ada Pignon.",
            "Enzo Roc leads the French Cup, level on points with Ada Pignon.",
        ),
        (
            {"points": "739/2", "wins": 11, "gap": "83/2", "second_wins": 8},
            (
                "Enzo Roc mène la Coupe de France avec 369,5 points et onze victoires, 41,5 points devant Ada Pignon, "
                "qui compte huit victoires."
            ),
            (
                "Enzo Roc leads the French Cup with 369.5 points and eleven wins, 41.5 points ahead of Ada Pignon, "
                "who has eight wins."
            ),
        ),
        (
            {"points": "1", "wins": 1, "gap": "1", "second_wins": 0},
            "Enzo Roc mène la Coupe de France avec 1 point et une victoire, un point devant Ada Pignon.",
            "Enzo Roc leads the French Cup with 1 point and one win, one point ahead of Ada Pignon.",
        ),
    ],
)
def test_a_leader_is_told_with_what_is_known(changed: dict[str, Any], french: str, english: str | None) -> None:
    assert read("lead", "fr", LEAD | changed)[0] == french
    if english:
        assert read("lead", "en", LEAD | changed)[0] == english


def test_a_car_is_told_once_in_a_draft_and_a_name_in_full_once_in_a_part() -> None:
    voice, figures = French(PICTURE), Values({"cars": {"ada": {"number": "7", "team": "mirage"}}})
    first = voice.with_car("ada", figures)
    assert first == "Ada Pignon (Écurie Mirage, n°\N{NO-BREAK SPACE}7)"
    voice.settle(first)
    assert voice.with_car("ada", figures) == "Pignon"
    voice.begin_part()
    assert voice.with_car("ada", figures) == "Ada Pignon"


def test_two_people_of_one_family_name_are_always_named_in_full() -> None:
    voice = French(PICTURE)
    voice.settle("Enzo Roc")
    assert (voice.name("enzo"), voice.short("lea"), voice.short("ada")) == ("Enzo Roc", "Léa Roc", "Pignon")


@pytest.mark.parametrize(
    ("driver", "french", "english"),
    [
        (
            "yvan",
            (
                "Yvan Dupuis, qui partageait sa voiture avec son frère Enzo Roc au Castellet, "
                "est désormais seul au volant."
            ),
            "Yvan Dupuis, who shared a car with his brother Enzo Roc at Le Castellet, now drives alone.",
        ),
        (
            "ada",
            (
                "Ada Pignon, qui partageait sa voiture avec son frère Enzo Roc au Castellet, "
                "est désormais seule au volant."
            ),
            "Ada Pignon, who shared a car with her brother Enzo Roc at Le Castellet, now drives alone.",
        ),
        (
            "oscar",
            "Oscar Py, qui partageait sa voiture avec son frère Enzo Roc au Castellet, ne la partage plus.",
            "Oscar Py, who shared a car with Enzo Roc (brother) at Le Castellet, now drives alone.",
        ),
    ],
)
def test_alone_agrees_with_the_person_and_needs_no_gender_where_it_is_not_known(
    driver: str, french: str, english: str
) -> None:
    figures = {"driver": driver, "mates": [{"driver": "enzo", "relation": "brother"}], "event": "castellet"}
    assert french in read("alone", "fr", figures)
    assert english in read("alone", "en", figures)


def test_a_family_word_agrees_with_the_relation_and_not_with_the_person() -> None:
    figures = {"person": "lea", "relation": "sister", "relative": "yvan", "same_car": False}
    assert read("family", "fr", figures)[0] == "Yvan Dupuis compte sa sœur, Léa Roc, parmi ses adversaires."
    assert read("family", "en", figures)[0] == "Yvan Dupuis meets his sister, Léa Roc, on the track."
    mother = {"person": "ada", "relation": "mother", "relative": "oscar", "same_car": True}
    assert read("family", "fr", mother)[0] == "Oscar Py partage sa voiture avec sa mère, Ada Pignon."


def test_the_oldest_of_the_field_is_told_of_men_women_and_anybody() -> None:
    assert read("oldest", "fr", {"driver": "yvan"}) == ["Yvan Dupuis est le doyen du plateau."]
    assert read("oldest", "fr", {"driver": "ada"}) == ["Ada Pignon est la doyenne du plateau."]
    assert read("oldest", "fr", {"driver": "oscar"}) == ["Personne sur le plateau n’est plus âgé qu’Oscar Py."]
    assert read("oldest", "en", {"driver": "oscar"}) == ["Oscar Py is the oldest driver in the field."]


def test_a_victory_of_somebody_with_a_vowel_is_elided() -> None:
    figures = {"event": "aragon", "session": "race-1", "winner": ["oscar"], "second": [], "third": []}
    assert "Victoire d’Oscar Py dans la course 1." in read("race", "fr", figures)
    crew = figures | {"winner": ["ada", "enzo"], "gap_ms": 257}
    assert read("race", "fr", crew)[0] == "Ada Pignon et Enzo Roc remportent la course 1 avec 0,257 s d’avance."
    assert read("race", "en", crew)[0] == "Ada Pignon and Enzo Roc win race 1 by 0.257 s."


def test_several_races_are_told_as_one_plural() -> None:
    voice, english = French(PICTURE), English(PICTURE)
    assert voice.sessions("aragon", ["race-1", "race-4"]) == "les courses 1 et 4"
    assert voice.sessions("aragon", ["race-1"]) == "la course 1"
    assert english.sessions("aragon", ["race-1", "race-2", "race-4"]) == "races 1, 2 and 4"


def test_the_days_of_a_meeting_are_told_as_the_language_does() -> None:
    voice, english = French(PICTURE), English(PICTURE)
    nbsp = "\N{NO-BREAK SPACE}"
    assert voice.days(date(2025, 9, 5), date(2025, 9, 7)) == f"du 5 au 7{nbsp}septembre"
    assert voice.days(date(2025, 8, 30), date(2025, 9, 1)) == f"du 30{nbsp}août au 1er{nbsp}septembre"
    assert voice.days(date(2025, 3, 1), date(2025, 3, 2)) == f"les 1er et 2{nbsp}mars"
    assert voice.days(date(2025, 4, 30), date(2025, 5, 1)) == f"du 30{nbsp}avril au 1er{nbsp}mai"
    assert voice.days(date(2025, 3, 1), date(2025, 3, 1)) == f"le 1er{nbsp}mars"
    assert english.days(date(2025, 9, 6), date(2025, 9, 7)) == f"on 6 and 7{nbsp}September"
    assert english.days(date(2025, 9, 5), date(2025, 9, 7)) == f"from 5 to 7{nbsp}September"


def test_the_round_is_told_of_championships_that_are_not_at_the_same_one() -> None:
    rounds = [
        {"season": CUP, "numbers": [3], "of": 5, "penultimate": False, "last": False, "opening": False},
    ]
    assert read("round", "fr", {"rounds": rounds})[0] == "C’est la manche 3 sur 5 de la Coupe de France."
    assert read("round", "en", {"rounds": rounds})[0] == "It is round 3 of 5 of the French Cup."
    last = [rounds[0] | {"penultimate": True}]
    assert read("round", "fr", {"rounds": last})[0] == "C’est l’avant-dernier rendez-vous de la Coupe de France."


def test_a_birthday_is_told_with_the_age() -> None:
    assert (
        read("birthday", "fr", {"driver": "oscar", "years": 19, "to_come": False})[0]
        == "Oscar Py vient d’avoir 19 ans."
    )
    to_come = {"driver": "oscar", "years": 19, "on": "2025-09-06", "to_come": True}
    assert read("birthday", "fr", to_come)[0] == "Oscar Py fêtera ses 19 ans le 6 septembre."
    assert read("birthday", "en", to_come)[0] == "Oscar Py will turn 19 on 6 September."


def test_an_absence_leaves_one_rival_fewer() -> None:
    figures = {"driver": "oscar", "season": CUP, "category": "gentleman", "rivals": ["yvan", "enzo"]}
    assert read("absence", "fr", figures)[1] == (
        "Oscar Py ne figure pas sur la liste des engagés : Dupuis et Enzo Roc ont un adversaire de moins chez les "
        "Gentlemen."
    )
    assert read("absence", "en", figures)[0] == (
        "Oscar Py is not on the entry list: one rival fewer in the Gentleman class for Dupuis and Enzo Roc."
    )


def test_a_penalty_is_told_in_its_unit() -> None:
    figures = {
        "event": "aragon",
        "session": "race-1",
        "drivers": ["oscar"],
        "decision": "time",
        "amount": "5",
        "document": "12",
        "place_before": 2,
        "place_after": 4,
    }
    assert read("decision", "fr", figures)[0] == (
        "Dans la course 1, Oscar Py reçoit cinq secondes de pénalité (décision n° 12) : de la deuxième à la quatrième "
        "place."
    )
    assert read("decision", "en", figures)[0] == (
        "In race 1, Oscar Py receives a 5-second penalty (decision no. 12): from second to fourth."
    )
    out = figures | {"decision": "disqualify", "amount": None, "place_after": None}
    assert read("decision", "fr", out)[0] == (
        "Les commissaires sportifs ont écarté Oscar Py du résultat de la course 1 (décision n° 12) : la deuxième place "
        "lui échappe."
    )
