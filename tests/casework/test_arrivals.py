"""`lintel import`: all of a file or nothing of it, written as everything else is, and seen all at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from lintel.access import accounts
from lintel.access.marks import declare
from lintel.casework import index
from lintel.casework.arrivals import Arrived
from lintel.casework.collisions import additions
from lintel.casework.conflicts import conflicted
from lintel.casework.lists import cases
from lintel.casework.look import look
from lintel.casework.models import Owed, Part
from lintel.casework.refusals import NoAccount
from lintel.embedded.roles import Addresses
from lintel.events.entry import Book as Chronicle
from lintel.events.entry import Entry
from lintel.events.faults import Fault, InputRefused
from lintel.instruments.loading import shipped
from lintel.ledger import actions, keys
from lintel.ledger.models import Arrival, Book, Row
from lintel.people import register
from lintel.people.identifiers import of_person_facts
from tests.casework.moved import (
    BY,
    NOW,
    PLANTED,
    Line,
    a_case,
    a_note,
    a_person,
    counts,
    derived,
    landlord,
    line,
    taken_in,
    told,
    written,
)
from tests.database.server import TestServer


@pytest.fixture
def alone(database: TestServer) -> Iterator[Addresses]:
    with landlord(database) as addresses:
        yield addresses


@pytest.fixture
def file(tmp_path: Path, alone: Addresses) -> Path:
    """A case with a note, the book of the person in it, and the organisation's."""
    policy = line("organisation", "o1", "policy.approved", {"policy": "settle-2024", "version": "1"})
    return written(tmp_path / "first.jsonl", *a_case("A1", a_note()), *a_person(), policy)


def book_of(name: str) -> Book:
    return Book.objects.get(name=name)


def add_officer() -> None:
    accounts.add_staff("sam", "Sam", NOW)
    accounts.grant_role("sam", "officer", by=accounts.INSTALLATION, approved_by=accounts.LANDLORD, now=NOW)


def test_a_file_is_taken_in_as_it_was_written(file: Path) -> None:
    add_officer()
    came = taken_in(file)
    assert (came.books, came.entries, came.same, came.again) == (3, 7, 0, False)
    case = book_of("A1")
    rows = list(Row.objects.filter(book=case).order_by("seq").values_list("seq", "entry", "by", "source"))
    assert rows == [
        (seq, name, "sam", Arrival.objects.get().id.hex) for seq, name in enumerate(("e1", "e2", "e3", "n1"), 1)
    ]
    (note,) = Row.objects.filter(entry="n1")
    assert note.at == note.recorded_at
    assert PLANTED.encode() not in bytes(note.sealed or b"")
    assert (case.kind, book_of("person:A1-v1").kind, book_of("organisation").kind) == ("case", "person", "organisation")
    seen = look(actor=accounts.actor("sam"), book=case.id, now=NOW)
    assert seen.entries[-1].sealed == {"note": PLANTED}
    assert seen.names == {"v1": "Planted Pemberton"}
    assert [each.name for each in cases(actor=accounts.actor("sam"), now=NOW)] == ["A1"]


