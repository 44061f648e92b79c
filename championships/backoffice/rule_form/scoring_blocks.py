"""What a session gives: scales, tables, bonuses, shortened races, and who may score."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.backoffice.rule_form import choices as words
from championships.backoffice.rule_form.codecs import (
    ABSENT,
    CARS,
    FLAG,
    LABELS,
    NAMES,
    NUMBER,
    POINTS,
    SCALE,
    SHARE,
)
from championships.backoffice.rule_form.counting_blocks import CountingBlocks
from championships.backoffice.rule_form.fields import Block, Path, get_at


class ScoringBlocks(CountingBlocks):
    """The blocks of scales and tables."""

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
                        help=gettext_lazy("75% or 3/4."),
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
