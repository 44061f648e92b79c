"""The Django app, and the admin it puts its office in."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class ChampionshipsConfig(AppConfig):
    name = "championships"
    verbose_name = _("Championships")
    default_auto_field = "django.db.models.BigAutoField"
    default = True


class OfficeConfig(admin_apps.AdminConfig):
    default = False  # the app of this package is the one above
    default_site = "championships.backoffice.site.Office"
