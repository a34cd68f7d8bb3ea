"""The tick: what time brings is done once, whoever does it and however often; nothing shown is false without it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections

from lintel.casework import drafts, timely
from lintel.casework.agenda import Scope, agenda
from lintel.casework.models import Awaited, BreakGlass, Notice, Reach, Standing, Unfinished
from lintel.config import ticking
from lintel.ledger.models import Anchor
from lintel.outbound import feeds, rounds
from lintel.outbound.models import Feed
from lintel.signin.models import Attempt, Session
from tests.casework.cast import Cast
from tests.casework.glass import broken, reviewed
from tests.database.server import TestServer

pytestmark = pytest.mark.usefixtures("database_of_its_own")


@pytest.fixture
def cast(database: TestServer) -> Cast:
    return Cast()


@pytest.fixture
def anchors(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that anchors go to. An hour has gone by since the last that anybody made."""
    file = tmp_path / "anchors.jsonl"
    monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update={"anchors_file": file}))
    last = Anchor.objects.order_by("-at").values_list("at", flat=True).first()
    cast.now = max(cast.now, last + timedelta(hours=1)) if last else cast.now
    return file


def ticked(now: datetime) -> dict[str, ticking.Done]:
    return {done.step.name: done for done in ticking.tick(now)}


def told(cast: Cast, kind: str, *books: UUID) -> list[str]:
    """Who was told something of these cases, by their names, each as often as they were."""
    theirs = Notice.objects.filter(kind=kind, book__in=books, to__endswith=cast.mark)
    found = theirs.order_by("to").values_list("to", flat=True)
    return [each.removesuffix(f"-{cast.mark}") for each in found]


def test_every_step_is_done_and_said_in_a_line_that_names_nobody(cast: Cast, anchors: Path) -> None:
    cast.case("sam")
    done = ticked(cast.now)
    assert [each.failed for each in done.values()] == [""] * len(ticking.STEPS)
    assert all(str(each).count(":") == 1 and cast.mark not in str(each) for each in done.values())
    assert anchors.read_text(encoding="utf-8").count("\n") == done["anchors"].number == 1


def test_done_again_at_once_it_does_nothing_more(cast: Cast, anchors: Path) -> None:
    book = cast.case("sam")
    broken(cast, book, "tomos")
    cast.later(days=4)
    ticked(cast.now)
    notices = Notice.objects.filter(book=book)
    before = notices.count(), Anchor.objects.count()
    again = ticked(cast.now)
    assert (notices.count(), Anchor.objects.count()) == before
    assert [again[name].number for name in ("stale plans", "overdue reviews", "unanswered", "anchors")] == [0, 0, 0, 0]


def test_two_machines_at_once_tell_everybody_once(cast: Cast, anchors: Path) -> None:
    books = [cast.case("sam") for _ in range(3)]
    for book in books:
        broken(cast, book, "tomos")
    now, begin = cast.later(days=4), threading.Barrier(3)
    failed: list[str] = []

    def machine() -> None:
        begin.wait(20)
        try:
            failed.extend(str(done) for done in ticking.tick(now) if done.failed)
        finally:
            connections.close_all()

    machines = [threading.Thread(target=machine) for _ in range(3)]
    for each in machines:
        each.start()
    for each in machines:
        each.join(120)
    ticked(now)  # what one left since another was at it
    assert failed == []
    assert told(cast, "review_overdue", *books) == sorted(["dee", "ines", "olu"] * 3)


def test_a_step_that_fails_keeps_no_other_from_being_done(
    cast: Cast, anchors: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_now: datetime) -> int:
        raise ZeroDivisionError("words of a case")

    first, *others = ticking.STEPS
    monkeypatch.setattr(ticking, "STEPS", (replace(first, does=fails), *others))
    done = ticked(cast.now)
    assert str(done[first.name]) == f"{first.name}: failed (ZeroDivisionError)"
    assert [each.failed for each in done.values()] == ["ZeroDivisionError", *[""] * len(others)]
    assert rounds.last("tick") == cast.now


def test_a_plan_that_went_stale_is_told_once_to_who_works_the_case(cast: Cast) -> None:
    book = cast.case("sam")
    Reach.objects.filter(book_id=book).delete()
    Reach.objects.create(book_id=book, person="v1", until=cast.now.date(), says="{}")
    cast.now = datetime(2024, 4, 8, 22, 59, tzinfo=UTC)
    timely.stale_plans(cast.now)
    assert told(cast, "plan_stale", book) == []
    cast.later(minutes=1)  # midnight in London
    for _ in range(3):
        timely.stale_plans(cast.now)
    assert told(cast, "plan_stale", book) == ["sam"]
    Reach.objects.filter(book_id=book).update(until=(cast.now + timedelta(days=7)).date())
    timely.stale_plans(cast.later(days=20))
    assert told(cast, "plan_stale", book) == ["sam", "sam"]


def test_nobody_is_told_of_a_plan_in_a_case_that_is_over_or_closed_to_them(cast: Cast) -> None:
    over, closed = cast.case("sam"), cast.case("jo")
    Standing.objects.filter(book_id=over).update(state="closed")
    cast.record(closed, "ines", "conflict.declared", {"staff": cast.handle("jo"), "how": "related"})
    for book in (over, closed):
        Reach.objects.create(book_id=book, person="v2", until=cast.now.date() - timedelta(days=3), says="{}")
    timely.stale_plans(cast.now)
    assert told(cast, "plan_stale", over, closed) == []


