"""Words for what reading and matching a timing file says. Every code has its sentence (a test proves it)."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from championships.exchange.timing.dry_run import Suspicion
from championships.exchange.timing.matching import Doubt, How
from championships.exchange.timing.merging import State
from championships.exchange.timing.values import Contents, Fault, Format, Meaning

FAULTS: dict[str, str | Promise] = {
    "empty_file": gettext_lazy("The file is empty."),
    "too_large": gettext_lazy("The file is too large: 5 MB, or 20 MB for a file of laps, are the most."),
    "broken_archive": gettext_lazy("The packed file is cut off or damaged."),
    "unknown_encoding": gettext_lazy("“%(value)s” is no encoding we know."),
    "wrong_encoding": gettext_lazy("From here on the bytes are not in the encoding %(value)s. Choose another one."),
    "not_text": gettext_lazy("This is no text: the file may be a picture, a PDF or damaged."),
    "broken_row": gettext_lazy("This line cannot be read: %(value)s"),
    "open_quote": gettext_lazy("A quotation mark is opened here and not closed on its line."),
    "too_many_columns": gettext_lazy("More than 200 columns."),
    "too_many_rows": gettext_lazy("More rows than any session has."),
    "too_many_cars": gettext_lazy("More than 500 cars."),
    "cell_too_long": gettext_lazy("A cell is longer than 200 signs: %(value)s"),
    "no_headings": gettext_lazy(
        "No line of headings was found. Choose another separator or format; the file needs a line that names its "
        "columns."
    ),
    "no_car_column": gettext_lazy("No column tells the cars apart: say below which one holds the number or the name."),
    "no_cars": gettext_lazy("There is no car below these headings."),
    "row_short": gettext_lazy("The line ends too early: %(value)s. The file may be cut off."),
    "row_long": gettext_lazy("The line has more cells than there are headings: %(value)s"),
    "number_too_long": gettext_lazy("“%(value)s” is too long for a car number."),
    "not_a_number": gettext_lazy("“%(value)s” is no car number."),
    "not_a_place": gettext_lazy("“%(value)s” is neither a place nor a status."),
    "not_a_count": gettext_lazy("“%(value)s” is no number of laps."),
    "laps_impossible": gettext_lazy("%(value)s laps are not possible."),
    "not_a_time": gettext_lazy("“%(value)s” is no time."),
    "unknown_status": gettext_lazy("“%(value)s” is no status we know."),
    "nothing_but_a_name": gettext_lazy(
        "Car %(value)s has neither a place nor a lap: it is taken as not started. Change it on the draft if it started."
    ),
    "no_place": gettext_lazy("Car %(value)s has no place: it is taken as not classified."),
    "number_twice": gettext_lazy("Number %(value)s stands on line %(column)s, too."),
    "place_twice": gettext_lazy("Place %(value)s stands on line %(column)s, too."),
    "places_by_class": gettext_lazy(
        "The places start again with each class. The order of the whole field is taken from laps and times, or, where "
        "these are missing, from the order of the lines: compare it."
    ),
    "more_laps_than_first": gettext_lazy("Car %(column)s has more laps than the first car: %(value)s."),
    "lap_twice": gettext_lazy("This lap stands in the file twice: %(value)s."),
    "lap_without_car": gettext_lazy("Laps without a car above them: %(value)s"),
    "cut_off": gettext_lazy("The page ends here: the file is cut off."),
    "broken_page": gettext_lazy("The page is damaged from here on."),
    "not_json": gettext_lazy("This is not JSON, or it is cut off."),
    "json_without_rows": gettext_lazy("This JSON holds no rows of a session's classification."),
    "broken_workbook": gettext_lazy("The workbook is damaged, or this is not a workbook."),
    "unknown_separator": gettext_lazy("“%(value)s” is no separator we know."),
    "unknown_class": gettext_lazy(
        "Class “%(value)s” of car %(column)s is not on the entry list; it is not taken over."
    ),
    "other_class": gettext_lazy("Car %(column)s stands in class “%(value)s”, in another one on the entry list."),
    "best_lap_differs": gettext_lazy(
        "The best lap of car %(value)s differs from the one on the draft, which stays: a lap time may have been "
        "deleted."
    ),
    "grid_without_sheet": gettext_lazy(
        "This is a list of places on the grid, and the session has no result yet: import its classification first."
    ),
    "laps_without_order": gettext_lazy(
        "This file of laps has no times since the start, so it gives no order. Import the classification first."
    ),
    "laps_alone": gettext_lazy(
        "The order comes from laps and times alone: who retired or was not classified, the classification must say."
    ),
    "doubled_line": gettext_lazy(
        "%(value)s has more than one line on the present result: such a result is changed by hand, not by a file."
    ),
}

DOUBTS: dict[Doubt, str | Promise] = {
    Doubt.UNKNOWN: gettext_lazy("Nothing leads to an entered car."),
    Doubt.SEVERAL: gettext_lazy("More than one entered car fits."),
    Doubt.CONFLICT: gettext_lazy("Number, name or transponder lead to different cars."),
    Doubt.TWICE: gettext_lazy("Another line is the same car: leave one of them out."),
    Doubt.WITHDRAWN: gettext_lazy("The car with this number is withdrawn."),
}

HOWS: dict[How, str | Promise] = {
    How.LICENCE: gettext_lazy("by licence"),
    How.TRANSPONDER: gettext_lazy("by transponder"),
    How.NUMBER: gettext_lazy("by number"),
    How.NAME: gettext_lazy("by name"),
    How.ALIAS: gettext_lazy("by a spelling learnt"),
    How.PERSON: gettext_lazy("as you say"),
}

STATES: dict[State, str | Promise] = {
    State.NEW: pgettext_lazy("line", "new"),
    State.CHANGED: pgettext_lazy("line", "changed"),
    State.SAME: pgettext_lazy("line", "the same"),
    State.KEPT: pgettext_lazy("line", "not in the file"),
    State.DROPPED: pgettext_lazy("line", "not in the file"),
}

FORMATS: dict[Format, str | Promise] = {
    Format.ALKAMEL: gettext_lazy("Al Kamel classification"),
    Format.ALKAMEL_LAPS: gettext_lazy("Al Kamel lap by lap (Analysis)"),
    Format.ORBITS: gettext_lazy("MYLAPS Orbits table"),
    Format.SPEEDHIVE: gettext_lazy("MYLAPS Speedhive JSON"),
    Format.NATSOFT: gettext_lazy("Natsoft page"),
    Format.NATSOFT_LAPS: gettext_lazy("Natsoft page of lap times"),
    Format.CSV: gettext_lazy("table as text (CSV)"),
    Format.XLSX: gettext_lazy("workbook (XLSX)"),
}

CONTENTS: dict[Contents, str | Promise] = {
    Contents.CLASSIFICATION: gettext_lazy("a classification"),
    Contents.LAPS: gettext_lazy("laps"),
    Contents.GRID: gettext_lazy("a grid"),
}

MEANINGS: dict[Meaning, str | Promise] = {
    Meaning.POSITION: gettext_lazy("place"),
    Meaning.CLASS_POSITION: gettext_lazy("place in the class"),
    Meaning.NUMBER: gettext_lazy("car number"),
    Meaning.NAME: gettext_lazy("driver"),
    Meaning.FIRST_NAME: gettext_lazy("first name"),
    Meaning.LAST_NAME: gettext_lazy("family name"),
    Meaning.LICENCE: gettext_lazy("licence"),
    Meaning.TRANSPONDER: gettext_lazy("transponder"),
    Meaning.CAR_CLASS: gettext_lazy("class"),
    Meaning.TEAM: gettext_lazy("team"),
    Meaning.CAR: gettext_lazy("make and model"),
    Meaning.LAPS: gettext_lazy("laps"),
    Meaning.TOTAL_TIME: gettext_lazy("total time"),
    Meaning.GAP: gettext_lazy("gap to the first"),
    Meaning.INTERVAL: gettext_lazy("gap to the car before"),
    Meaning.BEST_LAP: gettext_lazy("best lap"),
    Meaning.BEST_LAP_N: gettext_lazy("lap of the best lap"),
    Meaning.SECOND_BEST: gettext_lazy("second best lap"),
    Meaning.STATUS: gettext_lazy("status"),
    Meaning.GRID: gettext_lazy("place on the grid"),
    Meaning.IGNORED: gettext_lazy("not used"),
}

FIELDS: dict[str, str | Promise] = {
    "road_order": gettext_lazy("order"),
    "status": gettext_lazy("status"),
    "laps": gettext_lazy("laps"),
    "time_ms": gettext_lazy("total time"),
    "best_lap_ms": gettext_lazy("best lap"),
    "second_best_ms": gettext_lazy("second best lap"),
    "grid": gettext_lazy("grid"),
}

SUSPICIONS: dict[Suspicion, str | Promise] = {
    Suspicion.NUMBERS: gettext_lazy(
        "Only %(found)s of %(all)s numbers of the file are on the entry list of this event."
    ),
    Suspicion.KIND: gettext_lazy("The file says that it is of another kind of session than this one."),
    Suspicion.ELSEWHERE: gettext_lazy("The same file is kept with another session of this event: %(session)s."),
}


def write_fault(fault: Fault) -> str:
    """The fault as a sentence, with its line and its column."""
    sentence = str(FAULTS[fault.code]) % {"value": fault.value, "column": fault.column}
    if not fault.line:
        return sentence
    if fault.column and "%(column)s" not in str(FAULTS[fault.code]):
        return _("Line %(line)s, column “%(column)s”: %(sentence)s") % {
            "line": fault.line,
            "column": fault.column,
            "sentence": sentence,
        }
    return _("Line %(line)s: %(sentence)s") % {"line": fault.line, "sentence": sentence}
