"""What the admin pages share: a version checked in the UPDATE, labelled inline cells, read-only tables."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from championships.backoffice.forms import retype
from championships.models import StaleVersion

STALE = _(
    "Somebody else saved this page while you were editing it. Nothing of yours was written and nothing is "
    "lost: your values are still in the form. Compare them with what is stored now, then save again."
)


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that carries the version it was read at."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    stale = False  # set on the second pass, when the UPDATE found another version

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["read_version"].initial = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if self.instance.pk and not self.stale and self.cleaned_data.get("read_version") is None:
            raise ValidationError(_("The form has lost its version number: reload the page."))
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
                if name != "read_version" and _differ(stored, name, self.cleaned_data.get(name))
            ]
            # The next save starts from what is stored now: the official has seen both.
            retype(self, "read_version", str(stored.version))
            raise ValidationError([ValidationError(STALE), *map(ValidationError, changes)])
        return data


def _differ(stored: models.Model, name: str, yours: object) -> bool:
    if not hasattr(stored, name):
        return False
    value = getattr(stored, name)
    if isinstance(value, models.Manager) or hasattr(value, "all"):
        return False
    return bool(value != yours and (value or yours))


def _shown(value: object) -> str:
    return f"“{value}”" if value not in (None, "") else "–"


class VersionedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Reference data: the UPDATE writes only where nobody saved in between."""

    form = VersionedForm

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.stale = getattr(request, "stale_version", False)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            obj.version = form.cleaned_data["read_version"]
            obj.save_version()
        else:
            obj.save()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StaleVersion:
            request.stale_version = True  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)


class LabelledInline(admin.TabularInline):  # type: ignore[type-arg]
    """An inline whose cells have a name for a screen reader (the column header alone is none)."""

    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label or db_field.verbose_name))
        return field


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A table officials may look at. It is written by the verbs of the office, never here."""

    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
