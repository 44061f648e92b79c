"""French as a sentence needs it."""

from fractions import Fraction

import pytest

from championships.formatting.names import elides
from championships.stories.french.grammar import (
    elide,
    name_circuit,
    name_event,
    name_series,
    typeset,
    write_count,
    write_gap,
    write_in_country,
    write_move,
    write_of,
    write_place,
    write_points,
    write_rank,
)

NBSP, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("word", "following", "text"),
    [
        ("de", "Enzo Roc", "d’Enzo Roc"),
        ("de", "Ada", "d’Ada"),
        ("de", "Éloïse", "d’Éloïse"),
        ("de", "Yvan", "d’Yvan"),
        ("de", "Yann", "de Yann"),
        ("de", "Hélène", "d’Hélène"),
        ("de", "Hugo Martin", "d’Hugo Martin"),
        ("de", "Harry", "de Harry"),
        ("de", "Matys", "de Matys"),
        ("de", "Œuvrard", "d’Œuvrard"),
        ("que", "Oscar", "qu’Oscar"),
        ("la", "Île", "l’Île"),
        ("le", "1er mars", "le 1er mars"),
        ("si", "il", "s’il"),
        ("si", "elle", "si elle"),
    ],
)
def test_a_vowel_is_dropped_before_a_vowel_and_a_mute_h(word: str, following: str, text: str) -> None:
    assert elide(word, following) == text


def test_an_empty_word_drops_nothing() -> None:
    assert elides("") is False


@pytest.mark.parametrize(
    ("name", "at", "of", "plain"),
    [
        ("Le Castellet", "au Castellet", "du Castellet", "Le Castellet"),
        ("Les Ecoulets", "aux Ecoulets", "des Ecoulets", "Les Ecoulets"),
        ("La Châtre", "à La Châtre", "de La Châtre", "La Châtre"),
        ("Imola", "à Imola", "d’Imola", "Imola"),
        ("Spa-Francorchamps", "à Spa-Francorchamps", "de Spa-Francorchamps", "Spa-Francorchamps"),
        ("Lédenon", "à Lédenon", "de Lédenon", "Lédenon"),
        (
            "Finale de Magny-Cours",
            "lors de la finale de Magny-Cours",
            "de la finale de Magny-Cours",
            "la finale de Magny-Cours",
        ),
        ("Ouverture du Val", "lors de l’ouverture du Val", "de l’ouverture du Val", "l’ouverture du Val"),
        ("Grand Prix de Pau", "lors du Grand Prix de Pau", "du Grand Prix de Pau", "le Grand Prix de Pau"),
        (
            "4 Heures du Castellet",
            "lors des 4 Heures du Castellet",
            "des 4 Heures du Castellet",
            "les 4 Heures du Castellet",
        ),
        ("Circuit Paul Ricard", "au circuit Paul Ricard", "du circuit Paul Ricard", "le circuit Paul Ricard"),
    ],
)
def test_the_name_of_an_event_takes_its_preposition(name: str, at: str, of: str, plain: str) -> None:
    noun = name_event(name)
    assert (noun.at, noun.of, noun.plain) == (at, of, plain)


@pytest.mark.parametrize(
    ("name", "plain", "of"),
    [
        ("Circuit Paul Ricard", "le circuit Paul Ricard", "du circuit Paul Ricard"),
        ("Dijon-Prenois", "le circuit de Dijon-Prenois", "du circuit de Dijon-Prenois"),
        ("Imola", "le circuit d’Imola", "du circuit d’Imola"),
        ("Le Vigeant", "le circuit du Vigeant", "du circuit du Vigeant"),
        ("Autodromo Nazionale Monza", "l’Autodromo Nazionale Monza", "de l’Autodromo Nazionale Monza"),
        ("Anneau du Plateau", "l’anneau du Plateau", "de l’anneau du Plateau"),
    ],
)
def test_the_name_of_a_circuit_takes_its_article(name: str, plain: str, of: str) -> None:
    assert (name_circuit(name).plain, name_circuit(name).of) == (plain, of)


@pytest.mark.parametrize(
    ("name", "plain", "of"),
    [
        ("Trophée Mitjet France", "le Trophée Mitjet France", "du Trophée Mitjet France"),
        ("Mitjet European Cup", "la Mitjet European Cup", "de la Mitjet European Cup"),
        ("Coupe de démonstration", "la Coupe de démonstration", "de la Coupe de démonstration"),
        ("Open de France", "l’Open de France", "de l’Open de France"),
        ("European Cup", "l’European Cup", "de l’European Cup"),
        ("Twin 500", "le championnat Twin 500", "du championnat Twin 500"),
    ],
)
def test_the_name_of_a_championship_takes_its_article(name: str, plain: str, of: str) -> None:
    assert (name_series(name).plain, name_series(name).of) == (plain, of)


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("ES", "en Espagne"),
        ("Belgium", "en Belgique"),
        ("PT", "au Portugal"),
        ("NL", "aux Pays-Bas"),
        ("US", "aux États-Unis"),
        ("MC", "à Monaco"),
        ("MX", "au Mexique"),
        ("AT", "en Autriche"),
        ("GB", "au Royaume-Uni"),
        ("", ""),
    ],
)
def test_a_country_takes_its_preposition(country: str, text: str) -> None:
    assert write_in_country(country) == text


@pytest.mark.parametrize(
    ("points", "text", "gap"),
    [
        ("205", f"205{NBSP}points", f"205{NBSP}points"),
        ("739/2", f"369,5{NBSP}points", f"369,5{NBSP}points"),
        ("9", f"9{NBSP}points", "neuf points"),
        ("1", f"1{NBSP}point", "un point"),
        ("3/2", f"1,5{NBSP}point", f"1,5{NBSP}point"),
        ("1/2", f"0,5{NBSP}point", "un demi-point"),
        ("0", f"0{NBSP}point", f"0{NBSP}point"),
        ("2", f"2{NBSP}points", "deux points"),
    ],
)
def test_points_are_singular_below_two(points: str, text: str, gap: str) -> None:
    assert (write_points(Fraction(points)), write_gap(Fraction(points))) == (text, gap)


def test_counts_agree_in_number_and_gender() -> None:
    assert write_count(1, "victoire", "victoires", feminine=True) == "une victoire"
    assert write_count(0, "victoire", "victoires", feminine=True) == "aucune victoire"
    assert write_count(0, "podium", "podiums") == "aucun podium"
    assert write_count(11, "victoire", "victoires", feminine=True) == "onze victoires"
    assert write_count(20, "tour", "tours") == f"20{NBSP}tours"


def test_places_and_ranks_are_ordinals() -> None:
    assert [write_place(n) for n in (1, 2, 11)] == ["première place", "deuxième place", "11e place"]
    assert write_place(7, tied=True) == "septième place ex æquo"
    assert [write_rank(1, gender=gender) for gender in ("m", "f", "")] == ["premier", "première", "numéro un"]
    assert write_move(4, 2) == "de la quatrième à la deuxième place"


def test_a_distance_after_de_is_elided_before_one_and_never_before_eleven() -> None:
    assert write_of(write_gap(Fraction(1))) == "d’un point"
    assert write_of(write_gap(Fraction(1, 2))) == "d’un demi-point"
    assert write_of(write_gap(Fraction(11))) == "de onze points"


def test_a_sentence_is_printed_with_french_spaces() -> None:
    assert typeset("deux titres : « un »  et l'autre") == f"Deux titres{NARROW}: «{NARROW}un{NARROW}» et l’autre."
    assert typeset("déjà fini !") == f"Déjà fini{NARROW}!"
