"""Django's admin: reference data is edited here, everything that counts is only read here."""

from championships.backoffice.admin import people, readonly, reference, sessions

__all__ = ["people", "readonly", "reference", "sessions"]
