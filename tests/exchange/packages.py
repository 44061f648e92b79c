"""A small invented package to break and to correct, and the commands around it."""

import io
import json
from collections.abc import Callable
from pathlib import Path

from django.core.management import CommandError, call_command

from tests.conformance.tables import digest_tables

RULES = {
    "schema": "championship-rules/1",
    "championship": "paper-cup",
    "season": 2024,
    "points_tables": {"race": [5, 3, 2, 1]},
    "standings": [
        {
            "id": "drivers",
            "title": "Drivers",
            "competitor": "driver",
            "sessions": {
                "race": {"table": "race", "bonuses": [{"kind": "fastest_lap", "points": 0.5}]},
                "sprint": {"table": "race"},
            },
            "position_basis": "overall",
            "counting": [{"from": 1, "to": None, "best": None}],
            "tie_break": [{"kind": "countback", "sessions": ["race"], "positions": "classified"}],
            "listing": {"classified_in": ["race"]},
            "rounding": 1,
        },
        {
            "id": "teams",
            "title": "Teams",
            "competitor": "team",
            "sessions": {"race": {"table": "race"}},
            "position_basis": "overall",
            "counting": [{"from": 1, "to": None, "best": None}],
            "tie_break": [],
            "listing": {"scored": True},
            "rounding": 0,
        },
    ],
    "session_overrides": [],
    "result_overrides": [],
    "adjustments": [
        {
            "standings": "drivers",
            "competitor": "ivo",
            "type": "deduct",
            "points": 1,
            "effective_after": 2,
            "reason": "P1",
        }
    ],
    "tie_decisions": [],
}

FILES = {
    "rounds.csv": """\
round,session,date,event,official_name,venue,country,laps,distance_km,scheduled_laps,scheduled_distance_km
1,sprint,2024-03-02,Paper Hills,,Paper Hills,Nowhere,5,20,5,20
1,race,2024-03-03,Paper Hills,,Paper Hills,Nowhere,10,40.5,10,40.5
2,race,2024-04-07,Ink Lake,"Grand Prize
of Ink Lake",Ink Lake,,9,36.45,10,40.5
3,race,,Ink Lake,,Ink Lake,,,,10,40.5
""",
    "results.csv": """\
round,session,order,car,number,driver,team,entrant,class,position,status,shared,laps,time,penalty,gap,grid,reason,fastest_lap,pole,points_official
1,sprint,1,01,7,ivo,quill,quill-racing,,1,CLASSIFIED,0,5,9:01.5,,,1,,0,1,99
1,sprint,2,02,7,uma,blot,,,2,CLASSIFIED,0,5,,,+1.2,PL,,0,0,99
1,race,1,01,7,ivo,quill,quill-racing,,1,CLASSIFIED,0,10,18:01.500,,,1,,0,1,99
1,race,2,02,7,uma,blot,,,2,CLASSIFIED,0,10,,,+1.2,2,,1,0,99
1,race,3,03,007,ana,blot,,,,DNF,0,3,,,,,engine,0,0,99
2,race,1,01,7,uma,blot,,,1,CLASSIFIED,0,9,,,,,,1,0,99
2,race,2,02,8,ivo,quill,quill-racing,,2,CLASSIFIED,0,9,,,,,,0,1,99
2,race,3,02,8,ana,blot,,,2,CLASSIFIED,1,,,,,,,0,0,99
""",
    "competitors.csv": """\
kind,id,name,country
driver,ana,Ana Ünal,
driver,ivo,Ivo Quill,nowhere
driver,uma,"Uma ""Inky"" Blot",nowhere
team,blot,Blot,
team,quill,Quill,nowhere
""",
    "entrants.csv": """\
entrant,entrant_name,team,chassis,engine,tyre,driver,rounds
quill-racing,Quill Racing,quill,q1,v1,round,ivo,"1-3"
""",
}


def write_package(folder: Path, **changes: str | None) -> Path:
    """The package in a folder. `changes`: stem of a file -> its text, or None: no such file."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, str | None] = {**FILES, "rules.json": json.dumps(RULES)}
    for stem, text in changes.items():
        files[next(name for name in files if name.startswith(f"{stem}."))] = text
    for name, text in files.items():
        (folder / name).unlink(missing_ok=True)
        if text is not None:
            (folder / name).write_bytes(text.encode())
    return folder


def change(name: str, *replacements: tuple[str, str]) -> str:
    """The text of a file with some of it replaced; each replaced text must be there."""
    text = json.dumps(RULES) if name == "rules.json" else FILES[name]
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    return text


def run_import(*folders: Path, **options: str) -> tuple[int, str, str]:
    """Exit code, output and errors of the command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_season", *map(str, folders), stdout=out, stderr=err, operator="Op", **options)
    except CommandError as error:
        return error.returncode, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def run_export(slug: str, folder: Path) -> tuple[str, str]:
    """Output of the command, and what it could not write."""
    out, err = io.StringIO(), io.StringIO()
    call_command("export_season", slug, str(folder), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def assert_nothing_changes(act: Callable[[], object]) -> object:
    before = digest_tables()
    result = act()
    assert digest_tables() == before
    return result
