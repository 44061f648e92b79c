"""Two records of one driver made one: everything of the lost record belongs to the kept one from now on.

Nothing of the past is rewritten: the published bulletins keep their seals, because what was sealed is known from the
record of the merge (`sealing`), and that record stands in the ledger by its hash.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from championships.models import Bulletin, Driver, DriverAlias, DriverMerge, Kinship, StaleVersion, User
from championships.officiating import ledger
from championships.officiating.batches import bring_up_to_date
from championships.officiating.bulletins import revise
from championships.officiating.errors import Refusal
from championships.officiating.merge_plans import find_conflicts, list_seasons, read_enrolments, say_enrolment
from championships.officiating.merging import list_terms, move_references, names_driver, rename_terms
from championships.officiating.revisions import lock_seasons

_FILLED = ("country", "licence", "gender")  # blank on the kept record: taken from the lost one


@transaction.atomic
def merge_drivers(
    *,
    kept: Driver,
    lost: Driver,
    kept_version: int,
    lost_version: int,
    by: User,
    now: datetime,
    recorded_at: datetime,
) -> DriverMerge:
    """Make two records of one driver one. The lost name becomes a spelling, the lost address leads to the kept one.

    Refused where the two cannot be one person, with a sentence for each reason. Raises StaleVersion where somebody
    changed one of them meanwhile.
    """
    if kept.pk == lost.pk:
        raise Refusal(_("Choose another record: these two are the same one."))
    seasons = lock_seasons(list_seasons(lost))
    rows = {
        row.pk: row
        for row in Driver.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, lost.pk]).order_by("pk")
    }
    if len(rows) < 2 or (rows[kept.pk].version, rows[lost.pk].version) != (kept_version, lost_version):
        raise StaleVersion
    kept, lost = rows[kept.pk], rows[lost.pk]
    conflicts = find_conflicts(kept, lost)
    if conflicts:
        raise Refusal(_("These two records cannot become one: nothing was changed."), conflicts)
    detail = _describe(kept, lost)
    detail["bulletins"] = _list_sealed(lost)
    detail["dropped"] = _drop_doubles(kept, lost)
    detail["terms"] = _rename_everywhere(kept, lost)
    detail["moved"] = move_references(lost=lost, kept=kept)
    DriverAlias.objects.get_or_create(driver=kept, text=lost.name)
    _fill(kept, lost)
    deleted, _by_table = Driver.objects.filter(pk=lost.pk).delete()
    if deleted != 1:  # a row that still hung on the lost record would be lost with it
        raise RuntimeError(f"the merge of {lost.slug} would have deleted {deleted} rows")
    merge = DriverMerge.objects.create(
        kept=kept,
        lost_slug=lost.slug,
        lost_name=lost.name,
        detail=detail,
        actor=by,
        recorded_at=recorded_at,
    )
    published = [season for season in seasons if season.revision]
    bring_up_to_date([season for season in seasons if not season.revision])
    revise(
        seasons=published,
        verb="merge_drivers",
        subject=kept.slug,
        detail={"kept": kept.slug, "lost": lost.slug, "lost_name": lost.name, "merge": hash_merge(detail)},
        by=by,
        now=now,
        recorded_at=recorded_at,
    )
    return merge


def hash_merge(detail: dict[str, Any]) -> str:
    """The hash under which the record of a merge stands in the ledger."""
    return ledger.hash_text(ledger.write_canonically(detail))


def _describe(kept: Driver, lost: Driver) -> dict[str, Any]:
    """Enough of the two records to part them again by hand."""
    return {
        "kept": kept.pk,
        "kept_slug": kept.slug,
        "lost": lost.pk,
        "lost_slug": lost.slug,
        "record": {
            "name": lost.name,
            "sort_key": lost.sort_key,
            "country": lost.country,
            "licence": lost.licence,
            "born_on": lost.born_on.isoformat() if lost.born_on else None,
            "age_public": lost.age_public,
            "gender": lost.gender,
        },
    }


def _list_sealed(lost: Driver) -> list[int]:
    """The bulletins whose seal holds the lost record: in a line, or in a decision."""
    terms = [
        row.pk
        for row, column in list_terms()
        if row._meta.model_name == "decision" and names_driver(row, getattr(row, column), lost.slug)
    ]
    found = set(Bulletin.objects.filter(sheet__lines__drivers__driver=lost).values_list("pk", flat=True))
    found.update(Bulletin.objects.filter(decisions__driver=lost).values_list("pk", flat=True))
    found.update(Bulletin.objects.filter(decisions__in=terms).values_list("pk", flat=True))
    return sorted(found)


def _rename_everywhere(kept: Driver, lost: Driver) -> dict[str, Any]:
    """Terms written as JSON; "decision" -> key -> the terms before and after. Seals need those of decisions."""
    changed: dict[str, Any] = {}
    for row, column in list_terms():
        before = getattr(row, column)
        after = rename_terms(row, before, lost=lost.slug, kept=kept.slug)
        if after != before:
            type(row)._base_manager.filter(pk=row.pk).update(**{column: after})
            changed.setdefault(str(row._meta.model_name), {})[str(row.pk)] = {"before": before, "after": after}
    return changed


def _drop_doubles(kept: Driver, lost: Driver) -> dict[str, list[dict[str, Any]]]:
    """Rows both records have word for word: the lost one's go. What they said is kept in the record."""
    dropped: dict[str, list[dict[str, Any]]] = {}
    spelled = set(DriverAlias.objects.filter(driver=kept).values_list("text", flat=True)) | {kept.name}
    for alias in DriverAlias.objects.filter(driver=lost, text__in=spelled):
        dropped.setdefault("DriverAlias", []).append({"text": alias.text})
        alias.delete()
    for tie in Kinship.objects.filter(person=lost):
        if Kinship.objects.filter(person=kept, relative=tie.relative_id, relation=tie.relation).exists():
            dropped.setdefault("Kinship", []).append({"relative": tie.relative_id, "relation": tie.relation})
            tie.delete()
    for tie in Kinship.objects.filter(relative=lost):
        if Kinship.objects.filter(relative=kept, person=tie.person_id, relation=tie.relation).exists():
            dropped.setdefault("Kinship", []).append({"person": tie.person_id, "relation": tie.relation})
            tie.delete()
    ours = {say_enrolment(row) for row in read_enrolments(kept)}
    for row in read_enrolments(lost):
        if say_enrolment(row) in ours:
            dropped.setdefault("Enrolment", []).append(
                {
                    "season": row.season_id,
                    "from_round": row.from_round,
                    "to_round": row.to_round,
                    "categories": sorted(category.pk for category in row.categories.all()),
                }
            )
            row.delete()
    return dropped


def _fill(kept: Driver, lost: Driver) -> None:
    """What the kept record does not know, it takes from the lost one; leave to show an age goes with its birth date."""
    for name in _FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(lost, name))
    if kept.born_on is None and lost.born_on is not None:
        kept.born_on, kept.age_public = lost.born_on, lost.age_public
    kept.save_version(fields=(*_FILLED, "born_on", "age_public"))
