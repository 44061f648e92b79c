"""Facts as the editor reads them: every kind has its words, figures are written as the language writes them."""

import re
import tomllib
from pathlib import Path

from django.utils.translation import override

from championships.backoffice.sentences.vocabulary import FIGURES, HIDDEN, KINDS
from championships.backoffice.sentences.words import list_moved, say_fact, say_value

STORIES = Path(__file__).resolve().parents[2] / "championships" / "stories"
DETECTORS = STORIES / "detectors"
PHRASES = Path(__file__).resolve().parents[1] / "stories" / "phrases.toml"
_FIGURE = re.compile(r'"([a-z_]+)": ')
_KIND = re.compile(r'kind="([a-z_]+)"|Fact\(f?"[^"]+", "([a-z_]+)"')


def test_every_kind_of_fact_has_its_words() -> None:
    found = {
        kind
        for path in STORIES.rglob("*.py")
        for pair in _KIND.findall(path.read_text(encoding="utf-8"))
        for kind in pair
        if kind
    }
    assert len(found) > 50
    assert sorted(found - set(KINDS)) == []


def test_every_figure_of_a_fact_has_its_word() -> None:
    phrases = tomllib.loads(PHRASES.read_text(encoding="utf-8"))["phrase"]
    used = {name for phrase in phrases for name in phrase["figures"]}
    used |= set(_FIGURE.findall("".join(path.read_text(encoding="utf-8") for path in DETECTORS.glob("*.py"))))
    assert len(used) > 90
    assert sorted(used - set(FIGURES) - HIDDEN - set(KINDS)) == []


def test_codes_and_milliseconds_are_told_in_words() -> None:
    with override("fr"):
        words = say_fact("retired", {"status": "DNF", "session": "race-1", "time_ms": 83456}, {"race-1": "Course 1"})
        assert words.figures == (("état", "abandon"), ("séance", "Course 1"), ("temps", "1:23,456"))
        assert say_value("status", {}) == "status"


def test_figures_are_written_as_the_language_writes_them() -> None:
    names = {"ann": "Ann Archer"}
    figures = {"driver": "ann", "points": "739/2", "starts_on": "2025-09-05", "tied": False, "cars": {"ann": {}}}
    with override("fr"):
        words = say_fact("lead", figures, names)
        assert words.kind == "tête et écart"
        assert words.figures == (("pilote", "Ann Archer"), ("points", "369,5"), ("commence le", "5 septembre 2025"))
    with override("en"):
        assert say_value("739/2", names) == "369.5"
        assert say_value([], names) == say_value(None, names) == "\N{EN DASH}"


def test_only_what_differs_is_said_to_have_moved() -> None:
    with override("en"):
        assert list_moved({"driver": "a", "points": "9"}, {"driver": "a", "points": "10"}, {}) == (
            ("points", "9", "10"),
        )
