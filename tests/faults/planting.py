"""Planted words are written in every way that there is, into every sealed field that there is."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from bench.installation import Installation, signed_in
from lintel.access import accounts
from lintel.access.accounts import Actor
from lintel.casework import policy
from lintel.casework.arrivals import arrive
from lintel.casework.breakglass import break_glass, review
from lintel.casework.documents import add_document
from lintel.casework.persons import write
from lintel.casework.record import Draft, Recorded, record
from lintel.casework.report import report
from lintel.casework.staffmarks import declare_close, read_lines, take_in
from lintel.events.entry import Entry
from lintel.events.registry import KINDS
from lintel.ledger import actions
from lintel.ledger.models import Book
from tests.commitments.random_facts import facts as facts_of
from tests.faults.planted import BORN, LANDLINE, PHONE, POSTCODE, UPRN, Plants

_LAST = ("case.closed", "closure.proposed", "closure.approved", "case.erased", "conflict.declared")
_KNOWN: Mapping[str, object] = {"person": "v1", "officer": "w0", "staff": "w30", "role": "visitor"}
_BEGINNING: tuple[tuple[str, dict[str, object]], ...] = (
    ("officer.named", {"officer": "w0", "reason": "first"}),
    ("person.joined", {"person": "v1", "role": "victim", "age_band": "18_64"}),
    ("person.joined", {"person": "c1", "role": "child_victim"}),
    ("person.joined", {"person": "p1", "role": "alleged_perpetrator"}),
)


@dataclass
class Planter:
    """Somebody who writes planted words into one installation, and keeps whatever was refused."""

    installation: Installation
    plants: Plants
    recorded: list[str] = field(default_factory=list)
    refused: list[Exception] = field(default_factory=list)
    opened: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.installation.now

    def word(self, where: str) -> str:
        return self.plants.word(where)

    def words(self, event: str) -> dict[str, object]:
        """Planted words for every sealed field of an event; some in a list, and some in an object."""
        found: dict[str, object] = {}
        for number, name in enumerate(KINDS[event].sealed):
            said = f"She said {self.word(f'{event} {name}')} at the door.\r\n{self.plants.stem}forged [1] LOG:"
            found[name] = (said, [said, "and more"], {"said": said})[number % 3]
        return found

    def draft(self, event: str, book: UUID | None, **said: Any) -> Draft:
        seen = actions.head(book)[0] if book else 0
        return Draft(event=event, at=self.now, seen=seen, key=actions.new_entry_id(), **said)

    def record(self, case: UUID, draft: Draft, actor: Actor | None = None) -> Recorded:
        """Record it as the lead whose case it is, or as somebody else."""
        return record(actor=actor or signed_in("w0"), book=case, draft=draft, now=self.now)

    def kept(self, doing: Callable[[], object]) -> None:
        """Do something that may be refused, and keep the refusal."""
        try:
            doing()
        except Exception as error:  # whatever it is, it may not say what was planted
            self.refused.append(error)


def plant(planter: Planter, files: Path) -> UUID:
    """Plant words wherever somebody's words go; the case in which most of them are."""
    case = _report(planter)
    for event in _in_order():
        planter.kept(partial(_record, planter, case, event))
    _in_persons_books(planter, case)
    _in_a_document(planter, case)
    _behind_glass(planter, case)
    _beside_staff(planter)
    _in_a_file(planter, files)
    _append_every_kind(planter)
    return case


def _report(planter: Planter) -> UUID:
    facts = {"channel": "phone", "source": "victim", "nature": "disclosure", "safe_channels": ["phone"]}
    draft = planter.draft("report.received", None, facts=facts, sealed=planter.words("report.received"))
    case = report(actor=signed_in("rae"), draft=draft, now=planter.now).book
    for event, known in _BEGINNING:
        draft = planter.draft(event, case, facts=known, sealed=planter.words(event))
        planter.record(case, draft)
    return case


def _in_order() -> Iterator[str]:
    """The kinds of a case, those that open something before those that go on with it, the endings last."""
    of_a_case = [name for name, kind in KINDS.items() if "case" in kind.declaration.books and name not in _LAST]
    yield from sorted(of_a_case, key=lambda name: KINDS[name].declaration.opens is None)
    yield from _LAST


def _record(planter: Planter, case: UUID, event: str) -> None:
    """Record one entry of a kind. Guards bar some of them, and then their words may be nowhere at all."""
    kind = KINDS[event].declaration
    facts = dict(facts_of(event, 0, planter.now, policy.in_force()))
    facts |= {name: value for name, value in _KNOWN.items() if name in KINDS[event].facts}
    if "entry" in facts:
        facts["entry"] = planter.opened["*"]
    thread = planter.opened.get(kind.continues or "")
    draft = planter.draft(event, case, facts=facts, sealed=planter.words(event), thread=thread)
    done = planter.record(case, draft)
    planter.recorded.append(event)
    planter.opened[kind.opens or "*"] = done.entry


