"""Django's admin: reference data is edited here, everything that counts is only read here."""

from championships.backoffice.admin import accounts, calendar, people, readonly, reference

__all__ = ["accounts", "calendar", "people", "readonly", "reference"]
