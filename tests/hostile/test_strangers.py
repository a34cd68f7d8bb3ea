"""Every door but those of tests/casework/test_existence.py: no such case and not your case are one answer there too."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from lintel.casework import proposals, roles
from lintel.casework.documents import add_document, show_document
from lintel.casework.persons import link, write
from lintel.casework.record import Draft
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.sheets import sheet
from lintel.events.faults import InputRefused
from lintel.ledger.models import random_id
from tests.casework.cast import Cast, key
from tests.casework.test_existence import asked, hidden
from tests.hostile.persons import book_of, found_by, link_to, planted

Ask = Callable[[Cast, str, UUID], object]


def _draft(event: str, now: datetime) -> Draft:
    return Draft(event=event, at=now, seen=0, key=key())


def _write(cast: Cast, name: str, book: UUID) -> object:
    who = cast.actor(name, stepped_up=True)
    return write(actor=who, case=book, person="v1", draft=_draft("person.identified", cast.now), now=cast.now)


def _write_where_she_is(cast: Cast, name: str, book: UUID) -> object:
    who = cast.actor(name)
    return write(actor=who, case=book, person="v1", draft=_draft("person.contact_changed", cast.now), now=cast.now)


def _link(cast: Cast, name: str, book: UUID) -> object:
    draft = _draft("person.joined", cast.now)
    who = cast.actor(name, stepped_up=True)
    return link(actor=who, case=book, person=random_id(), found_by=found_by(cast), draft=draft, now=cast.now)


def _show(cast: Cast, name: str, book: UUID) -> object:
    return show_document(actor=cast.actor(name, stepped_up=True), book=book, entry="x", now=cast.now)


def _add(cast: Cast, name: str, book: UUID) -> object:
    return add_document(
        actor=cast.actor(name, stepped_up=True), book=book, draft=_draft("document.added", cast.now),
        content=b"plain words\n", declared_name="a.txt", now=cast.now,
    )  # fmt: skip


def _sheet(cast: Cast, name: str, book: UUID) -> object:
    return sheet(actor=cast.actor(name, stepped_up=True), book=book, now=cast.now)


def _erase(cast: Cast, name: str, book: UUID) -> object:
    return proposals.propose(actor=cast.actor(name, stepped_up=True), book=book, what="erasure", facts={}, now=cast.now)


def _lift(cast: Cast, name: str, book: UUID) -> object:
    return proposals.propose(
        actor=cast.actor(name, stepped_up=True), book=book, what="hold", facts={"thread": "x"}, now=cast.now
    )


def _decide(cast: Cast, name: str, book: UUID) -> object:
    return proposals.decide(actor=cast.actor(name, stepped_up=True), proposal=book, approved=True, now=cast.now)


ASKS: tuple[Ask, ...] = (_write, _write_where_she_is, _link, _show, _add, _sheet, _erase, _lift, _decide)


@pytest.mark.parametrize("ask", ASKS)
def test_at_every_other_door_as_well(cast: Cast, ask: Ask) -> None:
    there = hidden(cast)
    apart = []
    strangers = {"conflicted": ("sam", "tomos"), "ordinary": ("jo", "olu", "max", "hana", "aud", "rae", "adi")}
    for sort, book in there.items():
        for name in strangers.get(sort, ("tomos", "olu", "left")):
            one, other = (asked(cast, ask, name, each)[0] for each in (book, random_id()))
            if one != other or len(one.logged) != 1:
                apart.append((sort, name))
    assert apart == []


class TestRoles:
    """To come by a role alone, or by two of the same mind."""

    def propose(self, cast: Cast, by: str, staff: str, role: str = "officer") -> UUID:
        return roles.propose_role(
            actor=cast.actor(by), staff=cast.handle(staff), role=role, team=cast.handle("north"), now=cast.now
        )

    def decide(self, cast: Cast, by: str, proposal: UUID, *, stepped_up: bool = True) -> None:
        who = cast.actor(by, stepped_up=stepped_up)
        roles.decide_role(actor=who, proposal=proposal, approved=True, now=cast.now)

    def test_nobody_but_an_administrator_proposes_and_never_for_themselves(self, cast: Cast) -> None:
        for by, staff in (("ines", "rae"), ("dee", "rae"), ("max", "max"), ("rae", "rae"), ("adi", "adi")):
            with pytest.raises(NotHere):
                self.propose(cast, by, staff)

    def test_nobody_approves_their_own_nor_for_themselves_nor_twice_nor_without_the_second_factor(
        self, cast: Cast
    ) -> None:
        for_lead = self.propose(cast, "adi", "olu")
        with pytest.raises(NotHere):
            self.decide(cast, "olu", for_lead)
        for by in ("adi", "max", "sam", "rae"):
            with pytest.raises(NotHere):
                self.decide(cast, by, for_lead)
        with pytest.raises(StepUpNeeded):
            self.decide(cast, "dee", for_lead, stepped_up=False)
        self.decide(cast, "dee", for_lead)
        with pytest.raises(NotHere):
            self.decide(cast, "ines", for_lead)

    def test_an_administrator_who_was_made_an_officer_as_well_works_no_case(self, cast: Cast) -> None:
        cast.give("rae", "officer", "north")
        before, after = cast.case(), cast.case()
        cast.record(before, "ines", "access.given", {"staff": cast.handle("rae")})
        self.decide(cast, "dee", self.propose(cast, "adi", "rae", "administrator"))
        with pytest.raises(NotHere):
            cast.look(before, "rae")
        for event, fact in (("access.given", "staff"), ("officer.named", "officer")):
            with pytest.raises(InputRefused):
                cast.record(after, "ines", event, {fact: cast.handle("rae")})


def test_a_woman_in_anothers_case_cannot_be_told_from_one_who_is_nowhere_by_linking_her(cast: Cast) -> None:
    book, handle, _ = planted(cast)
    mine = cast.case("tomos")
    said = []
    for other in (random_id(), mine, book, book_of(handle)):
        with pytest.raises(NotHere) as no:
            link_to(cast, mine, other, "tomos")
        said.append((str(no.value), no.value.args))
    assert len(set(said)) == 1
