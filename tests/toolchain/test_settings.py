"""What the environment makes of the settings: the defaults are those of production."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "paddock.example"}


def load_settings(*names: str, **env: str) -> subprocess.CompletedProcess[str]:
    values = f"[getattr(settings, name) for name in {names!r}]"
    code = f"import json; from paddock import settings; print(json.dumps({values}, default=str))"
    clean = {"PATH": os.environ["PATH"], **env}
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=clean, capture_output=True, text=True)


def read_settings(*names: str, **env: str) -> list[object]:
    done = load_settings(*names, **env)
    assert done.returncode == 0, done.stderr
    values: list[object] = json.loads(done.stdout)
    return values


def test_without_a_secret_the_site_does_not_start_and_says_why() -> None:
    done = load_settings()
    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr.splitlines()[-1]


def test_a_mode_that_does_not_exist_is_refused() -> None:
    done = load_settings(PADDOCK_MODE="prod", **PRODUCTION)
    assert done.returncode == 1
    assert "must be production, development or test" in done.stderr.splitlines()[-1]


def test_debug_is_off_unless_development_is_asked_for() -> None:
    assert read_settings("DEBUG", "ALLOWED_HOSTS", **PRODUCTION) == [False, ["paddock.example"]]
    assert read_settings("DEBUG", PADDOCK_MODE="test") == [False]
    assert read_settings("DEBUG", PADDOCK_MODE="development", SECRET_KEY="x") == [True]


def test_the_cookies_of_production_are_bound_to_the_host_and_to_tls() -> None:
    names = (
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
    )
    assert read_settings(*names, **PRODUCTION) == ["__Host-sessionid", "__Host-csrftoken", True, True, True]


def test_the_forwarded_scheme_is_believed_only_behind_a_declared_proxy() -> None:
    done = load_settings("SECURE_PROXY_SSL_HEADER", **PRODUCTION)
    assert "has no attribute 'SECURE_PROXY_SSL_HEADER'" in done.stderr
    assert read_settings("SECURE_PROXY_SSL_HEADER", BEHIND_TLS_PROXY="true", **PRODUCTION) == [
        ["HTTP_X_FORWARDED_PROTO", "https"]
    ]


def test_weak_password_hashes_exist_in_tests_only() -> None:
    assert "has no attribute 'PASSWORD_HASHERS'" in load_settings("PASSWORD_HASHERS", **PRODUCTION).stderr
    assert read_settings("PASSWORD_HASHERS", PADDOCK_MODE="test") == [["django.contrib.auth.hashers.MD5PasswordHasher"]]


def test_a_socket_folder_in_the_address_of_the_database_is_kept() -> None:
    address = "postgresql://postgres@/postgres?host=/run/pg"
    (databases,) = read_settings("DATABASES", DATABASE_URL=address, **PRODUCTION)
    assert isinstance(databases, dict)
    default = databases["default"]
    assert default["ENGINE"] == "django.db.backends.postgresql"
    assert default["OPTIONS"]["host"] == "/run/pg"
    assert (default["CONN_MAX_AGE"], default["CONN_HEALTH_CHECKS"]) == (60, True)


@pytest.mark.parametrize("address", ["sqlite:////var/lib/paddock/db.sqlite3", None])
def test_sqlite_saves_survive_a_power_cut_and_wait_for_each_other(address: str | None) -> None:
    env = {**PRODUCTION, **({"DATABASE_URL": address} if address else {})}
    (databases,) = read_settings("DATABASES", **env)
    assert isinstance(databases, dict)
    options = databases["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]
    expected = "/var/lib/paddock/db.sqlite3" if address else str(ROOT / "var" / "paddock.sqlite3")
    assert databases["default"]["NAME"] == expected
