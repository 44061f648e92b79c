"""Each language sets its own spaces round the same signs."""

import pytest

from championships.formatting.punctuation import cut_words, fold_line, join_clauses, quote, write_label

NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "label", "clauses", "quoted"),
    [
        ("en", "Car:", "one; two", "“text”"),
        ("fr", f"Car{NARROW}:", f"one{NARROW}; two", f"«{NARROW}text{NARROW}»"),
    ],
)
def test_signs_stand_as_the_language_sets_them(language: str, label: str, clauses: str, quoted: str) -> None:
    assert write_label("Car", language) == label
    assert join_clauses(["one", "two"], language) == clauses
    assert quote("text", language) == quoted


def test_folding_a_line_keeps_the_spaces_that_must_not_break() -> None:
    assert fold_line(f" Et si…{NARROW}?\n  72\N{NO-BREAK SPACE}%\t") == f"Et si…{NARROW}? 72\N{NO-BREAK SPACE}%"


def test_the_first_words_keep_their_spaces_and_end_in_an_ellipsis_only_where_the_text_goes_on() -> None:
    text = f"À Spa{NARROW}: trois\ncourses, deux vainqueurs"
    assert cut_words(text, 3) == f"À Spa{NARROW}: trois…"
    assert cut_words(text, 4) == f"À Spa{NARROW}: trois courses…"
    assert cut_words(text, 6) == f"À Spa{NARROW}: trois courses, deux vainqueurs"
    assert cut_words("", 3) == ""
