"""`lintel anchor`, `lintel verify`: anchors made and handed over, and the ledger held against them."""

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from lintel.ledger import delivery, keys
from lintel.ledger.anchoring import Contradicted, make_anchor
from lintel.ledger.verification import lines_of, print_verdict
from lintel.sealing.keyring import KeysRefused

_DONE, _FAILED = 0, 1


def anchor(arguments: argparse.Namespace) -> int:
    """Make an anchor and hand it over, once or for ever. What fails in a round is said, and the next round tried."""
    places = delivery.places()
    if not places:
        _complain(*delivery.overdue(datetime.now(UTC)))
        return _FAILED
    if arguments.every is None:
        return _round(places, datetime.now(UTC))
    while True:
        ends = time.monotonic() + arguments.every
        _round(places, datetime.now(UTC))
        time.sleep(max(0.0, ends - time.monotonic()))


def _round(places: list[delivery.Place], now: datetime) -> int:
    try:
        faults = [*_made(now), *map(str, delivery.hand_over(places))]  # what an earlier round could not, as well
        for place, age in delivery.ages(now).items():
            print(f"{place}: {_aged(age)}", flush=True)
    except DatabaseError as error:
        faults = [f"the database does not answer ({type(error).__name__})"]
        connection.close()
    _complain(*faults)
    return _FAILED if faults else _DONE


def _made(now: datetime) -> Iterator[str]:
    """Make an anchor; why there is none."""
    try:
        print(f"Anchor {make_anchor(now).n} is made.")
    except (Contradicted, KeysRefused) as refused:
        yield str(refused)


def _aged(age: timedelta | None) -> str:
    return "has no anchor yet" if age is None else f"its last anchor is {int(age.total_seconds())} seconds old"


def verify(arguments: argparse.Namespace) -> int:
    """Follow every chain, and hold it against anchors: those named, or this installation's own file of them."""
    url = str(settings.OPTIONS.database_url)
    file: Path | None = arguments.anchors or settings.OPTIONS.anchors_file
    if file is None:
        return print_verdict(url, None, None)
    lines = lines_of(file) if arguments.anchors or file.exists() else ()  # our own that is gone is found wanting
    return print_verdict(url, lines, arguments.key or keys.ring().signer.public_key().public_bytes_raw().hex())


def _complain(*faults: str) -> None:
    for fault in faults:
        print(f"lintel anchor: {fault}", file=sys.stderr, flush=True)
