"""What the maths of a title answered, kept for as long as the facts are the same.

An answer may take seconds, and anybody may ask: each is worked out once, and only one at a time. It is found again by
everything it follows from, so that it can never be that of another state; nothing has to be emptied.
"""

import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from championships.adapters.values import LoadedSeason
from championships.scoring.facts import SeasonFacts

KEPT = 500

_kept: OrderedDict[tuple[bytes, str], Any] = OrderedDict()
_one_at_a_time = Lock()


class TitleAnswers:
    """The answers about one table of a season, under these facts (run or imagined)."""

    def __init__(self, loaded: LoadedSeason, facts: SeasonFacts, table: str) -> None:
        said = pickle.dumps((loaded.book, sorted(loaded.books_by_round.items()), facts, table))
        self.about = hashlib.sha256(said).digest()

    def ask[Answer](self, question: str, work_out: Callable[[], Answer]) -> Answer:
        """The answer to a question, which its words name among all questions about a table."""
        key = (self.about, question)
        with _one_at_a_time:
            if key not in _kept:
                _kept[key] = work_out()
            _kept.move_to_end(key)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
            answer: Answer = _kept[key]
            return answer
