"""Roles come from appointments: who was in one of the old groups is appointed for the whole site, and the groups go."""

from typing import Any

from django.db import migrations

_ROLES = ("timekeeper", "clerk", "steward", "editor")


def appoint_members(apps: Any, schema_editor: Any) -> None:
    groups = apps.get_model("auth", "Group")
    appointments = apps.get_model("championships", "Appointment")
    users = apps.get_model("championships", "User")
    for name in _ROLES:
        for user in users.objects.filter(groups__name=name):
            appointments.objects.get_or_create(user=user, role=name, championship=None, season=None)
    groups.objects.filter(name__in=_ROLES).delete()


def regroup(apps: Any, schema_editor: Any) -> None:
    """The groups again, with those appointed for the whole site; their permissions are written by the older code."""
    groups = apps.get_model("auth", "Group")
    appointments = apps.get_model("championships", "Appointment")
    for name in _ROLES:
        group, _made = groups.objects.get_or_create(name=name)
        for row in appointments.objects.filter(role=name, championship=None, season=None):
            row.user.groups.add(group)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("championships", "0007_rule_drafts"),
    ]

    operations = [migrations.RunPython(appoint_members, regroup)]
