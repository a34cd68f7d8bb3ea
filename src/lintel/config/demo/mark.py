"""The mark by which a data folder is known to be a demonstration. Nothing of a demonstration is done without it.

It is bound to the keys of its own folder, so that one that is copied elsewhere says nothing there.
"""

import hashlib
import hmac
import json
import os
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from lintel.config.database import NotReady
from lintel.config.options import data_folder_of_machine
from lintel.embedded.cluster import Cluster
from lintel.embedded.locks import take
from lintel.embedded.privatefile import write_private
from lintel.sealing.keyring import from_file

_NAME = "demonstration.json"
_LOCK = "demonstration.lock"
_OURS = ("DATABASE_", "LINTEL_")
_WORDS = (
    "acorn", "amber", "bramble", "candle", "clover", "cobble", "copper", "finch", "harbour", "hazel", "heather",
    "ivory", "lantern", "linden", "maple", "marble", "meadow", "orchard", "pebble", "quill", "rowan", "saffron",
    "sparrow", "thimble", "thistle", "velvet", "walnut", "willow",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """What a demonstration keeps of itself. `password` is everybody's in it; `proof` stands once all of it is made."""

    policy: str
    password: str
    proof: str = ""


def default_folder() -> Path:
    """Where a demonstration is kept: beside the folder of a real installation, never in it."""
    return data_folder_of_machine().with_name("lintel-demo")


def claim(folder: Path, policy: str | None, *, fresh: bool) -> None:
    """Make this process work on a demonstration, a new one where there is none, and on nothing else.

    Raises `NotReady` where the folder holds something else, or a demonstration that runs or is of another policy.
    """
    if read(folder) is None and folder.exists() and {each.name for each in folder.iterdir()} - {_LOCK}:
        raise NotReady("the folder holds something that is no demonstration: name an empty or a new one with --data")
    folder.mkdir(parents=True, exist_ok=True)
    if take(folder / _LOCK) is None:  # held for as long as this process lives
        raise NotReady("this demonstration is running: stop it first, or name another folder with --data")
    mark = read(folder)
    if mark is not None and (fresh or not mark.proof):
        _remove(folder)
        mark = None
    if mark is not None and policy not in (None, mark.policy):
        raise NotReady(f"this demonstration was made for {mark.policy}: add --fresh to start over with another policy")
    if mark is None:
        mark = Mark(policy or "settle", "-".join(secrets.choice(_WORDS) for _ in range(4)))
        _write(folder, mark)
    name_only(folder, mark)


def open_again(folder: Path) -> None:
    """Make this process work on a demonstration that is there. Raises `NotReady` where there is none."""
    mark = read(folder)
    if mark is None:
        raise NotReady("there is no demonstration in that folder: script/demo makes one")
    name_only(folder, mark)


def name_only(folder: Path, mark: Mark) -> None:
    """Name the folder in the environment, and nothing of any other installation."""
    for name in [name for name in os.environ if name.startswith(_OURS)]:
        del os.environ[name]
    os.environ["LINTEL_DATA"], os.environ["LINTEL_POLICY"] = str(folder.resolve()), mark.policy
    os.environ["LINTEL_MAIL_FOLDER"] = str(folder.resolve() / "outbox")  # no mail of it ever leaves the machine
    os.environ["LINTEL_MAIL_FROM"] = "lintel@landlord.example"


def stop(folder: Path) -> None:
    """Stop the database of a demonstration."""
    Cluster(folder / "postgresql").stop()


def read(folder: Path) -> Mark | None:
    """The mark of a folder; None where it has none."""
    try:
        return Mark(**json.loads((folder / _NAME).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, TypeError, ValueError):
        raise NotReady(f"{_NAME} cannot be read: name another folder with --data") from None


def proven(folder: Path) -> Mark:
    """The mark of a folder whose keys it was made with. Raises `NotReady` for any other."""
    mark = read(folder)
    if mark is None or not hmac.compare_digest(mark.proof, _proof(folder)):
        raise NotReady("this is no demonstration, or not all of it was made: nothing was done")
    return mark


def finish(folder: Path, mark: Mark) -> None:
    """Say that all of it is made."""
    _write(folder, Mark(mark.policy, mark.password, _proof(folder)))


def _proof(folder: Path) -> str:
    index = from_file(folder / "keys.toml").index
    return hmac.digest(index, b"a demonstration", hashlib.sha256).hex()


def _write(folder: Path, mark: Mark) -> None:
    write_private(folder / _NAME, json.dumps(asdict(mark)))


def _remove(folder: Path) -> None:
    """Throw a demonstration away. The mark goes last, so that what is left of one is known for what it is."""
    stop(folder)
    for each in folder.iterdir():
        if each.name not in (_NAME, _LOCK):
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    (folder / _NAME).unlink()
