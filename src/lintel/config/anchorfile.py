"""The file of anchors beside a backup: read as far as the backup goes, and ended there once that was restored."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lintel.embedded.privatefile import keep_names, write_private
from lintel.ledger.anchorlines import AnchorRefused, Said, read_anchor, whole_lines
from lintel.ledger.verification import lines_of


@dataclass(frozen=True, slots=True)
class Later:
    """The anchors that were made after a backup: how many, and how many entries they state of each book (its id, hex).

    `kept` is where they were set aside; None where there are none, or the file could not be changed.
    """

    anchors: int = 0
    entries: Mapping[str, int] = field(default_factory=dict)
    kept: Path | None = None


def up_to(file: Path | None, n: int, key: Ed25519PublicKey) -> list[str]:
    """The lines of the file up to anchor `n`. A line that is no anchor of ours stays in, to be found wanting."""
    found = []
    for line, said in _read(file, key):
        if said is not None and said.n > n:
            break
        found.append(line)
    return found if n else []


def stated(file: Path | None, key: Ed25519PublicKey) -> list[Said]:
    """What the anchors of the file say, without lines that are no anchor of ours."""
    return [said for _, said in _read(file, key) if said is not None]


def end_at(file: Path | None, n: int, key: Ed25519PublicKey, now: datetime) -> Later:
    """Set the anchors after `n` aside: they speak of what the restored database has not, and new ones follow on `n`."""
    later = [said for said in stated(file, key) if said.n > n]
    if file is None or not later:
        return Later()
    entries: dict[str, int] = {}
    for said in later:
        entries.update({book: count for book, (count, _) in said.heads["books"].items()})
    aside = file.with_name(f"{file.name}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.before-restore")
    try:
        os.link(file, aside)
        keep_names(file.parent)
        write_private(file, "".join(f"{line}\n" for line in up_to(file, n, key)))
    except OSError:
        return Later(len(later), entries)
    return Later(len(later), entries, aside)


def _read(file: Path | None, key: Ed25519PublicKey) -> Iterator[tuple[str, Said | None]]:
    if file is None or not file.exists():
        return
    for line in whole_lines(lines_of(file)):
        try:
            yield line, read_anchor(line, key)
        except AnchorRefused:
            yield line, None
