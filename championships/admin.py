"""The one name Django's admin discovers; everything else of the back-office lives in its room."""

from championships.backoffice import admin

__all__ = ["admin"]
