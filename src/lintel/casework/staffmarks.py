"""What staff are matched by: their own marks, from the payroll, and those of people whom they declare close to them.

Names, addresses and dates of birth of staff are read, blinded and forgotten: the database never has them.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import NamedTuple

from django.db import transaction

from lintel.access import accounts, marks
from lintel.access.accounts import Actor
from lintel.access.marks import Blinded
from lintel.access.models import Staff
from lintel.casework.refusals import NotHere
from lintel.events.faults import FILE, LINE, Fault, InputRefused
from lintel.events.values import HANDLE
from lintel.people import register
from lintel.people.identifiers import of_person_facts

COLUMNS = ("handle", "name", "date_of_birth", "address", "phone", "email")
_FIELDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "name": ("names", frozenset({"full_name"})),
    "date_of_birth": ("date_of_birth", frozenset({"date_of_birth"})),
    "address": ("address", frozenset({"address"})),
    "phone": ("phone", frozenset({"phone"})),
    "email": ("email", frozenset({"email"})),
}
"""What a column is called in a person's book, and the kind of mark without which it says nothing to the wall."""
_COMPARED = frozenset({
    "surname", "full_name", "date_of_birth", "address", "postcode", "uprn", "phone", "email",
})  # fmt: skip
"""The kinds that the conflict wall goes by; others are not kept."""
_HANDLE = re.compile(HANDLE).fullmatch
_LONGEST_NAME = 120


class Line(NamedTuple):
    """A line of the file: its number, whom it is about or close to, and what it says by column."""

    number: int
    handle: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: accounts made, marks that are new or other, the same, of those who left.

    `absent` are live accounts that the file does not name. `unread` are the lines and columns of what is written so
    that nobody can be found by it.
    """

    made: int
    changed: int
    same: int
    left: int
    absent: int
    unread: tuple[tuple[int, str], ...]


def marks_of(said: Mapping[str, object]) -> list[Blinded]:
    """The blind marks of somebody: `names`, `date_of_birth`, `phone`, `email`, `address`, as in a person's book."""
    return [register.blinded(each) for each in of_person_facts(said) if each.kind in _COMPARED]


def declare_close(*, actor: Actor, said: Mapping[str, object]) -> bool:
    """Somebody declares a person close to them, and sees no case with that person in it from now on; whether new.

    Raises `NotHere` for an ended account, `InputRefused` where nobody can be found by what is said.
    """
    if not actor.live:
        raise NotHere
    found = marks_of(said)
    if not found:
        raise InputRefused(
            [Fault(0, "names", "say nothing to find anybody by", "a whole name, an address or a number")]
        )
    return marks.declare(actor.handle, found)


def read_lines(text: str, *, close: bool = False) -> list[Line]:
    """The lines of a file of staff (or of people `close` to them, several for one handle).

    Raises `InputRefused` with everything that is wrong with it as a file.
    """
    rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        head = [name.strip().lower() for name in next(rows, [])]
        found = [(rows.line_num, row) for row in rows if any(map(str.strip, row))]
    except csv.Error:
        raise InputRefused([Fault(0, FILE, "is no CSV file", "columns with a comma between, saved as CSV")]) from None
    faults = list(_wrong_head(head))
    if not faults:
        faults = [fault for number, row in found for fault in _wrong_row(number, row, head)]
    lines = [
        Line(number, row[head.index("handle")].strip(), _by_column(head, row)) for number, row in found if not faults
    ]
    faults += [] if close else _twice(lines)
    if faults:
        raise InputRefused(faults)
    return lines


def _by_column(head: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {name: text.strip() for name, text in zip(head, row, strict=True) if name != "handle" and text.strip()}


def _wrong_head(head: Sequence[str]) -> Iterator[Fault]:
    if missing := [name for name in ("handle", "name") if name not in head]:
        yield Fault(1, LINE, f"lacks {' and '.join(missing)}", f"a first line that names {', '.join(COLUMNS)}")
    if len([name for name in head if name in COLUMNS]) < len(head):
        yield Fault(1, LINE, "has columns that are not needed here", f"none but {', '.join(COLUMNS)}: take them out")
    if len(set(head)) < len(head):
        yield Fault(1, LINE, "names a column twice", "each column once")


def _wrong_row(number: int, row: Sequence[str], head: Sequence[str]) -> Iterator[Fault]:
    if len(row) != len(head):
        yield Fault(number, LINE, "has not as many columns as the first line", "a field for each, empty or not")
        return
    said = dict(zip(head, row, strict=True))
    if not _HANDLE(said["handle"].strip()):
        yield Fault(number, "handle", "is no handle", "letters, digits and .:_- without spaces, at most 64 of them")
    if not 1 <= len(said["name"].strip()) <= _LONGEST_NAME:
        yield Fault(number, "name", "is missing or too long", f"a name of at most {_LONGEST_NAME} characters")


def _twice(lines: Sequence[Line]) -> list[Fault]:
    often = Counter(line.handle for line in lines)
    wrong, right = "stands on more lines than one", "one line for each member of staff"
    return [Fault(line.number, "handle", wrong, right) for line in lines if often[line.handle] > 1]


def take_in(lines: Sequence[Line], now: datetime, *, close: bool = False, dry_run: bool = False) -> Taken:
    """Put the marks of staff in the place of those there were, and make the accounts that are new, without any role.

    With `close` each line is somebody close to a member of staff, and is added. All of it is done or, where anything
    is wrong (`InputRefused`) or it is a `dry_run`, nothing.
    """
    with transaction.atomic(durable=True):
        known = dict(Staff.objects.values_list("handle", "ended_at"))
        if close and (faults := [_unknown(line) for line in lines if line.handle not in known]):
            raise InputRefused(faults)
        came = Counter(_one(line, known, now, close=close) for line in lines)
        transaction.set_rollback(dry_run)
    named = {line.handle for line in lines}
    absent = sum(ended is None and handle not in named for handle, ended in known.items())
    unread = tuple((line.number, column) for line in lines for column in _unread(line))
    return Taken(came["made"], came["changed"], came["same"], came["left"], absent, unread)


def _unknown(line: Line) -> Fault:
    return Fault(line.number, "handle", "is nobody's that we know", "the handle of an account")


def _one(line: Line, known: Mapping[str, datetime | None], now: datetime, *, close: bool) -> str:
    """What became of one line."""
    if known.get(line.handle) is not None:
        return "left"
    if line.handle not in known:
        accounts.add_staff(line.handle, line.said["name"], now)
    found = marks_of(_as_in_a_book(line))
    new = marks.declare(line.handle, found) if close else marks.put_own(line.handle, found)
    if line.handle not in known:
        return "made"
    return "changed" if new else "same"


def _as_in_a_book(line: Line) -> dict[str, object]:
    return {_FIELDS[column][0]: text for column, text in line.said.items()}


def _unread(line: Line) -> Iterator[str]:
    for column, text in line.said.items():
        field, kinds = _FIELDS[column]
        if kinds.isdisjoint(each.kind for each in of_person_facts({field: text})):
            yield column
