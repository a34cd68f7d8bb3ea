"""The review of a broken glass: due when, by whom, and what waits for it."""

import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections

from lintel.casework import index
from lintel.casework.breakglass import Reviewed, ReviewOverdue, break_glass, reason_of, review, waiting
from lintel.casework.models import BreakGlass, BreakGlassReview
from lintel.casework.refusals import NotHere, TakesTwo
from lintel.events.faults import InputRefused
from lintel.ledger import keys
from tests.casework.cast import Cast
from tests.casework.glass import REASON, broken, reviewed


def test_the_reason_is_sealed_and_bound_to_its_place(cast: Cast) -> None:
    glass, other = broken(cast, cast.case(), "tomos"), broken(cast, cast.case(), "tomos")
    row = BreakGlass.objects.get(id=glass)
    assert b"street" not in bytes(row.reason)
    assert reason_of(actor=cast.actor("dee"), glass=glass, now=cast.now) == REASON
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT reason FROM casework_break_glass WHERE id = %s", [other])
        assert bytes(cursor.fetchone()[0]) != bytes(row.reason)


@pytest.mark.parametrize(
    ("broken_at", "due"),
    [
        (datetime(2024, 4, 8, 9, 0, tzinfo=UTC), datetime(2024, 4, 9, 23, 0, tzinfo=UTC)),  # a Monday
        (
            datetime(2024, 4, 12, 22, 59, tzinfo=UTC),
            datetime(2024, 4, 15, 23, 0, tzinfo=UTC),
        ),  # Friday, one to midnight
        (datetime(2024, 4, 12, 23, 0, tzinfo=UTC), datetime(2024, 4, 15, 23, 0, tzinfo=UTC)),  # midnight in London
        (datetime(2024, 3, 28, 12, 0, tzinfo=UTC), datetime(2024, 4, 2, 23, 0, tzinfo=UTC)),  # before Easter
        (datetime(2024, 12, 24, 12, 0, tzinfo=UTC), datetime(2024, 12, 28, 0, 0, tzinfo=UTC)),  # before Christmas
    ],
)
def test_the_review_is_due_when_the_next_working_day_ends(cast: Cast, broken_at: datetime, due: datetime) -> None:
    cast.now = broken_at - timedelta(hours=1)
    book = cast.case()
    cast.now = broken_at
    assert BreakGlass.objects.get(id=broken(cast, book, "tomos")).review_by == due


def test_nobody_breaks_it_again_while_their_own_review_is_overdue(cast: Cast) -> None:
    book = cast.case()
    glass = broken(cast, book, "tomos")
    due = BreakGlass.objects.get(id=glass).review_by
    cast.now = due - timedelta(seconds=1)
    broken(cast, book, "tomos")
    cast.now = due
    for case in (book, uuid4(), cast.case(colleague_case=True)):
        with pytest.raises(ReviewOverdue):
            broken(cast, case, "tomos")
    broken(cast, book, "jo")
    reviewed(cast, glass, "dee")
    cast.later(hours=2)
    broken(cast, book, "tomos")


def test_somebody_else_reviews_it_once_and_what_they_found_is_sealed(cast: Cast) -> None:
    book = cast.case()
    glass = broken(cast, book, "olu")
    with pytest.raises(TakesTwo):
        reviewed(cast, glass, "olu")
    for name in ("sam", "tomos", "max", "saf", "hana", "aud", "rae", "adi"):
        with pytest.raises(NotHere):
            reviewed(cast, glass, name)
        with pytest.raises(NotHere):
            reason_of(actor=cast.actor(name), glass=glass, now=cast.now)
    for blank in ("", " \n"):
        with pytest.raises(InputRefused):
            review(actor=cast.actor("ines"), glass=glass, justified=True, findings=blank, now=cast.now)
    with pytest.raises(NotHere):
        reviewed(cast, uuid4(), "ines")
    review(actor=cast.actor("ines"), glass=glass, justified=False, findings="She was safe.", now=cast.now)
    row = BreakGlassReview.objects.get(glass_id=glass)
    assert (row.by, row.justified, b"safe" in bytes(row.findings)) == (cast.handle("ines"), False, False)
    with pytest.raises(Reviewed):
        reviewed(cast, glass, "dee")
    assert BreakGlassReview.objects.get(glass_id=glass).by == cast.handle("ines")


def test_of_two_reviews_at_once_one_is_told_that_it_came_second(cast: Cast) -> None:
    glass = broken(cast, cast.case(), "tomos")
    together = threading.Barrier(2)

    def one(name: str) -> str:
        together.wait()
        try:
            reviewed(cast, glass, name)
        except Reviewed:
            return "second"
        finally:
            connections.close_all()
        return "first"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, ("ines", "dee"))) == ["first", "second"]


def test_reviews_wait_soonest_first_and_not_for_whoever_broke_it_or_is_in_conflict(cast: Cast) -> None:
    monday, kept_out = cast.case(), cast.case()
    late = broken(cast, monday, "olu")
    cast.later(days=1)
    cast.record(kept_out, "sam", "conflict.declared", {"staff": cast.handle("ines"), "how": "related"})
    soon = broken(cast, monday, "tomos")
    cast.later(minutes=1)
    hidden = broken(cast, kept_out, "tomos")
    mine = {late, soon, hidden}

    def theirs(name: str) -> list[UUID]:
        return [each.id for each in waiting(actor=cast.actor(name), now=cast.now) if each.id in mine]

    assert theirs("dee") == [late, soon, hidden]
    assert theirs("olu") == [soon, hidden]
    assert theirs("ines") == [late, soon]
    with pytest.raises(NotHere):
        reviewed(cast, hidden, "ines")
    reviewed(cast, late, "ines")
    assert theirs("dee") == [soon, hidden]
    for name in ("sam", "max", "aud", "adi", "rae", "saf"):
        with pytest.raises(NotHere):
            waiting(actor=cast.actor(name), now=cast.now)


def test_notices_and_the_read_log_carry_no_word_of_the_reason(cast: Cast) -> None:
    canary = f"CANARY{secrets.token_hex(8)}"
    book = cast.case()
    actor = cast.actor("tomos", stepped_up=True)
    glass = break_glass(actor=actor, book=book, code="danger_now", reason=f"{canary} {REASON}", now=cast.now)
    review(actor=cast.actor("ines"), glass=glass, justified=True, findings=canary, now=cast.now)
    with connections["owner"].cursor() as cursor:
        for table in ("casework_notice", "access_read", "casework_break_glass", "casework_break_glass_review"):
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608 - a table of the list above
            rows = cursor.fetchall()
            assert rows
            assert not [row for row in rows if canary in row[0] or canary.encode().hex() in row[0]]


def test_an_erased_case_is_not_reachable_and_leaves_nothing_to_review(cast: Cast) -> None:
    book = cast.case()
    glass = broken(cast, book, "tomos")
    keys.destroy([book])
    index.index_all([book], cast.now)
    cast.now = BreakGlass.objects.get(id=glass).review_by
    assert glass not in [each.id for each in waiting(actor=cast.actor("dee"), now=cast.now)]
    with pytest.raises(NotHere):
        reviewed(cast, glass, "dee")
    with pytest.raises(NotHere):
        broken(cast, book, "jo")
    broken(cast, cast.case(), "tomos")
