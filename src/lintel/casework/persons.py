"""Writing down who somebody in a case is, in a book of their own; and finding that two cases have the same person."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from lintel.access.accounts import Actor
from lintel.access.grants import Thing
from lintel.casework import index
from lintel.casework.derived import parts_in
from lintel.casework.doors import Door, door, opened
from lintel.casework.models import Submission
from lintel.casework.personbooks import persons_of
from lintel.casework.record import MADE_HERE, Draft, Recorded, add, digest_of, entry_of, submitted
from lintel.casework.refusals import NotHere, Overtaken
from lintel.casework.things import of_somebody
from lintel.events.entry import PERSON_BOOK, Book
from lintel.ledger import actions, queries
from lintel.ledger.models import Book as LedgerBook
from lintel.people import register
from lintel.people.identifiers import Identifier


def write(*, actor: Actor, case: UUID, person: str, draft: Draft, now: datetime) -> Recorded:
    """Record an entry in the book of somebody in a case, which is begun by its first entry.

    `person` is their handle in the case; `draft.seen` the place of the last entry of their book that was read. The
    right asked for goes by their part in the case: where a child or an alleged perpetrator can be reached has rights
    of its own. Raises what `record` does.
    """
    with opened(actor, case, "record", _asked(case, person, draft), now) as door:
        actions.lock(case)
        whole = queries.chronicles([case], names={case: door.name}, with_sealed=False)[case]
        if person not in dict(parts_in(whole.entries)):
            raise NotHere
        return _written(door, whole, person, draft, now)


def _asked(case: UUID, person: str, draft: Draft) -> Thing:
    """What the entry is about. Nobody learns anything by it: whoever has no such case may do nothing in it."""
    return of_somebody(draft.event, index.part_of(case, person))


def _written(door: Door, case: Book, person: str, draft: Draft, now: datetime) -> Recorded:
    digest = digest_of(draft, f"{door.book.hex} {person}")
    if before := submitted(door.actor.handle, draft.key, digest):
        return Recorded(before.entry, before.seq, again=True)
    known_as = persons_of({door.book: case}).get((door.book, person))
    book = known_as or _begin(door, person, now)
    actions.lock(book)
    name = LedgerBook.objects.values_list("name", flat=True).get(id=book)
    known = queries.chronicles([book], names={book: name}, with_sealed=False)[book]
    entry = entry_of(replace(door, book=book, name=name), known, draft, now)
    later = [each for each in known.entries if each.seq > draft.seen]
    if later:
        raise Overtaken(later)
    seq = actions.append(book, [entry])
    register.index([book])
    if known_as is None:
        index.index_all([door.book], now)
    Submission.objects.create(by=door.actor.handle, key=draft.key, digest=digest, book_id=book, entry=entry.id, seq=seq)
    return Recorded(entry.id, seq)


def _begin(door: Door, person: str, now: datetime) -> UUID:
    """A new book for somebody. A handle that came in a file means somebody only together with its case."""
    name = person if person.startswith(MADE_HERE) else f"{door.name}-{person}"
    return actions.open_book(LedgerBook.Kind.PERSON, f"{PERSON_BOOK}{name}", now).id


def link(
    *, actor: Actor, case: UUID, person: UUID, found_by: Iterable[Identifier], draft: Draft, now: datetime
) -> Recorded:
    """Let somebody whom the register knows join a case: the same person, in another case as well perhaps.

    `found_by` are at least two identifiers that agree, as the search asked for; `draft` is the `person.joined`
    without its `person`. Her book is open to every case that she is in, so only somebody who may write of her in one
    already takes her into another: to know her name and birthday is not enough. Raises `NotHere` where they do not
    agree or whoever asks has no such case, and what `record` does. It is put right by `entry.corrected` (the wrong
    person) and the history stays.
    """
    with opened(actor, case, "record", "people", now) as mine:
        agrees = any(each.book == person for each in register.find(found_by))
        if draft.event != "person.joined" or not agrees or not _writes_of(actor, person, now):
            raise NotHere
        name = LedgerBook.objects.values_list("name", flat=True).get(id=person)
        facts: Mapping[str, object] = {**draft.facts, "person": name.removeprefix(PERSON_BOOK)}
        joined = replace(draft, facts=facts)
        actions.lock(case)
        digest = digest_of(joined, case.hex)
        if before := submitted(actor.handle, draft.key, digest):
            return Recorded(before.entry, before.seq, again=True)
        return add(mine, joined, digest, now, linked=True)


def _writes_of(actor: Actor, person: UUID, now: datetime) -> bool:
    """Whether somebody may write of a person in any case by now; a broken glass is for reading alone."""
    return any(door(actor, each, now).may("record", "people").allowed for each in index.cases_with(person))
