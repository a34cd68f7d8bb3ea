"""`lintel restore`: a backup put back, and what has been erased since destroyed again before anybody may look."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from lintel.casework import index
from lintel.casework.certificates import ErasureList
from lintel.casework.erasure import replay
from lintel.config.anchorfile import Later, end_at
from lintel.config.backup import MANIFEST, SEALED, Say
from lintel.config.database import NotReady, migrate
from lintel.config.dumps import is_empty, read_dump
from lintel.config.erasures import erasures, refuse_unreplayed
from lintel.config.manifest import Manifest, read_manifest, sha256_of
from lintel.config.restored import BackupFailed, broken, differing
from lintel.config.servertools import owner_url
from lintel.ledger.keys import ring
from lintel.ledger.verification import looking
from lintel.sealing.longfiles import open_file
from lintel.sealing.recipients import private_key
from lintel.sealing.signatures import NOTHING_BEFORE, digest


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of restoring. `at` is the instant that the database is back at; `later` what anchors say came after.

    `lost` counts the entries that were written after it, as far as anchors know, and `books` those they were in.
    """

    at: datetime
    entries: int
    later: Later
    lost: int
    books: int


def restore(file: Path, now: datetime, say: Say, *, private: Path | None = None) -> Restored:
    """Put a backup into an empty database, and destroy again what was erased since before anybody may open it.

    `private` is the file of the private key, for a sealed one. What was written after the backup is lost. Raises
    `NotReady` with everything that is in the way, `KeysRefused`, `SealBroken`, `ToolFailed`, or `BackupFailed` with
    what is wrong with the database that is now there.
    """
    url, listed = owner_url(), erasures()
    with _in_clear(file, private) as dump:
        manifest = _refuse_unfit(file, dump, url, listed)
        say("1 of 4: restoring")
        read_dump(url, dump)
    faults = differing(url, manifest.held)
    say(f"2 of 4: destroying again what was erased since ({replay(listed)} keys)")
    migrate()
    say("3 of 4: following every chain, and holding it against the anchors")
    faults += broken(url, manifest.held.anchor)
    say("4 of 4: making anew what is derived")
    index.rebuild(now, lambda done: None)
    refuse_unreplayed()
    if faults:
        raise BackupFailed(faults)
    later = end_at(settings.OPTIONS.anchors_file, manifest.held.anchor, ring().signer.public_key(), now)
    gone = _lost(url, later)
    return Restored(manifest.at, manifest.held.entries, later, sum(gone.values()), len(gone))


@contextmanager
def _in_clear(file: Path, private: Path | None) -> Iterator[Path]:
    """The dump itself: the file, or what is sealed in it, in a private folder for as long as it is needed."""
    if file.suffix != SEALED:
        yield file
        return
    if private is None:
        raise NotReady(f"{file.name} is sealed: name the file of the private key")
    with TemporaryDirectory(prefix="lintel-restore-") as folder:
        dump = Path(folder) / file.stem
        open_file(private_key(private), file, dump)
        yield dump


def _lost(url: str, later: Later) -> dict[str, int]:
    """How many entries anchors know of that are not there, by book."""
    with looking(url) as connection:
        rows = connection.execute("SELECT replace(concat(book_id), '-', ''), max(seq) FROM ledger_entry GROUP BY 1")
        there = dict(rows.fetchall())
    missing = {book: count - there.get(book, 0) for book, count in later.entries.items()}
    return {book: count for book, count in missing.items() if count > 0}


def _refuse_unfit(file: Path, dump: Path, url: str, listed: ErasureList) -> Manifest:
    """What the backup's manifest says. Raises `NotReady` with everything that is in the way of restoring it."""
    beside = file.with_name(file.name.removesuffix(SEALED)).with_suffix(MANIFEST)
    manifest = read_manifest(beside, ring().signer.public_key())
    faults = list(_unfit(manifest, listed))
    if not dump.is_file() or sha256_of(dump) != manifest.sha256:
        faults.append(f"{file.name} is not there, or is not the dump that its manifest is of: take another copy of it")
    if not is_empty(url):
        faults.append("the database is not empty: make a new one, or name another data folder in LINTEL_DATA")
    if faults:
        raise NotReady(*faults)
    return manifest


def _unfit(manifest: Manifest, listed: ErasureList) -> Iterator[str]:
    """What of this installation does not fit a backup: its list of erasures, its keys, its version."""
    certificates = listed.read()[: manifest.erased]
    last = digest(certificates[-1].line) if certificates else NOTHING_BEFORE
    if (len(certificates), last) != (manifest.erased, manifest.last_erased):
        yield f"the list of erasures is not whole: it had {manifest.erased} when this backup was made; put it back"
    if missing := sorted(set(manifest.held.masters) - ring().masters.keys()):
        yield f"the key file has no master key {', '.join(missing)}: put it back from the copy kept apart"
    if manifest.held.migrations - {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}:
        yield "this backup was made by a newer Lintel: install that one first"
