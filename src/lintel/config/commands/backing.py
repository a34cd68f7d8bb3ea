"""`lintel backup`, `lintel restore`, `lintel archive`: made and tried out, put back, and kept up second by second."""

import argparse
import signal
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import SystemRandom

from django.conf import settings

from lintel.casework.certificates import ListRefused
from lintel.config.archive import Archive
from lintel.config.archiving import copied, follow
from lintel.config.backup import backup as make
from lintel.config.database import NotReady
from lintel.config.drill import any_moment, as_of, came_to, drilled
from lintel.config.restored import BackupFailed
from lintel.config.restoring import Restored
from lintel.config.restoring import restore as put_back
from lintel.config.servertools import ToolFailed, owner_url
from lintel.outbound import rounds
from lintel.sealing.aead import SealBroken

_DONE, _FAILED = 0, 1
_say = partial(print, flush=True)


def backup(arguments: argparse.Namespace) -> int:
    """Make a backup, restore it into a scratch database, and look at that."""
    folder = arguments.folder or settings.OPTIONS.backups_folder
    if folder is None:
        raise NotReady("name a folder for it, or set LINTEL_BACKUPS")
    try:
        if arguments.at is not None:
            return _as_of(arguments.at, folder, arguments.recipient)
        make(folder, datetime.now(UTC), _say, recipient=arguments.recipient)
    except BackupFailed as failed:
        return _complain("backup", "this backup is NO GOOD, and is none:", *failed.faults)
    except (ToolFailed, ListRefused) as failed:
        return _complain("backup", str(failed))
    rounds.note("backup", datetime.now(UTC))
    return _archived(Archive(settings.OPTIONS.archive_folder)) if settings.OPTIONS.archive_folder else _DONE


def _as_of(at: datetime | str, folder: Path, recipient: Path | None) -> int:
    """Make a backup of how it stood at a moment, out of the archive."""
    moment = at if isinstance(at, datetime) else None
    _say("Bringing that moment back out of the archive")
    with as_of(owner_url(), _archive(), moment) as there:
        make(folder, moment or came_to(there), _say, recipient=recipient, url=there)
    return _DONE


def _archived(archive: Archive) -> int:
    """Try the archive out, and take a copy that it goes on from."""
    whole_until = rounds.last("archive")
    if whole_until is None or not archive.stretches():
        return _complain("backup", "there is nothing in the archive: see that `lintel archive` runs")
    base = copied(owner_url(), archive.stretches()[-1])
    _say(f"The archive: a new copy to go on from, {base.folder.name}")
    for at in (any_moment(archive, whole_until, SystemRandom()), None):
        said = f"{at:%d %b %Y %H:%M:%S %Z}" if at else "its end"
        _say(f"The archive: bringing back {said}")
        if faults := drilled(owner_url(), archive, at, whole_until):
            return _complain("backup", f"the archive is NO GOOD at {said}:", *faults)
    rounds.note("drill", datetime.now(UTC))
    archive.prune(base.at)
    return _DONE


def archive(arguments: argparse.Namespace) -> int:
    """Follow the database's log until somebody stops it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = _archive()
    _say(f"Following what the database writes, into {folder.folder}, until Ctrl-C.")
    try:
        follow(owner_url(), folder, _say, partial(rounds.note, "archive"), every=arguments.every)
    except KeyboardInterrupt:
        return _DONE


def _archive() -> Archive:
    folder = settings.OPTIONS.archive_folder
    if folder is None or not folder.is_dir():
        raise NotReady("name the archive's folder in LINTEL_ARCHIVE, and make it: best on another machine's disk")
    return Archive(folder)


def restore(arguments: argparse.Namespace) -> int:
    """Put a backup into an empty database, and say what is lost."""
    try:
        done = put_back(arguments.file, datetime.now(UTC), _say, private=arguments.private_key)
    except BackupFailed as failed:
        return _complain("restore", "it was restored and is NOT WHOLE:", *failed.faults)
    except (ToolFailed, ListRefused) as failed:
        return _complain("restore", str(failed))
    except SealBroken:
        return _complain("restore", "the dump does not open: it was sealed to another key, or is not whole")
    _say(*_in_words(done), sep="\n")
    return _DONE


def _in_words(done: Restored) -> Iterable[str]:
    yield f"Restored and whole: {done.entries:,} entries, as of {done.at:%d %b %Y %H:%M %Z}."
    later = done.later
    if not later.anchors:
        yield "What was written after that is lost. No anchor outside says that there was anything."
        return
    yield f"LOST: {done.lost:,} entries in {done.books:,} books, of which {later.anchors:,} later anchors speak."
    if later.kept is None:
        yield "Those anchors are still in the file of anchors: end it at the last one before them, or verify complains."
    else:
        yield f"Those anchors are set aside in {later.kept.name}. Whoever else keeps anchors must be told."


def _complain(command: str, *said: str) -> int:
    print(f"lintel {command}: {said[0]}", *said[1:], sep="\n", file=sys.stderr)
    return _FAILED
