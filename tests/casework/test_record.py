"""The one way in."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from lintel.access.models import Read
from lintel.casework.models import Submission
from lintel.casework.record import Draft, Recorded, record
from lintel.casework.refusals import Barred, KeyUsed, NotHere, Overtaken, StepUpNeeded, TakesTwo
from lintel.events.faults import InputRefused
from lintel.ledger.actions import head
from lintel.ledger.models import Row
from tests.casework.cast import Cast, key


def test_an_entry_is_numbered_sealed_and_by_whoever_signed_in(cast: Cast) -> None:
    book = cast.case()
    done = cast.record(book, "sam", "note.added", sealed={"note": "She rang from work."})
    row = Row.objects.get(book_id=book, seq=done.seq)
    assert (row.entry, row.by, row.facts) == (done.entry, cast.handle("sam"), "{}")
    assert b"She rang" not in bytes(row.sealed or b"")
    assert [each.seq for each in Row.objects.filter(book_id=book).order_by("seq")] == list(range(1, done.seq + 1))
    assert cast.look(book, "sam").entries[-1].sealed == {"note": "She rang from work."}


def test_a_draft_is_refused_with_all_its_faults_and_nothing_is_written(cast: Cast) -> None:
    book = cast.case()
    before = head(book)
    facts = {"channel": "pigeon", "outcome": "no_answer", "by": "somebody"}
    with pytest.raises(InputRefused) as refused:
        cast.record(book, "sam", "contact.attempted", facts, {"by": cast.handle("ines")}, about=["nobody"])
    assert {fault.field for fault in refused.value.faults} >= {"data.channel", "data.by", "by"}
    assert head(book) == before


def test_who_wrote_it_cannot_be_posted(cast: Cast) -> None:
    book = cast.case()
    for sealed in (
        {"by": cast.handle("ines")},
        {"recorded_at": "2020-01-01T00:00:00+00:00"},
        {"book": "x"},
        {"id": "x"},
    ):
        with pytest.raises(InputRefused):
            cast.record(book, "sam", "note.added", sealed=sealed)


def test_a_racing_writer_is_told_what_came_first(cast: Cast) -> None:
    book = cast.case()
    seen = head(book)[0]
    cast.record(book, "sam", "note.added", sealed={"note": "first"})
    draft = Draft(event="note.added", at=cast.now, seen=seen, key=key(), sealed={"note": "second"})
    with pytest.raises(Overtaken) as refused:
        record(actor=cast.actor("ines"), book=book, draft=draft, now=cast.now)
    assert [entry.event for entry in refused.value.entries] == ["note.added"]


def test_the_same_form_sent_twice_makes_one_entry(cast: Cast) -> None:
    book = cast.case()
    draft = Draft(event="note.added", at=cast.now, seen=head(book)[0], key=key(), sealed={"note": "once"})
    first = record(actor=cast.actor("sam"), book=book, draft=draft, now=cast.now)
    again = record(actor=cast.actor("sam"), book=book, draft=draft, now=cast.later(minutes=3))
    assert (again.entry, again.seq, again.again) == (first.entry, first.seq, True)
    other = Draft(event="note.added", at=draft.at, seen=draft.seen, key=draft.key, sealed={"note": "twice"})
    with pytest.raises(KeyUsed):
        record(actor=cast.actor("sam"), book=book, draft=other, now=cast.now)
    assert head(book)[0] == first.seq


def test_an_act_is_barred_by_a_guard_and_a_fact_is_recorded_as_a_breach(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "contact.plan_agreed",
                {"channels": {"phone": "unsafe"}, "basis": "her_words", "verified": "in_person"})  # fmt: skip
    rang = cast.record(book, "sam", "contact.attempted", {"channel": "phone", "outcome": "message_left"})
    assert [guard.id for guard, _ in rang.breaches]
    before = head(book)
    with pytest.raises(Barred) as barred:
        cast.record(book, "sam", "enforcement.started", thread=_considered(cast, book))
    assert barred.value.guards
    assert head(book)[0] == before[0] + 1


def _considered(cast: Cast, book: object) -> str:
    return cast.record(book, "sam", "enforcement.considered", {"tool": "notice"}).entry  # type: ignore[arg-type] # any id


def test_a_discretion_is_the_approvers_own_entry(cast: Cast) -> None:
    book = cast.case()
    asked = cast.record(book, "sam", "discretion.asked", {"rule": "safe-contact"}, {"reasons": "no other way"})
    for by, event in (("sam", "discretion.approved"), ("jo", "discretion.approved")):
        with pytest.raises((TakesTwo, NotHere)):
            cast.record(book, by, event, thread=asked.entry)
    with pytest.raises(InputRefused):
        cast.record(book, "sam", "discretion.approved", {}, {"by": cast.handle("ines")}, thread=asked.entry)
    done = cast.record(book, "ines", "discretion.approved", thread=asked.entry)
    assert Row.objects.get(book_id=book, seq=done.seq).by == cast.handle("ines")


def test_erasing_and_lifting_a_hold_take_two(cast: Cast) -> None:
    book = cast.case()
    hold = cast.record(book, "ines", "legal_hold.placed", {"why": "police"})
    with pytest.raises(TakesTwo):
        cast.record(book, "ines", "legal_hold.lifted", thread=hold.entry)


def test_the_contact_rule_takes_the_second_factor(cast: Cast) -> None:
    book = cast.case()
    draft = Draft(event="contact.plan_agreed", at=cast.now, seen=head(book)[0], key=key(), facts={"channels": {}})
    with pytest.raises(StepUpNeeded):
        record(actor=cast.actor("sam"), book=book, draft=draft, now=cast.now)


def test_somebody_without_the_case_learns_nothing_and_is_written_down(cast: Cast) -> None:
    book = cast.case()
    for name in ("jo", "max", "olu", "aud", "adi", "rae", "dee", "saf", "hana"):
        with pytest.raises(NotHere):
            cast.record(book, name, "note.added", sealed={"note": "x"})
        last = Read.objects.filter(reader=cast.handle(name)).order_by("-seq").first()
        assert last is not None
        assert (last.book, last.verb, last.ground.partition(":")[0]) == (book, "record", "refused")


def test_one_of_two_racing_writers_is_told_and_nothing_is_lost(cast: Cast) -> None:
    book = cast.case()
    seen = head(book)[0]
    both = threading.Barrier(2)

    def write(name: str) -> Recorded | Overtaken:
        draft = Draft(event="note.added", at=cast.now, seen=seen, key=key(), sealed={"note": name})
        both.wait()
        try:
            return record(actor=cast.actor(name), book=book, draft=draft, now=cast.now + timedelta(seconds=1))
        except Overtaken as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        came = list(pool.map(write, ("sam", "ines")))
    assert sorted(type(each).__name__ for each in came) == ["Overtaken", "Recorded"]
    assert head(book)[0] == seen + 1


def test_nothing_is_shown_or_written_where_the_read_log_cannot_be(cast: Cast) -> None:
    book = cast.case()
    before = head(book)
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE INSERT ON access_read FROM lintel_app")
    try:
        with pytest.raises(Exception, match="permission denied"):
            cast.look(book, "sam")
        with pytest.raises(Exception, match="permission denied"):
            cast.record(book, "sam", "note.added", sealed={"note": "x"})
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("GRANT INSERT ON access_read TO lintel_app")
    assert head(book) == before


def test_the_key_of_a_form_is_kept_without_its_words(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "note.added", sealed={"note": "PLANTED"})
    kept = Submission.objects.filter(book_id=book).values_list("digest", flat=True)
    assert all(b"PLANTED" not in bytes(each) for each in kept)
    assert connection.vendor == "postgresql"
