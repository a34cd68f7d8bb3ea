"""A case full of planted words, and what stands on a page without what is random in it."""

import re
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from lintel.casework.persons import write
from lintel.casework.record import Draft
from tests.casework.cast import key
from tests.desk.conftest import Desk

HER = "Grace Plantedname"
HIS = "Victor Plantedother"
NUMBER = "07700 900123"
HIS_NUMBER = "07700 900456"
CODE_WORD = "planted-marmalade"
SAFE_NUMBER = "07700 900789"
REFUGE = "3 Planted Refuge Lane, Sampleford ZZ99 7AJ"
INFORMANT = "the planted neighbour at number nine"
NOTE = "planted words of a note"
MASKED = (NUMBER, HIS_NUMBER, CODE_WORD, SAFE_NUMBER, REFUGE, INFORMANT)
SEALED = (HER, HIS, NOTE, *MASKED)


@dataclass(frozen=True)
class Planted:
    """A case in which everything that is sealed can be told by its words."""

    book: UUID
    plan: int
    address: int
    note: int


def planted(desk: Desk, officer: str = "sam", **facts: object) -> Planted:
    """A case with a victim and an alleged perpetrator, each with a book of their own."""
    book = desk.report(facts=facts, sealed={"reporter": INFORMANT})
    lead = "hana" if facts.get("colleague_case") else "ines"
    desk.record(book, lead, "officer.named", {"officer": desk.handle(officer), "reason": "first"})
    desk.record(book, officer, "person.joined", {"person": "v1", "role": "victim"})
    desk.record(book, officer, "person.joined", {"person": "a1", "role": "alleged_perpetrator"})
    said = desk.record(
        book, officer, "contact.plan_agreed",
        {"channels": {"phone": "safe", "text": "unsafe"}, "voicemail": False, "from_hour": 10},
        {"numbers": SAFE_NUMBER, "code_word": CODE_WORD}, about=("v1",),
    )  # fmt: skip
    write_of(desk, book, "v1", "person.identified", {"names": HER}, by=officer)
    write_of(desk, book, "v1", "person.contact_changed", {"phone": NUMBER}, by=officer, seen=1)
    address = write_of(desk, book, "v1", "person.address_changed", {"address": REFUGE}, by=officer, seen=2)
    write_of(desk, book, "a1", "person.identified", {"names": HIS}, by=officer)
    write_of(desk, book, "a1", "person.contact_changed", {"phone": HIS_NUMBER}, by=officer, seen=1)
    note = desk.record(book, officer, "note.added", sealed={"note": NOTE})
    return Planted(book, said.seq, address, note.seq)


def write_of(
    desk: Desk, book: UUID, person: str, event: str, sealed: dict[str, object], *, by: str = "sam", seen: int = 0
) -> int:
    """An entry of somebody's own book; its place in it."""
    draft = Draft(event=event, at=desk.now, seen=seen, key=key(), sealed=sealed)
    return write(actor=desk.actor(by, stepped_up=True), case=book, person=person, draft=draft, now=desk.now).seq


class Answer(Protocol):
    """What a browser was sent."""

    @property
    def content(self) -> bytes: ...


def text_of(response: Answer) -> str:
    """The page as it came."""
    return response.content.decode()


def alike(response: Answer) -> str:
    """The page without the token of its forms, which is another in each."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text_of(response))


def plain(response: Answer) -> str:
    """The words of a page, one space between them."""
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(response)).split())
