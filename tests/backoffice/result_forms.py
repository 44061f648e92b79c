"""The entry form as a browser without JavaScript would send it: every field as found, then what is typed over it."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib


def read_form(page: str) -> dict[str, list[str]]:
    """The fields of the entry form, by name."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    form = next(each for each in root.iter("form") if each.get("id") == "entry")
    fields: dict[str, list[str]] = {}
    for each in form.iter():
        name = each.get("name")
        if not name or each.tag == "button":
            continue
        value = _read_value(each)
        if value is not None:
            fields.setdefault(name, []).append(value)
    return fields


def _read_value(each: Element) -> str | None:
    if each.tag == "textarea":
        return "".join(each.itertext())
    if each.tag == "select":
        chosen = [option for option in each.iter("option") if option.get("selected") is not None]
        return (chosen or list(each.iter("option")))[0].get("value", "")
    if each.get("type") in ("checkbox", "radio"):
        return each.get("value", "on") if each.get("checked") is not None else None
    return each.get("value", "")


def find_row(fields: dict[str, list[str]], number: str) -> str:
    """The stem of the row of this car: "r3-"."""
    for name, values in fields.items():
        if re.fullmatch(r"r\d+-number", name) and values == [number]:
            return name.removesuffix("number")
    raise AssertionError(f"no row for {number}")


def fill(page: str, cells: dict[str, dict[str, str]] | None = None, **typed: Any) -> dict[str, list[str]]:
    """The form of this page with `cells` (number → cell → text) and other fields typed over."""
    fields = read_form(page)
    for number, values in (cells or {}).items():
        stem = find_row(fields, number)
        for cell, text in values.items():
            fields[stem + cell] = [text]
    for name, value in typed.items():
        fields[name] = value if isinstance(value, list) else [value]
    fields.pop("csrfmiddlewaretoken", None)
    return fields
