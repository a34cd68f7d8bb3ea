"""People leave and people are away: every case goes on with somebody, and no clock is touched by it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.db import connections

from lintel.access import accounts
from lintel.access.models import Staff
from lintel.casework.handover import Clock, Outcome, Outcomes, cases_of, cover, hand_over, leave
from lintel.casework.models import Member, Notice, Owed, Standing
from lintel.casework.refusals import NotHere
from lintel.commitments.obligations import Obligation
from lintel.events.faults import InputRefused
from lintel.ledger.models import Row
from tests.casework.cast import Cast
from tests.casework.closeness import Somebody, enrol, join

WHO = Somebody("Anwen", "Quillfeather", "1984-02-29", (("1 Invented Row", "ZZ99 1AA"),))


def clock_of(cast: Cast) -> Clock:
    """A clock that goes on by a second whenever somebody looks at it, and time for the others with it."""
    return lambda: cast.later(seconds=1)


Came = dict[Outcome, int]


def moved(cast: Cast, officer: str, to: str, by: str = "ines", *, cases: list[UUID] | None = None) -> Came:
    return {**hand_over(
        actor=cast.actor(by), officer=cast.handle(officer), to=cast.handle(to), clock=clock_of(cast), cases=cases
    )}  # fmt: skip


def covered(cast: Cast, officer: str, to: str, by: str = "ines") -> Came:
    return {**cover(actor=cast.actor(by), officer=cast.handle(officer), to=cast.handle(to), clock=clock_of(cast))}


def left(
    cast: Cast, officer: str, to: str, by: str = "ines", ended_by: str = accounts.INSTALLATION
) -> tuple[Came, bool]:
    """What became of the cases of somebody who leaves, and whether their account ended."""
    came = leave(
        actor=cast.actor(by), officer=cast.handle(officer), to=cast.handle(to), ended_by=ended_by, clock=clock_of(cast)
    )  # fmt: skip
    return {**came.outcomes}, came.ended


def officer_of(cast: Cast, book: UUID) -> tuple[str, set[str]]:
    """Whose case it is and who works it, by their names in the cast."""
    officer = Standing.objects.get(book_id=book).officer or ""
    working = Member.objects.filter(book_id=book, how="assigned").values_list("staff", flat=True)
    return officer.split("-")[0], {each.split("-")[0] for each in working}


def named(book: UUID) -> int:
    """How often an officer was named in a case."""
    return Row.objects.filter(book_id=book, event="officer.named").count()


def told(cast: Cast, book: UUID, kind: str = "officer_leaving") -> list[str]:
    return sorted(each.to.split("-")[0] for each in Notice.objects.filter(book_id=book, kind=kind))


def test_whoever_leaves_leaves_no_case_behind_and_then_has_no_account(cast: Cast) -> None:
    books = [cast.case() for _ in range(3)]
    cast.record(books[0], "ines", "officer.named", {"officer": cast.handle("tomos"), "reason": "cover"})
    assert left(cast, "sam", "jo") == ({"done": 3}, True)
    assert [officer_of(cast, book) for book in books] == [("jo", {"jo"})] * 3
    for book in books:
        assert cast.look(book, "jo").entries[-1].facts == {"officer": cast.handle("jo"), "reason": "handover"}
        with pytest.raises(NotHere):
            cast.look(book, "sam")
    assert not accounts.actor(cast.handle("sam")).live
    assert Staff.objects.get(handle=cast.handle("sam")).ended_at is not None
    assert not cases_of(cast.handle("sam"))


def test_a_second_run_finds_nothing_left_to_do_and_makes_no_entry_twice(cast: Cast) -> None:
    books = [cast.case() for _ in range(3)]
    killed = moved(cast, "sam", "jo", cases=books[:1])  # as if it had been killed after the first
    assert (killed, [named(book) for book in books]) == ({"done": 1}, [2, 1, 1])
    assert left(cast, "sam", "jo") == ({"done": 2}, True)
    assert left(cast, "sam", "jo") == ({}, True)
    assert [named(book) for book in books] == [2, 2, 2]


def test_two_runs_at_once_make_one_entry_of_each_case(cast: Cast) -> None:
    books = [cast.case() for _ in range(4)]
    together = threading.Barrier(2)

    def run(ahead: int) -> Outcomes:
        actor = cast.actor("ines")
        together.wait()
        try:
            clock = (cast.now + timedelta(seconds=2 * number + ahead) for number in count(1))
            return hand_over(
                actor=actor, officer=cast.handle("sam"), to=cast.handle("jo"), clock=lambda: next(clock)
            )  # fmt: skip
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        came = sum(pool.map(run, (0, 1)), Outcomes())
    assert came["done"] == 4
    assert set(came) <= {"done", "already"}
    assert [named(book) for book in books] == [2] * 4


def test_a_case_may_go_back_and_forth(cast: Cast) -> None:
    book = cast.case()
    for officer, to in (("sam", "jo"), ("jo", "sam"), ("sam", "jo")):
        assert moved(cast, officer, to) == {"done": 1}
        cast.later(minutes=1)
    assert (officer_of(cast, book), named(book)) == (("jo", {"jo"}), 4)


def test_what_the_lead_may_not_reach_is_counted_and_stays_and_those_who_answer_are_told(cast: Cast) -> None:
    own, colleagues, others, kept_out = cast.case(), cast.case(colleague_case=True), cast.case("jo"), cast.case()
    cast.record(kept_out, "sam", "conflict.declared", {"staff": cast.handle("ines"), "how": "friend"})
    assert left(cast, "sam", "jo") == ({"done": 1, "out_of_reach": 2}, False)
    assert [officer_of(cast, book)[0] for book in (own, colleagues, others, kept_out)] == ["jo", "sam", "jo", "sam"]
    assert accounts.actor(cast.handle("sam")).live
    assert "hana" in told(cast, colleagues)
    assert "ines" not in told(cast, kept_out)
    assert not told(cast, own)
    before = told(cast, colleagues)
    assert left(cast, "sam", "jo") == ({"out_of_reach": 2}, False)
    assert told(cast, colleagues) == before
    assert moved(cast, "sam", "jo", by="hana") == {"done": 1, "out_of_reach": 1}
    assert moved(cast, "sam", "jo", cases=[colleagues, uuid4()]) == {}


def test_another_teams_lead_hands_over_nothing(cast: Cast) -> None:
    book = cast.case()
    assert moved(cast, "sam", "tomos", by="olu") == {"out_of_reach": 1}
    assert (officer_of(cast, book), named(book)) == (("sam", {"sam"}), 1)
    assert told(cast, book) == ["ines"]


def test_a_case_that_the_new_officer_is_in_conflict_with_is_refused_and_counted(cast: Cast) -> None:
    books = [cast.case() for _ in range(2)]
    join(cast, books[0], WHO, "alleged_perpetrator")
    enrol(cast.handle("jo"), WHO)
    assert left(cast, "sam", "jo") == ({"done": 1, "kept_out": 1}, False)
    assert [officer_of(cast, book)[0] for book in books] == ["sam", "jo"]
    assert "ines" in told(cast, books[0])
    assert left(cast, "sam", "tomos", by="ines") == ({"done": 1}, True)


@pytest.mark.parametrize("to", ["sam", "max", "rae", "adi", "aud", "gone", "nobody"])
def test_only_somebody_else_who_works_cases_can_be_given_any(cast: Cast, to: str) -> None:
    accounts.add_staff(cast.handle("gone"), "Gone", cast.now)
    cast.give("gone", "officer", "north")
    accounts.end_staff(cast.handle("gone"), by=cast.handle("adi"), now=cast.now)
    book = cast.case()
    with pytest.raises(InputRefused):
        left(cast, "sam", to)
    assert (officer_of(cast, book), named(book)) == (("sam", {"sam"}), 1)
    assert accounts.actor(cast.handle("sam")).live


@pytest.mark.parametrize("by", ["sam", "jo", "max", "saf", "dee", "aud", "rae", "adi"])
def test_only_those_who_lead_cases_hand_any_over(cast: Cast, by: str) -> None:
    book = cast.case()
    for one in (moved, covered):
        with pytest.raises(NotHere):
            one(cast, "sam", "tomos", by)
    assert named(book) == 1


def test_nobody_ends_an_account_by_it_who_may_not_end_accounts(cast: Cast) -> None:
    with pytest.raises(NotHere):
        left(cast, "max", "jo", ended_by=cast.handle("ines"))
    with pytest.raises(InputRefused):
        left(cast, "ines", "jo")
    with pytest.raises(InputRefused):
        left(cast, "nobody", "jo")
    assert left(cast, "max", "jo", ended_by=cast.handle("adi")) == ({}, True)


def test_a_role_taken_away_meanwhile_ends_the_handing_over(cast: Cast) -> None:
    for _ in range(3):
        cast.case()
    actor = cast.actor("ines")

    def clock() -> Iterator[datetime]:
        yield cast.now
        accounts.end_role(cast.handle("ines"), "da_lead", by=cast.handle("adi"), now=cast.now)
        yield from (cast.now for _ in range(10))

    time = clock()
    came = hand_over(actor=actor, officer=cast.handle("sam"), to=cast.handle("jo"), clock=lambda: next(time))
    assert (came["done"], came["out_of_reach"]) in ((1, 2), (2, 1))


def test_whoever_covers_works_beside_the_officer_until_they_are_back(cast: Cast) -> None:
    running, closed = cast.case(), cast.case()
    cast.record(closed, "sam", "closure.proposed", {"outcome": "duplicate"})
    cast.record(closed, "ines", "closure.approved")
    cast.record(closed, "ines", "case.closed", {"outcome": "duplicate", "risk_mitigated": "yes"})
    assert covered(cast, "sam", "jo") == {"done": 1}
    assert officer_of(cast, running) == ("sam", {"sam", "jo"})
    assert officer_of(cast, closed) == ("sam", {"sam"})
    assert covered(cast, "sam", "jo") == {"already": 1}
    assert cast.look(running, "jo").book == running
    assert covered(cast, "sam", "sam") == {"done": 1}
    assert officer_of(cast, running) == ("sam", {"sam"})
    with pytest.raises(NotHere):
        cast.look(running, "jo")
    assert covered(cast, "sam", "sam") == {"already": 1}


def test_what_a_leaver_covers_is_covered_by_the_next(cast: Cast) -> None:
    book, mine = cast.case(), cast.case("jo")
    for each, officer in ((book, "sam"), (mine, "jo")):
        cast.record(each, "ines", "officer.named", {"officer": cast.handle("tomos"), "reason": "cover"})
        assert officer_of(cast, each) == (officer, {officer, "tomos"})
    assert left(cast, "tomos", "jo") == ({"done": 2}, True)
    assert [officer_of(cast, each) for each in (book, mine)] == [("sam", {"sam", "jo"}), ("jo", {"jo"})]


def test_no_clock_is_touched(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "contact.made", {"channel": "phone", "safe_to_talk_checked": True})
    cast.record(book, "sam", "risk.assessed", {"instrument": "dash", "outcome": "attempted"})
    cast.later(days=9)
    before = judged(cast, book)
    owed = owing(book)
    assert moved(cast, "sam", "jo") == {"done": 1}
    assert covered(cast, "jo", "tomos") == {"done": 1}
    cast.later(minutes=1)
    after = judged(cast, book)
    assert before.items() <= after.items()
    assert {each for each in set(after) - set(before) if each[1] != "handler-support-offered"} == set()
    assert owed <= owing(book)


def judged(cast: Cast, book: UUID) -> dict[tuple[object, ...], tuple[object, ...]]:
    return {tuple(each.key): _told(each) for each in cast.look(book, "ines").obligations}


def _told(each: Obligation) -> tuple[object, ...]:
    return (each.state, each.opened_at, each.due, each.done and each.done.id, each.excuse and each.excuse.id)


def owing(book: UUID) -> set[tuple[object, ...]]:
    return set(Owed.objects.filter(book_id=book).values_list("commitment", "subject", "thread", "opened_by", "due"))
