"""Small chronologies on which engine and oracle once parted, each told in the fewest entries that show it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lintel.events.bookchecks import check_book
from lintel.events.entry import Book, Entry
from lintel.events.faults import Fault
from lintel.events.parsing import parse
from tests.oracle.situations import Situation

ORGANISATION = "organisation"
Line = dict[str, Any]


@dataclass(frozen=True)
class Case:
    name: str
    policy: str
    lines: Sequence[Line]
    as_of: str = "2024-07-10T00:00"
    known_on: str | None = None

    def situation(self) -> Situation:
        books: dict[str, list[Entry]] = {}
        for number, line in enumerate(self.lines, 1):
            book = books.setdefault(line.get("book", "A1"), [])
            whole = {"book": "A1", "id": str(len(book) + 1), "by": "sam", **line}
            faults: list[object] = []
            entry = parse(json.dumps(whole), number, lambda *words, into=faults: into.append(words))
            assert entry is not None, faults
            book.append(entry)
        for entries in books.values():
            wrong: list[Fault] = []
            check_book(entries, wrong.append)
            assert not wrong, wrong
        as_of = datetime.fromisoformat(f"{self.as_of}+00:00")
        known_on = datetime.fromisoformat(f"{self.known_on}+00:00") if self.known_on else as_of
        return Situation([Book(name, tuple(entries)) for name, entries in books.items()], as_of, known_on)


def at(when: str, event: str, *about: str, written: str | None = None, **more: Any) -> Line:
    """An entry of 2024; what is no field of the envelope is a fact."""
    line: Line = {"at": f"2024-{when}:00+00:00", "event": event, "about": list(about)}
    if written:
        line["recorded_at"] = f"2024-{written}:00+00:00"
    envelope: Line = {key: more.pop(key) for key in ("book", "id", "by", "thread") if key in more}
    return {**line, **envelope, "data": {key.rstrip("_"): value for key, value in more.items()}}


REPORT = at("05-01T09:00", "report.received")
V1 = at("05-01T09:00", "person.joined", "v1", person="v1", role="victim")
V2 = at("05-01T09:00", "person.joined", "v2", person="v2", role="victim")
MOVE = at("05-02T10:20", "move.requested", id="move")
ASKED = at("05-02T09:00", "discretion.asked", id="ask", rule="never")
APPROVED = at("05-02T10:00", "discretion.approved", thread="ask", by="kim")
OFFERED = at("05-03T09:00", "home.offered", thread="move", location_safe="no")
SHARED = at("05-10T10:00", "information.shared", agency="a1", basis="victim_safety")
SIGNED = at("05-01T09:00", "agreement.signed", book=ORGANISATION, agency="a1", kind="information_sharing")
HELD = at("05-01T12:00", "contact.held_off", review_on="2024-05-20")
CLOSED = at("05-02T09:00", "case.closed", outcome="other")
AGAIN = at("05-06T09:00", "report.received")

CASES = (
    Case(
        "the organisation ends a thread of its own that has the id of a repair",
        "threads",
        [
            at("05-01T09:00", "repair.needed", work="safety"),
            at("05-01T09:00", "audit.held", book=ORGANISATION),
            at("05-01T10:00", "thread.ended", book=ORGANISATION, thread="1", why="raised_in_error"),
        ],
    ),
    Case(
        "a thread that was ended before does not excuse what comes up in it later",
        "threads",
        [
            REPORT,
            at("05-01T10:00", "enforcement.considered", tool="warning"),
            at("05-02T10:00", "thread.ended", thread="2", why="not_needed"),
            at("05-10T10:00", "enforcement.safety_checked", thread="2", raises_risk="yes"),
        ],
    ),
    Case(
        "the interval after a hold ran out before she left, and stays run out",
        "rhythms",
        [REPORT, V1, HELD, at("07-01T09:00", "person.left", "v1", person="v1")],
    ),
    Case("after she has left there are no more months", "rhythms", [
        REPORT, V1, at("05-03T09:00", "person.left", "v1", person="v1")]),
    Case("a hold of an earlier spell excuses nothing after a new report", "deadlines", [
        REPORT, V1, HELD, CLOSED, AGAIN]),
    Case(
        "a hold written after the closing, at its very instant",
        "onces",
        [REPORT, CLOSED, at("05-02T09:00", "contact.held_off", reason="victim_asked_for_none")],
    ),
    Case(
        "a correction made after the instant judged, but known",
        "deadlines",
        [
            REPORT,
            V1,
            at("05-01T10:00", "contact.made", "v1", channel="phone"),
            at("06-01T09:00", "entry.corrected", entry="3", withdrawn="mistaken"),
        ],
        as_of="2024-05-10T00:00",
        known_on="2024-07-01T00:00",
    ),
    Case(
        "contact with somebody who has not joined yet",
        "guards",
        [
            REPORT,
            at("05-01T10:00", "contact.made", "v1", channel="phone"),
            at("05-01T11:00", "person.joined", "v1", person="v1", role="victim"),
        ],
    ),
    Case(
        "a later correction of the organisation's book makes no breach",
        "guards",
        [
            REPORT,
            SIGNED,
            SHARED,
            at("06-01T09:00", "entry.corrected", book=ORGANISATION, entry="1", withdrawn="mistaken"),
        ],
    ),
    Case("approved twice, asked once", "guards", [
        REPORT, V1, ASKED, APPROVED, APPROVED, MOVE, OFFERED, {**OFFERED, "at": "2024-05-04T09:00:00+00:00"}]),
    Case("approved, and refused before it was used", "guards", [
        REPORT, V1, ASKED, APPROVED, at("05-02T10:10", "discretion.refused", thread="ask", by="lee"), MOVE, OFFERED]),
    Case("a discretion in the organisation's book answers no entry of a case", "guards", [
        REPORT, V1, MOVE, OFFERED, {**ASKED, "book": ORGANISATION}, {**APPROVED, "book": ORGANISATION}]),
    Case("a discretion for the only victim, and an entry that names nobody", "guards", [
        REPORT, V1, at("05-02T09:00", "discretion.asked", id="ask", rule="never", for_="v1"), APPROVED, MOVE, OFFERED]),
    Case("the organisation owes what a case brings up though its own book is empty", "organisation", [
        REPORT, at("05-01T10:00", "survey.offered"), at("05-02T10:00", "survey.answered", thread="2")]),
    Case("the organisation's first entry is its own", "organisation", [
        at("05-01T09:00", "incident.recorded"),
        at("05-01T10:00", "case.audited"),
        at("05-03T09:00", "agreement.signed", book=ORGANISATION)]),
    Case("the first entry of all may answer its own month", "organisation", [
        at("05-01T09:00", "partner.met", book=ORGANISATION)]),
    Case("two victims, and what it must come before names nobody", "onces", [
        REPORT, V1, V2, at("05-05T09:00", "plan.agreed")]),
    Case("named by a report before she joins, in a spell with another victim", "rhythms", [
        REPORT, V1, at("05-05T09:00", "report.received", "v2"),
        at("06-20T09:00", "person.joined", "v2", person="v2", role="victim")]),
    Case("an organisation asked for a discretion, and no case did", "midland-heart", [
        REPORT, at("05-01T09:00", "discretion.asked", book=ORGANISATION, rule="x")]),
    Case("eleven of twenty are 0.55 of them", "shares", [
        line
        for number in range(20)
        for line in (
            at("03-01T09:00", "report.received", book=f"B{number}"),
            *([at("04-02T09:00", "case.audited", book=f"B{number}")] if number < 11 else []),
        )], as_of="2024-05-10T00:00"),
)  # fmt: skip
