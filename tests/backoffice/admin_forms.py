"""Fills the forms of the plain admin as a browser would: what the page shows, with some cells changed."""

from typing import Any

from django.test import Client
from django.urls import reverse


def change_page(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def list_page(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def add_page(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def read_form(client: Client, address: str) -> dict[str, str]:
    """What a browser would send back from this page unchanged."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    data: dict[str, str] = {}
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for name, field in form.fields.items():
            shown = field.prepare_value(form.get_initial_for_field(field, name))
            key = form.add_prefix(name)
            if isinstance(shown, list | tuple):
                data[key] = shown  # type: ignore[assignment]
            elif isinstance(shown, bool):
                if shown:
                    data[key] = "on"
            elif hasattr(field.widget, "decompress"):
                for number, part in enumerate(field.widget.decompress(shown)):
                    data[f"{key}_{number}"] = "" if part is None else str(part)
            else:
                data[key] = "" if shown is None else str(shown)
    return data


def list_errors(answer: Any) -> str:
    """Every sentence a refused form says, as one text."""
    assert answer.status_code == 200
    found = [str(answer.context["errors"])]
    return " ".join(found)
