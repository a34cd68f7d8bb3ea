"""The banner above every page of a case, and its overview."""

import html
from datetime import timedelta

import pytest

from lintel.ledger.models import Book
from tests.desk.caselike import HER, NUMBER, plain, planted, text_of, write_of
from tests.desk.conftest import Desk


def words(desk: Desk, book: object, by: str = "sam", page: str = "") -> str:
    return html.unescape(plain(desk.browser(by).get(f"/case/{book}{page}")))


def test_the_overview_says_what_is_owed_and_why(desk: Desk) -> None:
    said = words(desk, planted(desk).book)
    assert "Reach her within one working day" in said
    assert "1 working day; due Tue 9 Apr 2024; not done yet: due" in said
    assert "settle-7.b4i Reach the victim within one working day of a disclosure" in said


def test_what_is_owed_and_for_whom_goes_by_name_and_not_by_handle(desk: Desk) -> None:
    said = words(desk, planted(desk).book)
    assert f"for {HER} (victim or survivor)" in said
    assert " v1 " not in said


def test_a_plan_in_force_says_what_is_safe_and_until_when(desk: Desk) -> None:
    said = words(desk, planted(desk).book)
    assert "Confirmed until Mon 6 May 2024" in said
    assert "Safe: phone. Unsafe: text. Only after 10am. Voicemail: never. Letters: not asked, so never." in said


def test_a_stale_plan_says_since_when_and_that_every_channel_is_unknown(desk: Desk) -> None:
    book = planted(desk).book
    desk.later(days=29)
    said = words(desk, book)
    assert "Not confirmed since Mon 6 May 2024: treat as unknown" in said
    assert "Unknown: phone, text" in said
    assert "Safe: phone" not in said


def test_before_a_plan_the_channels_of_the_report_are_for_a_first_call_alone(desk: Desk) -> None:
    said = words(desk, desk.case())
    assert "Nothing has been agreed yet: treat every other channel as unknown" in said
    assert "For a first call, the report says: phone" in said


def test_who_must_not_know_stands_in_the_banner_of_every_page(desk: Desk) -> None:
    book = desk.case()
    desk.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}}, {"must_not_know": "her brother"})
    for page in ("", "/chronology", "/plan", "/sharing", "/home", "/measures", "/people", "/documents"):
        assert "Must not know: her brother" in words(desk, book, page=page), page


def test_a_number_that_the_alleged_perpetrator_has_too_is_said_to_be_unsafe_and_is_not_shown(desk: Desk) -> None:
    book = planted(desk).book
    assert "has this telephone number too" not in words(desk, book)
    write_of(desk, book, "a1", "person.contact_changed", {"phone": NUMBER}, seen=2)
    said = words(desk, book)
    assert f"{HER} (victim or survivor): the alleged perpetrator or somebody in the household has this" in said
    assert "Unsafe: phone, text" in said
    assert NUMBER not in said


def test_a_risk_that_nobody_assessed_is_unknown_and_not_low(desk: Desk) -> None:
    book = desk.case()
    assert "Nobody has assessed it yet. Unknown is not low." in words(desk, book)
    desk.record(book, "sam", "risk.assessed", {"outcome": "completed", "level": "high", "grounds": ["judgement"]})
    assert "High risk assessed on Mon 8 April 2024. It rests on professional judgement." in words(desk, book)


def test_an_attempt_to_assess_takes_no_level_away(desk: Desk) -> None:
    book = desk.case()
    desk.record(book, "sam", "risk.assessed", {"outcome": "completed", "level": "high"})
    desk.record(book, "sam", "risk.assessed", {"outcome": "declined"})
    assert "High risk" in words(desk, book)


def test_interpreter_and_adjustments_stand_in_the_banner(desk: Desk) -> None:
    book = desk.case()
    desk.record(book, "sam", "needs.recorded", {"interpreter": True, "language": "polish", "formats": ["large_print"]})
    desk.record(book, "sam", "adjustment.requested", sealed={"details": "Ring twice, then wait"})
    said = words(desk, book)
    assert "Interpreter: yes (polish), professional alone" in said
    assert "Formats: large print" in said
    assert "Adjustment asked for: Ring twice, then wait" in said


def test_a_need_too_long_for_a_line_is_opened_in_the_banner(desk: Desk) -> None:
    book, long = desk.case(), "Ring twice, then wait; " * 6
    desk.record(book, "sam", "adjustment.requested", sealed={"details": long})
    shown = desk.browser("sam").get(f"/case/{book}").content.decode()
    assert "1 more thing to know before you speak" in shown
    assert shown.index("<details>") < shown.index(long.strip()) < shown.index("</dl>")


