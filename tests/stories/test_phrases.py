"""Every phrasing of a fact, held to the sentences a person has read: `phrases.toml`."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from championships.stories.writing import ENGLISH, FRENCH
from tests.stories.test_sentences import read

PHRASES = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))["phrase"]


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: str(phrase["kind"]))
def test_a_fact_reads_as_it_was_read_aloud(phrase: dict[str, Any]) -> None:
    assert read(phrase["kind"], "fr", phrase["figures"]) == phrase["fr"]
    assert read(phrase["kind"], "en", phrase["figures"]) == phrase["en"]


def test_every_kind_of_fact_is_written_in_both_languages() -> None:
    assert set(FRENCH) == set(ENGLISH)
