"""Which fields a rule book has, in the order in which a club secretary thinks of them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.backoffice.rule_form import choices as words
from championships.backoffice.rule_form.codecs import (
    ABSENT,
    CARS,
    DROP,
    FLAG,
    LABELS,
    LINES,
    NAMES,
    NUMBER,
    POINTS,
    ROUNDS,
    SCALE,
    SHARE,
    TEXT,
    Codec,
    choose,
)
from championships.backoffice.rule_form.fields import Block, Field, Label, Path, get_at
from championships.backoffice.rule_form.sheets import list_scale_names

type Choices = Sequence[tuple[str, Label]]


class Layout:
    """Builds the blocks of one sheet. `categories` and `classes` are those the season knows, for the help texts."""

    def __init__(self, sheet: dict[str, Any], *, categories: Sequence[str] = (), classes: Sequence[str] = ()) -> None:
        self.sheet = sheet
        self.categories = categories
        self.classes = classes
        self.scales: Choices = [("", "–"), *((name, name) for name in list_scale_names(sheet))]
        self.tables: Choices = [
            (str(table.get("id", "")), str(table.get("title") or table.get("id", "")))
            for table in sheet.get("standings", [])
        ]

    def build(self) -> list[Block]:
        """Every block of the form, top to bottom."""
        return [self._scales(), self._tables(), self._classification(), self._examples(), self._about()]

    def _field(self, path: Path, label: Label, codec: Codec = TEXT, **more: Any) -> Field:
        made = Field(path, label, codec, **more)
        value = get_at(self.sheet, path)
        shown = codec.show(value)
        made.kept = shown is None
        made.value = shown or ""
        if made.kind == "select":
            known = [code for code, _label in made.choices]
            if made.value not in known:
                made.choices = [*made.choices, (made.value, made.value)]
        return made

    def _select(
        self, path: Path, label: Label, choices: Choices, *, default_word: str = "", codec: Codec = TEXT
    ) -> Field:
        return self._field(path, label, choose(default_word) if default_word else codec, kind="select", choices=choices)

    def _flag(self, path: Path, label: Label, **more: Any) -> Field:
        return self._field(path, label, FLAG, kind="check", **more)

    def _items(self, path: Path) -> list[Path]:
        found = get_at(self.sheet, path)
        return [(*path, index) for index in range(len(found))] if isinstance(found, list) else []

    # --- Scales ---------------------------------------------------------------------------------

    def _scales(self) -> Block:
        path: Path = ("scales",)
        return Block(
            path,
            _("Points scales"),
            help=_(
                "Points of place 1, 2, 3 and so on: 20-18-16.5-14, with hyphens, semicolons, slashes or spaces. "
                "By number of starters, a row a line: 4: 4-3-2-1 is for four or more."
            ),
            blocks=[self._scale(item) for item in self._items(path)],
            adds=[(_("Add a scale"), "add scales")],
        )

    def _scale(self, path: Path) -> Block:
        name = get_at(self.sheet, (*path, "name"))
        return Block(
            path,
            _("Scale “%(name)s”") % {"name": name} if name else _("New scale"),
            removable=True,
            fields=[
                self._field((*path, "name"), gettext_lazy("Name"), default=""),
                self._field((*path, "value"), gettext_lazy("Points"), SCALE, kind="area", wide=True, default=""),
            ],
        )

    # --- Tables ---------------------------------------------------------------------------------

    def _tables(self) -> Block:
        path: Path = ("standings",)
        return Block(
            path,
            _("Tables"),
            blocks=[self._table(item) for item in self._items(path)],
            adds=[
                (_("Add a table with points of its own"), "add table"),
                (_("Add a class table from the points of the first table"), "add class-table"),
            ],
        )

    def _table(self, path: Path) -> Block:
        name = get_at(self.sheet, (*path, "title")) or get_at(self.sheet, (*path, "id"))
        title = _("Table “%(name)s”") % {"name": name} if isinstance(name, str) and name else _("New table")
        others = [(code, label) for code, label in self.tables if code != get_at(self.sheet, (*path, "id"))]
        return Block(
            path,
            title,
            removable=True,
            order=int(path[-1]) + 1,
            fold=True,
            open=path[-1] == 0 or not get_at(self.sheet, (*path, "id")),
            fields=[
                self._field((*path, "title"), gettext_lazy("Title in English")),
                self._field((*path, "title_fr"), gettext_lazy("Title in French")),
                self._field(
                    (*path, "id"),
                    gettext_lazy("Name in the address"),
                    help=gettext_lazy("Letters, digits and hyphens. It stays, whatever the title."),
                ),
                self._select((*path, "competitor"), gettext_lazy("Who is ranked"), words.COMPETITORS),
                self._select(
                    (*path, "extract_from"),
                    gettext_lazy("Points"),
                    [("", _("of its own, by session")), *((c, _("those of “%(t)s”") % {"t": t}) for c, t in others)],
                ),
            ],
            blocks=[
                *(self._group(item) for item in self._items((*path, "groups"))),
                self._filters(path),
                self._several(path),
                self._counting(path),
                self._ties(path),
                self._listing(path),
            ],
            adds=[
                (_("Add sessions"), f"add group {path[-1]}"),
            ],
        )

    def _group(self, path: Path) -> Block:
        keys = get_at(self.sheet, (*path, "keys"))
        named = ", ".join(key for key in keys if key) if isinstance(keys, list) else ""
        rule = (*path, "rule")
        where = " ".join(str(step) for step in path if isinstance(step, int))
        return Block(
            path,
            _("Sessions: %(names)s") % {"names": named} if named else _("New sessions"),
            removable=True,
            fields=[
                self._field(
                    (*path, "keys"),
                    gettext_lazy("Sessions that give this"),
                    NAMES,
                    help=gettext_lazy("Names of the calendar: race, race1, race2, sprint …"),
                    default=[""],
                ),
                self._select((*rule, "table"), gettext_lazy("Scale"), self.scales),
            ],
            blocks=[
                *(self._bonus(item) for item in self._items((*rule, "bonuses"))),
                self._shortened(rule, where),
            ],
            adds=[
                (_("Add a bonus for pole"), f"add bonus pole {where}"),
                (_("Add a bonus for the fastest lap"), f"add bonus fastest_lap {where}"),
                (_("Add points for starting"), f"add bonus start {where}"),
                (_("Add points for places gained"), f"add bonus places_gained {where}"),
                (_("Add a bonus for a mark on the sheet"), f"add bonus flag {where}"),
            ],
        )

    def _bonus(self, path: Path) -> Block:
        kind = str(get_at(self.sheet, (*path, "kind")))
        fields = [self._field((*path, "points"), gettext_lazy("Points"), POINTS, default="")]
        if kind in ("fastest_lap", "pole", "flag"):
            fields += [
                self._select((*path, "tie"), gettext_lazy("When several hold it"), words.SHARES, default_word="each"),
                self._select((*path, "in_class"), gettext_lazy("Looked for"), words.IN_CLASS, codec=FLAG),
                self._select(
                    (*path, "ineligible"),
                    gettext_lazy("When the holder may not score"),
                    words.INELIGIBLE,
                    default_word="lapses",
                ),
            ]
        if kind == "pole":
            fields += [
                self._select((*path, "from"), gettext_lazy("Pole is"), words.POLES, default_word="grid"),
                self._field((*path, "session"), gettext_lazy("Qualifying session")),
            ]
        if kind == "flag":
            fields.append(self._field((*path, "column"), gettext_lazy("Mark"), help=gettext_lazy("Such as led_lap.")))
        if kind == "places_gained":
            fields.append(self._field((*path, "max_points"), gettext_lazy("At most"), POINTS))
        fields += [
            self._field((*path, "max_position"), gettext_lazy("Only if classified at or above place"), NUMBER),
            self._field(
                (*path, "min_distance_fraction"), gettext_lazy("Only if this part of the distance was run"), SHARE
            ),
        ]
        return Block(path, words.BONUSES.get(kind, kind), removable=True, fields=fields)

    def _shortened(self, rule: Path, where: str) -> Block:
        path = (*rule, "shortened", "steps")
        steps = [
            Block(
                item,
                _("Step %(number)s") % {"number": number},
                removable=True,
                fields=[
                    self._field(
                        (*item, "below"),
                        gettext_lazy("When less than this part was run"),
                        SHARE,
                        help=gettext_lazy("75 % or 3/4."),
                    ),
                    self._field((*item, "factor"), gettext_lazy("Points times"), SHARE),
                    self._select((*item, "table"), gettext_lazy("or another scale"), self.scales),
                    self._field((*item, "min_laps"), gettext_lazy("Nothing under so many laps"), NUMBER),
                ],
            )
            for number, item in enumerate(self._items(path), start=1)
        ]
        return Block(
            path,
            _("Shortened races"),
            blocks=steps,
            fold=True,
            adds=[(_("Add a step"), f"add step {where}")],
        )

    def _filters(self, path: Path) -> Block:
        known_categories = ", ".join(self.categories) or "–"
        known_classes = ", ".join(self.classes) or "–"
        fields = []
        for key, label in (("may_appear", _("Who is in the table")), ("may_score", _("Who scores"))):
            classes: Path = (*path, "classes") if key == "may_score" else (*path, key, "classes")
            if key == "may_score" and get_at(self.sheet, (*path, key, "classes")) is not ABSENT:
                classes = (*path, key, "classes")
            fields += [
                self._field(
                    (*path, key, "categories"),
                    _("%(who)s: categories of people") % {"who": label},
                    LABELS,
                    help=_("Empty: everybody. Known: %(known)s") % {"known": known_categories},
                ),
                self._field(
                    classes,
                    _("%(who)s: classes of cars") % {"who": label},
                    LABELS,
                    help=_("Empty: all. Known: %(known)s") % {"known": known_classes},
                ),
                self._select(
                    (*path, key, "guests"),
                    _("%(who)s: guests") % {"who": label},
                    words.YES_OR_NO,
                    codec=words.WITH_GUESTS,
                ),
            ]
        fields += [
            self._select(
                (*path, "guests"), gettext_lazy("A guest who may not score"), words.GUESTS, default_word="skipped"
            ),
            self._select(
                (*path, "position_basis"), gettext_lazy("Places that earn points"), words.BASES, default_word="overall"
            ),
        ]
        return Block(
            (*path, "filters"),
            _("Classes, categories and guests"),
            fold=True,
            open=get_at(self.sheet, (*path, "may_appear", "categories")) == [""],
            fields=fields,
        )

    def _several(self, path: Path) -> Block:
        return Block(
            (*path, "several"),
            _("Several cars, shared cars, starts"),
            fold=True,
            fields=[
                self._field(
                    (*path, "combine"),
                    gettext_lazy("Cars of a competitor that count"),
                    CARS,
                    help=gettext_lazy("Empty: all of them. 1: only the best one."),
                    default="sum",
                ),
                self._select(
                    (*path, "shared_car", "points"),
                    gettext_lazy("Drivers of a shared car"),
                    words.SHARED,
                    default_word="none",
                ),
                self._select(
                    (*path, "shared_car", "several_results"),
                    gettext_lazy("A driver in several cars of a session"),
                    words.SEVERAL,
                    default_word="best",
                ),
                self._field(
                    (*path, "shared_car", "minimum_share"),
                    gettext_lazy("Part of the car’s laps a driver must have driven"),
                    SHARE,
                ),
                self._field((*path, "minimum_starts", "count"), gettext_lazy("Starts needed to be ranked"), NUMBER),
                self._select(
                    (*path, "minimum_starts", "applies"),
                    gettext_lazy("Applied"),
                    words.STARTS_APPLY,
                    default_word="final",
                ),
                self._field((*path, "minimum_starts", "mark"), gettext_lazy("Mark instead of the place")),
            ],
        )

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
                    help=gettext_lazy("75 % or 3/4. Empty: no such rule."),
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
