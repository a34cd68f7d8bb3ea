"""`lintel backup`: a backup counts only once it has been restored, and looked at.

A backup is a dump and, beside it, a manifest that our own key has signed: what the database held when it was made.
Master keys are in neither: without a copy of the key file, kept somewhere else, a backup is of no use to anybody. What
is sealed in the database is sealed in the dump; its coded facts, references and handles are in clear unless the dump
is sealed to a recipient, whose private key is then needed as well. Backups older than an erasure still hold the
wrapped keys of what was erased: throw them away within 35 days.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from lintel.config.database import NotReady
from lintel.config.dumps import read_dump, scratch, write_dump
from lintel.config.erasures import erasures
from lintel.config.manifest import Holdings, Manifest, holdings, sha256_of
from lintel.config.restored import BackupFailed, broken, differing
from lintel.config.servertools import ToolFailed, owner_url
from lintel.embedded.privatefile import MAKING, move_for_good, write_private
from lintel.ledger.keys import ring
from lintel.ledger.verification import looking
from lintel.sealing.longfiles import seal_file
from lintel.sealing.recipients import public_key
from lintel.sealing.signatures import NOTHING_BEFORE, digest

Say = Callable[[str], None]

SEALED, MANIFEST = ".sealed", ".json"
_FAILED = ".failed"


def backup(folder: Path, at: datetime, say: Say, *, recipient: Path | None = None, url: str | None = None) -> Path:
    """Make a backup in a folder, restore it into a scratch database, look at that, and only then give it its name.

    `at` is when the database is so: now or, where `url` names one that was brought back from the archive, then.
    `recipient` is a file with a public key: then only the sealed dump reaches the folder. Raises `NotReady`,
    `KeysRefused`, `ToolFailed`, or `BackupFailed` with what is wrong; a dump in clear then ends in `.failed`.
    """
    url, public = url or owner_url(), public_key(recipient) if recipient else None
    if not folder.is_dir():
        raise NotReady(f"{folder} is no folder: make it first, best on another machine's disk")
    dump = folder / f"lintel-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.dump"
    if any(folder.glob(f"{dump.name}*")):
        raise NotReady(f"{dump.name} is there already, or is being made")
    with _making(dump, elsewhere=public is not None) as making:
        say("1 of 3: writing the dump")
        held = _dump(url, making)
        say("2 of 3: restoring it into a scratch database, and following every chain there")
        if faults := _tried(url, making, held):
            move_for_good(making, making.with_name(dump.name + _FAILED))
            raise BackupFailed(faults)
        say("3 of 3: putting it in its place")
        write_private(dump.with_suffix(MANIFEST), f"{_manifest(held, making, at).signed(ring().signer)}\n")
        done = _placed(making, dump, public)
    say(f"{done}: {held.entries:,} entries, restored and found whole")
    return done


@contextmanager
def _making(dump: Path, *, elsewhere: bool) -> Iterator[Path]:
    """Where the dump is written first: beside its place or, where it is not to lie there in clear, in a private folder.

    Whatever is still there at the end was broken off, and goes.
    """
    with TemporaryDirectory(prefix="lintel-backup-") as private:
        making = (Path(private) if elsewhere else dump.parent) / (dump.name + MAKING)
        try:
            yield making
        finally:
            making.unlink(missing_ok=True)


def _dump(url: str, making: Path) -> Holdings:
    """Write the dump, and say what the database held in the very snapshot that it was made of."""
    with looking(url) as connection:
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        held = holdings(connection)
        write_dump(url, str(snapshot[0] if snapshot else ""), making)
    return held


def _tried(url: str, making: Path, held: Holdings) -> list[str]:
    """What is wrong with a dump, found by restoring it."""
    with scratch(url) as tried:
        try:
            read_dump(tried, making)
        except ToolFailed as failed:
            return [str(failed)]
        return [*differing(tried, held), *broken(tried, held.anchor)]


def _placed(making: Path, dump: Path, public: bytes | None) -> Path:
    """Give a dump its name, sealed where there is somebody to seal it to."""
    if public is None:
        move_for_good(making, dump)
        return dump
    sealed = dump.with_name(dump.name + SEALED)
    unfinished = sealed.with_name(sealed.name + MAKING)
    try:
        seal_file(public, making, unfinished)
        move_for_good(unfinished, sealed)
    finally:
        unfinished.unlink(missing_ok=True)
    return sealed


def _manifest(held: Holdings, dump: Path, at: datetime) -> Manifest:
    listed = erasures().read()
    last = digest(listed[-1].line) if listed else NOTHING_BEFORE
    return Manifest(at=at, sha256=sha256_of(dump), held=held, erased=len(listed), last_erased=last)
