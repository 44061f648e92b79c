"""The groups of the office: what a timekeeper, a clerk of the course, a steward and an editor may do."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

# Reference data each role keeps; everybody of the office may read everything but accounts.
_ENTRIES = ("entry", "crew", "participation")
_PEOPLE = ("driver", "driveralias", "team", "teamalias", "entrant", "kinship", "enrolment")
_CALENDAR = ("circuit", "layout", "event", "session", "round", "roundsession")
_TEXTS = ("preview", "previewsection", "highlight", "news", "document", "photo")
_KEPT = {
    "timekeeper": (*_ENTRIES, "sheet"),
    "clerk": (*_ENTRIES, *_PEOPLE, *_CALENDAR, "sheet", "bulletin", "protest", "season", "rulebook"),
    "steward": ("decision", "protest"),
    "editor": (*_TEXTS, "source"),
}
_NOT_READ = ("user",)


@transaction.atomic
def write_roles() -> dict[str, Group]:
    """Make the groups, or bring them up to date. A person joins one in the back-office."""
    ours = Permission.objects.filter(content_type__app_label="championships")
    reading = list(ours.filter(codename__startswith="view_").exclude(content_type__model__in=_NOT_READ))
    groups = {}
    for name, kept in _KEPT.items():
        group, _created = Group.objects.get_or_create(name=name)
        keeping = ours.filter(content_type__model__in=kept).exclude(codename__startswith="delete_")
        group.permissions.set([*reading, *keeping])
        groups[name] = group
    return groups
