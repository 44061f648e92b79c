"""Tables of the public pages: django-tables2 for the fixed columns, one ready string a row for the races.

The default template and a column object per race cost thirty times more than the figures themselves
(measured), so a matrix prints its race cells as one prepared string, made and escaped by one function alone.
"""

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

EMPTY = SafeString("")


class LeanColumn(tables.Column):
    """A column with one class for its head and its cells."""

    def __init__(self, *args: Any, css_class: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("orderable", False)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.css = format_html(' class="{}"', css_class) if css_class else EMPTY
        self.sorted = EMPTY  # of the head alone: how the table is sorted by this column, ready with its space


class LeanTable(tables.Table):
    """A table of frozen records, printed by `templates/tables/table.html`.

    `records` are read by attribute (or key) under the name of the column. The order is the records' own.
    """

    row_header = ""
    css_class = "bars"
    has_race_cells = False
    region_class = ""  # of the region that scrolls

    class Meta:
        template_name = "tables/table.html"
        orderable = False

    def __init__(
        self,
        records: Iterable[object],
        *,
        caption: str,
        caption_id: str,
        first_heads: SafeString = EMPTY,
        second_heads: SafeString = EMPTY,
        **kwargs: Any,
    ) -> None:
        self.caption = caption
        self.caption_id = caption_id
        self.first_heads = first_heads
        self.second_heads = second_heads
        super().__init__(list(records), **kwargs)


def plate(number: str) -> SafeString:
    """The number plate; nothing where the number is not known."""
    return format_html('<b class="n">{}</b>', number) if number else EMPTY


def class_sign(letter: str, name: str) -> SafeString:
    """The sign of a class: a letter in a shape, the whole word for screen readers. " Gentleman" → G."""
    shape = {"G": " g", "J": " j"}.get(letter, "")
    return format_html('<span class="c{}"><span aria-hidden="true">{}</span><span class="vh">{}</span></span>',
                       shape, letter, name)  # fmt: skip


def label_cell(label: str, told: SafeString | str) -> SafeString:
    """A cell with its head, seen where the table is laid out as a list; readers of tables have the head already."""
    return format_html('<span class="lb" aria-hidden="true">{}</span> {}', label, told)


def not_published() -> SafeString:
    """What stands where a figure is not published: two letters, and the words for screen readers."""
    return format_html(
        '<span class="np"><span aria-hidden="true">{}</span><span class="vh">{}</span></span>',
        _("n/p"),
        _("not published"),
    )


def join_markup(parts: Iterable[SafeString | str], separator: str = "") -> SafeString:
    """Escape what is not markup yet and put the parts together."""
    return format_html_join(separator, "{}", ((part,) for part in parts))
