"""A ledger filled with cases, by `lintel import` as anybody would; and one long case, written by hand."""

import json
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from bench.installation import Installation, signed_in, writer
from bench.races import begin_case
from bench.thirty import lines
from lintel.casework import persons
from lintel.casework.arrivals import Arrived, arrive
from lintel.casework.record import Draft, Recorded, record
from lintel.ledger.actions import head

ENTRIES = 10
OF_AN_OFFICER = 200
"""So many cases has each officer: far more than anybody could work, and as few as make a list long."""
_PERSON_EVERY = 10
"""Every so many cases there is a person's book beside the case."""


def fill(installation: Installation, cases: range) -> Arrived:
    """Import cases of ten entries each, numbered so; then let PostgreSQL look at them, as it does by itself in time."""
    arrived = take_in(installation, (line for number in cases for line in _lines(number)))
    if arrived.books < len(cases):
        raise AssertionError(f"{len(cases)} cases were to be imported and {arrived} came")
    return arrived


def take_in(installation: Installation, lines: Iterable[str]) -> Arrived:
    """Import the lines of a file, and let PostgreSQL look at what came."""
    with tempfile.TemporaryDirectory(prefix="lintel-filling-") as folder:
        file = Path(folder) / "cases.jsonl"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in lines)
        arrived = arrive(file, by="rae", clock=lambda: installation.now, watch=_unwatched)
    with psycopg.connect(installation.root, autocommit=True) as root:
        root.execute("VACUUM ANALYZE")
    return arrived


def _lines(number: int) -> Iterator[str]:
    officer = f"o{number // OF_AN_OFFICER}"
    yield from (line.replace('"officer": "sam"', f'"officer": "{officer}"') for line in lines(f"A{number}", ENTRIES))
    if number % _PERSON_EVERY == 0:
        said = {"names": f"Ada Aa{number}", "date_of_birth": "3 March 1990"}
        at = "2024-04-01T10:00:00+01:00"
        yield json.dumps({"book": f"person:A{number}-v1", "id": "e1", "event": "person.identified", "at": at, **said})


@contextmanager
def _unwatched(_doing: str, _unit: str, _whole: int) -> Iterator[Callable[[int], None]]:
    def progress(_done: int) -> None:
        """Nobody looks."""

    yield progress


def note(installation: Installation, case: UUID, by: str) -> Recorded:
    """Record a note of three hundred letters in a case."""
    draft = _form("note.added", installation.now, head(case)[0], sealed={"note": "She rang from work. " * 15})
    return record(actor=signed_in(by), book=case, draft=draft, now=installation.now)


def _form(event: str, at: datetime, seen: int, **said: Any) -> Draft:
    return Draft(event=event, at=at, seen=seen, key=secrets.token_urlsafe(16), **said)


_CONTACT = {"channel": "phone", "safe_to_talk_checked": True, "wishes_asked": True}
_PLAN = {"channels": {"phone": "safe"}, "basis": "her_words", "verified": "in_person", "recheck_days": 28}
_DASH = {"instrument": "dash", "outcome": "completed", "level": "high", "yes": 14}
_WEEK: tuple[tuple[str, Mapping[str, object], str], ...] = (
    ("contact.made", _CONTACT, "summary"),
    ("note.added", {}, "note"),
    ("contact.attempted", {"channel": "phone", "outcome": "no_answer"}, "note"),
    ("risk.assessed", _DASH, "judgement_reasons"),
    ("contact.plan_agreed", _PLAN, "numbers"),
    ("action.added", {"owner": "landlord", "due_on": "2024-09-01"}, "what"),
    ("advice.given", {"topics": ["services"]}, "note"),
    ("plan.agreed", {"focus": "safety", "victim_agreed": True}, "plan"),
)
_JOINED: Mapping[str, str] = {"v1": "victim", "c1": "child_victim", "p1": "alleged_perpetrator"}


def long_case(installation: Installation, entries: int) -> UUID:
    """A case of so many entries, each with its words, and three people with books of their own."""
    by = signed_in(writer(0))
    case = begin_case(by.handle, installation.now)
    for person, role in _JOINED.items():
        joined = _form("person.joined", installation.now, head(case)[0], facts={"person": person, "role": role})
        record(actor=by, book=case, draft=joined, now=installation.now)
        names = {"names": f"Ada {person.title()} Zz", "date_of_birth": "3 March 1990"}
        named = _form("person.identified", installation.now, 0, sealed=names)
        persons.write(actor=by, case=case, person=person, draft=named, now=installation.now)
    began = installation.now - timedelta(weeks=entries)
    while (there := head(case)[0]) < entries:
        event, facts, field = _WEEK[there % len(_WEEK)]
        at = began + timedelta(weeks=there) / 4
        draft = _form(event, at, there, facts=facts, sealed={field: "She said what happened. " * 15})
        record(actor=by, book=case, draft=draft, now=installation.now)
    return case
