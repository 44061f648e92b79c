"""The text of a rules.json as a document: exact numbers, no key twice, errors with line and column."""

import json
from collections.abc import Mapping
from decimal import Decimal

from championships.scoring.phrases import phrase
from championships.scoring.rulebook.faults import Fault, RuleBookError, describe, refuse_if_any


def read_document(text: str) -> Mapping[str, object]:
    """The JSON object in `text`, decimals exact. Raises RuleBookError with line and column, or for a key twice."""
    faults: list[Fault] = []

    def take_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
        taken: dict[str, object] = {}
        for key, value in pairs:
            if key in taken:
                faults.append(
                    Fault(key, phrase("each key once in an object"), phrase('the key "%(key)s" again', key=key))
                )
            taken[key] = value
        return taken

    def refuse_constant(word: str) -> object:
        faults.append(Fault("", phrase("numbers"), phrase('the word "%(word)s"', word=word)))
        return None

    try:
        document = json.loads(
            text.removeprefix("\ufeff"),
            parse_float=Decimal,
            parse_constant=refuse_constant,
            object_pairs_hook=take_pairs,
        )
    except json.JSONDecodeError as error:
        raise RuleBookError(
            phrase("line %(line)s, column %(column)s", line=error.lineno, column=error.colno), phrase("JSON"), error.msg
        ) from error
    except (RecursionError, ValueError, ArithmeticError) as error:
        raise RuleBookError(
            "", phrase("JSON of a rule book"), phrase("numbers too long or objects too deep to read")
        ) from error
    refuse_if_any(faults)
    if not isinstance(document, Mapping):
        raise RuleBookError("", phrase("an object"), describe(document))
    return document
