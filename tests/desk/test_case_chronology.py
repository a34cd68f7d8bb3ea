"""The chronology: corrected in the open, filtered in the page, as it was known on a day."""

import html
from datetime import timedelta
from uuid import UUID

import pytest

from lintel.desk.chronology import AT_ONCE
from tests.desk.caselike import HER, NOTE, SAFE_NUMBER, plain, planted, text_of
from tests.desk.conftest import Desk


def chronology(desk: Desk, book: UUID, by: str = "sam", **asked: str) -> str:
    browser, address = desk.browser(by), f"/case/{book}/chronology"
    answer = browser.post(address, asked) if asked else browser.get(address)
    assert answer.status_code == 200
    return html.unescape(plain(answer))


def test_the_newest_stands_first_with_who_wrote_it_and_when(desk: Desk) -> None:
    said = chronology(desk, planted(desk).book)
    assert said.index("Note added") < said.index("Safe contact agreed") < said.index("Report received by phone")
    assert "Note added by Sam Mon 8 April 2024 at 10:05am" in said


def test_people_stand_in_it_by_name_and_with_what_this_landlord_calls_them(desk: Desk) -> None:
    assert f"Joined the case: {HER} as victim or survivor" in chronology(desk, planted(desk).book)


def test_a_correction_shows_both_readings_who_made_it_and_why(desk: Desk) -> None:
    book = desk.case()
    wrong = desk.record(book, "sam", "contact.made", {"channel": "phone"}).entry
    desk.record(book, "ines", "entry.corrected", {"entry": wrong, "facts": {"channel": "text"}}, {"reasons": "misread"})
    said = chronology(desk, book)
    assert "Contact made by text" in said
    assert "Put right by Ines, Mon 8 April 2024" in said
    assert "put right: channel" in said
    assert "It said: Contact made by phone" in said
    assert "Reasons: misread" in said


def test_what_was_withdrawn_stays_and_says_that_it_no_longer_counts(desk: Desk) -> None:
    book = desk.case()
    wrong = desk.record(book, "sam", "note.added", sealed={"note": "of another case"}).entry
    desk.record(book, "sam", "entry.corrected", {"entry": wrong, "withdrawn": "wrong_case"})
    said = chronology(desk, book)
    assert "Withdrawn No longer counts: wrong case" in said
    assert "of another case" in said


def test_other_words_for_what_is_masked_are_masked_too(desk: Desk) -> None:
    case = planted(desk)
    plan = next(each.id for each in desk.look(case.book, "sam").entries if each.seq == case.plan)
    desk.record(case.book, "sam", "entry.corrected", {"entry": plan}, {"replacement": {"numbers": "07700 900555"}})
    said = chronology(desk, case.book)
    assert "What it says instead: hidden" in said
    assert "07700 900555" not in said
    assert SAFE_NUMBER not in said


def test_a_fact_that_broke_a_guard_is_marked_with_the_guard_and_its_clause(desk: Desk) -> None:
    book = desk.case()
    desk.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "unsafe"}}, about=["v1"])
    desk.record(book, "sam", "contact.made", {"channel": "phone", "started_by": "us"}, about=["v1"])
    assert "Against the policy" in chronology(desk, book)


@pytest.mark.parametrize(
    ("fixed", "now"),
    [({"facts": {"channel": "letter"}}, "Against the policy"), ({"withdrawn": "wrong_case"}, "As first written")],
)
def test_what_was_broken_and_put_right_says_as_first_written(desk: Desk, fixed: dict[str, object], now: str) -> None:
    book = desk.case()
    desk.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "unsafe", "email": "safe"}}, about=["v1"])
    made = desk.record(book, "sam", "contact.made", {"channel": "phone", "started_by": "us"}, about=["v1"]).entry
    desk.record(book, "ines", "entry.corrected", {"entry": made, **fixed})
    said = chronology(desk, book)
    assert f"{now} " in said
    assert ("Against the policy then, and put right since" in said) is (now == "As first written")


def test_it_is_filtered_by_kind_and_by_person(desk: Desk) -> None:
    book = planted(desk).book
    only_notes = chronology(desk, book, kind="notes")
    assert NOTE in only_notes
    assert "Report received by phone" not in only_notes
    hers = chronology(desk, book, person="0")
    assert "Safe contact agreed" in hers
    assert NOTE not in hers
    assert "2 entries" in hers


def test_what_was_asked_for_stands_in_no_address(desk: Desk) -> None:
    book = planted(desk).book
    answer = desk.browser("sam").post(f"/case/{book}/chronology", {"person": "0", "kind": "notes"})
    assert answer.status_code == 200
    assert answer.wsgi_request.get_full_path() == f"/case/{book}/chronology"


