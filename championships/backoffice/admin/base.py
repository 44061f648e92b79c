"""What the admin pages share: the state a form was read at, labelled inline cells, read-only tables."""

import hashlib
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from championships import clock
from championships.backoffice.admin.scoping import ScopedAdmin, ScopedInline
from championships.backoffice.forms import retype
from championships.formatting.punctuation import quote
from championships.models import StaleVersion
from championships.officiating.addresses import check_address_free, keep_address, read_address
from championships.officiating.errors import Refusal

STALE = _(
    "Somebody else saved this page while you were editing it. Nothing of yours was written and nothing is "
    "lost: your values are still in the form. Compare them with what is stored now, then save again."
)
_LOST = _("The form has lost its version number: reload the page.")


class OfficeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that says why a save was refused, and what somebody else has stored meanwhile."""

    stale = False  # set on the second pass, when the row was found to be another one
    refusal: Refusal | None = None  # set on the second pass, when a verb or a rule said no
    inlines: tuple[Any, ...] = ()  # models of the rows below the form, with their foreign key to it
    state_field = ""

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if self.refusal is not None:
            raise ValidationError([str(text) for text in (self.refusal.message, *self.refusal.details)])
        if self.instance.pk and not self.stale and self.cleaned_data.get(self.state_field) in (None, ""):
            raise ValidationError(_LOST)
        if self.stale:
            stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
            changes = [
                _("%(field)s: stored %(stored)s, yours %(yours)s")
                % {
                    "field": self.fields[name].label or name,
                    "stored": _shown(getattr(stored, name, None)),
                    "yours": _shown(self.cleaned_data.get(name)),
                }
                for name in self.fields
                if name != self.state_field and _differ(stored, name, self.cleaned_data.get(name))
            ]
            # The next save starts from what is stored now: the official has seen both.
            retype(self, self.state_field, self.write_state(stored))
            raise ValidationError([ValidationError(STALE), *map(ValidationError, [*changes, *self._list_rows(stored)])])
        return data

    def write_state(self, stored: Any) -> str:
        raise NotImplementedError

    def _list_rows(self, stored: models.Model) -> list[str]:
        """The rows below the form as they are stored: theirs beside yours, which are still typed in below."""
        found = []
        for model, key in self.inlines:
            rows = " · ".join(str(row) for row in model._base_manager.filter(**{key: stored}).order_by("pk"))
            words = {"name": model._meta.verbose_name_plural, "rows": rows or "–"}
            found.append(_("%(name)s, as stored: %(rows)s") % words)
        return found


class VersionedForm(OfficeForm):
    """A form that carries the version it was read at. Rows below it are guarded by the same version."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    state_field = "read_version"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["read_version"].initial = self.instance.version

    def write_state(self, stored: Any) -> str:
        return str(stored.version)


class StateForm(OfficeForm):
    """The same for a table without a version number: the form carries a mark of the row, and of those below it."""

    read_state = forms.CharField(widget=forms.HiddenInput, required=False)
    state_field = "read_state"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            self.fields["read_state"].initial = self.write_state(self.instance)

    def write_state(self, stored: Any) -> str:
        return mark_state(stored, self.inlines)


def mark_state(row: models.Model, inlines: tuple[Any, ...] = ()) -> str:
    """A mark that changes with any stored column of a row, or of the rows below it."""
    texts = [repr(list(type(row)._base_manager.filter(pk=row.pk).values_list()))]
    texts += [
        repr(list(model._base_manager.filter(**{key: row}).order_by("pk").values_list())) for model, key in inlines
    ]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:32]


def _differ(stored: models.Model, name: str, yours: object) -> bool:
    if not hasattr(stored, name):
        return False
    value = getattr(stored, name)
    if isinstance(value, models.Manager) or hasattr(value, "all"):
        return False
    return bool(value != yours and (value or yours))


def _shown(value: object) -> str:
    return quote(value, get_language() or "fr") if value not in (None, "") else "–"


class OfficeAdmin(ScopedAdmin):
    """Reference data an official edits here."""

    form: Any = OfficeForm

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.stale = getattr(request, "stale_version", False)
        form.refusal = getattr(request, "refusal", None)
        form.inlines = tuple(
            (inline.model, inline.fk_name or _find_key(inline.model, self.model)) for inline in self.inlines
        )
        return form


class VersionedAdmin(OfficeAdmin):
    """The UPDATE writes only where nobody saved in between."""

    form = VersionedForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            obj.version = form.cleaned_data["read_version"]
            obj.save_version()
        else:
            obj.save()


class LastingAdmin(VersionedAdmin):
    """Rows with a public address. The old one goes on leading here; one that leads elsewhere is not taken."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = read_address(self.model._base_manager.get(pk=obj.pk)) if change else None
        if before != read_address(obj):
            check_address_free(row=obj)
        super().save_model(request, obj, form, change)
        if before is not None:
            keep_address(row=obj, before=before, recorded_at=clock.real_now())


class StateAdmin(OfficeAdmin):
    """The same for a table without a version number."""

    form = StateForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            stored = self.model._base_manager.select_for_update(of=("self",)).filter(pk=obj.pk).first()
            if stored is None or form.write_state(stored) != form.cleaned_data["read_state"]:
                raise StaleVersion
        obj.save()


def _find_key(below: type[models.Model], above: type[models.Model]) -> str:
    return next(
        field.name
        for field in below._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.model is above
    )


class LabelledFormSet(forms.models.BaseInlineFormSet):  # type: ignore[type-arg]
    """The box that removes a row has a name, too."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Remove this row")


class LabelledInline(ScopedInline, admin.TabularInline):  # type: ignore[type-arg]
    """An inline whose cells have a name for a screen reader (the column header alone is none)."""

    extra = 0
    formset = LabelledFormSet

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label or db_field.verbose_name))
        return field


class AddedInline(LabelledInline):
    """Rows that may be added here and are changed on their own page, which knows their version."""

    show_change_link = True
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ShownInline(AddedInline):
    """Rows that are only shown."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ScopedAdmin):
    """A table officials may look at. It is written by the verbs of the office, never here."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
