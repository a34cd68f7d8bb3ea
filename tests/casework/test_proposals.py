"""What takes two people: erasing a case, and lifting a legal hold."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import connections

from lintel.access.models import Read
from lintel.casework.models import Decision, Notice, Proposal, Standing
from lintel.casework.proposals import NotNow, decide, proposable, propose, waiting
from lintel.casework.refusals import NotHere, TakesTwo
from lintel.events.faults import InputRefused
from lintel.ledger.actions import head
from lintel.ledger.models import Row
from tests.casework.cast import Cast


def closed(cast: Cast, outcome: str = "moved") -> UUID:
    book = cast.case()
    cast.record(book, "sam", "victim.consulted", {"topic": "closure", "view": "agrees"})
    cast.record(book, "sam", "closure.proposed", {"outcome": outcome})
    cast.record(book, "ines", "closure.approved")
    cast.record(book, "ines", "case.closed", {"outcome": outcome, "risk_mitigated": "yes"})
    return book


def proposed(cast: Cast, book: UUID, by: str = "ines") -> Proposal:
    return propose(actor=cast.actor(by), book=book, what="erasure", facts={}, now=cast.later(minutes=1))


def decided(cast: Cast, proposal: Proposal, by: str = "dee", *, approved: bool = True) -> Decision:
    return decide(actor=cast.actor(by), proposal=proposal.id, approved=approved, now=cast.later(minutes=1))


def test_two_people_decide_to_erase_and_the_entry_names_who_approved(cast: Cast) -> None:
    book = closed(cast, "duplicate")
    asked = proposed(cast, book)
    assert [each.id for each in waiting(actor=cast.actor("dee"), now=cast.now) if each.book_id == book] == [asked.id]
    decided(cast, asked)
    row = Row.objects.get(book_id=book, seq=head(book)[0])
    assert (row.event, row.by) == ("case.erased", cast.handle("dee"))
    assert row.facts == f'{{"approved_by":"{cast.handle("dee")}","class":"in-error"}}'
    assert (asked.by, Decision.objects.get(proposal=asked).by) == (cast.handle("ines"), cast.handle("dee"))
    notice = Notice.objects.get(to=cast.handle("ines"), kind="erasure_approved")
    assert notice.book_id == book
    assert Notice.objects.filter(to=cast.handle("dee"), kind="erasure_proposed", book_id=book).exists()


def test_nobody_approves_what_they_proposed_whatever_roles_they_hold(cast: Cast) -> None:
    cast.give("ines", "data_protection_officer", None)
    book = closed(cast, "duplicate")
    before = head(book)
    asked = proposed(cast, book)
    assert waiting(actor=cast.actor("ines"), now=cast.now) == []
    with pytest.raises(TakesTwo):
        decided(cast, asked, "ines")
    last = Read.objects.filter(reader=cast.handle("ines")).order_by("-seq").first()
    assert last is not None
    assert last.ground == "refused:takes_two"
    assert not Decision.objects.filter(proposal=asked).exists()
    assert head(book) == before


def test_nobody_else_proposes_or_approves(cast: Cast) -> None:
    book = closed(cast, "duplicate")
    asked = proposed(cast, book)
    for name in ("sam", "jo", "olu", "max", "saf", "hana", "aud", "rae", "adi"):
        with pytest.raises(NotHere):
            decided(cast, asked, name)
        with pytest.raises(NotHere):
            proposed(cast, book, name)


def test_a_proposal_that_is_not_there_is_refused_like_one_that_is_not_theirs(cast: Cast) -> None:
    with pytest.raises(NotHere) as unknown:
        decide(actor=cast.actor("dee"), proposal=uuid4(), approved=True, now=cast.now)
    asked = proposed(cast, closed(cast, "duplicate"))
    with pytest.raises(NotHere) as hidden:
        decided(cast, asked, "sam")
    assert str(unknown.value) == str(hidden.value)


def test_a_case_that_is_not_due_cannot_be_proposed(cast: Cast) -> None:
    book = closed(cast)
    with pytest.raises(NotNow, match="kept until 8 April 2030"):
        proposed(cast, book)
    assert book not in {each.book for each in proposable(actor=cast.actor("ines"), now=cast.now)}
    cast.now = cast.now.replace(year=2030, day=9)
    assert book in {each.book for each in proposable(actor=cast.actor("ines"), now=cast.now)}
    assert proposable(actor=cast.actor("olu"), now=cast.now) == []
    proposed(cast, book)


def test_the_same_is_not_proposed_twice_and_a_refusal_lets_it_be_proposed_anew(cast: Cast) -> None:
    book = closed(cast, "duplicate")
    asked = proposed(cast, book)
    with pytest.raises(NotNow, match="proposed already"):
        proposed(cast, book)
    decided(cast, asked, approved=False)
    with pytest.raises(NotNow, match="decided before"):
        decided(cast, asked)
    assert Standing.objects.get(book=book).state == "closed"
    decided(cast, proposed(cast, book))


def test_no_facts_may_be_put_into_an_erasure(cast: Cast) -> None:
    book = closed(cast, "duplicate")
    with pytest.raises(InputRefused):
        propose(actor=cast.actor("ines"), book=book, what="erasure", facts={"class": "child"}, now=cast.now)


def held(cast: Cast, book: UUID, why: str = "police") -> str:
    return cast.record(book, "ines", "legal_hold.placed", {"why": why}).entry


def lifting(cast: Cast, book: UUID, hold: object, by: str = "ines") -> Proposal:
    facts = {"thread": hold}
    return propose(actor=cast.actor(by), book=book, what="hold", facts=facts, now=cast.later(minutes=1))


def test_a_hold_placed_after_the_proposal_stops_the_erasure_for_good(cast: Cast) -> None:
    book = closed(cast, "duplicate")
    asked = proposed(cast, book)
    hold = held(cast, book)
    with pytest.raises(NotHere):
        decided(cast, asked)
    with pytest.raises(NotHere):
        proposed(cast, book)
    decided(cast, lifting(cast, book, hold))
    with pytest.raises(NotNow, match="voids"):
        decided(cast, asked)
    decided(cast, proposed(cast, book))


def test_a_hold_is_lifted_by_two_and_each_hold_by_itself(cast: Cast) -> None:
    book = closed(cast)
    first, second = held(cast, book), held(cast, book, "court")
    asked = lifting(cast, book, first)
    with pytest.raises(NotNow, match="proposed already"):
        lifting(cast, book, first)
    decided(cast, asked)
    assert Standing.objects.get(book=book).state == "held"
    with pytest.raises(InputRefused):
        lifting(cast, book, first)
    decided(cast, lifting(cast, book, second))
    assert Standing.objects.get(book=book).state == "closed"
    row = Row.objects.filter(book_id=book, event="legal_hold.lifted").latest("seq")
    assert (row.thread, row.by) == (second, cast.handle("dee"))


def test_only_a_hold_in_force_can_be_lifted(cast: Cast) -> None:
    book = closed(cast)
    held(cast, book)
    for hold in ("nothing", None, 3):
        with pytest.raises(InputRefused):
            lifting(cast, book, hold)


def test_nobody_lifts_a_hold_alone_by_ending_its_thread_or_correcting_it(cast: Cast) -> None:
    book = cast.case()
    hold = held(cast, book)
    before = head(book)
    with pytest.raises(TakesTwo):
        cast.record(book, "sam", "thread.ended", {"why": "not_needed"}, thread=hold)
    with pytest.raises(NotHere):
        cast.record(book, "ines", "entry.corrected", {"entry": hold, "withdrawn": "mistaken"})
    assert head(book) == before


def test_the_hr_partner_proposes_for_a_colleagues_case(cast: Cast) -> None:
    book = cast.case(officer="sam", colleague_case=True)
    hold = cast.record(book, "hana", "legal_hold.placed", {"why": "court"}).entry
    with pytest.raises(NotHere):
        lifting(cast, book, hold)
    decided(cast, lifting(cast, book, hold, by="hana"))


def test_of_two_who_decide_at_once_one_is_told(cast: Cast) -> None:
    cast.give("saf", "data_protection_officer", None)
    book = closed(cast, "duplicate")
    asked = proposed(cast, book)
    seen, now = head(book)[0], cast.later(minutes=1)

    def approve(name: str) -> str:
        try:
            return _answer(cast, asked, name, now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        came = sorted(pool.map(approve, ("dee", "saf")))
    assert came == ["Decision", "NotNow"]
    assert head(book)[0] == seen + 1


def _answer(cast: Cast, asked: Proposal, name: str, now: datetime) -> str:
    try:
        return type(decide(actor=cast.actor(name), proposal=asked.id, approved=True, now=now)).__name__
    except NotNow as refused:
        return type(refused).__name__
