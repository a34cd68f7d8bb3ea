"""`lintel tick`: what time brings, done once, or every so many seconds."""

import argparse
import os
import sys
import time
from datetime import UTC, datetime

from django.db import connections

from lintel.config import ticking
from lintel.config.commands.serving import refuse_unmigrated

_DONE, _FAILED = 0, 1


def tick(arguments: argparse.Namespace) -> int:
    """Do every step, and print a line for each; 1 where one failed. What failed is tried again at the next tick."""
    refuse_unmigrated()
    if arguments.every is None:
        return _round()
    while arguments.beside in (None, os.getppid()):  # whoever is left behind by who started it does nothing more
        ends = time.monotonic() + arguments.every
        _round(quiet=True)
        time.sleep(max(0.0, ends - time.monotonic()))
    return _DONE


def _round(*, quiet: bool = False) -> int:
    """Do it once. Where it is done again and again, only what failed is said, and no connection is kept meanwhile."""
    code = _DONE
    for done in ticking.tick(datetime.now(UTC)):
        if done.failed:
            code = _FAILED
            print(f"lintel tick: {done}", file=sys.stderr, flush=True)
        elif not quiet:
            print(done, flush=True)
    if quiet:
        connections.close_all()
    return code
