"""Forms of the editors: French and English side by side, everything a draft may still lack left optional."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships.models import Championship, Crew, Driver, Event, Photo, Season, Source
from championships.officiating.editorial import HighlightText, NewsText, PreviewText, SectionText

SPARE = 3  # empty rows for people to put forward
MOST_HIGHLIGHTS = 24
FR, EN = gettext_lazy("%(label)s in French"), gettext_lazy("%(label)s in English")


def line(label: Any, language: str, **keys: Any) -> forms.CharField:
    words = (FR if language == "fr" else EN) % {"label": label}
    return forms.CharField(
        label=words, required=False, widget=forms.TextInput(attrs={"lang": language}), max_length=160, **keys
    )


def prose(label: Any, language: str, rows: int) -> forms.CharField:
    words = (FR if language == "fr" else EN) % {"label": label}
    widget = forms.Textarea(attrs={"lang": language, "rows": rows})
    return forms.CharField(label=words, required=False, widget=widget, max_length=40_000)


class TextForm(forms.Form):
    """What every form of a text carries: the version it was read at (empty: it was new)."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def list_pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields that come in two languages, French first."""
        names = [name.removesuffix("_fr") for name in self.fields if name.endswith("_fr")]
        return [(self[f"{name}_fr"], self[f"{name}_en"]) for name in names]


class PreviewForm(TextForm):
    title_fr = line(gettext_lazy("Title"), "fr")
    title_en = line(gettext_lazy("Title"), "en")
    lead_fr = prose(gettext_lazy("Lead"), "fr", 3)
    lead_en = prose(gettext_lazy("Lead"), "en", 3)
    sources = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sources named on the page"), queryset=Source.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources: Any = self.fields["sources"]
        sources.queryset = Source.objects.order_by("-published_on", "key")


