"""Breaking the glass: who may, for how long, who is told, who looks at it afterwards."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections

from lintel.access import accounts
from lintel.access.models import Read
from lintel.casework.breakglass import CODES, TooOften, break_glass
from lintel.casework.look import Masked, look, reveal
from lintel.casework.models import BreakGlass, Notice
from lintel.casework.record import Draft, record
from lintel.casework.refusals import NotHere, Refused, StepUpNeeded
from lintel.events.faults import InputRefused
from lintel.ledger.actions import head
from tests.casework.cast import Cast, key
from tests.casework.glass import REASON, broken, reviewed

MOVED = {"address": "1 Invented Row, ZZ99 1AA"}


def told(cast: Cast, book: UUID) -> set[str]:
    return {each.to.removesuffix(f"-{cast.mark}") for each in Notice.objects.filter(book_id=book, kind="glass_broken")}


def moved_case(cast: Cast) -> tuple[UUID, str]:
    """A case whose only address is that of a move."""
    book = cast.case()
    asked = cast.record(book, "sam", "move.requested")
    return book, cast.record(book, "sam", "move.completed", sealed=MOVED, thread=asked.entry).entry


def test_an_hour_to_read_one_case_and_nothing_else(cast: Cast) -> None:
    book, other = cast.case(), cast.case()
    with pytest.raises(NotHere):
        cast.look(book, "tomos")
    broken(cast, book, "tomos")
    assert cast.look(book, "tomos").book == book
    with pytest.raises(NotHere):
        cast.look(other, "tomos")
    draft = Draft(event="note.added", at=cast.now, seen=head(book)[0], key=key(), sealed={"note": "x"})
    with pytest.raises(NotHere):
        record(actor=cast.actor("tomos", stepped_up=True), book=book, draft=draft, now=cast.now)
    cast.later(minutes=59, seconds=59)
    assert cast.look(book, "tomos").book == book
    cast.later(seconds=1)
    with pytest.raises(NotHere):
        cast.look(book, "tomos")


def test_an_address_is_shown_only_where_it_was_ticked(cast: Cast) -> None:
    book, moved = moved_case(cast)
    for by, ticked in (("tomos", False), ("olu", True)):
        broken(cast, book, by, address=ticked)
        assert look(actor=cast.actor(by), book=book, now=cast.now).entries[-1].sealed == {
            "address": Masked("safe_address")
        }

    def shown(by: str, *, stepped_up: bool) -> object:
        actor = cast.actor(by, stepped_up=stepped_up)
        return reveal(actor=actor, book=book, entry=moved, field="address", thing="safe_address", now=cast.now)

    with pytest.raises(NotHere):
        shown("tomos", stepped_up=True)
    with pytest.raises(StepUpNeeded):
        shown("olu", stepped_up=False)
    assert shown("olu", stepped_up=True) == MOVED["address"]


@pytest.mark.parametrize(
    ("code", "reason", "fields"),
    [
        ("curious", REASON, {"code"}),
        ("danger_now", "too short", {"reason"}),
        ("danger_now", "   a  b   c    d     e   ", {"reason"}),
        ("", "", {"code", "reason"}),
        ("danger_now", "x" * 4_001, {"reason"}),
        ("danger_now", REASON + "\ud800", {"reason"}),
    ],
)
def test_a_listed_code_and_twenty_characters_are_needed_whatever_the_case(
    cast: Cast, code: str, reason: str, fields: set[str]
) -> None:
    for book in (cast.case(), uuid4()):
        with pytest.raises(InputRefused) as refused:
            break_glass(actor=cast.actor("tomos", stepped_up=True), book=book, code=code, reason=reason, now=cast.now)
        assert {fault.field for fault in refused.value.faults} == fields
    assert not BreakGlass.objects.filter(staff=cast.handle("tomos")).exists()


def test_the_second_factor_is_asked_for_before_any_case_is_looked_at(cast: Cast) -> None:
    for book in (cast.case(), cast.case(colleague_case=True), uuid4()):
        with pytest.raises(StepUpNeeded):
            broken(cast, book, "tomos", stepped_up=False)


def test_who_answers_for_it_the_da_leads_and_the_protection_officers_are_told_without_content(cast: Cast) -> None:
    book = cast.case()
    glass = broken(cast, book, "tomos")
    assert told(cast, book) >= {"sam", "ines", "olu", "dee"}
    assert not told(cast, book) & {"tomos", "jo", "max", "saf", "aud", "adi", "rae"}
    note = Notice.objects.filter(book_id=book, kind="glass_broken").first()
    assert note is not None
    assert {field.attname for field in Notice._meta.concrete_fields} == {"id", "to", "kind", "book_id", "at", "seen_at"}
    assert (note.at, note.seen_at) == (cast.now, None)
    assert BreakGlass.objects.get(id=glass).at == cast.now


def test_nobody_in_conflict_with_the_case_is_told_of_it(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "conflict.declared", {"staff": cast.handle("olu"), "how": "friend"})
    broken(cast, book, "tomos")
    assert "olu" not in told(cast, book)
    assert "ines" in told(cast, book)


def test_where_nobody_can_be_told_the_glass_does_not_break(cast: Cast) -> None:
    book = cast.case()
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE INSERT ON casework_notice FROM lintel_app")
    try:
        with pytest.raises(Exception, match="permission denied"):
            broken(cast, book, "tomos")
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("GRANT INSERT ON casework_notice TO lintel_app")
    assert not BreakGlass.objects.filter(book_id=book).exists()
    with pytest.raises(NotHere):
        cast.look(book, "tomos")


def test_three_in_seven_days_and_no_more(cast: Cast) -> None:
    books = [cast.case() for _ in range(3)]
    first = cast.now
    for each in books:
        reviewed(cast, broken(cast, each, "tomos"), "dee")
        cast.later(hours=2)
    for case in (cast.case(), uuid4()):
        with pytest.raises(TooOften):
            broken(cast, case, "tomos")
    cast.now = first + timedelta(days=7) - timedelta(seconds=1)
    with pytest.raises(TooOften):
        broken(cast, books[0], "tomos")
    cast.now = first + timedelta(days=7)
    broken(cast, books[0], "tomos")


def test_of_several_at_once_no_more_than_three_are_let_in(cast: Cast) -> None:
    books = [cast.case() for _ in range(6)]
    together = threading.Barrier(6)

    def one(book: UUID) -> bool:
        together.wait()
        try:
            return bool(broken(cast, book, "tomos"))
        except TooOften:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(one, books)) == 3
    assert BreakGlass.objects.filter(staff=cast.handle("tomos")).count() == 3


def test_conflicted_a_colleagues_an_erased_and_no_case_are_the_same_no(cast: Cast) -> None:
    kept_out, colleagues, own = cast.case(), cast.case(colleague_case=True), cast.case("tomos")
    cast.record(kept_out, "sam", "conflict.declared", {"staff": cast.handle("tomos"), "how": "neighbour"})
    said = set()
    for case in (kept_out, colleagues, own, uuid4()):
        with pytest.raises(NotHere) as refused:
            broken(cast, case, "tomos", address=True)
        said.add(repr(refused.value))
        assert not BreakGlass.objects.filter(book_id=case).exists()
    assert len(said) == 1


def test_whoever_may_not_break_the_glass_is_refused_before_any_case_is_looked_at(cast: Cast) -> None:
    book = cast.case()
    for name in ("max", "hana", "dee", "aud", "rae", "adi"):
        for case in (book, uuid4()):
            with pytest.raises(NotHere):
                broken(cast, case, name)
            last = Read.objects.filter(reader=cast.handle(name)).order_by("-seq")[0]
            assert (last.verb, last.thing, last.book, last.ground) == ("open", "break_glass", case, "refused:default")
    accounts.end_staff(cast.handle("tomos"), by=cast.handle("adi"), now=cast.now)
    with pytest.raises(NotHere):
        broken(cast, book, "tomos")


def test_every_try_stands_in_the_read_log_once(cast: Cast) -> None:
    book = cast.case()
    tries: list[tuple[Callable[[], object], str]] = [
        (lambda: broken(cast, book, "tomos", stepped_up=False), "refused:step_up"),
        (lambda: broken(cast, uuid4(), "tomos"), "refused:default"),
        (lambda: broken(cast, book, "tomos"), "officer"),
        (lambda: broken(cast, cast.case(), "tomos"), "officer"),
        (lambda: broken(cast, cast.case(), "tomos"), "officer"),
        (lambda: broken(cast, book, "tomos"), "refused:too_often"),
    ]
    for number, (one, ground) in enumerate(tries, 1):
        quietly(one)
        rows = Read.objects.filter(reader=cast.handle("tomos"), verb="open").order_by("seq")
        assert (len(rows), rows[number - 1].ground) == (number, ground)


def quietly(one: Callable[[], object]) -> None:
    try:
        one()
    except Refused:
        return


def test_every_listed_reason_fits_its_column() -> None:
    assert all(len(code) <= 24 for code in CODES)
