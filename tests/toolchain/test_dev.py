"""./dev: what it refuses, how it finds a Python, how two of them wait for each other."""

import importlib.machinery
import importlib.util
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev() -> ModuleType:
    """The script, loaded as a module of its own for each test."""
    loader = importlib.machinery.SourceFileLoader("dev_script", str(ROOT / "dev"))
    spec = importlib.util.spec_from_loader("dev_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    # What the script leaves behind must not be found by the next test.
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        sys.modules["dev_script"] = module
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
        del sys.modules["dev_script"]
    return module


def call(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **environment}
    return subprocess.run([str(ROOT / "dev"), *arguments], capture_output=True, text=True, env=env, timeout=60)


# --- What it refuses ---------------------------------------------------------------------------


def test_the_start_of_the_demo_cannot_be_set_without_the_demo() -> None:
    done = call("run", "--no-demo", "--at", "2025-09-11")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "./dev: --at sets the clock of the demo: it cannot go with --no-demo.\n"


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_that_does_not_exist_is_refused(port: str) -> None:
    done = call("run", "--port", port)
    assert (done.returncode, done.stderr) == (1, "./dev: --port must lie between 1 and 65535.\n")


def test_a_busy_port_is_refused_with_the_next_one_proposed() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = call("run", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == f"./dev: Port {port} is in use: choose another, e.g. ./dev run --port {port + 1}.\n"


@pytest.mark.parametrize("argument", ["--db=sqlite", "--db"])
def test_the_test_command_cannot_be_narrowed_to_one_database(argument: str) -> None:
    done = call("test", argument, "sqlite")
    assert done.returncode == 1
    assert "always runs on both databases" in done.stderr


def test_an_unknown_command_shows_the_known_ones() -> None:
    done = call("tset")
    assert done.returncode == 2
    assert "./dev tset: unknown command" in done.stderr
    assert "./dev test [ARGS" in done.stderr


def test_without_a_command_the_known_ones_are_listed() -> None:
    done = call()
    assert done.returncode == 0
    assert [line.split()[1] for line in done.stdout.splitlines() if line.startswith("./dev ")] == [
        *["run", "test", "check", "manage", "messages", "lock"]
    ]


# --- Both databases ----------------------------------------------------------------------------


def test_both_databases_run_and_the_failure_of_the_first_is_not_lost(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"sqlite": (1, "1 failed, 2 passed in 3s"), "postgres": (0, "3 passed in 4s")}
    calls = []
    monkeypatch.setattr(dev, "set_up", lambda: None)
    monkeypatch.setattr(dev, "run_pytest", lambda db, arguments: calls.append((db, arguments)) or answers[db])
    assert dev.test(["-k", "ties"]) == 1
    assert calls == [("sqlite", ["-k", "ties"]), ("postgres", ["-k", "ties"])]
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "SQLite      FAILED  1 failed, 2 passed in 3s",
        "PostgreSQL  passed  3 passed in 4s",
    ]


def test_a_run_that_collects_no_test_is_a_failure(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "set_up", lambda: None)
    monkeypatch.setattr(dev, "run_pytest", lambda db, arguments: (5, "no tests ran in 0.1s"))
    assert dev.test([]) == 5
    assert capsys.readouterr().out.count("FAILED") == 2


# --- Finding a Python --------------------------------------------------------------------------


def write_python(folder: Path, name: str, body: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def answer(path: str, major: int, minor: int, *, venv: bool = True, pip: bool = True) -> str:
    return f"printf '%s\\n' {path} {major} {minor} {venv} {pip}"


def test_a_python_says_what_it_can_do(dev: ModuleType) -> None:
    found = dev.probe_python(sys.executable)
    assert Path(found.path) == Path(sys.executable)
    assert found.version == sys.version_info[:2]


def test_a_program_that_is_no_python_is_passed_over(dev: ModuleType, tmp_path: Path) -> None:
    assert dev.probe_python(str(tmp_path / "missing")) is None
    assert dev.probe_python(str(write_python(tmp_path, "python3", "exit 127"))) is None


def test_the_numbered_pythons_come_before_the_nameless_one(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bin"
    write_python(folder, "python3", answer("/a/old", 3, 11))
    write_python(folder, "python3.12", answer("/a/twelve", 3, 12))
    write_python(folder, "python3.14", answer("/a/fourteen", 3, 14))
    pyenv = tmp_path / "pyenv"
    write_python(pyenv / "versions/3.9.18/bin", "python", answer("/p/nine", 3, 9))
    write_python(pyenv / "versions/3.13.0/bin", "python", answer("/p/thirteen", 3, 13))
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(pyenv))
    monkeypatch.setattr(dev.sys, "executable", str(folder / "python3"))
    paths = [python.path for python in dev.list_pythons()]
    named = ["/a/twelve", "/a/fourteen", "/a/old", "/p/thirteen", "/p/nine"]
    assert [path for path in paths if path in named] == named


@pytest.fixture
def steps(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The steps make_venv takes, instead of their effects."""
    taken: list[list[str]] = []
    monkeypatch.setattr(dev, "run", lambda command, **_: taken.append([str(part) for part in command]))
    monkeypatch.setattr(dev, "find_uv", lambda: None)
    monkeypatch.setattr(dev, "fetch_uv", lambda pythons: "/tools/uv")
    monkeypatch.setattr(dev, "fetch_python", lambda uv: dev.Python("/tools/python", (3, 13), True, True))
    return taken


def offer(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, *pythons: tuple[str, tuple[int, int], bool, bool]) -> None:
    monkeypatch.setattr(dev, "list_pythons", lambda: [dev.Python(*python) for python in pythons])


def test_an_old_python_is_passed_over_for_a_new_one(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, steps: list[list[str]]
) -> None:
    offer(dev, monkeypatch, ("/old", (3, 11), True, True), ("/new", (3, 12), True, True))
    assert dev.make_venv().path == "/new"
    assert steps == [["/new", "-m", "venv", "--clear", str(ROOT / ".venv")]]


def test_a_python_without_venv_is_served_by_its_pip_from_outside(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, steps: list[list[str]]
) -> None:
    offer(dev, monkeypatch, ("/new", (3, 13), False, True))
    assert dev.make_venv().path == "/new"
    assert steps == [["/new", "-m", "venv", "--clear", "--without-pip", str(ROOT / ".venv")]]


def test_where_every_python_is_old_uv_fetches_one(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, steps: list[list[str]]
) -> None:
    offer(dev, monkeypatch, ("/old", (3, 11), True, False))
    assert dev.make_venv().path == "/tools/python"
    assert steps == [["/tools/python", "-m", "venv", "--clear", str(ROOT / ".venv")]]


def test_a_new_python_with_nothing_is_served_by_uv_from_an_old_one(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, steps: list[list[str]]
) -> None:
    offer(dev, monkeypatch, ("/new", (3, 13), False, False), ("/old", (3, 11), False, True))
    assert dev.make_venv().path == "/new"
    assert steps == [["/tools/uv", "venv", "-q", "--clear", "--python", "/new", str(ROOT / ".venv")]]


def test_without_pip_and_venv_an_ordinary_user_is_told_the_package(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, steps: list[list[str]]
) -> None:
    offer(dev, monkeypatch, ("/new", (3, 13), False, False))
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    with pytest.raises(dev.Refusal, match="apt-get install python3-venv") as refusal:
        dev.make_venv()
    assert str(refusal.value).count("\n") == 0
    assert steps == []


def test_uv_is_fetched_at_the_version_and_hash_of_the_lock(dev: ModuleType) -> None:
    lines = dev.read_locked("uv").splitlines()
    assert lines[0].startswith("uv==")
    assert any("--hash=sha256:" in line for line in lines)
    assert [line for line in lines[1:] if line[:1].strip()] == []
    with pytest.raises(dev.Refusal, match="no-such-package is not in"):
        dev.read_locked("no-such-package")


# --- Waiting, and what stays on the machine ----------------------------------------------------


def test_a_second_set_up_waits_and_says_so(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "VAR", tmp_path)
    hold = (
        "import fcntl, sys, time\n"
        "handle = open(sys.argv[1], 'w')\n"
        "fcntl.flock(handle, fcntl.LOCK_EX)\n"
        "print('held', flush=True)\n"
        "time.sleep(0.6)\n"
    )
    command = [sys.executable, "-c", hold, str(tmp_path / "set-up.lock")]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    began = time.monotonic()
    with dev.take_lock("set-up"):
        waited = time.monotonic() - began
    holder.wait()
    assert waited > 0.2
    assert capsys.readouterr().out == "Another ./dev is busy with the same set-up: waiting for it.\n"


def test_a_lock_nobody_holds_is_taken_in_silence(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "VAR", tmp_path)
    with dev.take_lock("set-up"):
        pass
    assert capsys.readouterr().out == ""


def test_the_secret_of_this_machine_is_made_once_and_only_its_owner_reads_it(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "VAR", tmp_path)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.delenv("PADDOCK_MODE", raising=False)
    first, second = dev.prepare_development(), dev.prepare_development()
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 50
    assert first["PADDOCK_MODE"] == "development"
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_what_the_caller_set_wins_over_the_development_defaults(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "of-the-caller")
    monkeypatch.setenv("PADDOCK_MODE", "production")
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    env = dev.prepare_development()
    assert (env["SECRET_KEY"], env["PADDOCK_MODE"]) == ("of-the-caller", "production")
    assert env["DATABASE_URL"] == "postgresql://somewhere/else"


def test_translations_are_stale_when_a_source_is_newer(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = tmp_path / "locale/fr/LC_MESSAGES/django.po"
    catalogue.parent.mkdir(parents=True)
    monkeypatch.setattr(dev, "CATALOGUE", catalogue)
    catalogue.write_text("")
    assert not dev.are_translations_fresh()
    compiled = catalogue.with_suffix(".mo")
    compiled.write_text("")
    os.utime(catalogue, (1000, 1000))
    os.utime(compiled, (2000, 2000))
    assert dev.are_translations_fresh()
    os.utime(catalogue, (3000, 3000))
    assert not dev.are_translations_fresh()
