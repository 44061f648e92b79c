"""The mark that names the source of a stated figure: its number in the list at the foot of the page."""

from collections.abc import Sequence
from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


class Numbered(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def deduced(self) -> bool: ...


def write_citation(number: int | None, sources: Sequence[Numbered]) -> SafeString:
    """[3] for a published fact, [3 deduced] for one worked out from published facts; nothing without a source."""
    if number is None:
        return SafeString("")
    source = next((source for source in sources if source.number == number), None)
    mark = f"\N{NO-BREAK SPACE}{_('deduced')}" if source is not None and source.deduced else ""
    return format_html(
        '<sup class="cite"><a href="#source-{}"><span class="vh">{} </span>[{}{}]</a></sup>',
        number,
        _("source"),
        number,
        mark,
    )
