"""A request to the API that was understood, and what its parameters mean."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise

from championships.public.api.addresses import Addresses
from championships.public.api.parameters import LANG, Parameter
from championships.public.api.problems import NO_SUCH_MOMENT, NOT_FOUND, RefusedError
from championships.public.as_of import NoSuchMomentError, read_as_of


@dataclass(frozen=True, slots=True)
class Asked:
    """`path` and `query` are as written, each checked by its parameter."""

    route: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    now: datetime
    to: Addresses

    @property
    def limit(self) -> int:
        return int(self.query["limit"])

    @property
    def cursor(self) -> str:
        return self.query.get("cursor", "")

    @property
    def offset(self) -> int:
        """The cursor of a list that is counted, not keyed. Refused where it is no number."""
        if not self.cursor:
            return 0
        if re.fullmatch("[1-9][0-9]{0,5}", self.cursor) is None:
            raise self.refuse_cursor()
        return int(self.cursor)

    @property
    def after(self) -> tuple[int, str] | None:
        """The stop asked for: a round, or a session of it; None: the newest."""
        number, _dash, session = self.query.get("after", "").partition("-")
        return (int(number), session) if number else None

    def read_moment(self, find_zone: Callable[[], str | None]) -> datetime | None:
        """The instant *as-of* means; None where it is not said. Refused in the future, and where it is none."""
        text = self.query.get("as-of", "")
        if not text:
            return None
        try:
            return read_as_of(text, zone=find_zone() or settings.TIME_ZONE, now=self.now)
        except NoSuchMomentError as error:
            raise RefusedError(NO_SUCH_MOMENT, f"{error}.") from error

    def refuse_cursor(self) -> RefusedError:
        """Not a bad parameter: it was well said, and the row may have stood in the list before."""
        return RefusedError(NOT_FOUND, f"{self.cursor[:40]!r} is not where a page of this list ended.")

    def find_next(self, last: str) -> str | None:
        """The address of the page that goes on after the row `last`; None after the last page."""
        if not last:
            return None
        said = {name: text for name, text in self.query.items() if name not in {"cursor", LANG.name}}
        if self.query.get(LANG.name) != LANG.default:
            said[LANG.name] = self.query[LANG.name]
        here = reverse(f"api:{self.route}", kwargs=dict(self.path))
        return f"{self.to.root}{here}?{urlencode({**said, 'cursor': last})}"


@dataclass(frozen=True, slots=True)
class Route:
    """An address of the API. `read` gives a value of the shape `answers`; None: not found.

    `path` names its parameters in braces; `takes` says what each is, in that order. `example` fills them in.
    """

    name: str
    path: str
    tag: str
    summary: str | Promise
    answers: type
    read: Callable[[Asked], object | None]
    takes: tuple[Parameter, ...] = ()
    query: tuple[Parameter, ...] = ()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Those of the query; every answer can be had in either language."""
        return (*self.query, LANG)
