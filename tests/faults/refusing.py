"""Planted words are sent where they do not belong, and in every way that is refused."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from bench.installation import signed_in
from lintel.casework.breakglass import break_glass
from lintel.casework.documents import add_document
from lintel.casework.persons import link, write
from lintel.casework.record import Draft
from lintel.casework.report import report
from lintel.casework.staffmarks import declare_close, read_lines
from lintel.people.identifiers import of_names
from tests.faults.planting import Planter


def refuse(planter: Planter, case: UUID) -> None:
    """Have everything refused that can be, and keep the refusals."""
    for said in _wrong_drafts(planter):
        planter.kept(partial(planter.record, case, planter.draft("contact.attempted", case, **said)))
    _refuse_at_the_door(planter, case)
    _refuse_elsewhere(planter, case)


def _wrong_drafts(planter: Planter) -> tuple[dict[str, Any], ...]:
    word = planter.word
    return (
        {"facts": {"channel": word("fact")}},
        {"facts": {word("fact name"): "x"}},
        {"facts": {"note": word("sealed among facts")}},
        {"facts": {"outcome": {word("a map"): word("a map's value")}}},
        {"sealed": {word("sealed name"): "x"}},
        {"sealed": {"by": word("by")}},
        {"sealed": {"note": [word("in a list"), 3]}},
        {"sealed": {"note": {"said": {"deeper": word("too deep")}}}},
        {"about": [f"{word('about')} with spaces"]},
        {"thread": f"{word('thread')} with spaces"},
        {"sealed": {"note": f"{word('half a character')} \ud800"}},
    )


def _refuse_at_the_door(planter: Planter, case: UUID) -> None:
    """Not theirs, not confirmed, too late, sent before with other words, for two: the words are nowhere afterwards."""
    word, w0 = planter.word, signed_in("w0")

    def note(**said: Any) -> Draft:
        return replace(planter.draft("note.added", case, sealed={"note": word("a refused note")}), **said)

    def act(event: str, thread: str | None = None) -> Draft:
        return planter.draft(event, case, sealed=planter.words(event), thread=thread)

    first = note()
    planter.record(case, first)
    for actor, draft in (
        (signed_in("rae"), note()),
        (replace(w0, stepped_up=False), act("contact.plan_agreed")),
        (w0, note(seen=1)),
        (w0, note(key=first.key)),
        (w0, note(key=f"{word('key')} {'x' * 99}")),
        (w0, note(event=word("event"))),
        (w0, note(at=planter.now.replace(tzinfo=None))),
        (w0, act("enforcement.started", planter.opened["enforcement"])),
        (w0, act("legal_hold.lifted")),
    ):
        planter.kept(partial(planter.record, case, draft, actor))


def _refuse_elsewhere(planter: Planter, case: UUID) -> None:
    """In a person's book, a document, a report, behind the glass, in what somebody declares."""
    word, w0 = planter.word, signed_in("w0")
    half = f"{word('half a character')} and so on \ud800"
    named = planter.draft("person.identified", None, sealed={"names": word("names"), "note": half})
    joined = planter.draft("person.joined", case, facts={"role": word("role")})
    added = planter.draft("document.added", case, sealed={"name": word("name")})
    picture = partial(add_document, content=b"\x89PNG\r\n\x1a\n" + word("a picture").encode())
    now = planter.now
    reported = partial(report, actor=w0, now=now)
    behind = partial(break_glass, actor=signed_in("off"), book=case, now=now)
    for doing in (
        partial(write, actor=w0, case=case, person="nobody", draft=named, now=now),
        partial(write, actor=w0, case=case, person="v1", draft=named, now=now),
        partial(link, actor=w0, case=case, person=case, found_by=of_names(word("found by")), draft=joined, now=now),
        partial(picture, actor=w0, book=case, draft=added, declared_name=f"{word('name')}.png", now=now),
        partial(reported, draft=planter.draft("note.added", None, sealed={"note": word("no report")})),
        partial(reported, draft=planter.draft("report.received", None, facts={"source": word("source")})),
        partial(behind, code=word("code"), reason=word("short")),
        partial(behind, code="danger_now", reason=half),
        partial(declare_close, actor=w0, said={"postcode": word("nothing to be found by")}),
        partial(read_lines, f"handle,{word('column')}\nw3,{word('cell')}\n"),
        partial(read_lines, f"handle,name\n{word('handle')} x,{word('cell')}\n"),
    ):
        planter.kept(doing)
