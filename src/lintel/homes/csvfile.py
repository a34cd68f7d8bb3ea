"""Homes and tenancies as the housing system exports them: a CSV file, one line for each tenancy or empty home."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, NamedTuple

from lintel.events.faults import FILE, LINE
from lintel.events.registry import KINDS
from lintel.tables.cells import DAY, matching, one_of, text, then, whole_number
from lintel.tables.faults import Faults
from lintel.tables.rows import Row, agreed, rows

KIND_OF_TENANCY = KINDS["tenancy.noted"].facts["kind"].values
HELD = ("sole", "joint")

_TENANCY = ("tenancy_reference", "tenancy_kind", "held", "started", "ended")
COLUMNS = ("uprn", "address", "postcode", "lsoa", "bedrooms", *_TENANCY)
"""The columns, which may stand in any order."""


@dataclass(frozen=True, slots=True)
class Home:
    """A property of the landlord's. `address` is without the postcode; `postcode` has one space."""

    uprn: str
    address: str
    postcode: str
    lsoa: str
    bedrooms: int


@dataclass(frozen=True, slots=True)
class Tenancy:
    """A tenancy of the home with that UPRN. `started` is its first day, `ended` its last; None while it lasts."""

    reference: str
    uprn: str
    kind: str
    held: str
    started: date
    ended: date | None


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything in a file, in its order: homes by UPRN, tenancies by reference."""

    homes: Mapping[str, Home]
    tenancies: Mapping[str, Tenancy]


class _Line(NamedTuple):
    """A line of the file: what could be made of it. `empty`: it says nothing of a tenancy."""

    number: int
    uprn: str | None
    home: Home | None
    tenancy: Tenancy | None
    empty: bool


def read(file: IO[bytes] | IO[str], *, name: str = "") -> Stock:
    """The homes and tenancies in an open file. `name` is the file's, for the message.

    Raises `InputRefused` with every fault (200 of them in words) if there is any; never with what a cell says.
    """
    faults = Faults(name)
    lines = [_line(row) for row in rows(file, COLUMNS, faults)]
    homes = agreed(((line.number, line.home) for line in lines if line.home), lambda home: home.uprn, "a home", faults)
    tenancies = [(line.number, line.tenancy) for line in lines if line.tenancy]
    _check_empty(lines, faults)
    _check_references(tenancies, faults)
    _check_overlaps(tenancies, faults)
    if not lines and not faults.kept:
        faults.add(0, FILE, "has no homes", "one line for each tenancy, and one for each empty home")
    faults.refuse()
    return Stock(homes, {tenancy.reference: tenancy for _, tenancy in tenancies})


_UPRN = then(matching(r"(?=\d{1,12}$)0*[1-9]\d*", "1 to 12 digits"), lambda value: value.lstrip("0"))
_ADDRESS = text(250)
_POSTCODE = then(
    matching(r"[A-Za-z]{1,2}\d[A-Za-z\d]? *\d[A-Za-z]{2}", "a whole postcode"),
    lambda value: f"{value[:-3].strip()} {value[-3:]}".upper(),
)
_LSOA = then(matching(r"[EWew]01\d{6}", "E01 or W01 and six digits"), str.upper)
_BEDROOMS = whole_number(0, 20)
_REFERENCE = text(64)
_KIND = one_of(KIND_OF_TENANCY)
_HELD = one_of(HELD)


def _line(row: Row) -> _Line:
    uprn = row.read("uprn", _UPRN)
    home = _home(row, uprn)
    empty = not any(row.values.get(column) for column in _TENANCY)
    return _Line(row.line, uprn, home, None if empty else _tenancy(row, uprn), empty)


def _home(row: Row, uprn: str | None) -> Home | None:
    address, postcode = row.read("address", _ADDRESS), row.read("postcode", _POSTCODE)
    lsoa, bedrooms = row.read("lsoa", _LSOA), row.read("bedrooms", _BEDROOMS)
    if uprn is None or address is None or postcode is None or lsoa is None or bedrooms is None:
        return None
    return Home(uprn, address, postcode, lsoa, bedrooms)


def _tenancy(row: Row, uprn: str | None) -> Tenancy | None:
    reference, kind = row.read("tenancy_reference", _REFERENCE), row.read("tenancy_kind", _KIND)
    held, started = row.read("held", _HELD), row.read("started", DAY)
    ended = row.read("ended", DAY, needed=False)
    if started and ended and ended < started:
        row.say("ended", "is before started", "the last day, or nothing while the tenancy lasts")
    if uprn is None or reference is None or kind is None or held is None or started is None:
        return None
    return Tenancy(reference, uprn, kind, held, started, ended)


def _check_empty(lines: Iterable[_Line], faults: Faults) -> None:
    """An empty home stands on one line alone."""
    first: dict[str, _Line] = {}
    for line in lines:
        other = first.setdefault(line.uprn, line) if line.uprn else line
        if other is not line and (line.empty or other.empty):
            wrong = f"is of the same home as line {other.number}, and one of them has no tenancy"
            faults.add(line.number, LINE, wrong, "an empty home on one line alone")


def _check_references(tenancies: Iterable[tuple[int, Tenancy]], faults: Faults) -> None:
    first: dict[str, int] = {}
    for line, tenancy in tenancies:
        other = first.setdefault(tenancy.reference.casefold(), line)
        if other != line:
            faults.add(line, "tenancy_reference", f"stands on line {other} too", "one line for each tenancy")


def _check_overlaps(tenancies: Iterable[tuple[int, Tenancy]], faults: Faults) -> None:
    """One tenancy of a home at a time. The next one may start on the day on which the last one ended."""
    longest: dict[str, tuple[date, int]] = {}
    for line, tenancy in sorted(tenancies, key=lambda each: (each[1].started, each[0])):
        ended, other = longest.get(tenancy.uprn, (date.min, 0))
        if tenancy.started < ended:
            wrong = "lasts" if ended == date.max else "lasted"
            faults.add(line, "started", f"is while the tenancy on line {other} {wrong}", "one tenancy at a time")
        longest[tenancy.uprn] = max((ended, other), (tenancy.ended or date.max, line))
