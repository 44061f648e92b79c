"""What several tables share: a version number in the UPDATE, folded names, two languages.

Rows of which a season has thousands are ordered by the key of their parent (`sheet_id`): the parent's
name (`sheet`) would sort by the parent's own order, which joins its parents in turn. PostgreSQL, new to
a season just imported, once planned six such joins for minutes.
"""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from championships.models.fields import fold


class StaleVersion(Exception):
    """Somebody else saved this row since it was read. Nothing was written."""


class Versioned(models.Model):
    """A row that people edit. `save_version` writes only where nobody saved in between."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True

    def save_version(self, *, fields: tuple[str, ...] | None = None) -> None:
        """Write the row if its version in the database is still the one read; else raise StaleVersion."""
        names = fields or tuple(
            field.name for field in self._meta.concrete_fields if not field.primary_key and field.name != "version"
        )
        follow = tuple(field.name for field in self._meta.concrete_fields if getattr(field, "auto_now", False))
        values: dict[str, Any] = {}
        for name in dict.fromkeys((*names, *follow)):
            field = self._meta.get_field(name)
            values[name] = field.pre_save(self, add=False)  # type: ignore[union-attr]
        written = (
            type(self)._base_manager.filter(pk=self.pk, version=self.version).update(**values, version=self.version + 1)
        )
        if not written:
            raise StaleVersion
        self.version += 1


class FoldedName(models.CharField):  # type: ignore[type-arg]
    """A column that follows another: its folded text, set at every save."""

    def __init__(self, source: str = "", *args: Any, **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("max_length", 200)
        kwargs["editable"] = False
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, {"source": self.source, **kwargs}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = fold(str(getattr(model_instance, self.source)))[: self.max_length]
        setattr(model_instance, self.attname, text)
        return text


class Bilingual:
    """Reads `name_fr` or `name_en` after the language in force; the other one where it is empty.

    `title = Bilingual("title")` on a model with columns `title_fr` and `title_en`.
    """

    def __init__(self, stem: str) -> None:
        self.stem = stem

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        french: str = getattr(instance, f"{self.stem}_fr")
        english: str = getattr(instance, f"{self.stem}_en")
        return (french or english) if (get_language() or "fr").startswith("fr") else (english or french)


class IssuedQuerySet[Row: models.Model](models.QuerySet[Row]):
    def issued(self, at: datetime | None) -> Self:
        """Rows the public could know at that instant; None: all of them, whatever the clock says."""
        return self if at is None else self.filter(issued_at__lte=at)


class Issued(models.Model):
    """A row that counts has two times: when the public could know, and when it was really recorded."""

    issued_at = models.DateTimeField(_("issued at"), db_index=True)
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        abstract = True
