"""What an installation sets: shown without its secrets, and looked at before anything is served."""

import json
import re
import subprocess
import sys
from ipaddress import IPv4Network
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.test import RequestFactory

from lintel.config.checks import refused, unsafe
from lintel.config.database import NotReady, refuse_tampered
from lintel.sealing.keyring import new_ring
from lintel.signin.origin import origin_of
from tests.environment import bare

KEYS = new_ring("test").as_toml()
PLANTED = "plantedsecret"


def run(*arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    """A command with nothing else in its environment."""
    command = [sys.executable, "-W", "ignore", "-m", *arguments]
    return subprocess.run(command, env=bare() | given, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def safe(tmp_path: Path) -> dict[str, str]:
    """An installation with nothing unsafe in it."""
    keys, backups = tmp_path / "keys.toml", tmp_path / "backups"
    keys.write_text(KEYS, encoding="utf-8")
    keys.chmod(0o600)
    backups.mkdir(mode=0o700)
    (tmp_path / "archive").mkdir(mode=0o700)
    return {
        "DATABASE_URL": f"postgresql://lintel_app:{PLANTED}@db.example.org/lintel?sslmode=verify-full",
        "DATABASE_OWNER_URL": "postgresql:///lintel?host=/run/postgresql&user=lintel_owner",
        "LINTEL_KEYS_FILE": str(keys),
        "LINTEL_ANCHORS_FILE": str(tmp_path / "anchors.jsonl"),
        "LINTEL_BACKUPS": str(backups),
        "LINTEL_ARCHIVE": str(tmp_path / "archive"),
        "LINTEL_HOSTS": '["lintel.example.org"]',
        "LINTEL_SITE": "https://lintel.example.org",
    }


def test_djangos_own_look_before_going_live_finds_nothing(safe: dict[str, str]) -> None:
    given = safe | {"DJANGO_SETTINGS_MODULE": "lintel.config.settings"}
    looked = run("django", "check", "--deploy", "--fail-level", "WARNING", **given)

    assert (looked.returncode, looked.stdout) == (0, "System check identified no issues (3 silenced).\n"), looked.stderr


def test_settings_are_shown_with_their_source_and_never_a_secret(safe: dict[str, str]) -> None:
    given = safe | {
        "LINTEL_KEYS": KEYS,
        "LINTEL_ANCHORS_COMMAND": f"send --token {PLANTED}",
        "DATABASE_OWNER_URL": f"host=/run/postgresql user=lintel_owner password={PLANTED} dbname=lintel",
    }
    text = run("lintel", "settings", "--check", **given)
    shown = json.loads(run("lintel", "settings", "--format", "json", **given).stdout)
    rows = {row["name"]: row for row in shown["settings"]}

    assert text.returncode == 0, text.stdout
    assert text.stdout.splitlines()[-1] == "Nothing is unsafe in them."
    assert PLANTED not in text.stdout + json.dumps(shown)
    assert not any(word in text.stdout for word in re.findall(r"[\w+/=-]{40,}", KEYS))
    assert rows["DATABASE_URL"]["value"] == "lintel_app at db.example.org, database lintel"
    assert rows["DATABASE_OWNER_URL"]["value"] == "lintel_owner at /run/postgresql, database lintel"
    assert (rows["LINTEL_KEYS"]["value"], rows["LINTEL_KEYS"]["source"]) == ("set, not shown", "environment")
    assert (rows["LINTEL_POLICY"]["value"], rows["LINTEL_POLICY"]["source"]) == ("settle", "default")
    assert all(row["meaning"].endswith(".") for row in rows.values())


def test_what_cannot_be_is_said_by_name_and_never_quoted(safe: dict[str, str]) -> None:
    for wrong in (f'["{PLANTED}"]', PLANTED):
        looked = run("lintel", "settings", **(safe | {"LINTEL_PROXIES": wrong}))
        assert looked.returncode == 1
        assert looked.stderr.startswith("LINTEL_PROXIES: ")
        assert PLANTED not in looked.stderr
        assert looked.stderr.count("\n") == 1


UNSAFE = [
    ("LINTEL_BACKUPS", None),
    ("LINTEL_BACKUPS", "/nowhere/at/all"),
    ("LINTEL_ARCHIVE", None),
    ("LINTEL_ARCHIVE", "/nowhere/at/all"),
    ("LINTEL_ANCHORS_FILE", None),
    ("DATABASE_URL", "postgresql://lintel_app@db.example.org/lintel?sslmode=verify-full"),
    ("DATABASE_URL", "postgresql://lintel_app:word@db.example.org/lintel"),
    ("DATABASE_OWNER_URL", "postgresql://lintel_owner@127.0.0.1/lintel"),
]


@pytest.mark.parametrize(("name", "value"), UNSAFE)
def test_what_is_unwise_is_found_with_what_to_do(
    safe: dict[str, str], name: str, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {
        "LINTEL_BACKUPS": "backups_folder", "LINTEL_ARCHIVE": "archive_folder", "LINTEL_ANCHORS_FILE": "anchors_file",
        "DATABASE_URL": "database_url", "DATABASE_OWNER_URL": "owner_url",
    }  # fmt: skip
    good = {
        "database_url": safe["DATABASE_URL"],
        "owner_url": safe["DATABASE_OWNER_URL"],
        "anchors_file": Path(safe["LINTEL_ANCHORS_FILE"]),
        "backups_folder": Path(safe["LINTEL_BACKUPS"]),
        "archive_folder": Path(safe["LINTEL_ARCHIVE"]),
        "keys_file": Path(safe["LINTEL_KEYS_FILE"]),
    }
    worse = good | {fields[name]: Path(value) if value and name.startswith("LINTEL") else value}
    for options, ids in ((good, []), (worse, [f"installation.{name}"])):
        monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update=options))
        found = unsafe(None)
        assert [each.id for each in found] == ids
        assert all(each.hint for each in found)


def test_keys_that_others_read_or_that_stand_among_the_backups_are_found(
    safe: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    backups = Path(safe["LINTEL_BACKUPS"])
    keys = backups / "keys.toml"
    keys.write_text(KEYS, encoding="utf-8")
    keys.chmod(0o640)
    archive = Path(safe["LINTEL_ARCHIVE"])
    options = {
        "keys_file": keys,
        "keys": None,
        "backups_folder": backups,
        "archive_folder": archive,
        "database_url": None,
    }
    monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update=options))

    assert [each.id for each in unsafe(None)] == ["installation.LINTEL_KEYS_FILE"] * 2


