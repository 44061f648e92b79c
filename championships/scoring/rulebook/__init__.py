"""Rule books as data: the JSON vocabulary read and written strictly. The door of this room.

A document that is not understood to the last key is refused with `RuleBookError`, which names the path of every fault
and what was expected there. docs/rule-books.md tells the vocabulary. No file is opened here: text in, values out.

- `read_rules(text)` / `parse_rules(document)`: a whole rules.json -> `ParsedRules`.
- `parse_book(document)`: the book alone, as the database keeps it; decisions are refused there, not ignored.
- `parse_session_override`, `parse_result_override`, `parse_adjustment`, `parse_tie_decision`,
  `parse_opening_balance`: one decision's terms; with `book` its references are checked too.
- `write_…`: the way back. Reading what was written gives an equal value.
"""

from championships.scoring.rulebook.amounts import read_amount, write_amount
from championships.scoring.rulebook.book_writing import SCHEMA, write_book
from championships.scoring.rulebook.decision_reading import Adjustment
from championships.scoring.rulebook.decision_writing import (
    write_adjustment,
    write_opening_balance,
    write_result_override,
    write_session_override,
    write_tie_decision,
)
from championships.scoring.rulebook.faults import Fault, RuleBookError
from championships.scoring.rulebook.parsing import (
    ParsedRules,
    parse_adjustment,
    parse_book,
    parse_opening_balance,
    parse_result_override,
    parse_rules,
    parse_session_override,
    parse_tie_decision,
    read_rules,
    write_rules,
)
from championships.scoring.rulebook.text import read_document

__all__ = [
    "SCHEMA",
    "Adjustment",
    "Fault",
    "ParsedRules",
    "RuleBookError",
    "parse_adjustment",
    "parse_book",
    "parse_opening_balance",
    "parse_result_override",
    "parse_rules",
    "parse_session_override",
    "parse_tie_decision",
    "read_amount",
    "read_document",
    "read_rules",
    "write_adjustment",
    "write_amount",
    "write_book",
    "write_opening_balance",
    "write_result_override",
    "write_rules",
    "write_session_override",
    "write_tie_decision",
]
