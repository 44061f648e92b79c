"""Every list, form, choice and history of the plain admin shows what its reader looks after, and nothing else.

What a person may not know exists is 404. Choices are limited, and what was saved is checked once more as stored: a row
that ended up outside is refused with the whole form.
"""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model, QuerySet
from django.db.models.deletion import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from championships.backoffice.authentication import find_permitted
from championships.models import StaleVersion, User
from championships.officiating.errors import Refusal
from championships.officiating.roles import NOTHING, Scope
from championships.officiating.scopes import RULES, covers, scope_rows


def permitted(request: HttpRequest, action: str, model: type[Model]) -> Scope:
    """What the person who asks may view, add, change or delete of a table."""
    if not isinstance(request.user, User):
        return NOTHING
    return find_permitted(request.user, f"{model._meta.app_label}.{action}_{model._meta.model_name}")


def writable(request: HttpRequest, model: type[Model]) -> Scope:
    """What a form of this table may write; what it may show where it writes nothing."""
    return permitted(request, "change", model) or permitted(request, "view", model)


def is_ruled(model: type[Model]) -> bool:
    return model._meta.app_label == "championships" and model._meta.model_name in RULES


class ScopedChoices:
    """Foreign keys and links offer, and accept, what the person looks after in the role that writes this table."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self._list_choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self._list_choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def _list_choices(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        model = db_field.remote_field.model
        rows: QuerySet[Any] = model._default_manager.all()
        return scope_rows(rows, writable(request, cast("Any", self).model)) if is_ruled(model) else rows


class ScopedFilter(RelatedFieldListFilter):
    """A filter at the side of a list that names only what its reader looks after."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        model = field.remote_field.model
        shown = scope_rows(model._default_manager.all(), permitted(request, "view", model)).values("pk")
        return field.get_choices(include_blank=False, limit_choices_to={"pk__in": shown})


class ScopedAdmin(ScopedChoices, admin.ModelAdmin):  # type: ignore[type-arg]
    """The base of every page of the plain admin."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return scope_rows(super().get_queryset(request), permitted(request, "view", self.model))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view", obj) or self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "add", None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "delete", obj)

    def _may(self, request: HttpRequest, action: str, obj: Any) -> bool:
        scope = permitted(request, action, self.model)
        if obj is None or obj.pk is None:
            return bool(scope)
        return bool(scope) and covers(obj, scope, writing=action != "view")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whether something is invented is said when it is loaded: the clock of invented results is another one."""
        fields = tuple(super().get_readonly_fields(request, obj))
        names = {field.name for field in self.model._meta.get_fields()}
        return (*fields, "demo") if "demo" in names and "demo" not in fields else fields

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.check_scope(request, form.instance, *_list_saved(formsets))

    def check_scope(self, request: HttpRequest, *rows: Any) -> None:
        """Raises Refusal where a row as stored now lies outside what the person looks after in this role."""
        scope = writable(request, self.model)
        if not all(covers(row, scope, writing=True) for row in rows if is_ruled(type(row))):
            raise Refusal(_("This reaches beyond what you look after: nothing was saved."))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refusal as refusal:
            return self._say_no(request, object_id, str(refusal))
        except ProtectedError:
            return self._say_no(request, object_id, _("Other data depend on this record: it was not deleted."))

    def _say_no(self, request: HttpRequest, object_id: str, sentence: str) -> HttpResponse:
        messages.error(request, sentence)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[object_id], current_app=self.admin_site.name))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A save that is refused, or finds another version, comes back as the same form with the reason in it."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StaleVersion:
            request.stale_version = True  # type: ignore[attr-defined]
        except Refusal as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)


class ScopedInline(ScopedChoices, InlineModelAdmin):  # type: ignore[type-arg]
    """Rows below a form: of those of another championship not even the count is told."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return scope_rows(rows, writable(request, self.model)) if is_ruled(self.model) else rows


def _list_saved(formsets: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for formset in formsets:
        found += [
            *getattr(formset, "new_objects", ()),
            *(row for row, _names in getattr(formset, "changed_objects", ())),
        ]
    return found
