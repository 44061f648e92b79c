"""The rule books a club starts from are sound, and say what they are."""

from fractions import Fraction
from pathlib import Path

import pytest

from championships.exchange.presets import PRESETS, list_presets, load_preset
from championships.scoring.examples import check_examples
from championships.scoring.rulebook import parse_book, read_rules, write_book

SHARED = Path(__file__).parents[2].parent / "shared" / "conformance"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_sound_rule_book_in_canonical_form(name: str) -> None:
    document = load_preset(name)
    assert write_book(parse_book(document)) == document


@pytest.mark.parametrize(("name", "season"), [("formula-one", "f1/2026"), ("btcc", "btcc/2023")])
def test_a_preset_scores_as_the_real_season_does(name: str, season: str) -> None:
    path = SHARED / season / "rules.json"
    if not path.exists():
        pytest.skip("../shared/conformance is absent")
    real = read_rules(path.read_text(encoding="utf-8")).book
    preset = parse_book(load_preset(name))
    assert preset.points_tables == real.points_tables
    for mine, theirs in zip(preset.tables, real.tables, strict=True):
        assert (mine.id, mine.sessions, mine.tie_break) == (theirs.id, theirs.sessions, theirs.tie_break)
        assert (mine.listing, mine.counting, mine.rounding) == (theirs.listing, theirs.counting, theirs.rounding)


def test_mitjet_is_a_hypothesis_and_says_why() -> None:
    book = parse_book(load_preset("mitjet"))
    assert book.hypothesis
    assert "Hypothèse" in book.note
    assert "Hypothesis" in book.note
    assert [table.id for table in book.tables] == ["general", "gentleman"]
    assert list(book.table("general").sessions) == ["race1", "race2", "race3", "race4"]
    assert book.points_tables["race"].points[:5] == (20, 18, 16, 15, 14)
    assert book.table("general").sessions["race1"].bonuses[0].points == Fraction(1, 2)


FURTHER = ["porsche-carrera-cup-france", "porsche-supercup", "tcr-europe", "french-f4", "motorsport-uk"]


@pytest.mark.parametrize("name", FURTHER)
def test_a_preset_names_its_source_and_what_was_not_read_and_proves_itself_by_an_example(name: str) -> None:
    book = parse_book(load_preset(name))
    assert "https://" in book.source
    assert "left out" in book.note
    assert book.examples
    assert all(example.title_fr for example in book.examples)
    assert check_examples(book) == ()


def test_presets_are_listed_with_their_titles() -> None:
    assert [preset.name for preset in list_presets()] == list(PRESETS)
    assert all(preset.title for preset in list_presets())
    assert [preset.name for preset in list_presets() if preset.hypothesis] == ["mitjet"]


@pytest.mark.parametrize("name", ["formula-one", "btcc", *FURTHER])
def test_published_rules_are_no_hypothesis(name: str) -> None:
    assert not parse_book(load_preset(name)).hypothesis


def test_a_preset_takes_the_name_of_the_championship_that_uses_it() -> None:
    book = parse_book(load_preset("mitjet", championship="trophee", season="2025-26"))
    assert (book.championship, book.season) == ("trophee", "2025-26")


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(KeyError):
        load_preset("../rules")
