"""The rows of a stewards' document on a season: deductions, exclusions, changes of category."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.backoffice.decision_forms import read_fraction
from championships.models import Category, Enrolment, Entry, PointsAdjustment, Season, Standing
from championships.officiating.bulletins import read_newest_book
from championships.officiating.measures import Measure
from championships.scoring.rules import RuleBook
from championships.scoring.vocabulary import CompetitorKind

SEASON_KINDS = [
    ("", gettext_lazy("choose")),
    (PointsAdjustment.Kind.DEDUCT.value, gettext_lazy("deduction of points")),
    (PointsAdjustment.Kind.EXCLUDE.value, gettext_lazy("exclusion from the championship")),
    (PointsAdjustment.Kind.CLASS_CHANGE.value, gettext_lazy("change of category")),
]


@dataclass(frozen=True, slots=True)
class SeasonChoices:
    """What the rows of a season's document choose from, read once."""

    competitors: list[tuple[str, str]]  # "driver:slug", "team:slug", "car:number"
    tables: list[tuple[str, str]]
    rounds: list[tuple[str, str]]
    categories: list[tuple[str, str]]
    book: RuleBook | None
    ranked: Mapping[str, frozenset[str]]  # competitor -> the tables in which he stands


def read_season_choices(season: Season, now: datetime) -> SeasonChoices:
    """Nine queries."""
    book = read_newest_book(season, now)
    rules = list(book.tables) if book else []
    drivers: dict[str, str] = {}
    teams: dict[str, str] = {}
    cars: set[str] = set()
    for entry in (
        Entry.objects.filter(participations__round__season=season)
        .select_related("team")
        .prefetch_related("crew__driver")
    ):
        drivers.update({member.driver.slug: member.driver.name for member in entry.crew.all()})
        if entry.team is not None:
            teams[entry.team.slug] = entry.team.name
        if entry.number:
            cars.add(entry.number)
    for one in Enrolment.objects.filter(season=season).select_related("driver", "team"):
        if one.driver is not None:
            drivers[one.driver.slug] = one.driver.name
        if one.team is not None:
            teams[one.team.slug] = one.team.name
    ranked: defaultdict[str, set[str]] = defaultdict(set)
    for name, table in Standing.objects.filter(table__season=season, final=True).values_list(
        "competitor", "table__key"
    ):
        ranked[name].add(table)
    kinds = {rule.competitor for rule in rules}
    competitors = [("", _("choose"))]
    competitors += sorted(((f"driver:{slug}", name) for slug, name in drivers.items()), key=lambda one: one[1])
    if CompetitorKind.TEAM in kinds:
        competitors += sorted(
            ((f"team:{slug}", _("Team: %(name)s") % {"name": name}) for slug, name in teams.items()),
            key=lambda one: one[1],
        )
    if CompetitorKind.CAR in kinds:
        competitors += [(f"car:{number}", _("Car: %(number)s") % {"number": number}) for number in sorted(cars)]
    return SeasonChoices(
        competitors=competitors,
        tables=[("", _("every table in which he, she or it stands")), *((rule.id, rule.title) for rule in rules)],
        rounds=[
            (str(number), _("round %(number)s, %(event)s") % {"number": number, "event": event})
            for number, event in (
                (round_.number, str(round_.event.name))
                for round_ in season.rounds.select_related("event").order_by("number")
            )
        ],
        categories=[
            (category.slug, str(category.name))
            for category in Category.objects.filter(championship=season.championship_id).order_by("slug")
        ],
        book=book,
        ranked={name: frozenset(tables) for name, tables in ranked.items()},
    )


class SeasonMeasureForm(forms.Form):
    """One thing a document on a season imposes. An empty kind: nothing."""

    kind = forms.ChoiceField(label=gettext_lazy("Decision"), choices=SEASON_KINDS, required=False)
    competitor = forms.ChoiceField(label=gettext_lazy("Competitor"), required=False)
    table = forms.ChoiceField(label=gettext_lazy("Table"), required=False)
    points = forms.CharField(label=gettext_lazy("Points to deduct"), max_length=12, required=False)
    round = forms.ChoiceField(
        label=gettext_lazy("From round"),
        required=False,
        help_text=gettext_lazy("Of a deduction or exclusion the first table it stands in; of a category since when."),
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("New categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Of a change of category: all that hold from then on."),
    )

    def __init__(self, *args: Any, choices: SeasonChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        for name, values in (
            ("competitor", choices.competitors),
            ("table", choices.tables),
            ("round", choices.rounds),
            ("categories", choices.categories),
        ):
            field: Any = self.fields[name]
            field.choices = values

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data is None or self.errors or not data.get("kind"):
            return data
        if not data.get("competitor"):
            self.add_error("competitor", _("Name the competitor this decision is about."))
        if not data.get("round"):
            self.add_error("round", _("Name the round from which this decision counts."))
        if self.errors:
            return data
        try:
            data["measures"] = self._build(data)
        except ValueError as error:
            self.add_error("points", str(error))
        except LookupError as error:
            self.add_error("table", str(error.args[0]))
        return data

    def _build(self, data: Mapping[str, Any]) -> list[Measure]:
        kind, since = data["kind"], int(data["round"])
        what, _colon, competitor = data["competitor"].partition(":")
        if kind == PointsAdjustment.Kind.CLASS_CHANGE:
            terms: dict[str, Any] = {"competitor": competitor, "from_round": since, "categories": data["categories"]}
            return [Measure(kind=kind, terms=terms)]
        terms = {"competitor": competitor, "effective_after": since}
        if kind == PointsAdjustment.Kind.DEDUCT:
            terms["points"] = str(read_fraction(data.get("points", "").strip()))
        else:
            terms["mark"] = "EX"
        tables = self.choices.book.tables if self.choices.book else ()
        possible = [rule.id for rule in tables if rule.competitor.value == what]
        if data.get("table"):
            chosen = [table for table in possible if table == data["table"]]
        elif kind == PointsAdjustment.Kind.DEDUCT:
            raise LookupError(_("Name the table from which the points are deducted."))
        else:
            chosen = [table for table in possible if table in self.choices.ranked.get(competitor, ())]
        if not chosen:
            raise LookupError(_("No such table ranks this competitor."))
        return [Measure(kind=kind, terms={**terms, "standings": table}) for table in chosen]