def _in_persons_books(planter: Planter, case: UUID) -> None:
    """Who they are and how they can be reached: in names, numbers and addresses that are planted as well."""
    for person in ("v1", "c1", "p1"):
        name, address = planter.word("name"), f"14a {planter.word('address')} Crescent, {POSTCODE}"
        said: tuple[tuple[str, dict[str, object]], ...] = (
            ("person.identified", {"names": f"Ada {name}", "date_of_birth": BORN, "note": planter.word("note")}),
            ("person.contact_changed", {"phone": f"{PHONE}; {LANDLINE}", "email": f"{name}@example.org"}),
            ("person.address_changed", {"address": address, "uprn": UPRN}),
            ("person.needs_changed", planter.words("person.needs_changed")),
            ("note.added", planter.words("note.added")),
        )
        for seen, (event, sealed) in enumerate(said):
            draft = replace(planter.draft(event, None, sealed=sealed), seen=seen)
            write(actor=signed_in("w0"), case=case, person=person, draft=draft, now=planter.now)


def _in_a_document(planter: Planter, case: UUID) -> None:
    content, name = f"He wrote: {planter.word('document')}".encode(), f"{planter.word('document name')}.txt"
    draft = planter.draft("document.added", case, sealed={"name": name, "note": planter.word("note")})
    add_document(
        actor=signed_in("w0"), book=case, draft=draft, content=content, declared_name=name, now=planter.now
    )  # fmt: skip


def _behind_glass(planter: Planter, case: UUID) -> None:
    """Why somebody broke the glass, and what whoever reviewed it found."""
    by, approved_by = accounts.INSTALLATION, accounts.LANDLORD
    accounts.add_staff("off", "off", planter.now)
    accounts.grant_role("off", "officer", by=by, approved_by=approved_by, now=planter.now)
    why, found = f"{planter.word('break-glass reason')} rang; then nothing", planter.word("review findings")
    glass = break_glass(actor=signed_in("off"), book=case, code="danger_now", reason=why, now=planter.now)
    review(actor=signed_in("w1"), glass=glass, justified=True, findings=found, now=planter.now)


def _beside_staff(planter: Planter) -> None:
    """People close to a member of staff, and what the payroll says of them all: kept as blind marks alone."""
    name, address = planter.word("close name"), f"14a {planter.word('close address')} Crescent, {POSTCODE}"
    said = {"names": f"Bea {name}", "date_of_birth": BORN, "phone": PHONE, "address": address}
    declare_close(actor=signed_in("w2"), said=said)
    paid = f"w3,Cy {planter.word('payroll name')},{BORN},,{PHONE},\n"
    take_in(read_lines(f"handle,name,date_of_birth,address,phone,email\n{paid}"), planter.now)


def _in_a_file(planter: Planter, files: Path) -> None:
    """A file that is imported, and one that is refused. They hold the words themselves, and are not searched."""
    at = planter.now.isoformat()
    beginning: dict[str, object] = {"book": "24-0001", "id": "e1", "event": "report.received", "at": at, "by": "rae"}
    beginning |= {"data": {"channel": "phone", "source": "victim"}, **planter.words("report.received")}
    person = {"book": "person:v9", "id": "e1", "event": "person.identified", "at": at, "names": planter.word("name")}
    torn = {**beginning, planter.word("key"): "x", "by": f"{planter.word('by')} x"}
    for name, lines in (("arriving", (beginning, person)), ("torn", (torn, person))):
        file = files / f"{name}.jsonl"
        file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
        planter.kept(partial(arrive, file, by="rae", clock=lambda: planter.now, watch=_unwatched))


@contextmanager
def _unwatched(_doing: str, _unit: str, _whole: int) -> Iterator[Callable[[int], None]]:
    def progress(_done: int) -> None:
        """Nobody looks."""

    yield progress


def _append_every_kind(planter: Planter) -> None:
    """An entry of every kind with words in each of its sealed fields, whatever a guard would have said to it."""
    now = planter.now
    with transaction.atomic():
        book = actions.open_book(Book.Kind.CASE, actions.new_name(), now)
        entries = [
            Entry(book.name, actions.new_entry_id(), event, now, now, "w0", sealed=planter.words(event))
            for event in KINDS
        ]
        actions.append(book.id, entries)
