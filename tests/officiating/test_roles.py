"""The groups of the office may do what their work needs, and no more."""

import pytest
from django.contrib.auth.models import Group

from championships.officiating.roles import write_roles
from tests.factories import make_user

pytestmark = pytest.mark.django_db

MAY = {
    "timekeeper": {"change_sheet", "change_entry", "view_bulletin"},
    "clerk": {"change_sheet", "add_bulletin", "add_rulebook", "change_enrolment", "change_session"},
    "steward": {"add_decision", "change_protest", "view_sheet"},
    "editor": {"change_preview", "add_news", "view_event"},
}
MAY_NOT = {
    "timekeeper": {"add_bulletin", "add_decision", "change_user", "view_user", "delete_entry"},
    "clerk": {"change_user", "add_decision", "delete_driver"},
    "steward": {"change_sheet", "add_bulletin", "change_preview"},
    "editor": {"change_sheet", "add_bulletin", "change_entry"},
}


@pytest.mark.parametrize("role", MAY)
def test_a_role_reaches_its_work_and_nothing_else(role: str) -> None:
    groups = write_roles()
    official = make_user(role)
    official.groups.add(groups[role])
    for codename in MAY[role]:
        assert official.has_perm(f"championships.{codename}"), codename
    for codename in MAY_NOT[role]:
        assert not official.has_perm(f"championships.{codename}"), codename


def test_writing_the_roles_again_changes_nothing() -> None:
    before = {name: set(group.permissions.all()) for name, group in write_roles().items()}
    after = {name: set(group.permissions.all()) for name, group in write_roles().items()}
    assert before == after
    assert Group.objects.count() == 4
