"""Rule books: written as a draft, tried against their own examples, issued as a version that is never altered.

Until a result of the season is official, one person may issue rules. From then on a version changes official tables:
who prepared it cannot issue it, another person, who had no hand in the draft, confirms it on a sign-in of his own. The
named exceptions are a season run by a one-person crew, and who imports a season package.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from championships.models import (
    Bulletin,
    DeclaredTable,
    OpeningBalance,
    PointsAdjustment,
    RuleBook,
    RuleDraft,
    Season,
    User,
)
from championships.models.base import StaleVersion
from championships.officiating import ledger
from championships.officiating.bulletins import FINAL_STATES, revise
from championships.officiating.errors import Refusal
from championships.officiating.revisions import lock_seasons
from championships.scoring.examples import Shortfall, check_examples
from championships.scoring.facts import FINAL
from championships.scoring.phrases import write_in
from championships.scoring.rulebook import RuleBookError, parse_book
from championships.scoring.rules import RuleBook as Rules


class RulesNeedAnother(Refusal):
    """Results are official: who had a hand in the rules cannot be the one who issues them."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Results of this season are official: these rules must be confirmed by a second person, "
                "one who had no hand in preparing them."
            )
        )


class ExamplesFail(Refusal):
    """The worked examples of the rules come out otherwise. `shortfalls` are the values of `scoring.examples`."""

    def __init__(self, shortfalls: Sequence[Shortfall]) -> None:
        self.shortfalls = tuple(shortfalls)
        super().__init__(
            _("The worked examples do not give the expected result: nothing was issued."),
            [explain_shortfall(shortfall) for shortfall in shortfalls],
        )


def explain_shortfall(shortfall: Shortfall) -> str:
    """One sentence: what the example says, and what the rules give."""
    words = {
        "number": shortfall.number,
        "title": shortfall.title,
        "table": shortfall.standings,
        "after": shortfall.after,
        "champion": shortfall.champion,
        "expected": ", ".join(shortfall.expected),
        "found": ", ".join(shortfall.found) or _("no table"),
    }
    final = shortfall.after == FINAL
    if not shortfall.champion:
        sentence = (
            _(
                "Example %(number)s (%(title)s): the table “%(table)s” should be %(expected)s; "
                "these rules give %(found)s."
            )
            if final
            else _(
                "Example %(number)s (%(title)s): after round %(after)s the table “%(table)s” should be %(expected)s; "
                "these rules give %(found)s."
            )
        )
    else:
        sentence = (
            _(
                "Example %(number)s (%(title)s): %(champion)s should be champion of “%(table)s”; "
                "these rules give %(found)s."
            )
            if final
            else _(
                "Example %(number)s (%(title)s): %(champion)s should lead “%(table)s” after round %(after)s; "
                "these rules give %(found)s."
            )
        )
    return sentence % words


def needs_second_person(season: Season, *, now: datetime) -> bool:
    """Whether a new version of the rules changes tables that rest on official results."""
    if season.one_person_crew:
        return False
    return (
        Bulletin.objects.issued(now)
        .filter(session__round_sessions__round__season=season, state__in=FINAL_STATES)
        .exists()
    )


def check_rules(*, season: Season, document: Mapping[str, Any]) -> Rules:
    """The rules as the core reads them, fit to be issued. Raises Refusal with every reason why they are not."""
    try:
        rules = parse_book(document)
    except RuleBookError as error:
        raise Refusal(
            _("These rules are not understood: nothing was issued."),
            [write_in(fault.text, _) for fault in error.errors],
        ) from error
    tables = {table.id for table in rules.tables}
    needed = list_tables_in_use(season)
    if not needed <= tables:
        raise Refusal(
            _("A decision in force or a declared table needs a table that these rules do not have."),
            sorted(needed - tables),
        )
    if shortfalls := check_examples(rules):
        raise ExamplesFail(shortfalls)
    return rules


def list_tables_in_use(season: Season) -> set[str]:
    """The tables that decisions in force and declared tables of the season name."""
    found: set[str] = set()
    for model in (PointsAdjustment, OpeningBalance, DeclaredTable):
        found.update(model.objects.in_force(None).filter(season=season).values_list("table", flat=True))  # type: ignore[attr-defined]
    return found - {""}  # a change of category names none


@transaction.atomic
def issue_rule_book(
    *,
    season: Season,
    document: Mapping[str, Any],
    standing: str,
    by: User | None,
    now: datetime,
    recorded_at: datetime,
    from_round: int = 1,
    corrects: RuleBook | None = None,
    prepared_by: User | None = None,
    actor_name: str = "",
) -> RuleBook:
    """Issue a version of the rules, from a round on. It is never altered: a correction is a new version.

    `prepared_by`: who prepared it, where `by` is the second person who confirms it. Refused with the path of every
    fault where the document is not understood to the last key, with the difference where its examples come out
    otherwise, and (RulesNeedAnother) where results are official and nobody confirms.
    """
    (season,) = lock_seasons([season.pk])
    check_rules(season=season, document=document)
    if standing not in RuleBook.Standing.values:
        raise Refusal(_("Rules are in force, or a hypothesis."))
    if from_round < 1:
        raise Refusal(_("Give the round from which the rules apply: 1 or later."))
    if corrects is not None and corrects.season_id != season.pk:
        raise Refusal(_("The version to correct belongs to another season."))
    confirmed = prepared_by is not None and by is not None and prepared_by.pk != by.pk
    if needs_second_person(season, now=now) and not confirmed:
        raise RulesNeedAnother
    newest = RuleBook.objects.filter(season=season).order_by("-n").first()
    book = RuleBook.objects.create(
        season=season,
        n=(newest.n if newest else 0) + 1,
        from_round=from_round,
        corrects=corrects,
        standing=standing,
        document=dict(document),
        author=prepared_by if confirmed else by,
        confirmed_by=by if confirmed else None,
        issued_at=now,
        recorded_at=recorded_at,
    )
    revise(
        seasons=[season],
        verb="issue_rule_book",
        subject=season.slug,
        detail={
            "rule_book": book.n,
            "standing": standing,
            "from_round": from_round,
            "corrects": corrects.n if corrects else None,
            "prepared_by": prepared_by.pk if confirmed and prepared_by else None,
            "hash": hash_document(document),
        },
        by=by,
        actor_name=actor_name,
        now=now,
        recorded_at=recorded_at,
    )
    return book


