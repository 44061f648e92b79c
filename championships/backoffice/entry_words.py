"""Words for what is odd in an entry list and for what a file of one cannot say. Every code has its sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from championships.exchange.entry_lists.rows import RowFault
from championships.exchange.spreadsheets.tables import TableFault
from championships.queries.entry_lists import EntryListPage
from championships.scoring.checks import Problem

SENTENCES = {
    "number_missing": gettext_lazy("No number."),
    "number_shared": gettext_lazy("Number %(number)s is on another car, too."),
    "crew_missing": gettext_lazy("No driver."),
    "driver_in_two_cars": gettext_lazy("%(driver)s is also in car %(other)s."),
    "part_missing": gettext_lazy("Takes part in no championship: it will not score."),
    "driver_not_enrolled": gettext_lazy("%(driver)s is not enrolled in %(season)s."),
    "class_unknown": gettext_lazy("The rules of %(season)s name no class “%(car_class)s”."),
    "age_outside": gettext_lazy("%(driver)s is outside the age bounds of %(category)s."),
    "withdrawn_with_results": gettext_lazy("Withdrawn, although it has published results: these stay."),
}

ROW_SENTENCES = {
    "too_long": gettext_lazy("“%(text)s” is longer than %(limit)s characters."),
    "part_unreadable": gettext_lazy(
        "“%(text)s” says neither “scores”, “guest”, “without points”, “guest without points” nor “no”."
    ),
    "yes_unreadable": gettext_lazy("“%(text)s” says neither yes nor no."),
    "licence_of_another": gettext_lazy("Licence %(text)s is on record for somebody else than the driver named."),
    "driver_twice": gettext_lazy("The same driver stands twice in this car."),
    "replaced_unknown": gettext_lazy("“%(text)s” is replaced, but is on nobody’s record."),
    "nothing_to_match": gettext_lazy("Neither a number nor a driver: nobody can tell which car this is."),
    "car_twice": gettext_lazy("Line %(line)s is of the same car already."),
}

TABLE_SENTENCES = {
    "empty": gettext_lazy("The file holds nothing."),
    "too_large": gettext_lazy("The file is larger than %(limit)s MB."),
    "too_many_rows": gettext_lazy("The file has more than %(limit)s rows."),
    "too_many_columns": gettext_lazy("A row has more than %(limit)s columns."),
    "cell_too_long": gettext_lazy("A cell is longer than %(limit)s characters."),
    "binary": gettext_lazy("This is neither text nor a spreadsheet. Save the list as CSV or XLSX."),
    "old_workbook": gettext_lazy("This is an old Excel file (.xls). Save it as XLSX or CSV."),
    "broken_workbook": gettext_lazy("This spreadsheet cannot be opened. Save it again as XLSX, or as CSV."),
    "broken_quotes": gettext_lazy("A quotation mark is opened and never closed."),
    "encoding": gettext_lazy("The text is not written in %(encoding)s. Choose another encoding."),
}


def write_problem(problem: Problem, page: EntryListPage) -> str:
    """The problem as a sentence in the language in force."""
    params: dict[str, Any] = dict(problem.params)
    if problem.code == "number_shared" and int(params["others"]) > 1:
        others = int(params["others"])
        return ngettext(
            "Number %(number)s is on %(others)s other car, too.",
            "Number %(number)s is on %(others)s other cars, too.",
            others,
        ) % {"number": params["number"], "others": others}
    for name, kind in (("driver", "driver"), ("other", "entry"), ("season", "season")):
        if name in params:
            params[name] = page.names.get(f"{kind}:{params[name]}", "?")
    if "category" in params:
        params["category"] = page.categories.get(str(params["category"]), str(params["category"]))
    return str(SENTENCES[problem.code]) % params


def write_row_fault(fault: RowFault) -> str:
    return str(ROW_SENTENCES[fault.code]) % fault.params


def write_table_fault(fault: TableFault) -> str:
    """Why a file is no table, with its line where it has one."""
    params: Mapping[str, Any] = fault.params
    if fault.code == "too_large":
        params = {"limit": int(fault.params["limit"]) // 1024 // 1024}
    sentence = str(TABLE_SENTENCES[fault.code]) % params
    return _("Line %(line)s: %(sentence)s") % {"line": fault.line, "sentence": sentence} if fault.line else sentence
