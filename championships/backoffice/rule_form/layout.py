"""Which fields a rule book has, in the order in which a club secretary thinks of them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.backoffice.rule_form import choices as words
from championships.backoffice.rule_form.codecs import (
    LINES,
    NUMBER,
    SHARE,
)
from championships.backoffice.rule_form.fields import Block, Path, get_at
from championships.backoffice.rule_form.scoring_blocks import ScoringBlocks


class Layout(ScoringBlocks):
    """Builds the blocks of one sheet, top to bottom."""

    def build(self) -> list[Block]:
        """Every block of the form, top to bottom."""
        return [self._scales(), self._tables(), self._classification(), self._examples(), self._about()]

    # --- The book as a whole --------------------------------------------------------------------

    def _classification(self) -> Block:
        path: Path = ("classification",)
        return Block(
            path,
            _("Who is classified, and protests"),
            fields=[
                self._field(
                    (*path, "min_distance"),
                    gettext_lazy("Part of the distance to be classified"),
                    SHARE,
                    help=gettext_lazy("75% or 3/4. Empty: no such rule."),
                ),
                self._select(
                    (*path, "of"), gettext_lazy("Of the distance of"), words.DISTANCES_OF, default_word="winner"
                ),
                self._select((*path, "rounding"), gettext_lazy("Laps rounded"), words.ROUNDINGS, default_word="down"),
                self._flag((*path, "flag_required"), gettext_lazy("The flag must be taken")),
                self._field(
                    ("protest_minutes",),
                    gettext_lazy("Minutes to protest a provisional result"),
                    NUMBER,
                    help=gettext_lazy("Empty: as the season says."),
                ),
            ],
        )

    def _examples(self) -> Block:
        path: Path = ("examples",)
        return Block(
            path,
            _("Worked examples"),
            help=_(
                "With these results, the table is this. They are computed at every change, and public. A session a "
                "line: 1 race: ann bob(fastest_lap) col(DNF)"
            ),
            blocks=[self._example(item) for item in self._items(path)],
            adds=[(_("Add an example"), "add example")],
        )

    def _example(self, path: Path) -> Block:
        title = get_at(self.sheet, (*path, "title"))
        tables = [
            Block(
                item,
                _("Expected, %(number)s") % {"number": number},
                removable=True,
                fields=[
                    self._select((*item, "standings"), gettext_lazy("Table"), self.tables),
                    self._field(
                        (*item, "after"),
                        gettext_lazy("After round"),
                        NUMBER,
                        help=gettext_lazy("final: at the end."),
                        default="final",
                    ),
                    self._field((*item, "champion"), gettext_lazy("Champion")),
                    self._field(
                        (*item, "rows"),
                        gettext_lazy("The whole table"),
                        LINES,
                        kind="area",
                        help=gettext_lazy("A row a line: 1 ann 20"),
                    ),
                ],
            )
            for number, item in enumerate(self._items((*path, "tables")), start=1)
        ]
        return Block(
            path,
            _("Example “%(title)s”") % {"title": title} if isinstance(title, str) and title else _("New example"),
            removable=True,
            fold=True,
            open=not title,
            fields=[
                self._field((*path, "title"), gettext_lazy("Title in English"), default=""),
                self._field((*path, "title_fr"), gettext_lazy("Title in French")),
                self._field((*path, "results"), gettext_lazy("Results"), LINES, kind="area", wide=True, default=[]),
                self._flag(
                    (*path, "timing"),
                    gettext_lazy("The order is that on the road: apply the rule of who is classified"),
                ),
                self._field((*path, "source"), gettext_lazy("Source")),
            ],
            blocks=tables,
            adds=[(_("Add what is expected"), f"add expectation {path[-1]}")],
        )

    def _about(self) -> Block:
        return Block(
            ("about",),
            _("Where the rules come from"),
            fields=[
                self._field(
                    ("source",), gettext_lazy("Source"), wide=True, help=gettext_lazy("Title, article, address.")
                ),
                self._field(("note",), gettext_lazy("What is known and what is not"), kind="area", wide=True),
            ],
        )
