"""What the tracked files may not hold, and that the migrations follow the models."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture.doors import ROOT

# Folders of somebody's machine. /tmp, /usr, /etc and the like are everybody's.
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|farm|home/\w+|root|Users/\w+|opt/\w+)/")
# A lock or a setting with an address ties the project to one registry; split so as not to match here.
REGISTRY_HOSTS = re.compile("|".join(["pypi" + r"\.", "python" + "hosted", "npm" + r"js\.", "yarn" + r"pkg\."]))
# Where the plugin looks for PostgreSQL on macOS.
EXCEPTIONS = {("tests/plugins/throwaway_postgres.py", "/opt/homebrew/"), ("tests/architecture/test_tree.py", "*")}


def list_tracked_files() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: there are no tracked files to read")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def find_matches(text: str, name: str) -> list[str]:
    found = [m[0] for pattern in (MACHINE_PATHS, REGISTRY_HOSTS) for m in pattern.finditer(text)]
    return [word for word in found if not {(name, word), (name, "*")} & EXCEPTIONS]


def test_no_tracked_file_names_a_machine_or_a_package_registry() -> None:
    faults = []
    for path in list_tracked_files():
        name = path.relative_to(ROOT).as_posix()
        faults += [f"{name}: {word}" for word in find_matches(path.read_text("utf-8", errors="ignore"), name)]
    assert faults == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see /home/anna/season.csv", ["/home/anna/"]),
        ("in /ro" + "ot/x and /Users/bob/y", ["/ro" + "ot/", "/Users/bob/"]),
        ("https://py" + "pi.org/simple", ["py" + "pi."]),
        ("files.python" + "hosted.org", ["python" + "hosted"]),
        ("the folder ../shared/conformance and /usr/bin/python3", []),
        ("tests/wo" + "rk/example.csv, docs/ro" + "ot/index.md", []),
    ],
)
def test_the_reader_of_tracked_files_sees_what_it_must(text: str, found: list[str]) -> None:
    assert find_matches(text, "some/file.txt") == found


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    assert "No changes detected" in capsys.readouterr().out


def test_the_locks_hold_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        blocks = re.split(r"\n(?=\S)", text)
        pins = [block for block in blocks if not block.startswith("#")]
        assert len(pins) > 10
        assert [block for block in pins if "--hash=sha256:" not in block] == []
        assert "://" not in text
