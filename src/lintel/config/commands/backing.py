"""`lintel backup`, `lintel restore`: a backup made and tried out, and one put back."""

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial

from django.conf import settings

from lintel.casework.certificates import ListRefused
from lintel.config.backup import backup as make
from lintel.config.database import NotReady
from lintel.config.dumps import DumpFailed
from lintel.config.restored import BackupFailed
from lintel.config.restoring import Restored
from lintel.config.restoring import restore as put_back
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
        make(folder, datetime.now(UTC), _say, recipient=arguments.recipient)
    except BackupFailed as failed:
        return _complain("backup", "this backup is NO GOOD, and is none:", *failed.faults)
    except (DumpFailed, ListRefused) as failed:
        return _complain("backup", str(failed))
    rounds.note("backup", datetime.now(UTC))
    return _DONE


def restore(arguments: argparse.Namespace) -> int:
    """Put a backup into an empty database, and say what is lost."""
    try:
        done = put_back(arguments.file, datetime.now(UTC), _say, private=arguments.private_key)
    except BackupFailed as failed:
        return _complain("restore", "it was restored and is NOT WHOLE:", *failed.faults)
    except (DumpFailed, ListRefused) as failed:
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
