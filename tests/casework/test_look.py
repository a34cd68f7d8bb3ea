"""The one way to read."""

from datetime import timedelta
from uuid import UUID

import pytest

from lintel.access.models import Read
from lintel.casework.breakglass import break_glass
from lintel.casework.look import Masked, look, look_to_print, reveal
from lintel.casework.persons import link, write
from lintel.casework.record import Draft
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.events.faults import InputRefused
from lintel.ledger.models import Book
from lintel.people.identifiers import of_date_of_birth, of_names
from tests.casework.cast import Cast, key

ADDRESS = "1 Made-up Street, Sampleford ZZ99 7AJ"


def identify(cast: Cast, book: UUID, person: str, event: str, sealed: dict[str, object], *, seen: int = 0) -> str:
    draft = Draft(event=event, at=cast.now, seen=seen, key=key(), sealed=sealed)
    who = cast.actor("sam", stepped_up=True)
    return write(actor=who, case=book, person=person, draft=draft, now=cast.now).entry


def test_whoever_has_the_case_reads_words_and_names(cast: Cast) -> None:
    book = cast.case()
    identify(cast, book, "v1", "person.identified", {"names": "Grace Example"})
    cast.record(book, "sam", "note.added", sealed={"note": "words"})
    for name in ("sam", "ines"):
        seen = cast.look(book, name)
        assert seen.entries[-1].sealed == {"note": "words"}
        assert seen.names == {"v1": "Grace Example"}


@pytest.mark.parametrize("name", ["jo", "olu", "max", "saf", "hana", "dee", "aud", "rae", "adi"])
def test_rank_opens_nothing(cast: Cast, name: str) -> None:
    with pytest.raises(NotHere):
        cast.look(cast.case(), name)


def test_every_look_is_one_line_of_the_read_log_and_its_chain(cast: Cast) -> None:
    book = cast.case()
    for _ in range(3):
        cast.look(book, "ines")
    rows = Read.objects.filter(reader=cast.handle("ines"), verb="read").order_by("seq")
    assert [(row.thing, row.book, row.ground) for row in rows] == [("case", book, "team_lead")] * 3


def test_where_she_is_stays_masked_until_somebody_asks_for_that_alone(cast: Cast) -> None:
    book = cast.case()
    entry = identify(cast, book, "v1", "person.address_changed", {"address": ADDRESS})
    seen = cast.look(book, "sam")
    assert seen.persons["v1"][0].sealed == {"address": Masked("safe_address")}
    assert ADDRESS not in repr(seen)
    who = cast.actor("sam")
    with pytest.raises(StepUpNeeded):
        reveal(actor=who, book=book, entry=entry, field="address", thing="safe_address", person="v1", now=cast.now)
    who = cast.actor("sam", stepped_up=True)
    said = reveal(actor=who, book=book, entry=entry, field="address", thing="safe_address", person="v1", now=cast.now)
    assert said == ADDRESS
    last = Read.objects.filter(reader=who.handle).order_by("-seq")[0]
    assert (last.verb, last.thing, last.book) == ("reveal", "safe_address", book)


def test_nothing_is_revealed_by_calling_it_something_else(cast: Cast) -> None:
    book = cast.case()
    entry = identify(cast, book, "v1", "person.address_changed", {"address": ADDRESS})
    with pytest.raises(InputRefused):
        reveal(
            actor=cast.actor("sam"), book=book, entry=entry, field="address", thing="contact", person="v1", now=cast.now
        )


def test_safeguarding_does_not_see_who_told(cast: Cast) -> None:
    book = cast.report(sealed={"reporter": "the neighbour"})
    entry = cast.look(book, "ines").entries[0].id
    cast.record(book, "ines", "case.escalated", {"to": "safeguarding_lead"})
    assert cast.look(book, "saf").entries[0].sealed == {"reporter": Masked("informant")}
    with pytest.raises(NotHere):
        reveal(
            actor=cast.actor("saf", stepped_up=True),
            book=book,
            entry=entry,
            field="reporter",
            thing="informant",
            now=cast.now,
        )


def test_a_colleagues_case_is_for_hr_and_those_let_in(cast: Cast) -> None:
    book = cast.report(facts={"colleague_case": True})
    for name in ("ines", "olu", "saf", "sam"):
        with pytest.raises(NotHere):
            cast.look(book, name)
    cast.record(book, "hana", "access.given", {"staff": cast.handle("ines"), "reason": "colleague_case"})
    assert cast.look(book, "ines").book == book
    cast.record(book, "hana", "access.ended", {"staff": cast.handle("ines")})
    with pytest.raises(NotHere):
        cast.look(book, "ines")


