"""The office: Django's admin with pages of our own inside it, behind the same door."""

from typing import Any

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from championships.backoffice.urls import office_urls


class Office(AdminSite):
    site_header = _("Paddock office")
    site_title = _("Paddock office")
    index_title = _("Race office")

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Rows people rely on are deleted one at a time, after the page that lists what hangs on them.
        self.disable_action("delete_selected")

    def get_urls(self) -> list[Any]:
        return [*office_urls(self), *super().get_urls()]