def test_somebody_without_a_name_is_told_by_their_part_number_and_age(desk: Desk) -> None:
    book = desk.case()
    for person, age in (("c1", "under_16"), ("c2", "unknown")):
        facts = {"person": person, "role": "child_victim", "age_band": age}
        desk.record(book, "sam", "person.joined", facts)
    desk.record(book, "sam", "note.added", sealed={"note": "Invented."}, about=("c1", "c2"))
    for page in ("", "/people", "/chronology"):
        said = words(desk, book, page=page)
        assert ("child 1 (under 16)" in said.lower(), "child 2" in said.lower()) == (True, True), page
        assert " c1" not in said, page


def test_a_part_is_a_claim_with_who_says_so(desk: Desk) -> None:
    said = words(desk, planted(desk).book)
    assert f"{HER} Victim or survivor Sam, Mon 8 April 2024" in said


def test_wishes_and_options_stand_in_her_words(desk: Desk) -> None:
    book = desk.case()
    desk.record(book, "sam", "wishes.recorded", {"topics": ["home"]}, {"wishes": "I want to stay"})
    desk.record(book, "sam", "options.discussed", {"options": ["stay_safely", "move"]})
    said = words(desk, book)
    assert "In their own words: I want to stay" in said
    assert "Options discussed: stay safely and move" in said


def test_closing_says_what_still_bars_it(desk: Desk) -> None:
    book = desk.case()
    assert "Close only when the risk is down and she has been asked" in words(desk, book)
    desk.record(book, "sam", "victim.consulted", {"topic": "closure", "view": "agrees"})
    desk.record(book, "sam", "closure.proposed", {"outcome": "safe_at_home", "risk_mitigated": "yes"})
    assert "Nothing bars closing" in words(desk, book)


def test_a_closed_case_says_so_and_offers_no_closing(desk: Desk) -> None:
    book = desk.case()
    desk.record(book, "sam", "victim.consulted", {"topic": "closure", "view": "agrees"})
    desk.record(book, "sam", "case.closed", {"outcome": "safe_at_home", "risk_mitigated": "yes"})
    said = words(desk, book)
    assert "Closed: what is still owed is still owed" in said
    assert "bars closing" not in said


@pytest.mark.parametrize(
    ("event", "facts", "mark"),
    [
        ("legal_hold.placed", {"why": "court"}, "On legal hold: nothing here may be erased"),
        ("address.protected", {"what": "new"}, "Address hidden (new)"),
    ],
)
def test_marks_stand_above_every_page(desk: Desk, event: str, facts: dict[str, object], mark: str) -> None:
    book = desk.case()
    desk.record(book, "sam", event, facts)
    assert mark in words(desk, book, page="/plan")


def test_a_colleagues_case_says_that_its_existence_is_hidden(desk: Desk) -> None:
    book = planted(desk, officer="hana", colleague_case=True).book
    assert "Existence hidden" in words(desk, book, "hana")


def test_the_title_and_the_address_of_a_page_name_nobody(desk: Desk) -> None:
    book = planted(desk).book
    name = Book.objects.get(id=book).name
    for page in ("", "/chronology", "/plan", "/sharing", "/home", "/measures", "/people", "/documents"):
        text = text_of(desk.browser("sam").get(f"/case/{book}{page}"))
        title = text[text.index("<title>") : text.index("</title>")]
        assert not any(each in title for each in (HER, name, "abuse", "erpetrator")), title
        assert text[: text.index("<template")].count("<h1") == 1, page


def test_an_overdue_promise_says_so_in_words(desk: Desk) -> None:
    book = desk.case()
    desk.now += timedelta(days=3)
    assert "by Tue 9 April 2024, end of day overdue" in words(desk, book)


@pytest.mark.parametrize(("at_home", "said"), [("no", "visit away from home"), ("yes", "visit (at home too)")])
def test_the_banner_and_today_never_call_a_visit_safe_at_the_door_unless_she_did(
    desk: Desk, at_home: str, said: str
) -> None:
    book = desk.case("sam")
    facts = {"channels": {"visit": "safe", "phone": "unsafe"}, "at_home_visits": at_home}
    desk.record(book, "sam", "contact.plan_agreed", facts, about=["v1"])
    browser = desk.browser("sam")
    assert f"Safe: {said}." in browser.get(f"/case/{book}").content.decode()
    for path in ("/", "/today/print"):
        assert said[1:] in browser.get(path).content.decode()