def test_a_declared_conflict_shuts_out_even_the_officer(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "ines", "conflict.declared", {"staff": cast.handle("sam"), "how": "neighbour"})
    with pytest.raises(NotHere):
        cast.look(book, "sam")
    with pytest.raises(NotHere):
        cast.record(book, "sam", "note.added", sealed={"note": "x"})
    last = Read.objects.filter(reader=cast.handle("sam")).order_by("-seq")[0]
    assert last.ground == "refused:conflict"


def test_somebody_known_joins_another_case_only_by_two_identifiers(cast: Cast) -> None:
    first, second = cast.case(), cast.report()
    cast.record(second, "ines", "officer.named", {"officer": cast.handle("sam"), "reason": "first"})
    identify(cast, first, "v1", "person.identified", {"names": "Grace Example", "date_of_birth": "1973-12-02"})
    person = next(iter(cast.look(first, "sam").persons.values()))[0].book
    from_register = of_names("grace EXAMPLE") + of_date_of_birth("2 Dec 1973")
    draft = Draft(event="person.joined", at=cast.now, seen=2, key=key(), facts={"role": "household_member"})
    book = _book_called(person)
    who = cast.actor("sam", stepped_up=True)
    with pytest.raises(NotHere):
        link(actor=who, case=second, person=book, found_by=of_names("Grace Example"), draft=draft, now=cast.now)
    link(actor=who, case=second, person=book, found_by=from_register, draft=draft, now=cast.now)
    assert set(cast.look(second, "sam").names.values()) == {"Grace Example"}


def _book_called(name: str) -> UUID:
    return Book.objects.get(name=name).id


def test_a_case_as_it_was_known_shows_what_had_been_written_by_then(cast: Cast) -> None:
    book = cast.case()
    wrong = cast.record(book, "sam", "contact.made", {"channel": "phone"}).entry
    then = cast.now
    cast.record(book, "sam", "entry.corrected", {"entry": wrong, "facts": {"channel": "text"}})
    seen = look(actor=cast.actor("sam"), book=book, now=cast.now, known_on=then)
    assert seen.known_on == then
    assert [each.event for each in seen.entries if each.event == "entry.corrected"] == []
    assert seen.chronology.of("contact.made")[0].facts["channel"] == "phone"
    assert cast.look(book, "sam").chronology.of("contact.made")[0].facts["channel"] == "text"


def test_nothing_is_known_before_its_time(cast: Cast) -> None:
    book = cast.case()
    ahead = look(actor=cast.actor("sam"), book=book, now=cast.now, known_on=cast.now + timedelta(days=99))
    assert ahead.known_on == cast.now
    before = look(actor=cast.actor("sam"), book=book, now=cast.now, known_on=cast.now - timedelta(days=99))
    assert (before.entries, before.names) == ((), {})


def test_a_look_in_order_to_print_is_logged_as_one_and_shows_no_name_and_no_word_that_may_not_be_printed(
    cast: Cast,
) -> None:
    book = cast.case()
    identify(cast, book, "v1", "person.identified", {"names": "Grace Example"})
    cast.record(book, "sam", "note.added", sealed={"note": "words"})
    cast.record(book, "sam", "consent.asked", {"purpose": "marac"}, {"words_used": "her words"})
    cast.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}}, {"must_not_know": "him"})
    seen = look_to_print(actor=cast.actor("ines"), book=book, thing="case", now=cast.now)
    assert seen.names == {}
    assert [each.sealed for each in seen.entries[-3:]] == [{"note": "words"}, {}, {}]
    assert all(not each.sealed for entries in seen.persons.values() for each in entries)
    last = Read.objects.filter(reader=cast.handle("ines")).order_by("-seq")[0]
    assert (last.verb, last.thing, last.book) == ("print", "case", book)


def test_whoever_reads_without_having_the_case_prints_nothing(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "ines", "access.given", {"staff": cast.handle("jo")})
    assert cast.look(book, "jo").book == book
    with pytest.raises(NotHere):
        look_to_print(actor=cast.actor("jo"), book=book, thing="case", now=cast.now)


def test_a_look_through_a_broken_glass_says_until_when(cast: Cast) -> None:
    book = cast.case()
    assert cast.look(book, "sam").open_until is None
    who = cast.actor("tomos", stepped_up=True)
    break_glass(actor=who, book=book, code="danger_now", reason="She is in danger this minute", now=cast.now)
    until = cast.now + timedelta(minutes=60)
    cast.later(minutes=30)
    seen = cast.look(book, "tomos")
    assert (seen.open_until, seen.standing.relation) == (until, "break_glass")