class SectionForm(TextForm):
    """What is written of one championship; empty: its tables speak for themselves."""

    title_fr = line(gettext_lazy("Heading"), "fr")
    title_en = line(gettext_lazy("Heading"), "en")
    text_fr = prose(gettext_lazy("Text"), "fr", 4)
    text_en = prose(gettext_lazy("Text"), "en", 4)

    def __init__(self, *args: Any, season: Season, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.season = season

    def read(self) -> SectionText | None:
        typed = {name: self.cleaned_data.get(name, "") for name in ("title_fr", "title_en", "text_fr", "text_en")}
        return SectionText(self.season.pk, **typed) if any(typed.values()) else None


class HighlightForm(TextForm):
    """A person put forward with one line; a row without text is left out."""

    driver = forms.TypedChoiceField(
        label=gettext_lazy("Person"), required=False, coerce=int, empty_value=None, choices=[]
    )
    text_fr = prose(gettext_lazy("Line"), "fr", 2)
    text_en = prose(gettext_lazy("Line"), "en", 2)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        driver: Any = self.fields["driver"]
        driver.choices = people

    def read(self) -> HighlightText | None:
        typed = self.cleaned_data
        if not (typed.get("text_fr") or typed.get("text_en")):
            return None
        return HighlightText(typed.get("driver"), typed.get("text_fr", ""), typed.get("text_en", ""))

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if data and data.get("driver") and not (data.get("text_fr") or data.get("text_en")):
            self.add_error("driver", _("Write a line about this person, or choose nobody."))
        return data


@dataclass(slots=True)
class PreviewForms:
    """The forms of one page of a preview, read and judged together."""

    main: PreviewForm
    sections: list[SectionForm]
    highlights: list[HighlightForm]

    def is_valid(self) -> bool:
        faults = [form.errors for form in (self.main, *self.sections, *self.highlights)]  # each says its own
        return not any(faults)

    def read(self) -> PreviewText:
        typed = self.main.cleaned_data
        return PreviewText(
            title_fr=typed["title_fr"],
            title_en=typed["title_en"],
            lead_fr=typed["lead_fr"],
            lead_en=typed["lead_en"],
            sections=tuple(section for form in self.sections if (section := form.read())),
            highlights=tuple(highlight for form in self.highlights if (highlight := form.read())),
            source_ids=tuple(sorted(source.pk for source in typed["sources"])),
        )


def make_preview_forms(*, event: Event, text: PreviewText, version: int | None, data: QueryDict | None) -> PreviewForms:
    """The forms, filled from what is stored or from what was typed. Three queries."""
    seasons = list(
        Season.objects.filter(rounds__event=event)
        .select_related("championship")
        .distinct()
        .order_by("championship__order", "championship__slug", "pk")
    )
    written = {section.season_id: section for section in text.sections}
    people = [("", _("nobody"))]
    crews = Crew.objects.filter(entry__event=event).select_related("driver", "entry").order_by("entry__order", "order")
    people += [
        (str(member.driver_id), f"{member.entry.number} {member.driver}".strip())
        for member in {member.driver_id: member for member in crews}.values()
    ]
    people += list_absent(text, {key for key, _name in people})
    shown = len(text.highlights) + SPARE
    if data is not None:
        typed = data.get("highlights", "")
        shown = max(shown, min(int(typed), MOST_HIGHLIGHTS) if typed.isascii() and typed.isdigit() else 0)
    return PreviewForms(
        main=PreviewForm(
            data,
            initial={
                "read_version": version,
                "title_fr": text.title_fr,
                "title_en": text.title_en,
                "lead_fr": text.lead_fr,
                "lead_en": text.lead_en,
                "sources": text.source_ids,
            },
        ),
        sections=[
            SectionForm(data, prefix=f"season-{season.pk}", season=season, initial=say_section(written.get(season.pk)))
            for season in sorted(seasons, key=lambda season: place_of(season.pk, text))
        ],
        highlights=[
            HighlightForm(
                data, prefix=f"highlight-{number}", people=people, number=number, initial=say_highlight(text, number)
            )
            for number in range(1, min(shown, MOST_HIGHLIGHTS) + 1)
        ],
    )


def list_absent(text: PreviewText, known: set[str]) -> list[tuple[str, str]]:
    """People put forward who are not entered: they stay in the list."""
    keys = [line.driver_id for line in text.highlights if line.driver_id and str(line.driver_id) not in known]
    return [(str(driver.pk), driver.name) for driver in Driver.objects.filter(pk__in=keys)] if keys else []


def place_of(season_id: int, text: PreviewText) -> int:
    order = [section.season_id for section in text.sections]
    return order.index(season_id) if season_id in order else len(order)


def say_section(section: SectionText | None) -> dict[str, Any]:
    if section is None:
        return {}
    return {name: getattr(section, name) for name in ("title_fr", "title_en", "text_fr", "text_en")}


def say_highlight(text: PreviewText, number: int) -> dict[str, Any]:
    if number > len(text.highlights):
        return {}
    highlight = text.highlights[number - 1]
    return {"driver": highlight.driver_id, "text_fr": highlight.text_fr, "text_en": highlight.text_en}


class NewsForm(TextForm):
    championship = forms.TypedChoiceField(
        label=gettext_lazy("Championship"), required=False, coerce=int, empty_value=None, choices=[]
    )
    title_fr = line(gettext_lazy("Title"), "fr")
    title_en = line(gettext_lazy("Title"), "en")
    body_fr = prose(gettext_lazy("Text"), "fr", 12)
    body_en = prose(gettext_lazy("Text"), "en", 12)
    photo = forms.TypedChoiceField(
        label=gettext_lazy("Photograph"), required=False, coerce=int, empty_value=None, choices=[]
    )

    def __init__(
        self,
        *args: Any,
        championships: Sequence[Championship],
        whole_site: bool,
        photos: Sequence[Photo],
        fixed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        home: Any = self.fields["championship"]
        home.choices = [
            *([("", _("the whole site"))] if whole_site else []),
            *((str(each.pk), str(each)) for each in championships),
        ]
        home.required = not whole_site
        if fixed:
            del self.fields["championship"]
        photo: Any = self.fields["photo"]
        photo.choices = [("", _("none")), *((str(each.pk), f"{each.alt} ({each.credit})") for each in photos)]

    def read(self) -> NewsText:
        typed = self.cleaned_data
        names = ("title_fr", "title_en", "body_fr", "body_en")
        return NewsText(**{name: typed[name] for name in names}, photo_id=typed["photo"])


class PublishForm(forms.Form):
    """Now, or at a time to come, in the time of the venue or of the season."""

    read_version = forms.IntegerField(widget=forms.HiddenInput)
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[("now", gettext_lazy("now")), ("at", gettext_lazy("at this time:"))],
        widget=forms.RadioSelect,
        required=False,
    )
    at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if data.get("when") != "at":
            data["at"] = None
        elif data.get("at") is None:
            if "at" not in self.errors:
                self.add_error("at", _("Say the day and the time of publication."))
        else:
            data["at"] = place_in_zone(data["at"], self.zone)
            if data["at"] is None:
                self.add_error("at", _("The clocks are put forward then: this time does not exist at the venue."))
        return data


def place_in_zone(typed: datetime, zone: str) -> datetime | None:
    """The instant of a time read off a clock of that zone; None where that clock never shows it."""
    local = typed.replace(tzinfo=ZoneInfo(zone))
    there_and_back = local.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    return local if there_and_back.replace(tzinfo=None) == local.replace(tzinfo=None) else None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field somebody else has saved otherwise."""

    label: str
    stored: str
    yours: str


def list_differences(forms_sent: Sequence[forms.Form], stored: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """What is stored beside what was typed, where they differ. `stored`: the initial values of the forms, anew."""
    found = []
    for form, values in zip(forms_sent, stored, strict=False):
        for name, field in form.fields.items():
            if name == "read_version":
                continue
            bound = form[name]
            theirs, yours = _write(field, values.get(name)), _write(field, bound.value())
            if theirs != yours:
                found.append(Difference(str(bound.label), theirs, yours))
    return found


def _write(field: forms.Field, value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(sorted(str(each) for each in value))
    text = "" if value is None else str(value).replace("\r\n", "\n").strip()
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return next((str(label) for key, label in choices if str(key) == text), text)
    return text
