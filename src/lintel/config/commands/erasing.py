"""`lintel erase`: what two people decided is carried out; and what is due, done and certified is shown."""

import argparse
import sys
from datetime import UTC, datetime

from django.conf import settings

from lintel.casework import erasure
from lintel.casework.certificates import ListRefused, in_words
from lintel.casework.index import rebuild
from lintel.casework.proposals import due
from lintel.casework.retentionfile import RetentionRefused, in_force
from lintel.config.erasures import erasures
from lintel.config.servertools import owner_url
from lintel.ledger.keys import StillHeld

_DONE, _FAILED = 0, 1


def run(arguments: argparse.Namespace) -> int:
    """Erase whatever two people have decided to erase; or do what the options say instead."""
    try:
        if arguments.certificate:
            return _certificate(arguments.certificate)
        if arguments.due:
            return _due()
        owner_url()
        return _replay() if arguments.replay else _erase()
    except (StillHeld, ListRefused, RetentionRefused) as refused:
        print(f"lintel erase: {refused}", file=sys.stderr)
        return _FAILED


def _erase() -> int:
    done = erasure.erase(erasures(), datetime.now(UTC), print)
    print(f"Erased: {len(done)}. Throw away backups that are older than 35 days: they still hold the keys.")
    return _DONE


def _replay() -> int:
    again = erasure.replay(erasures())
    rebuild(datetime.now(UTC), lambda done: None)
    print(f"{again} keys of what had been erased were there, and are destroyed.")
    return _DONE


def _due() -> int:
    rules = in_force()
    if settings.OPTIONS.retention_file is None:
        print("By Lintel's own periods, which nobody here has confirmed: name yours in LINTEL_RETENTION_FILE.")
    for each in due(datetime.now(UTC)):
        print(f"{each.name}  {each.rule}  since {each.since:%d %b %Y}")
    print(f"These may be proposed for erasure, by the rules {rules.id}. Nothing is erased by itself.")
    return _DONE


def _certificate(reference: str) -> int:
    found = [each for each in erasures().read() if each.erased.reference == reference]
    for each in found:
        print(*in_words(each), sep="\n")
    if not found:
        print("lintel erase: no erased case has that reference", file=sys.stderr)
    return _DONE if found else _FAILED
