"""Results, decisions, rules, projections, ledger: shown here, written by `officiating` only."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from championships import clock
from championships.backoffice.admin.base import ReadOnlyAdmin
from championships.backoffice.admin.scoping import ScopedFilter
from championships.models import (
    Amendment,
    Award,
    Bulletin,
    ClassifiedLine,
    Decision,
    DeclaredTable,
    DriverMerge,
    LedgerEntry,
    Nomination,
    OpeningBalance,
    PointsAdjustment,
    Protest,
    Revision,
    RuleBook,
    Sheet,
    Standing,
    StatedFact,
    Table,
)
from championships.officiating.declarations import list_differences


@admin.register(RuleBook)
class RuleBookAdmin(ReadOnlyAdmin):
    list_display = ("season", "n", "standing", "from_round", "issued_at")
    list_filter = ("standing", ("season", ScopedFilter))


@admin.register(Sheet)
class SheetAdmin(ReadOnlyAdmin):
    list_display = ("session", "n", "origin", "complete", "draft", "entered_by")
    list_filter = ("draft", "origin")


@admin.register(Bulletin)
class BulletinAdmin(ReadOnlyAdmin):
    list_display = ("session", "n", "state", "issued_at", "published_by", "confirmed_by", "current")
    list_filter = ("state", "current")
    date_hierarchy = "issued_at"


@admin.register(Amendment)
class AmendmentAdmin(ReadOnlyAdmin):
    list_display = ("session", "kind", "author", "proposed_at", "closed_at", "issued")
    list_filter = ("kind",)


@admin.register(Protest)
class ProtestAdmin(ReadOnlyAdmin):
    list_display = ("session", "from_whom", "received_at", "closed_at")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("document", "kind", "session", "issued_at", "annulled_at")
    list_filter = ("kind",)


@admin.register(PointsAdjustment)
class PointsAdjustmentAdmin(ReadOnlyAdmin):
    list_display = ("season", "kind", "table", "issued_at", "annulled_at")
    list_filter = ("kind", ("season", ScopedFilter))


@admin.register(OpeningBalance)
class OpeningBalanceAdmin(ReadOnlyAdmin):
    list_display = ("season", "table", "issued_at")


@admin.register(DeclaredTable)
class DeclaredTableAdmin(ReadOnlyAdmin):
    list_display = ("season", "table", "after", "complete", "issued_at", "source")
    list_filter = (("season", ScopedFilter),)
    readonly_fields = ("differences",)

    @admin.display(description=gettext_lazy("differs from the computation"))
    def differences(self, declared: DeclaredTable) -> str:
        """What the computation makes of the same session, where it says something else."""
        found = list_differences(season=declared.season, at=clock.now())
        here = found.get((declared.table, declared.after.round.number, declared.after.key), ())
        if not here:
            return _("No: the computation says the same, or has nothing to say.")
        sentence = _("{competitor}, {field}: declared {declared}, computed {computed}")
        return format_html_join(
            mark_safe("<br>"),
            str(sentence),
            (
                {
                    "competitor": item.competitor,
                    "field": item.field,
                    "declared": item.declared,
                    "computed": item.computed,
                }
                for item in here
            ),
        )


@admin.register(StatedFact)
class StatedFactAdmin(ReadOnlyAdmin):
    list_display = ("kind", "driver", "event", "season", "issued_at", "source")
    list_filter = ("kind",)


@admin.register(Table)
class TableAdmin(ReadOnlyAdmin):
    list_display = ("season", "key", "title_fr", "revision")
    list_filter = (("season", ScopedFilter),)


@admin.register(Standing)
class StandingAdmin(ReadOnlyAdmin):
    list_display = ("table", "round_session", "final", "rank", "competitor", "position", "points")
    list_filter = ("final",)
    search_fields = ("competitor",)
    show_full_result_count = False


@admin.register(Award)
class AwardAdmin(ReadOnlyAdmin):
    list_display = ("table", "round_session", "competitor", "points")
    search_fields = ("competitor",)
    show_full_result_count = False


@admin.register(ClassifiedLine)
class ClassifiedLineAdmin(ReadOnlyAdmin):
    list_display = ("round_session", "driver", "status", "place", "overall_place")
    show_full_result_count = False


@admin.register(Nomination)
class NominationAdmin(ReadOnlyAdmin):
    list_display = ("season", "entrant", "team", "driver", "rounds")


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("season", "n", "issued_at", "cause", "actor")
    list_filter = (("season", ScopedFilter),)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = ("n", "recorded_at", "actor_name", "verb", "subject")
    search_fields = ("verb", "subject", "actor_name")


@admin.register(DriverMerge)
class DriverMergeAdmin(ReadOnlyAdmin):
    """What moved when two records of one driver became one: enough to part them by hand."""

    list_display = ("lost_name", "lost_slug", "kept", "actor", "recorded_at")
    search_fields = ("lost_name", "lost_slug")
