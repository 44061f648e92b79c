"""Names in sentences and countries in the reader's language."""

import pytest

from championships.formatting.names import write_country, write_of


@pytest.mark.parametrize(
    ("name", "french"),
    [
        ("Enzo Redcent", "d’Enzo Redcent"),
        ("Élise Vautour", "d’Élise Vautour"),
        ("Matys Redcent", "de Matys Redcent"),
        ("Yvan Dupuis", "d’Yvan Dupuis"),
        ("Yann Martel", "de Yann Martel"),
    ],
)
def test_french_elides_before_a_vowel(name: str, french: str) -> None:
    assert write_of(name, "fr") == french
    assert write_of(name, "en") == f"of {name}"


@pytest.mark.parametrize("country", ["ES", "Spain"])
def test_a_country_is_written_in_the_readers_language(country: str) -> None:
    assert write_country(country, "fr") == "Espagne"
    assert write_country(country, "en") == "Spain"


def test_short_names_of_sources_are_known_and_others_stay_as_they_are() -> None:
    assert write_country("UK", "fr") == "Royaume-Uni"
    assert write_country("Ruritania", "fr") == "Ruritania"
    assert write_country("", "fr") == ""
