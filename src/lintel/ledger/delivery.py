"""Anchors handed over to places outside, in their order, each at least once; and how old the last one there is.

A place may get an anchor twice, where nobody could tell whether it had arrived; whoever verifies knows that.
"""

import os
import shlex
import smtplib
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Exists, OuterRef

from lintel.embedded.privatefile import keep_names
from lintel.ledger.anchoring import one_at_a_time
from lintel.ledger.models import Anchor, AnchorSent

LATE = timedelta(minutes=5)
"""An anchor older than this is late: what was written since rests on the chains alone."""

_OURS = ("LINTEL_", "DATABASE_")


class NotHandedOver(Exception):
    """A place did not take an anchor; the text says why, and nothing of what the anchor says."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where anchors go: what it is called in `AnchorSent`, and how a line is handed to it."""

    name: str
    take: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A place that did not take an anchor, and why. That anchor and those after it wait for the next time."""

    place: str
    n: int
    why: str

    def __str__(self) -> str:
        return f"{self.place}: anchor {self.n} was not taken: {self.why}"


def places() -> list[Place]:
    """The places that this installation names."""
    options = settings.OPTIONS
    found = []
    if options.anchors_file:
        found.append(Place("file", partial(add_to_file, options.anchors_file)))
    if options.anchors_command:
        found.append(Place("command", partial(give_to_command, options.anchors_command)))
    if options.anchors_mailbox:
        found.append(Place("mailbox", partial(send_to_mailbox, options.anchors_mailbox)))
    return found


def hand_over(to: list[Place]) -> list[Failure]:
    """Hand every place, in order, what it has not had. One that fails is tried again next time; the others go on."""
    with one_at_a_time():
        return [failure for place in to for failure in _hand_to(place)]


def _hand_to(place: Place) -> Iterator[Failure]:
    sent = AnchorSent.objects.filter(anchor=OuterRef("n"), to=place.name)
    for anchor in Anchor.objects.filter(~Exists(sent)).order_by("n").iterator(chunk_size=200):
        try:
            place.take(anchor.line)
        except NotHandedOver as why:
            yield Failure(place.name, anchor.n, str(why))
            return
        AnchorSent.objects.create(anchor=anchor, to=place.name)


def ages(now: datetime) -> dict[str, timedelta | None]:
    """How old the last anchor is that each named place has been handed; None where it has none."""
    return {place.name: _age(place.name, now) for place in places()}


def _age(place: str, now: datetime) -> timedelta | None:
    last = AnchorSent.objects.filter(to=place).order_by("-anchor_id").values_list("anchor__at", flat=True).first()
    return now - last if last is not None else None


def overdue(now: datetime) -> list[str]:
    """What is wrong with the anchors now, in words, for whoever asks whether Lintel is ready."""
    found = ages(now)
    if not found:
        return ["no place is named that anchors go to: set LINTEL_ANCHORS_FILE, _COMMAND or _MAILBOX"]
    return [
        f"anchors: {place} has none yet" if age is None else f"anchors: the last that {place} has is late"
        for place, age in found.items()
        if age is None or age > LATE
    ]


def add_to_file(path: Path, line: str) -> None:
    """Add a line to a file that only its owner may read, safe on the disk. Raises `NotHandedOver`."""
    try:
        opened = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(opened, "ab") as file:
            size = os.fstat(opened).st_size
            torn = size > 0 and os.pread(opened, 1, size - 1) != b"\n"
            file.write(("\n" if torn else "").encode() + line.encode() + b"\n")
            file.flush()
            os.fsync(opened)
        if size == 0:
            keep_names(path.parent)
    except OSError as error:
        raise NotHandedOver(f"LINTEL_ANCHORS_FILE cannot be written ({error.strerror})") from None


def give_to_command(command: str, line: str, seconds: float = 30) -> None:
    """Give a line to the landlord's command on its standard input. Raises `NotHandedOver` unless it exits 0 in time.

    No shell reads the command, and it is not told our keys or the database's password.
    """
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    try:
        ended = subprocess.run(  # noqa: S603 - whoever runs the server names it
            shlex.split(command),
            input=line.encode() + b"\n",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=theirs,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotHandedOver(f"LINTEL_ANCHORS_COMMAND did not end within {seconds:g} seconds") from None
    except (OSError, ValueError, IndexError):
        raise NotHandedOver("LINTEL_ANCHORS_COMMAND cannot be run: name a program that is there") from None
    if ended.returncode:
        raise NotHandedOver(f"LINTEL_ANCHORS_COMMAND ended with {ended.returncode}")


def send_to_mailbox(mailbox: str, line: str) -> None:
    """Send a line by mail, under a subject that says nothing. Raises `NotHandedOver`."""
    try:
        send_mail("Lintel anchor", line, None, [mailbox])
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotHandedOver(f"the mail was not taken ({type(error).__name__})") from None