def test_what_is_wrong_with_a_file_changes_nothing(alone: Addresses, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    bad: list[list[Line]] = [
        [],
        [line("A1", "e1", "no.such_thing")],
        a_case("A1", a_note("A1", "e1")),
        a_case("A1", line("A1", "e4", "note.added", note=PLANTED, about=["v9"])),
        a_case("A1", line("A1", "e4", "referral.sent", thread="e9")),
        [*a_case(), *a_case("A2"), {**a_note("A2"), "at": PLANTED}],
    ]
    before = counts()
    for lines in bad:
        with pytest.raises(InputRefused) as refused:
            taken_in(written(path, *lines))
        assert PLANTED not in str(refused.value)
        assert counts() == before
    for absent in (tmp_path / "absent.jsonl", tmp_path):
        with pytest.raises(InputRefused):
            taken_in(absent)
    with pytest.raises(NoAccount):
        taken_in(written(path, *a_case()), by="nobody")
    assert counts() == before


def test_the_same_file_again_does_nothing(file: Path) -> None:
    taken_in(file)
    before, said = counts(), told()
    assert taken_in(file) == Arrived(again=True)
    assert (counts(), told()) == (before, said)


def test_a_dry_run_says_the_same_and_writes_nothing(file: Path, tmp_path: Path) -> None:
    before = counts()
    dry = taken_in(file, dry_run=True)
    assert counts() == before
    came = taken_in(file)
    assert (dry.books, dry.entries, dry.same) == (came.books, came.entries, came.same)
    assert taken_in(file, dry_run=True).again
    before = counts()
    with pytest.raises(InputRefused):
        taken_in(written(tmp_path / "other.jsonl", *a_case("A1", a_note(note="other words"))), dry_run=True)
    assert counts() == before


def test_what_is_here_with_other_content_is_refused_all_of_it_and_without_a_word_of_it(
    file: Path, tmp_path: Path
) -> None:
    taken_in(file)
    lines = [*a_case("A1", a_note(note="PLANTED-OTHERWISE")), *a_person(phone="07700 900999"), *a_case("A2")]
    lines[0] = {**lines[0], "data": {"channel": "web", "source": "victim", "nature": "disclosure"}}
    lines[1] = {**lines[1], "by": "lee"}
    lines[2] = {**lines[2], "at": "2024-04-08T10:00:01+01:00"}
    before, said = counts(), told()
    with pytest.raises(InputRefused) as refused:
        taken_in(written(tmp_path / "second.jsonl", *lines))
    assert [(each.line, each.field) for each in refused.value.faults] == [(n, "id") for n in (1, 2, 3, 4, 6)]
    for name, book in (("e1", "A1"), ("e2", "A1"), ("e3", "A1"), ("n1", "A1"), ("p2", "person:A1-v1")):
        assert f'"{name}" of book "{book}"' in str(refused.value)
    for word in ("PLANTED", "900999", "900123", "lee", "web"):
        assert word not in str(refused.value)
    assert (counts(), told()) == (before, said)


def test_what_is_here_is_skipped_and_what_is_new_is_added_at_the_end(file: Path, tmp_path: Path) -> None:
    taken_in(file)
    later = [
        a_note("A1", "n0", "written first in the file"), *a_case("A1", a_note(), a_note("A1", "n2", "new")),
        *a_person(), line("person:A1-v1", "p3", "person.contact_changed", email="jo@example.org"),
        line("organisation", "o1", "policy.approved", {"policy": "settle-2024", "version": "1"}),
        line("organisation", "o2", "role.appointed", {"role": "da_lead", "person": "ines"}),
        *a_case("A2"),
    ]  # fmt: skip
    came = taken_in(written(tmp_path / "second.jsonl", *later))
    assert (came.books, came.entries, came.same) == (1, 7, 7)
    assert {name: [each[1] for each in entries] for name, entries in told().items()} == {
        "A1": ["e1", "e2", "e3", "n1", "n0", "n2"], "A2": ["e1", "e2", "e3"],
        "organisation": ["o1", "o2"], "person:A1-v1": ["p1", "p2", "p3"],
    }  # fmt: skip
    sources = set(Row.objects.filter(entry__in=("n0", "n2", "p3", "o2")).values_list("source", flat=True))
    assert sources == {Arrival.objects.get(by=BY, id__in=Book.objects.filter(name="A2").values("arrival")).id.hex}
    assert register.find(of_person_facts({"names": "Planted Pemberton", "email": "jo@example.org"}))


def test_an_entry_recorded_here_stays_beside_what_is_imported(file: Path, tmp_path: Path) -> None:
    taken_in(file)
    with transaction.atomic():
        actions.append(book_of("A1").id, [Entry("A1", "here", "note.added", NOW, NOW, "sam")])
    taken_in(written(tmp_path / "second.jsonl", *a_case("A1", a_note(), a_note("A1", "n2"))))
    assert [each[1] for each in told()["A1"]] == ["e1", "e2", "e3", "n1", "here", "n2"]


def test_a_new_entry_must_fit_the_book_that_is_here(file: Path) -> None:
    taken_in(file)
    sent = Entry("A1", "s1", "referral.sent", NOW, NOW, thread="nowhere", seq=12)
    faults: list[Fault] = []
    additions([Chronicle("A1", (sent,))], {"A1": book_of("A1").id}, faults.append)
    assert [(each.line, each.field) for each in faults] == [(12, "thread")]
    assert '"s1"' in faults[0].wrong
    assert '"A1"' in faults[0].wrong


def test_an_erased_book_stays_erased(file: Path, tmp_path: Path) -> None:
    taken_in(file)
    keys.destroy([book_of("A1").id])
    keys.forget()
    second = tmp_path / "second.jsonl"
    assert taken_in(written(second, *a_case("A1", a_note()), *a_case("A2"))).same == 4
    assert told()["A1"][-1][-1] == {}
    before = counts()
    with pytest.raises(InputRefused, match="erased"):
        taken_in(written(second, *a_case("A1", a_note(), a_note("A1", "n2"))))
    assert counts() == before


def test_a_case_on_the_list_of_erasures_never_comes_back(alone: Addresses, tmp_path: Path) -> None:
    first = written(tmp_path / "first.jsonl", *a_case("A1"), *a_person("A1-v1"), *a_case("A10"))
    before = counts()
    with pytest.raises(InputRefused) as refused:
        taken_in(first, erased=["A1", "B1"])
    assert sorted(str(each).split('"')[1] for each in refused.value.faults) == ["A1", "person:A1-v1"]
    assert counts() == before
    assert taken_in(first, erased=["B1"]).books == 3


def test_somebody_whose_book_comes_later_is_known_in_the_cases_that_were_here(tmp_path: Path, alone: Addresses) -> None:
    add_officer()
    taken_in(written(tmp_path / "first.jsonl", *a_case()))
    declare("sam", [register.blinded(each) for each in of_person_facts({"phone": "07700 900123"})])
    assert not conflicted("sam", book_of("A1").id)
    taken_in(written(tmp_path / "second.jsonl", *a_person()))
    assert conflicted("sam", book_of("A1").id)
    assert Part.objects.get(book=book_of("A1")).person_book == book_of("person:A1-v1")


def test_what_comes_for_the_organisation_is_counted_in_every_case_at_once(tmp_path: Path, alone: Addresses) -> None:
    taken_in(written(tmp_path / "first.jsonl", *a_case()))
    taken_in(
        written(
            tmp_path / "second.jsonl",
            *a_case("A2"),
            line("organisation", "o1", "role.appointed", {"role": "champion", "person": "jo"}),
        )
    )
    assert Owed.objects.filter(book=book_of("organisation")).exists()
    before = derived()
    index.rebuild(NOW, lambda done: None)
    assert derived() == before


def test_guards_are_reported_and_bar_nothing(file: Path, tmp_path: Path) -> None:
    assert not taken_in(file).breaches
    shared = line(
        "A1",
        "s1",
        "information.shared",
        {"agency": "council", "purpose": "other", "basis": "consent", "items": ["contact"]},
    )
    came = taken_in(
        written(tmp_path / "second.jsonl", *a_case("A1", a_note(), shared), *a_case("A2", {**shared, "book": "A2"}))
    )
    assert came.breaches == {"consent-to-share": 2}
    assert told()["A1"][-1][2] == "information.shared"


def test_an_assessment_below_its_own_answers_is_taken_and_named(file: Path, tmp_path: Path) -> None:
    head = shipped().head
    said = {"instrument": head.id, "version": head.version, "outcome": "completed", "yes": 30, "level": "standard"}
    came = taken_in(written(tmp_path / "second.jsonl", *a_case("A2", line("A2", "r1", "risk.assessed", said))))
    assert came.breaches == {"judgement-never-lowers": 1}
    assert told()["A2"][-1][2] == "risk.assessed"
