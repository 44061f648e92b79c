"""Decisions as words: how a document is cited in a sentence."""

import pytest

from championships.formatting.decisions import cite_document


@pytest.mark.parametrize(
    ("document", "french", "english"),
    [("12", "n°\N{NO-BREAK SPACE}12", "12"), ("Doc 7", "Doc 7", "Doc 7"), ("", "", "")],
)
def test_a_document_is_cited_by_its_number_or_by_its_name(document: str, french: str, english: str) -> None:
    assert (cite_document(document, "fr"), cite_document(document, "en")) == (french, english)
