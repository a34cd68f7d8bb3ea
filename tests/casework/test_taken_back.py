"""Somebody who was linked into a case by mistake and taken back: nothing of their own book is seen there again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest

from lintel.casework import called
from lintel.casework.look import look, look_to_print, reveal
from lintel.casework.persons import link, write
from lintel.casework.record import Draft
from lintel.casework.refusals import NotHere
from lintel.casework.sheets import sheet
from lintel.events.faults import InputRefused
from lintel.ledger.actions import head
from lintel.ledger.models import Book
from lintel.people.identifiers import of_date_of_birth, of_names
from tests.casework.cast import Cast, key

THEN, NOW = "Wilhelmina Quagmire", "Ottoline Featherstone"
ADDRESS = "3 Made-up Mews, Sampleford ZZ99 7AK"


@dataclass(frozen=True)
class Slip:
    """`theirs` is the case she is in, `mine` the one she was linked into, `person` her handle, `joined` the entry."""

    theirs: UUID
    mine: UUID
    person: str
    joined: str
    linked: datetime


def identify(cast: Cast, by: str, book: UUID, person: str, sealed: dict[str, object], *, seen: int = 0) -> str:
    event = "person.address_changed" if "address" in sealed else "person.identified"
    draft = Draft(event=event, at=cast.now, seen=seen, key=key(), sealed=sealed)
    return write(actor=cast.actor(by, stepped_up=True), case=book, person=person, draft=draft, now=cast.now).entry


def linked(cast: Cast) -> Slip:
    """Sam takes somebody of one case of his into another of his, and the first is given to Jo."""
    theirs, mine = cast.case(), cast.case()
    identify(cast, "sam", theirs, "v1", {"names": THEN, "date_of_birth": "1973-12-02"})
    (own,) = cast.look(theirs, "sam").persons.values()
    found_by = of_names(THEN) + of_date_of_birth("2 Dec 1973")
    joins = Draft(
        event="person.joined", at=cast.later(minutes=1), seen=head(mine)[0], key=key(), facts={"role": "supporter"}
    )
    who = cast.actor("sam", stepped_up=True)
    person = Book.objects.get(name=own[0].book).id
    joined = link(actor=who, case=mine, person=person, found_by=found_by, draft=joins, now=cast.now).entry
    handle = own[0].book.removeprefix("person:")
    cast.record(theirs, "ines", "officer.named", {"officer": cast.handle("jo"), "reason": "handover"})
    return Slip(theirs, mine, handle, joined, cast.now)


def take_back(cast: Cast, slip: Slip) -> None:
    cast.record(slip.mine, "sam", "entry.corrected", {"entry": slip.joined, "withdrawn": "mistaken"})


def rename(cast: Cast, slip: Slip) -> None:
    cast.later(minutes=1)
    (handle,) = cast.look(slip.theirs, "jo").persons
    identify(cast, "jo", slip.theirs, handle, {"names": NOW}, seen=1)
    cast.later(minutes=1)


def everything(seen: object, words: Collection[str]) -> list[str]:
    return [each for each in words if each in repr(seen)]


@pytest.fixture
def slip(cast: Cast) -> Slip:
    made = linked(cast)
    take_back(cast, made)
    rename(cast, made)
    return made


def test_as_of_an_earlier_day_there_is_neither_her_name_of_today_nor_that_of_then(cast: Cast, slip: Slip) -> None:
    seen = look(actor=cast.actor("sam"), book=slip.mine, now=cast.now, known_on=slip.linked)
    printed = look_to_print(actor=cast.actor("sam"), book=slip.mine, thing="case", now=cast.now, known_on=slip.linked)
    assert [each.event for each in seen.entries].count("person.joined") == 2, "she was in it then, by its own entries"
    assert slip.person not in {*seen.persons, *seen.names, *printed.persons}
    assert everything((seen, printed), (THEN, NOW)) == []


def test_the_case_itself_reads_as_it_was_known(cast: Cast, slip: Slip) -> None:
    seen = look(actor=cast.actor("sam"), book=slip.mine, now=cast.now, known_on=slip.linked)
    assert slip.person in {each.person for each in seen.state.people}


def test_whoever_stayed_is_called_as_they_were_then(cast: Cast) -> None:
    slip = linked(cast)
    rename(cast, slip)
    then = look(actor=cast.actor("sam"), book=slip.mine, now=cast.now, known_on=slip.linked)
    assert (then.names[slip.person], cast.look(slip.mine, "sam").names[slip.person]) == (THEN, NOW)
    assert everything(then, (NOW,)) == []


def test_nothing_of_her_own_book_is_revealed_there(cast: Cast, slip: Slip) -> None:
    (handle,) = cast.look(slip.theirs, "jo").persons
    entry = identify(cast, "jo", slip.theirs, handle, {"address": ADDRESS}, seen=2)
    with pytest.raises(InputRefused):
        reveal(
            actor=cast.actor("sam", stepped_up=True), book=slip.mine, entry=entry, field="address",
            thing="safe_address", person=slip.person, now=cast.now,
        )  # fmt: skip


def test_nor_on_lists_nor_on_the_sheet(cast: Cast, slip: Slip) -> None:
    cases, roles = [slip.mine, slip.theirs], ["victim", "supporter"]
    names = called.names(actor=cast.actor("sam"), cases=cases, roles=roles, now=cast.now)
    assert list(names.values()) == []
    assert everything(sheet(actor=cast.actor("sam", stepped_up=True), book=slip.mine, now=cast.now), (THEN, NOW)) == []
    with pytest.raises(NotHere):
        cast.look(slip.theirs, "sam")
