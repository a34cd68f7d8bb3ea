"""Replay: the same histories judged by two policies, side by side."""

import pytest

from lintel.commitments.differences import Change, Difference
from lintel.commitments.guards import Breach, breaches
from lintel.commitments.policy import Versions
from lintel.events.entry import Book
from tests.chronologies import at, case
from tests.commitments.judging import obligations, policy, said

PROMISE = (
    '[[commitment]]\nid = "reach"\nkind = "deadline"\nafter = "report.received"\ndo = "contact.made"\nwithin = "{}"'
)
GUARD = '\n[[guard]]\nid = "no-letters"\non = "message.released"\nnever = {channel = "letter"}'
WEEK = policy(PROMISE.format("7 days"))
DAY = policy(PROMISE.format("1 day") + GUARD)
NONE = policy("")
NOW = "2024-05-01"
BOOK = case("""
    2024-03-04 10:00 report.received
    2024-03-08 10:00 contact.made started_by=person
    2024-03-09 10:00 message.released channel=letter
""")
SOON = case("2024-03-04 10:00 report.received\n2024-03-04 11:00 contact.made started_by=person", "A2")


def broke(book: Book, rules: Versions) -> list[Breach]:
    return list(breaches(book, rules, at(NOW)))


def compared(book: Book, was: Versions, would_be: Versions) -> tuple[Difference, list[Change]]:
    difference = Difference.between(was, would_be)
    changes = difference.add(
        obligations(was, book, as_of=NOW),
        obligations(would_be, book, as_of=NOW),
        broke(book, was),
        broke(book, would_be),
    )
    return difference, changes


def words(changes: list[Change]) -> list[tuple[str | None, str | None]]:
    return [(each.was and said(each.was), each.would_be and said(each.would_be)) for each in changes]


def test_nothing_differs_from_itself() -> None:
    difference, changes = compared(BOOK, WEEK, WEEK)
    assert (changes, difference.books, difference.books_changed, difference.changed) == ([], 1, 0, {})


def test_what_comes_out_otherwise_is_shown_both_ways() -> None:
    difference, changes = compared(BOOK, WEEK, DAY)
    assert words(changes) == [("kept by 2024-03-11", "late by 2024-03-05")]
    assert (difference.changed, difference.moved, difference.books_changed) == ({"reach": 1}, {}, 1)


def test_what_only_falls_due_on_another_date_is_counted_apart() -> None:
    difference, changes = compared(SOON, WEEK, DAY)
    assert words(changes) == [("kept by 2024-03-11", "kept by 2024-03-05")]
    assert (difference.changed, difference.moved, difference.books_changed) == ({}, {"reach": 1}, 0)


def test_what_only_one_policy_promises_is_shown_with_nothing_beside_it() -> None:
    assert words(compared(BOOK, WEEK, NONE)[1]) == [("kept by 2024-03-11", None)]
    assert words(compared(BOOK, NONE, WEEK)[1]) == [(None, "kept by 2024-03-11")]


def test_states_are_added_up_by_commitment() -> None:
    difference, _ = compared(BOOK, WEEK, DAY)
    assert (difference.was, difference.would_be) == ({"reach": {"kept": 1}}, {"reach": {"late": 1}})


def test_a_promise_of_which_nothing_has_been_judged_is_known() -> None:
    difference = Difference.between(WEEK, NONE)
    assert (difference.was, difference.would_be) == ({"reach": {}}, {})


def test_breaches_are_added_up_by_guard() -> None:
    difference, _ = compared(BOOK, WEEK, DAY)
    assert (difference.breaches_were, difference.breaches_would_be) == ({}, {"no-letters": 1})


def test_books_are_added_one_by_one() -> None:
    difference = Difference.between(WEEK, DAY)
    for book in (BOOK, SOON):
        difference.add(obligations(WEEK, book, as_of=NOW), obligations(DAY, book, as_of=NOW), (), ())
    assert (difference.books, difference.books_changed) == (2, 1)
    assert (difference.changed, difference.moved) == ({"reach": 1}, {"reach": 1})


def test_a_change_is_of_an_obligation_that_at_least_one_policy_makes() -> None:
    found = obligations(WEEK, BOOK, as_of=NOW)[0]
    assert Change(found.key, None, found).any is found
    with pytest.raises(ValueError, match="at least one policy makes"):
        _ = Change(found.key, None, None).any
