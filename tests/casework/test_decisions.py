"""What a second person decided stays what they decided, whatever is corrected afterwards."""

from uuid import UUID

import pytest

from lintel.casework.models import Awaited
from lintel.casework.refusals import NotHere, StepUpNeeded, TakesTwo
from lintel.events.faults import InputRefused
from tests.casework.cast import Cast

RULE, OTHER = "her-view-before-enforcement", "her-view-before-her-home-changes"


def asked(cast: Cast, book: UUID, rule: str = RULE) -> str:
    return cast.record(book, "sam", "discretion.asked", {"rule": rule}, {"reasons": "He is back tonight."}).entry


def waits(book: UUID) -> list[str]:
    return sorted(Awaited.objects.filter(book_id=book).values_list("event", flat=True))


def test_what_was_approved_is_not_made_into_something_else(cast: Cast) -> None:
    book = cast.case()
    entry = asked(cast, book)
    cast.record(book, "sam", "entry.corrected", {"entry": entry, "facts": {"rule": OTHER}})  # nobody has answered
    cast.record(book, "ines", "discretion.approved", thread=entry)
    with pytest.raises(TakesTwo):
        cast.record(book, "sam", "entry.corrected", {"entry": entry, "facts": {"rule": RULE}})
    assert cast.record(book, "sam", "entry.corrected", {"entry": entry, "withdrawn": "mistaken"}).entry


def test_a_decision_is_taken_back_by_who_made_it_and_moved_by_nobody(cast: Cast) -> None:
    book = cast.case()
    first, second = asked(cast, book), asked(cast, book, OTHER)
    approved = cast.record(book, "ines", "discretion.approved", thread=first).entry
    refused = cast.record(book, "ines", "discretion.refused", thread=second).entry
    for by, facts in (
        ("sam", {"entry": refused, "withdrawn": "mistaken"}),
        ("sam", {"entry": approved, "thread": second}),
        ("ines", {"entry": approved, "thread": second}),
        ("ines", {"entry": approved, "at": cast.now}),
    ):
        with pytest.raises(TakesTwo):
            cast.record(book, by, "entry.corrected", facts)
    assert cast.record(book, "ines", "entry.corrected", {"entry": refused, "withdrawn": "mistaken"}).entry


def test_a_closing_is_not_approved_anew_by_moving_the_approval_of_another_time(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "closure.proposed", {"outcome": "safe_at_home"}, {"reasons": "She says so."})
    approved = cast.record(book, "ines", "closure.approved").entry
    with pytest.raises(TakesTwo):
        cast.record(book, "sam", "entry.corrected", {"entry": approved, "at": cast.later(days=30)})


def test_nobody_answers_their_own_proposal_to_close_and_it_waits_on(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "closure.proposed", {"outcome": "safe_at_home"}, {"reasons": "She says so."})
    for event in ("closure.approved", "closure.refused"):
        with pytest.raises(TakesTwo):
            cast.record(book, "sam", event)
    assert waits(book) == ["closure.proposed"]
    cast.record(book, "ines", "closure.refused")
    assert waits(book) == []


@pytest.mark.parametrize(
    ("event", "words"), [("move.completed", {"address": "2 Invented Row"}), ("visit.planned", {"venue": "The library"})]
)
def test_where_she_is_takes_the_second_factor_to_write_and_to_overwrite(
    cast: Cast, event: str, words: dict[str, object]
) -> None:
    book = cast.case()
    move = cast.record(book, "sam", "move.requested").entry if event == "move.completed" else None
    with pytest.raises(StepUpNeeded):
        cast.record(book, "sam", event, {}, words, thread=move, stepped_up=False)
    entry = cast.record(book, "sam", event, {}, words, thread=move).entry
    with pytest.raises(StepUpNeeded):
        cast.record(book, "sam", "entry.corrected", {"entry": entry}, {"replacement": words}, stepped_up=False)
    assert cast.record(book, "sam", "visit.planned", stepped_up=False).entry  # it says nothing of where


def test_who_told_us_is_not_written_by_who_may_not_be_shown_it(cast: Cast) -> None:
    book = cast.report(sealed={"reporter": "the neighbour"})
    cast.record(book, "ines", "case.escalated", {"to": "safeguarding_lead"})
    with pytest.raises(NotHere):
        cast.record(book, "saf", "report.received", {}, {"reporter": "somebody else"})


def test_a_document_comes_with_its_file_or_not_at_all(cast: Cast) -> None:
    book = cast.case()
    for facts, sealed in (({"kind": "letter"}, {}), ({"kind": "letter"}, {"file": {"sha256": "x", "name": "a.html"}})):
        with pytest.raises(InputRefused):
            cast.record(book, "sam", "document.added", facts, sealed)
