"""Agencies and their services as somebody keeps them in a spreadsheet: a CSV file, one line for each service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, NamedTuple

from lintel.events.faults import FILE
from lintel.events.registry import KINDS
from lintel.events.values import HANDLE
from lintel.tables.cells import DAY, as_code, matching, one_of, several, text, then
from lintel.tables.faults import Faults
from lintel.tables.rows import Row, agreed, rows

SERVICES = KINDS["referral.offered"].facts["service"].values
EMERGENCY = ("yes", "no", "unknown")
COLUMNS = (
    "agency", "name", "kind", "service", "areas", "needs", "languages", "phone", "email", "website", "emergency",
    "last_checked",
)  # fmt: skip
"""The columns, which may stand in any order."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency, by the handle that entries name it by. What it has none of is empty.

    `emergency` is whether it answers in an emergency; an empty cell is `unknown`, never `no`.
    """

    handle: str
    name: str
    kind: str
    phone: str
    email: str
    website: str
    emergency: str
    last_checked: date


@dataclass(frozen=True, slots=True)
class Service:
    """A service of an agency. No areas: everywhere; no needs: everybody's; no languages: not known."""

    agency: str
    service: str
    areas: tuple[str, ...]
    needs: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything in a file, in its order: agencies by handle, services by handle and kind of service."""

    agencies: Mapping[str, Agency]
    services: Mapping[tuple[str, str], Service]


class _Line(NamedTuple):
    number: int
    agency: Agency | None
    service: Service | None


def read(file: IO[bytes] | IO[str], *, name: str = "") -> Directory:
    """The agencies and services in an open file. `name` is the file's, for the message.

    Raises `InputRefused` with every fault (200 of them in words) if there is any; never with what a cell says.
    """
    faults = Faults(name)
    lines = [_line(row) for row in rows(file, COLUMNS, faults)]
    said = ((line.number, line.agency) for line in lines if line.agency)
    agencies = agreed(said, lambda agency: agency.handle, "an agency", faults)
    services = _services(lines, faults)
    if not lines and not faults.kept:
        faults.add(0, FILE, "has no agencies", "one line for each service of an agency")
    faults.refuse()
    return Directory(agencies, services)


_HANDLE = matching(HANDLE, "letters, digits and .:_- without spaces, at most 64 of them")
_NAME = text(200)
_KIND = then(matching(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,63}", "words of at most 64 letters and digits"), as_code)
_SERVICE = one_of(SERVICES)
_AREAS = several(text(64), "areas")
_NEEDS = several(_KIND, "needs")
_LANGUAGES = several(text(32), "languages")
_PHONE = matching(r"[+(]{0,2}\d(?:[ ()-]{0,2}\d){2,19}", "one telephone number, in digits")
_EMAIL = matching(r"(?=[!-~]{1,200}$)[^@,;]+@[^@,;.]+(?:\.[^@,;.]+)+", "one e-mail address")
_WEBSITE = matching(r"(?=[!-~]{1,200}$)https?://[^/?#@.]+(?:\.[^/?#@.]+)+(?:[/?#].*)?", "one address with https://")
_EMERGENCY = one_of(EMERGENCY)


def _line(row: Row) -> _Line:
    handle = row.read("agency", _HANDLE)
    return _Line(row.line, _agency(row, handle), _service(row, handle))


def _agency(row: Row, handle: str | None) -> Agency | None:
    name, kind = row.read("name", _NAME), row.read("kind", _KIND)
    phone, email = row.read("phone", _PHONE, needed=False), row.read("email", _EMAIL, needed=False)
    website, emergency = row.read("website", _WEBSITE, needed=False), row.read("emergency", _EMERGENCY, needed=False)
    last_checked = row.read("last_checked", DAY)
    if handle is None or name is None or kind is None or last_checked is None:
        return None
    return Agency(handle, name, kind, phone or "", email or "", website or "", emergency or "unknown", last_checked)


def _service(row: Row, handle: str | None) -> Service | None:
    service = row.read("service", _SERVICE)
    areas, needs = row.read("areas", _AREAS, needed=False), row.read("needs", _NEEDS, needed=False)
    languages = row.read("languages", _LANGUAGES, needed=False)
    if handle is None or service is None:
        return None
    return Service(handle, service, areas or (), needs or (), languages or ())


def _services(lines: Iterable[_Line], faults: Faults) -> dict[tuple[str, str], Service]:
    first: dict[tuple[str, str], tuple[int, Service]] = {}
    for line, _, service in lines:
        if service:
            other, _ = first.setdefault((service.agency, service.service), (line, service))
            if other != line:
                wrong = f"stands on line {other} too for this agency"
                faults.add(line, "service", wrong, "one line for each service of an agency, its areas together")
    return {key: service for key, (_, service) in first.items()}