NEVER = [
    ("ALLOWED_HOSTS", ["*"], "LINTEL_HOSTS"),
    ("ALLOWED_HOSTS", [".example.org"], "LINTEL_HOSTS"),
    ("DEBUG", True, "DEBUG"),
    ("OPTIONS", settings.OPTIONS.model_copy(update={"proxies": (IPv4Network("0.0.0.0/0"),)}), "LINTEL_PROXIES"),
]


@pytest.mark.parametrize(("name", "value", "setting"), NEVER)
def test_with_what_is_never_right_nothing_is_served(
    name: str, value: object, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refused(None) == []
    monkeypatch.setattr(settings, name, value)
    assert [each.id for each in refused(None)] == [f"installation.{setting}"]
    assert [each.id for each in run_checks() if each.is_serious()] == [f"installation.{setting}"]
    with pytest.raises(NotReady, match=setting):
        refuse_tampered()


@pytest.mark.parametrize(
    ("asked_by", "said", "counted_as"),
    [
        ("10.0.0.2", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.2", "192.0.2.7, 10.0.0.1", "192.0.2.7"),
        ("10.0.0.2", "198.51.100.1, 192.0.2.7, 10.0.0.1", "192.0.2.7"),
        ("10.0.0.2", "what I like, 10.0.0.1", "10.0.0.1"),
        ("10.0.0.2", "10.0.0.3", "10.0.0.3"),
        ("127.0.0.1", "192.0.2.7", "127.0.0.1"),
        ("192.0.2.7", "10.0.0.1", "192.0.2.7"),
    ],
)
def test_of_a_chain_of_trusted_proxies_the_furthest_is_believed(
    asked_by: str, said: str, counted_as: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = settings.OPTIONS.model_copy(update={"proxies": (IPv4Network("10.0.0.0/24"),)})
    monkeypatch.setattr(settings, "OPTIONS", trusted)
    request = RequestFactory(REMOTE_ADDR=asked_by).get("/", headers={"X-Forwarded-For": said})

    assert origin_of(request) == counted_as