def hash_document(document: Mapping[str, Any]) -> str:
    """The hash of a rule book as the ledger keeps it."""
    return ledger.hash_text(ledger.write_canonically(dict(document)))


@transaction.atomic
def save_rule_draft(
    *,
    season: Season,
    version: int | None,
    document: Mapping[str, Any],
    standing: str,
    from_round: int,
    corrects: RuleBook | None,
    by: User,
    recorded_at: datetime,
) -> RuleDraft:
    """Keep what was typed, faults and all. `version` is the one read; None: there was no draft.

    Raises StaleVersion where somebody else saved, began or dropped the draft meanwhile. A draft that waited for its
    second person no longer does: what they would confirm has changed.
    """
    (season,) = lock_seasons([season.pk])
    if standing not in RuleBook.Standing.values:
        raise Refusal(_("Rules are in force, or a hypothesis."))
    if not 1 <= from_round <= 999:
        raise Refusal(_("Give the round from which the rules apply: 1 or later."))
    if corrects is not None and corrects.season_id != season.pk:
        raise Refusal(_("The version to correct belongs to another season."))
    given = {
        "document": dict(document),
        "standing": standing,
        "from_round": from_round,
        "corrects": corrects,
        "saved_by": by,
        "prepared_by": None,
        "recorded_at": recorded_at,
    }
    draft = RuleDraft.objects.filter(season=season).first()
    if version is None:
        if draft is not None:
            raise StaleVersion
        try:
            with transaction.atomic():
                draft = RuleDraft.objects.create(season=season, **given)
        except IntegrityError as error:
            raise StaleVersion from error
    else:
        if draft is None:
            raise StaleVersion
        draft.version = version
        for name, value in given.items():
            setattr(draft, name, value)
        draft.save_version()
    draft.changed_by.add(by)
    ledger.append(
        verb="save_rule_draft",
        subject=season.slug,
        detail={"version": draft.version, "hash": hash_document(document)},
        actor=by,
        at=recorded_at,
    )
    return draft


@transaction.atomic
def drop_rule_draft(*, season: Season, version: int, by: User, recorded_at: datetime) -> None:
    """Throw the draft away. Raises StaleVersion where somebody else saved it meanwhile."""
    draft = _take_draft(season, version)
    ledger.append(
        verb="drop_rule_draft",
        subject=season.slug,
        detail={"version": draft.version, "hash": hash_document(draft.document)},
        actor=by,
        at=recorded_at,
    )
    draft.delete()


@transaction.atomic
def prepare_rules(*, season: Season, version: int, by: User, recorded_at: datetime) -> RuleDraft:
    """Put the draft before a second person. Raises Refusal where it is not fit to be issued, StaleVersion."""
    draft = _take_draft(season, version)
    check_rules(season=draft.season, document=draft.document)
    draft.prepared_by = by
    draft.recorded_at = recorded_at
    draft.save_version()
    draft.changed_by.add(by)
    ledger.append(
        verb="prepare_rules",
        subject=draft.season.slug,
        detail={"version": draft.version, "hash": hash_document(draft.document)},
        actor=by,
        at=recorded_at,
    )
    return draft


@transaction.atomic
def issue_rule_draft(*, season: Season, version: int, by: User, now: datetime, recorded_at: datetime) -> RuleBook:
    """Issue the draft as the next version and clear it away.

    Where results are official it must have been prepared, and `by` is the second person: RulesNeedAnother otherwise.
    """
    draft = _take_draft(season, version)
    prepared_by = draft.prepared_by
    if needs_second_person(draft.season, now=now) and (prepared_by is None or had_a_hand(draft, by)):
        raise RulesNeedAnother
    book = issue_rule_book(
        season=draft.season,
        document=draft.document,
        standing=draft.standing,
        from_round=draft.from_round,
        corrects=draft.corrects,
        prepared_by=None if had_a_hand(draft, by) else prepared_by,
        by=by,
        now=now,
        recorded_at=recorded_at,
    )
    draft.delete()
    return book


def had_a_hand(draft: RuleDraft, person: User) -> bool:
    """Whether this person wrote at the draft or prepared it."""
    return draft.prepared_by_id == person.pk or draft.changed_by.filter(pk=person.pk).exists()


def _take_draft(season: Season, version: int) -> RuleDraft:
    """The draft in that version, its season locked. Raises StaleVersion."""
    lock_seasons([season.pk])
    draft = (
        RuleDraft.objects.select_related("season__championship", "corrects", "prepared_by")
        .filter(season=season)
        .first()
    )
    if draft is None or draft.version != version:
        raise StaleVersion
    return draft
