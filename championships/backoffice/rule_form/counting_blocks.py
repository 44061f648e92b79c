"""What a season of results comes to: what counts, how ties are broken, who is listed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.backoffice.rule_form import choices as words
from championships.backoffice.rule_form.codecs import (
    DROP,
    LABELS,
    NAMES,
    NUMBER,
    ROUNDS,
)
from championships.backoffice.rule_form.drawing import Drawing
from championships.backoffice.rule_form.fields import Block, Path, get_at


class CountingBlocks(Drawing):
    """The blocks of one table that look at the whole season."""

    def _counting(self, path: Path) -> Block:
        segments = [
            Block(
                item,
                _("Part %(number)s of the season") % {"number": number},
                removable=True,
                fields=[
                    self._field((*item, "from"), gettext_lazy("From round"), NUMBER),
                    self._field(
                        (*item, "to"), gettext_lazy("To round"), NUMBER, help=gettext_lazy("Empty: the last one.")
                    ),
                    self._field(
                        (*item, "best"),
                        gettext_lazy("Best results that count"),
                        NUMBER,
                        help=gettext_lazy("Empty: all."),
                    ),
                    self._field(
                        (*item, "drop"),
                        gettext_lazy("or results dropped"),
                        DROP,
                        help=gettext_lazy("2. Or by number of results: 10: 1; 15: 2; *: 3"),
                    ),
                    self._select((*item, "unit"), gettext_lazy("A result is"), words.UNITS, default_word="round"),
                    self._select((*item, "applies"), gettext_lazy("Dropped"), words.APPLIES, default_word="at_once"),
                ],
            )
            for number, item in enumerate(self._items((*path, "counting")), start=1)
        ]
        kept = Block(
            (*path, "not_droppable"),
            _("Results that cannot be dropped"),
            fold=True,
            fields=[
                self._field(
                    (*path, "not_droppable", "statuses"),
                    gettext_lazy("With the status"),
                    LABELS,
                    help=gettext_lazy("Such as DSQ, EX."),
                ),
                self._field((*path, "not_droppable", "rounds"), gettext_lazy("Of rounds"), ROUNDS),
                self._field((*path, "not_droppable", "sessions"), gettext_lazy("Of sessions"), NAMES),
            ],
        )
        return Block(
            (*path, "counting"),
            _("Results that count"),
            fold=True,
            blocks=[*segments, kept],
            adds=[(_("Add a part of the season"), f"add segment {path[-1]}")],
        )

    def _ties(self, path: Path) -> Block:
        steps = []
        for item in self._items((*path, "tie_break")):
            step = get_at(self.sheet, item)
            kind = step.get("kind")
            fields = []
            if kind == "countback":
                fields = [
                    self._field((*item, "sessions"), gettext_lazy("Sessions"), NAMES, default=[]),
                    self._select((*item, "positions"), gettext_lazy("Places"), words.POSITIONS),
                    self._select(
                        (*item, "dropped_count"),
                        gettext_lazy("Places of dropped results"),
                        words.DROPPED,
                        codec=words.DROPPED_COUNT,
                    ),
                    self._field(
                        (*item, "only_without_result_in"), gettext_lazy("Only for who has no result in"), NAMES
                    ),
                ]
            steps.append(
                Block(
                    item,
                    words.TIES.get(str(kind), str(kind)),
                    fields=fields,
                    ticked="candidate" not in step,
                    order=int(item[-1]) + 1,
                )
            )
        return Block(
            (*path, "tie_break"),
            _("Level on points"),
            fold=True,
            help=_("Tick the steps that apply and number them: the first that tells two competitors apart decides."),
            blocks=steps,
        )

    def _listing(self, path: Path) -> Block:
        return Block(
            (*path, "list"),
            _("What is written"),
            fold=True,
            fields=[
                self._flag((*path, "listing", "scored"), gettext_lazy("List only who has scored")),
                self._field(
                    (*path, "listing", "classified_in"),
                    gettext_lazy("List who was classified in these sessions"),
                    NAMES,
                ),
                self._field((*path, "exclude_rounds"), gettext_lazy("Rounds that do not count here"), ROUNDS),
                self._field((*path, "rounding"), gettext_lazy("Decimals written"), NUMBER),
                self._select((*path, "official"), gettext_lazy("Official"), words.OFFICIAL),
            ],
        )