def test_a_review_that_nobody_made_by_its_day_is_told_to_who_reviews(cast: Cast) -> None:
    book, other = cast.case("sam"), cast.case("sam")
    glass, made = broken(cast, book, "olu"), broken(cast, other, "tomos")
    reviewed(cast, made, "dee")
    due = BreakGlass.objects.get(id=glass).review_by
    timely.overdue_reviews(due - timedelta(seconds=1))
    assert told(cast, "review_overdue", book, other) == []
    timely.overdue_reviews(due)
    timely.overdue_reviews(due + timedelta(days=1))
    assert told(cast, "review_overdue", book, other) == ["dee", "ines"]  # not who broke it


def test_what_waits_two_working_days_for_an_answer_is_told_to_who_may_give_it(cast: Cast) -> None:
    book = cast.case("sam")
    friday = datetime(2024, 4, 12, 12, 0, tzinfo=UTC)
    Awaited.objects.create(book_id=book, event="discretion.asked", entry="e1", by=cast.handle("sam"), at=friday)
    end_of_tuesday = datetime(2024, 4, 16, 23, 0, tzinfo=UTC)
    timely.unanswered(end_of_tuesday - timedelta(seconds=1))
    assert told(cast, "approval_waiting", book) == []
    for _ in range(2):
        timely.unanswered(end_of_tuesday)
    assert told(cast, "approval_waiting", book) == ["ines"]


def test_a_case_kept_long_enough_is_told_once_to_who_may_propose_it(cast: Cast) -> None:
    book = cast.case("sam")
    cast.record(book, "sam", "closure.proposed", {"outcome": "duplicate"})
    cast.record(book, "ines", "closure.approved")
    cast.record(book, "ines", "case.closed", {"outcome": "duplicate", "risk_mitigated": "yes"})
    for years in (1, 30, 30):
        mark = ""
        while (mark := timely.kept_long_enough(cast.now + timedelta(days=366 * years), mark)) != "":
            continue
    assert told(cast, "retention_due", book) == ["ines"]


def test_what_is_looked_through_once_a_day_goes_on_where_it_came_to(cast: Cast) -> None:
    what, marks = f"looked-{cast.mark}", ["b", "d", ""]
    began: list[str] = []

    def go_on(mark: str) -> str:
        began.append(mark)
        return marks[(len(began) - 1) % 3]

    assert [rounds.once_a_day(what, cast.now, go_on) for _ in range(5)] == [True, True, True, False, False]
    assert not rounds.once_a_day(what, datetime(2024, 4, 8, 22, 59, tzinfo=UTC), go_on)
    assert rounds.once_a_day(what, datetime(2024, 4, 8, 23, 0, tzinfo=UTC), go_on)  # midnight in London
    assert began == ["", "b", "d", ""]


def test_an_anchor_is_made_every_four_minutes_and_handed_over(cast: Cast, anchors: Path) -> None:
    made = []
    for _ in range(20):
        made.append(ticked(cast.now)["anchors"].number)
        cast.later(seconds=30)
    assert made == [1, *[0] * 7] * 2 + [1, 0, 0, 0]
    assert anchors.read_text(encoding="utf-8").count("\n") >= 3


def test_a_place_that_takes_no_anchor_is_a_failure(
    cast: Cast, anchors: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    update = {"anchors_file": tmp_path / "nowhere" / "anchors.jsonl"}
    monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update=update))
    assert str(ticked(cast.now)["anchors"]) == "anchors: failed (NotAllDone)"


def test_what_nobody_needs_is_taken_away(cast: Cast) -> None:
    sam = cast.actor("sam")
    drafts.keep(actor=sam, book=None, form="report.received", said={"words": ["x"]}, now=cast.now)
    feeds.make(sam.handle, cast.now)
    Session.objects.create(session_key=cast.mark, session_data="", expire_date=cast.now + timedelta(hours=10))
    mine = Attempt.objects.create(bucket=cast.mark.encode(), at=cast.now)
    kept: list[Callable[[], bool]] = [
        Unfinished.objects.filter(by=sam.handle).exists,
        Feed.objects.filter(staff=sam.handle).exists,
        Session.objects.filter(session_key=cast.mark).exists,
        Attempt.objects.filter(id=mine.id).exists,
    ]
    ticked(cast.now)
    assert [each() for each in kept] == [True] * 4
    ticked(cast.later(days=365))
    assert [each() for each in kept] == [False] * 4


def test_without_any_tick_lists_are_right(cast: Cast) -> None:
    """What runs out while nothing ticks is overdue all the same on the desk of whoever looks."""
    book = cast.case("sam")
    cast.later(days=30)
    seen = agenda(actor=cast.actor("sam"), scope=Scope(), now=cast.now).tasks
    assert any(each.book == book and each.due is not None and each.due <= cast.now for each in seen)
    ticked(cast.now)
    assert agenda(actor=cast.actor("sam"), scope=Scope(), now=cast.now).tasks == seen


def test_deadlines_are_judged_anew_by_the_tick_as_by_whoever_looks(cast: Cast) -> None:
    book = cast.case("sam")
    cast.later(days=30)
    assert Standing.objects.get(book_id=book).fresh_until <= cast.now  # type: ignore[operator] # something runs out
    while ticked(cast.now)["deadlines"].number:
        continue
    assert not Standing.objects.filter(book_id=book, fresh_until__lte=cast.now).exists()
