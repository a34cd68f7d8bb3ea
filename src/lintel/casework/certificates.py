"""The list of erasures: one signed line for each case that was erased, in a file outside the database.

It is what a restored database is held against, and each line is the certificate of that erasure: reference, class,
when, who proposed and approved it, how many entries the case had and the hash of the last one; the random ids of the
books whose keys were destroyed; and nothing else. Each line carries the digest of the one before it, so none can be
changed or taken out of the middle unseen; that the end is whole, a backup's manifest shows. It needs no Django.
"""

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lintel.embedded.locks import held
from lintel.embedded.privatefile import keep_names
from lintel.sealing.signatures import NOTHING_BEFORE, digest, read_signed, signed

_REMEDY = "put the whole list back from where you keep copies of it, and see that the keys are those it was signed by"


class ListRefused(ValueError):
    """The list of erasures cannot be relied on: what is wrong with it, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What the list says of one case. `at` is UTC; `head` the hash of its last entry, in hex; `class_` the rule's."""

    reference: str
    book: UUID
    persons: tuple[UUID, ...]
    class_: str
    at: datetime
    proposed_by: str
    approved_by: str
    entries: int
    head: str

    @property
    def books(self) -> tuple[UUID, ...]:
        """Every book whose key was destroyed with it."""
        return (self.book, *self.persons)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A line of the list, and what it says."""

    n: int
    line: str
    erased: Erased


class ErasureList:
    """The list of erasures in a file. `signer` is the key that also signs anchors."""

    def __init__(self, path: Path, signer: Ed25519PrivateKey) -> None:
        self.path = path
        self._signer = signer

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the list, so that no other process adds to it; wait while another does."""
        with held(self.path.with_name(self.path.name + ".lock")):
            yield

    def read(self) -> list[Certificate]:
        """The whole list, oldest first; empty where there is no file. Raises `ListRefused` for a list that was changed.

        What stands after the last end of a line is passed over: a kill broke it off, before anything was destroyed.
        """
        found: list[Certificate] = []
        before = NOTHING_BEFORE
        for n, line in enumerate(self._lines(), 1):
            said = read_signed(line, self._signer.public_key())
            if said is None or (said.get("n"), said.get("before")) != (n, before):
                raise ListRefused(f"line {n} of the list of erasures was changed, or is not the next one: {_REMEDY}")
            found.append(Certificate(n, line, _erased(said)))
            before = digest(line)
        return found

    def add(self, erased: Erased) -> Certificate:
        """Add a case and return its certificate once it is safe on the disk. The caller holds the list."""
        there = self.read()
        n, before = len(there) + 1, digest(there[-1].line) if there else NOTHING_BEFORE
        line = signed({"n": n, "before": before, **_said(erased)}, self._signer)
        opened = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            end = sum(len(each.line.encode()) + 1 for each in there)
            os.ftruncate(opened, end)
            if os.pwrite(opened, f"{line}\n".encode(), end) <= len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(opened)
        finally:
            os.close(opened)
        keep_names(self.path.parent)
        return Certificate(n, line, erased)

    def _lines(self) -> list[str]:
        try:
            return self.path.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise ListRefused(
                f"the list of erasures cannot be read ({(error.strerror or '').lower()}): {_REMEDY}"
            ) from None


def _said(erased: Erased) -> dict[str, object]:
    return {
        "reference": erased.reference,
        "book": erased.book.hex,
        "persons": [each.hex for each in erased.persons],
        "class": erased.class_,
        "at": erased.at.astimezone(UTC).isoformat(),
        "proposed_by": erased.proposed_by,
        "approved_by": erased.approved_by,
        "entries": erased.entries,
        "head": erased.head,
    }


def _erased(said: Mapping[str, Any]) -> Erased:
    return Erased(
        reference=said["reference"],
        book=UUID(said["book"]),
        persons=tuple(UUID(each) for each in said["persons"]),
        class_=said["class"],
        at=datetime.fromisoformat(said["at"]),
        proposed_by=said["proposed_by"],
        approved_by=said["approved_by"],
        entries=said["entries"],
        head=said["head"],
    )


def in_words(certificate: Certificate) -> Iterator[str]:
    """A certificate for people to read, and the signed line that it rests on."""
    erased = certificate.erased
    people = len(erased.persons)
    yield f"Certificate of erasure {certificate.n}"
    yield f"Case {erased.reference}, class {erased.class_}, {erased.entries} entries"
    yield f"Last hash {erased.head}"
    yield f"Erased {erased.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    yield f"Proposed by {erased.proposed_by}, approved by {erased.approved_by}"
    yield f"Keys destroyed: the case's, and those of {people} {'person' if people == 1 else 'people'} in no other case"
    yield f"Signed: {json.loads(certificate.line)['signature']}"
    yield certificate.line
