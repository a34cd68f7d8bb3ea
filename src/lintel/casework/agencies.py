"""The directory of agencies and their services: finding one by area and need, and keeping it right."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import StringIO

from django.db import transaction

from lintel.access import readlog, rights
from lintel.access.accounts import Actor
from lintel.access.grants import Verb
from lintel.casework.refusals import NotHere
from lintel.directory import actions
from lintel.directory.csvfile import COLUMNS, SERVICES, Agency, Directory, Service, read
from lintel.events.entry import LONDON

__all__ = ["COLUMNS", "SERVICES", "Listed", "add", "checked", "search"]

_TYPED = tuple(name for name in COLUMNS if name != "last_checked")


@dataclass(frozen=True, slots=True)
class Listed:
    """An agency with those of its services that were asked for."""

    agency: Agency
    services: tuple[Service, ...]


def search(*, actor: Actor, now: datetime, area: str = "", need: str = "", service: str = "") -> list[Listed]:
    """The agencies with a service of this kind that covers the area and is for the need; by name.

    A service that names no areas covers every one; one that names no needs is for everybody. Raises `NotHere`.
    """
    _note(actor, "list", now)
    here = actions.present()
    found: dict[str, list[Service]] = {}
    for each in here.services.values():
        if _fits(each.areas, area) and _fits(each.needs, need) and service in ("", each.service):
            found.setdefault(each.agency, []).append(each)
    bare = () if area or need or service else (handle for handle in here.agencies if handle not in found)
    chosen = [*found, *bare]
    listed = [Listed(here.agencies[handle], tuple(found.get(handle, ()))) for handle in chosen]
    return sorted(listed, key=lambda each: (each.agency.name.casefold(), each.agency.handle))


def _fits(named: tuple[str, ...], wanted: str) -> bool:
    plain = wanted.strip().casefold().replace(" ", "_").replace("-", "_")
    return not plain or not named or any(plain in each.casefold().replace(" ", "_").replace("-", "_") for each in named)


def add(*, actor: Actor, said: Mapping[str, str], now: datetime) -> None:
    """Add a service of an agency, or change it: a form says what a line of the file would. It counts as checked today.

    Raises `NotHere`, and `InputRefused` with every fault, by the columns of the file.
    """
    _note(actor, "manage", now)
    line = {name: said.get(name, "") for name in _TYPED} | {"last_checked": _today(now).isoformat()}
    made = read(StringIO(_as_file(line)))
    actions.take_in(made)


def _as_file(line: Mapping[str, str]) -> str:
    written = StringIO(newline="")
    csv.writer(written).writerows([list(line), list(line.values())])
    return written.getvalue()


def checked(*, actor: Actor, agency: str, now: datetime) -> None:
    """Somebody looked today, and what the directory says of an agency is still so. Raises `NotHere`."""
    _note(actor, "manage", now)
    known = actions.present().agencies.get(agency)
    if known is None:
        raise NotHere
    actions.take_in(Directory({agency: replace(known, last_checked=_today(now))}, {}))


def _today(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def _note(actor: Actor, verb: Verb, now: datetime) -> None:
    right = rights.may(actor, verb, "directory")
    with transaction.atomic(durable=True):
        readlog.note(actor, readlog.Look(verb, "directory", right.ground), now)
    if not right.allowed:
        raise NotHere
