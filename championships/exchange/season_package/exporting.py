"""Exporting a season: its package into a folder, with the tables and points computed here, and what is left out."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q

from championships.exchange.season_package.collecting import collect_package
from championships.exchange.season_package.exported_tables import find_points, find_standings
from championships.exchange.season_package.losses import find_losses
from championships.exchange.season_package.rules_file import join_rulings
from championships.exchange.season_package.values import (
    COMPETITOR_COLUMNS,
    COMPETITORS,
    ENTRANT_COLUMNS,
    ENTRANTS,
    ENTRY_COLUMNS,
    POINTS_COLUMN,
    RESULT_COLUMNS,
    RESULTS,
    ROUND_COLUMNS,
    ROUNDS,
    RULES,
    STANDING_COLUMNS,
    Package,
    ResultRow,
    write_cell,
)
from championships.models import Season


class NoSuchSeason(Exception):
    """No season has that slug."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The files written, and one sentence for each thing the format cannot carry."""

    slug: str
    files: tuple[str, ...]
    losses: tuple[str, ...]


def find_season_by_slug(slug: str) -> Season:
    """The season `<championship>-<season>`. Raises NoSuchSeason."""
    splits = [index for index, sign in enumerate(slug) if sign == "-"]
    wanted = Q(pk__in=[])
    for index in splits:
        wanted |= Q(championship__slug=slug[:index], label=slug[index + 1 :])
    season = Season.objects.select_related("championship").filter(wanted).order_by("pk").first()
    if season is None:
        raise NoSuchSeason
    return season


def export_season(slug: str, folder: Path) -> ExportReport:
    """Write everything published of a season, whatever the site's clock says. Raises NoSuchSeason, NoRuleBook, OSError.

    The folder is made with its parents; files of the same name are replaced, others are left alone.
    """
    season = find_season_by_slug(slug)
    collected = collect_package(season)
    package = collected.package
    files = {
        ROUNDS: write_csv(ROUND_COLUMNS, package.sessions),
        RESULTS: _write_results(package, find_points(season, collected)),
        COMPETITORS: write_csv(COMPETITOR_COLUMNS, package.competitors),
        RULES: json.dumps(join_rulings(package.document, package.rulings), ensure_ascii=False, indent=1) + "\n",
    }
    if package.entrants:
        files[ENTRANTS] = write_csv(ENTRANT_COLUMNS, package.entrants)
    for table, rows in find_standings(season, collected).items():
        files[f"standings_{table}.csv"] = write_csv(STANDING_COLUMNS, rows)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return ExportReport(slug, tuple(sorted(files)), tuple(find_losses(season, collected)))


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([write_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _write_results(package: Package, points: Sequence[str]) -> str:
    """`points`: the text of `points_official`, row by row."""
    further = package.flag_columns[1:]  # fastest_lap has its own place
    told = {
        "guest": any(row.guest for row in package.results),
        "scores": any(not row.scores for row in package.results),
        "categories": any(row.categories for row in package.results),
    }
    optional = [name for name in ENTRY_COLUMNS if told[name]]

    def write_row(row: ResultRow, text: str) -> list[object]:
        facts = row[: len(RESULT_COLUMNS) - 1]  # the fields stand in the order of the columns, up to the flags
        flags = [name in row.flags for name in ("fastest_lap", *further)]
        return [*facts, *flags, *(getattr(row, name) for name in optional), text]

    return write_csv(
        [*RESULT_COLUMNS, *further, *optional, POINTS_COLUMN],
        [write_row(row, text) for row, text in zip(package.results, points, strict=True)],
    )
