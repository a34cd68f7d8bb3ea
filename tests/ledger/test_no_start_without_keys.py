"""Lintel does not open without keys of its own, and says which and what to do; never a key."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lintel.sealing.keyring import new_ring

PREPARED_UNDER_EACH = """
import json, os, sys
from lintel.config.database import prepare
for name, environment in json.load(sys.stdin).items():
    for each in ("LINTEL_KEYS", "LINTEL_KEYS_FILE", "LINTEL_DATA", "DATABASE_URL"):
        os.environ.pop(each, None)
    os.environ.update(environment)
    try:
        prepare("2024-04")
        said = "it opens"
    except Exception as refused:
        said = f"{type(refused).__name__}: {refused}"
    print(json.dumps([name, said]))
"""
NOWHERE = {"DATABASE_URL": "postgresql://lintel_app@127.0.0.1:1/none"}
RING = new_ring("2024-04").as_toml()


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What Lintel says of each environment, in a process that starts."""
    folder = tmp_path_factory.mktemp("keys")
    environments = {
        "none": NOWHERE,
        "none in the text": NOWHERE | {"LINTEL_KEYS": ""},
        "no file": NOWHERE | {"LINTEL_KEYS_FILE": str(folder / "absent.toml")},
        "a file for everybody": NOWHERE | {"LINTEL_KEYS_FILE": str(_file(folder / "open.toml", RING, 0o644))},
        "a default key": NOWHERE | {"LINTEL_KEYS": _with_a_default_key()},
        "keys gone from beside a database": {"LINTEL_DATA": str(_database_without_keys(folder / "data"))},
        "keys in the text": NOWHERE | {"LINTEL_KEYS": RING},
        "keys in a file": NOWHERE | {"LINTEL_KEYS_FILE": str(_file(folder / "keys.toml", RING, 0o600))},
        "keys in a file and an empty text": NOWHERE
        | {"LINTEL_KEYS": "", "LINTEL_KEYS_FILE": str(_file(folder / "same.toml", RING, 0o600))},
    }
    ended = subprocess.run(
        [sys.executable, "-c", PREPARED_UNDER_EACH], input=json.dumps(environments), capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": "src"}, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return dict(json.loads(line) for line in ended.stdout.splitlines())


def _file(path: Path, text: str, mode: int) -> Path:
    path.write_text(text)
    path.chmod(mode)
    return path


def _with_a_default_key() -> str:
    lines = RING.splitlines()
    return "\n".join(f'index = "{"A" * 43}="' if line.startswith("index") else line for line in lines)


def _database_without_keys(folder: Path) -> Path:
    (folder / "postgresql").mkdir(parents=True)
    return folder


_MAKE = "`lintel keys new FILE` and name it in LINTEL_KEYS_FILE"
REFUSED = {
    "none": f"NotReady: there are no keys: make some with {_MAKE}",
    "none in the text": f"NotReady: there are no keys: make some with {_MAKE}",
    "no file": f"KeysRefused: the key file cannot be read: make one with {_MAKE}",
    "a file for everybody": "KeysRefused: the key file may be read by others than its owner: "
    "chmod 600 it, and think of who has it",
    "a default key": "KeysRefused: index was not made at random",
    "keys gone from beside a database": "NotReady: there is a database, but its keys are gone: "
    "put keys.toml back from the copy kept apart",
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_does_not_open(said: dict[str, str], name: str) -> None:
    assert said[name] == REFUSED[name]


@pytest.mark.parametrize("name", ["keys in the text", "keys in a file", "keys in a file and an empty text"])
def test_it_opens_with_keys(said: dict[str, str], name: str) -> None:
    assert said[name] == "it opens"