def test_as_known_on_a_day_shows_what_had_been_written_by_its_end(desk: Desk) -> None:
    case = planted(desk)
    wrong = desk.record(case.book, "sam", "contact.made", {"channel": "phone"}).entry
    desk.now += timedelta(days=2)
    desk.record(case.book, "sam", "entry.corrected", {"entry": wrong, "facts": {"channel": "text"}})
    desk.record(case.book, "sam", "note.added", sealed={"note": "later words"})
    then = chronology(desk, case.book, day="8", month="4", year="2024")
    assert "As it was known at the end of Mon 8 April 2024" in then
    assert "Contact made by phone" in then
    assert "later words" not in then
    assert "Put right" not in then
    now = chronology(desk, case.book, day="10", month="4", year="2024")
    assert "Contact made by text" in now
    assert "later words" in now


def test_the_banner_says_what_is_safe_now_whatever_day_is_looked_at(desk: Desk) -> None:
    book = planted(desk).book
    desk.now += timedelta(days=2)
    desk.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "unsafe", "email": "safe"}}, about=["v1"])
    then = chronology(desk, book, day="8", month="4", year="2024")
    assert "Safe: email. Unsafe: phone." in then.replace("e-mail", "email")
    assert "Safe contact agreed: phone safe, text unsafe" in then


def test_before_anything_was_written_there_is_nothing(desk: Desk) -> None:
    assert "0 entries" in chronology(desk, planted(desk).book, day="1", month="4", year="2024")


def test_everything_wrong_with_a_filter_is_said_at_once_and_nothing_is_guessed(desk: Desk) -> None:
    book = planted(desk).book
    asked = {"kind": "gossip", "person": "x", "day": "31", "month": "2", "year": "2024", "other": "1"}
    answer = desk.browser("sam").post(f"/case/{book}/chronology", asked)
    said = html.unescape(plain(answer))
    assert answer.status_code == 422
    assert said.startswith("Error: Chronology")
    for field in ("Kind is not on the list", "Person is not on the list", "Day is not a day", "field that is not"):
        assert field in said


def test_a_day_that_is_still_to_come_is_no_day_on_which_anything_was_known(desk: Desk) -> None:
    book = planted(desk).book
    asked = {"day": "9", "month": "4", "year": "2024"}
    assert desk.browser("sam").post(f"/case/{book}/chronology", asked).status_code == 422


def test_a_long_chronology_is_cut_into_pages_that_miss_nothing(desk: Desk) -> None:
    book = desk.case()
    for number in range(AT_ONCE):
        desk.record(book, "sam", "note.added", sealed={"note": f"note number {number:03}"})
    first, second = chronology(desk, book), chronology(desk, book, page="2")
    assert f"{AT_ONCE + 3} entries, page 1 of 2" in first
    found = [f"note number {number:03}" for number in range(AT_ONCE)]
    assert all((each in first) != (each in second) for each in found)
    assert "Report received" in second


def test_what_happened_before_it_was_written_down_says_both_days(desk: Desk) -> None:
    book = desk.case()
    desk.now += timedelta(days=2)
    desk.record(book, "sam", "incident.recorded", {"abuse_types": ["economic"]}, at=desk.now - timedelta(days=1))
    said = chronology(desk, book)
    assert "Incident recorded: economic by Sam Tue 9 April 2024" in said
    assert "Written down Wed 10 April 2024" in said


def test_what_is_printed_as_known_on_a_day_is_what_the_page_shows_of_it(desk: Desk) -> None:
    book = planted(desk).book
    desk.later(days=2)
    desk.record(book, "sam", "note.added", sealed={"note": "an invented visitor came"})
    browser = desk.browser("sam")
    shown = text_of(browser.post(f"/case/{book}/chronology", {"day": "8", "month": "4", "year": "2024"}))
    assert f"/case/{book}/chronology/print?on=2024-04-08" in shown
    then, now = (plain(browser.get(f"/case/{book}/chronology/print{on}")) for on in ("?on=2024-04-08", ""))
    assert ("an invented visitor came" in then, "an invented visitor came" in now) == (False, True)
    assert "As it was known at the end of Mon 8 April 2024" in then


@pytest.mark.parametrize("on", ["2024-4-8", "2024-02-30", "2031-01-01", "soon"])
def test_a_day_that_no_page_of_ours_asks_to_print_is_refused(desk: Desk, on: str) -> None:
    assert desk.browser("sam").get(f"/case/{desk.case()}/chronology/print?on={on}").status_code == 400
