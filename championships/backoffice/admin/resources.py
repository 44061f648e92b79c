"""Drivers, teams and circuits in and out of files: what a file would change is shown before it is written.

Rows are found by their address. What is private of a driver (licence, birth date) leaves only with who may change
drivers, and this is no public export. Errors point to the line of the file.
"""

from itertools import zip_longest
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.resources import Diff

from championships import clock
from championships.models import Circuit, Driver, StaleVersion, Team
from championships.models.fields import fold
from championships.officiating.addresses import check_address_free
from championships.officiating.errors import Refusal
from championships.officiating.reference import tell_calendars

_YES = frozenset({"1", "yes", "oui", "true", "vrai", "x"})
_NO = frozenset({"", "0", "no", "non", "false", "faux", "-"})


class YesNo(widgets.Widget):
    """Yes or no, in either language; anything else is a fault of its line."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        word = str(value or "").strip().casefold()
        if word not in _YES | _NO:
            raise ValueError(_("“%(text)s” says neither yes nor no.") % {"text": value})
        return word in _YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "1" if value else "0"


class PlainDiff(Diff):  # type: ignore[misc]
    """What is stored and what the file says, without the colours the library writes into the page (forbidden there)."""

    def as_html(self) -> list[SafeString]:
        cells = []
        for stored, after in zip_longest(self.left, self.right, fillvalue=""):
            before = "" if self.new else stored
            if before == after or not (before or after):
                cells.append(format_html("{}", after))
            elif not before:
                cells.append(format_html("<ins>{}</ins>", after))
            else:
                cells.append(format_html("<del>{}</del> <ins>{}</ins>", before, after or "–"))
        return cells


class ReferenceResource(resources.ModelResource):  # type: ignore[misc]
    """A table of reference data as rows of a file. `user`: who asks; `private`: whether private columns are given."""

    read_version = fields.Field(attribute="version", column_name="version", readonly=True)

    def __init__(self, *, user: Any = None, private: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user, self.private = user, private
        self._slugs: dict[str, int] = {}

    def get_export_fields(self, selected_fields: Any = None) -> list[Any]:
        given = super().get_export_fields(selected_fields)
        hidden = getattr(self, "PRIVATE", ())
        return [field for field in given if self.private or field.column_name not in hidden]

    def get_user_visible_fields(self) -> list[Any]:
        return self.get_export_fields()

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Headings count whatever their case and accents."""
        self._slugs = {}
        dataset.headers = [fold(str(name or "")).replace(" ", "_") for name in dataset.headers or ()]
        if "slug" not in dataset.headers:
            raise ValidationError(_("The file lacks the column “slug” (the address), by which rows are found."))

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        slug = str(row.get("slug") or "").strip()
        if not slug:
            raise ValidationError(_("The address (slug) is blank."))
        number = int(kwargs.get("row_number") or 0)
        if slug in self._slugs:
            raise ValidationError(_("Line %(line)s has this address already.") % {"line": self._slugs[slug] + 1})
        self._slugs[slug] = number

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Refused where this person may not write the row, or the file was written from an older version of it."""
        table = type(instance)._meta.model_name
        if instance.pk and self.user is not None:
            if not self.user.has_perm(f"championships.change_{table}", instance):
                raise ValidationError(_("You may not change this row."))
            read = str(row.get("version") or "").strip()
            if read and read != str(instance.version):
                raise ValidationError(
                    _("Somebody saved this row since the file was written: version %(stored)s, the file has %(read)s.")
                    % {"stored": instance.version, "read": read}
                )
        elif self.user is not None and not self.user.has_perm(f"championships.add_{table}"):
            raise ValidationError(_("You may not add a row."))
        if not instance.pk:
            try:
                check_address_free(row=instance)
            except Refusal as refusal:
                raise ValidationError(str(refusal)) from refusal

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """An update writes only where nobody saved since the row was read."""
        if is_create:
            instance.save()
            return
        try:
            instance.save_version()
        except StaleVersion as error:
            raise ValidationError(_("Somebody saved this row in this very moment.")) from error

    def get_diff_class(self) -> type[PlainDiff]:
        return PlainDiff


class DriverResource(ReferenceResource):
    PRIVATE = ("licence", "born_on", "age_public", "gender")

    age_public = fields.Field(attribute="age_public", column_name="age_public", widget=YesNo())

    class Meta:
        model = Driver
        import_id_fields = ("slug",)
        fields = ("slug", "name", "sort_key", "country", "licence", "born_on", "age_public", "gender", "read_version")
        export_order = fields
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True


class TeamResource(ReferenceResource):
    class Meta:
        model = Team
        import_id_fields = ("slug",)
        fields = ("slug", "name", "country", "read_version")
        export_order = fields
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True


class CircuitResource(ReferenceResource):
    class Meta:
        model = Circuit
        import_id_fields = ("slug",)
        fields = ("slug", "name", "country", "time_zone", "character_fr", "character_en", "read_version")
        export_order = fields
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        super().before_import_row(row, **kwargs)
        zone = str(row.get("time_zone") or "").strip()
        if zone and not is_zone(zone):
            raise ValidationError(_("“%(text)s” is no time zone: write it like Europe/Paris.") % {"text": zone})

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        tell_calendars(circuit=instance, recorded_at=clock.real_now())


def is_zone(name: str) -> bool:
    """Whether the world's table of time zones has that name."""
    return name in available_timezones()
