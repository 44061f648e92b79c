"""Roles come from appointments: what each allows, where, and who may give it."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from championships.models import Appointment, LedgerEntry, User
from championships.officiating.accounts import appoint, dismiss, may_keep_account, record_account
from championships.officiating.errors import Refusal
from championships.officiating.roles import ABILITIES, NOTHING, Ability, Scope, list_scope
from championships.officiating.scopes import RULES, list_unruled, scope_rows
from tests.factories import NOON, make_championship, make_event, make_official, make_season, make_user, read_everything

pytestmark = pytest.mark.django_db

MAY = {
    "timekeeper": {"change_sheet", "change_entry", "view_bulletin"},
    "clerk": {"change_sheet", "add_bulletin", "add_rulebook", "change_enrolment", "change_session"},
    "steward": {"add_decision", "change_protest", "view_sheet"},
    "editor": {"change_preview", "add_news", "view_event"},
    "administrator": {"add_user", "change_user", "add_appointment", "delete_appointment", "change_season"},
}
MAY_NOT = {
    "timekeeper": {"add_bulletin", "add_decision", "change_user", "view_user", "delete_entry", "view_appointment"},
    "clerk": {"change_user", "add_decision", "delete_driver", "change_season", "view_user"},
    "steward": {"change_sheet", "add_bulletin", "change_preview", "view_user"},
    "editor": {"change_sheet", "add_bulletin", "change_entry", "view_user"},
    "administrator": {"delete_user", "add_bulletin", "change_decision", "delete_entry", "change_ledgerentry"},
}


@pytest.mark.parametrize("role", MAY)
def test_a_role_reaches_its_work_and_nothing_else(role: str) -> None:
    official = make_official(role, role)
    for codename in MAY[role]:
        assert official.has_perm(f"championships.{codename}"), codename
    for codename in MAY_NOT[role]:
        assert not official.has_perm(f"championships.{codename}"), codename


def test_every_role_has_its_abilities_said() -> None:
    assert set(ABILITIES) == set(Appointment.Role.values)


def test_without_an_appointment_there_is_no_permission_at_all() -> None:
    nobody = make_user("nobody", is_staff=True)
    assert nobody.get_all_permissions() == set()
    assert not nobody.has_module_perms("championships")


def test_a_closed_account_has_no_permission_at_all() -> None:
    official = make_official("clerk", "clerk")
    User.objects.filter(pk=official.pk).update(is_active=False)
    closed = User.objects.get(pk=official.pk)
    assert not closed.has_perm("championships.change_session")
    assert list_scope(closed, Ability.LOOK) == frozenset()


def test_an_appointment_for_a_season_holds_for_its_rows_and_for_no_other() -> None:
    ours, other = make_season(), make_season("other-cup")
    clerk = make_official("clerk", "clerk", season=ours)
    here, there = make_event(season=ours), make_event(season=other)
    assert clerk.has_perm("championships.change_event", here)
    assert not clerk.has_perm("championships.change_event", there)
    assert not clerk.has_perm("championships.view_event", there)
    assert clerk.has_perm("championships.view_session", here.sessions.get())
    assert not clerk.has_perm("championships.view_session", there.sessions.get())
    assert list_scope(clerk, Ability.PUBLISH) == {ours.pk}


def test_an_appointment_for_a_championship_holds_for_its_later_seasons_too() -> None:
    cup = make_championship()
    clerk = make_official("clerk", "clerk", championship=cup)
    assert list_scope(clerk, Ability.PUBLISH) == frozenset()
    later = make_season(label="2026", championship=cup)
    assert list_scope(clerk, Ability.PUBLISH) == {later.pk}


def test_an_appointment_for_the_site_holds_everywhere() -> None:
    assert list_scope(make_official("clerk", "clerk"), Ability.PUBLISH) is None


def test_the_roles_of_a_person_do_not_lend_each_other_their_seasons() -> None:
    ours, other = make_season(), make_season("other-cup")
    both = make_official("both", "clerk", season=ours)
    make_official("both", "steward", season=other)
    assert both.has_perm("championships.change_season", ours) is False
    assert both.has_perm("championships.change_event", make_event(season=ours))
    assert not both.has_perm("championships.change_event", make_event(season=other))
    assert list_scope(both, Ability.DECIDE) == {other.pk}


def test_a_season_alone_does_not_open_the_championship_to_changes() -> None:
    season = make_season()
    chief = make_official("chief", "administrator", season=season)
    assert chief.has_perm("championships.view_championship", season.championship)
    assert chief.has_perm("championships.change_season", season)
    assert not chief.has_perm("championships.change_championship", season.championship)


def test_an_event_no_season_has_taken_up_is_everybodys() -> None:
    clerk = make_official("clerk", "clerk", season=make_season())
    assert clerk.has_perm("championships.change_event", make_event("loose"))


def test_every_table_says_whose_it_is() -> None:
    models: list[type[Any]] = list(apps.get_app_config("championships").get_models())
    assert list_unruled(models) == []
    for model in models:
        assert list(scope_rows(model._base_manager.all(), NOTHING)) == [], model
        assert list(scope_rows(model._base_manager.all(), Scope(seasons=frozenset({1})))) == [], model
    assert set(RULES) == {model._meta.model_name for model in models}


# --- appointing ---------------------------------------------------------------------------------------------------


def test_an_appointment_is_a_row_of_the_ledger_and_so_is_its_end() -> None:
    chief, user, season = make_official("chief", "administrator"), make_user("new"), make_season()
    row = appoint(user=user, role="steward", season=season, by=chief, recorded_at=NOON)
    dismiss(appointment=row, by=chief, recorded_at=NOON)
    assert not Appointment.objects.filter(user=user).exists()
    assert [(entry.verb, entry.subject, entry.detail["role"]) for entry in LedgerEntry.objects.all()] == [
        ("appoint", "new", "steward"),
        ("dismiss", "new", "steward"),
    ]


@pytest.mark.parametrize(
    "wanted",
    [{}, {"championship": "other-cup"}, {"season": "other-cup"}, {"championship": "club-cup"}],
    ids=["whole site", "another championship", "another season", "the championship of a season"],
)
def test_an_administrator_appoints_nobody_beyond_his_own_scope(wanted: dict[str, str]) -> None:
    seasons = {slug: make_season(slug) for slug in ("club-cup", "other-cup")}
    chief, user = make_official("chief", "administrator", season=seasons["club-cup"]), make_user("new")
    championship = seasons[wanted["championship"]].championship if "championship" in wanted else None
    season = seasons[wanted["season"]] if "season" in wanted else None
    before = read_everything()
    with pytest.raises(Refusal, match="beyond what you administer"):
        appoint(user=user, role="clerk", championship=championship, season=season, by=chief, recorded_at=NOON)
    assert read_everything() == before


def test_only_an_administrator_appoints() -> None:
    user, season = make_user("new"), make_season()
    before = read_everything()
    for role in ("timekeeper", "clerk", "steward", "editor"):
        with pytest.raises(Refusal, match="beyond what you administer"):
            appoint(user=user, role="editor", season=season, by=make_official(role, role), recorded_at=NOON)
    assert not Appointment.objects.filter(user=user).exists()
    assert read_everything()["championships.LedgerEntry"] == before["championships.LedgerEntry"]


def test_an_administrator_dismisses_nobody_beyond_his_own_scope() -> None:
    chief = make_official("chief", "administrator", season=make_season())
    clerk = make_official("clerk", "clerk")
    before = read_everything()
    with pytest.raises(Refusal, match="beyond what you administer"):
        dismiss(appointment=clerk.appointments.get(), by=chief, recorded_at=NOON)
    assert read_everything() == before


def test_the_same_appointment_twice_is_refused() -> None:
    chief, user = make_official("chief", "administrator"), make_official("clerk", "clerk")
    before = read_everything()
    with pytest.raises(Refusal, match="has this role already"):
        appoint(user=user, role="clerk", by=chief, recorded_at=NOON)
    assert read_everything() == before


def test_an_account_is_kept_by_who_administers_everything_it_works_on() -> None:
    ours, other = make_season(), make_season("other-cup")
    chief = make_official("chief", "administrator", season=ours)
    here = make_official("here", "clerk", season=ours)
    both = make_official("both", "clerk", season=ours)
    make_official("both", "clerk", season=other)
    assert may_keep_account(chief, here)
    assert may_keep_account(chief, make_user("new"))
    assert not may_keep_account(chief, both)
    assert not may_keep_account(chief, make_official("site", "clerk"))
    assert not may_keep_account(chief, make_user("root", is_superuser=True))
    assert not may_keep_account(here, make_user("new"))
    with pytest.raises(Refusal, match="also works where you do not administer"):
        record_account(user=both, what="close_account", by=chief, recorded_at=NOON)


def test_the_members_of_the_old_groups_are_appointed_and_the_groups_go() -> None:
    migration = import_module("championships.migrations.0008_appointments")
    official = make_user("old")
    official.groups.add(Group.objects.create(name="clerk"), Group.objects.create(name="friends"))
    migration.appoint_members(apps, None)
    assert [(row.role, row.championship, row.season) for row in official.appointments.all()] == [("clerk", None, None)]
    assert [group.name for group in Group.objects.all()] == ["friends"]
    migration.regroup(apps, None)
    assert {group.name for group in official.groups.all()} == {"clerk", "friends"}
