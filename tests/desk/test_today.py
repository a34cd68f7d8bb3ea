"""Today: what is owed, soonest first, how to reach her safely, and the one thing to do about each."""

import re
from datetime import UTC, date, datetime

import pytest

from lintel.casework.reaching import UNKNOWN, Way
from lintel.desk.briefly import by_when, reached
from tests.casework.test_look import identify
from tests.desk.conftest import Desk

NOW = datetime(2024, 4, 8, 9, 0, tzinfo=UTC)


def test_an_officer_sees_what_is_owed_whose_it_is_and_how_safely(desk: Desk) -> None:
    book = desk.case("sam")
    identify(desk, book, "v1", "person.identified", {"names": "Grace Example"})
    shown = desk.browser("sam").get("/").content.decode()
    assert "First contact" in shown
    assert "Grace Example" in shown
    assert "For a first call the report says phone; no voicemail, no letter." in shown
    assert re.search(rf"/case/{book}/record/[0-9a-f]+\?about=v1", shown)
    assert "Grace" not in shown.split("</title>")[0]


def test_what_is_overdue_says_so_in_words_and_stands_first(desk: Desk) -> None:
    desk.case("sam")
    desk.later(days=3)
    shown = desk.browser("sam").get("/").content.decode()
    assert "Overdue by 2 days" in shown
    assert shown.index("app-due--overdue") < shown.index("app-due--later")


def test_the_button_opens_the_form_that_keeps_the_promise(desk: Desk) -> None:
    book = desk.case("sam")
    browser = desk.browser("sam")
    href = re.search(rf'/case/{book}/record/[^"]+', browser.get("/").content.decode())
    assert href is not None
    assert browser.get(href[0]).status_code == 200


def test_an_empty_desk_says_what_would_stand_there(desk: Desk) -> None:
    shown = desk.browser("jo").get("/").content.decode()
    assert "Nothing is owed in your cases" in shown


def test_a_lead_sees_the_team_without_names_and_by_officer(desk: Desk) -> None:
    book = desk.case("sam")
    identify(desk, book, "v1", "person.identified", {"names": "Grace Example"})
    browser = desk.browser("ines")
    mine = browser.get("/team", {"officer": desk.handle("sam")}).content.decode()
    assert str(book) in mine
    assert "Grace Example" not in mine
    others = browser.get("/team", {"officer": desk.handle("jo")}).content.decode()
    assert str(book) not in others


@pytest.mark.parametrize("name", ["sam", "max", "dee", "aud", "rae", "adi"])
def test_nobody_else_has_a_team(desk: Desk, name: str) -> None:
    assert desk.browser(name).get("/team").status_code == 404


def test_a_manager_sees_numbers_and_no_case(desk: Desk) -> None:
    book = desk.case("sam")
    shown = desk.browser("max").get("/").content.decode()
    assert "In numbers alone" in shown
    assert str(book) not in shown


@pytest.mark.parametrize("name", ["aud", "rae", "adi"])
def test_whoever_works_no_cases_is_told_what_is_for_them(desk: Desk, name: str) -> None:
    assert "You work no cases here" in desk.browser(name).get("/").content.decode()


def test_the_print_has_the_same_rows_and_no_buttons(desk: Desk) -> None:
    book = desk.case("sam")
    shown = desk.browser("sam").get("/today/print").content.decode()
    assert "First contact" in shown
    assert f"/case/{book}/record" not in shown


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "²", "1;--"])
def test_what_is_no_page_is_taken_for_one(desk: Desk, page: str) -> None:
    assert desk.browser("sam").get("/", {"page": page}).status_code == 200


def test_a_notice_is_seen_once_its_reader_says_so(desk: Desk) -> None:
    desk.case("sam")
    browser = desk.browser("sam")
    shown = browser.get("/notices").content.decode()
    ids = re.findall(r'name="notice" value="([0-9a-f]{32})"', shown)
    assert "Notices (1 new)" in shown
    assert browser.post("/notices/seen", {"notice": ids}).headers["Location"] == "/notices"
    assert "new)" not in browser.get("/notices").content.decode()
    assert browser.post("/notices/seen", {"notice": ["nonsense"]}).status_code == 302
    assert browser.post("/notices/seen", {"other": "x"}).status_code == 400


def test_a_stranger_is_sent_to_sign_in(desk: Desk) -> None:
    assert desk.stranger().get("/").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("due", "text", "kind"),
    [
        (None, "no date is set", "later"),
        (datetime(2024, 4, 8, 15, 30, tzinfo=UTC), "by 4:30pm today", "soon"),
        (datetime(2024, 4, 8, 23, 0, tzinfo=UTC), "by the end of today", "soon"),
        (datetime(2024, 4, 9, 23, 0, tzinfo=UTC), "by tomorrow, end of day", "soon"),
        (datetime(2024, 4, 15, 23, 0, tzinfo=UTC), "by Mon 15 April, end of day", "later"),
        (datetime(2024, 4, 7, 23, 0, tzinfo=UTC), "was due Sun 7 April, end of day", "overdue"),
        (datetime(2024, 4, 8, 9, 0, tzinfo=UTC), "was due Mon 8 April, 10:00am", "overdue"),
        (datetime(2025, 1, 6, 0, 0, tzinfo=UTC), "by Sun 5 January 2025, end of day", "later"),
    ],
)
def test_a_deadline_is_said_as_people_say_it(due: datetime | None, text: str, kind: str) -> None:
    said = by_when(due, NOW)
    assert (said.text, said.kind) == (text, kind)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (None, "More than one person: the case says how to reach each."),
        (UNKNOWN, "No safe way confirmed: treat every way as unknown."),
        (Way("stale", date(2024, 4, 1)), "Not confirmed since Mon 1 April: treat every way as unknown."),
        (Way("plan", channels={"text": "safe"}, hours=(10, 24)), "Text only; never voicemail; after 10am."),
        (
            Way("plan", channels={"phone": "safe"}, voicemail=True, letters=False, days=("mon", "wed")),
            "Phone only; no letters; on Mon and Wed.",
        ),
        (Way("plan", channels={"phone": "conditional"}, hours=(9, 12)), "Phone only 9am to midday; never voicemail."),
        (
            Way("plan", channels={"phone": "conditional"}),
            "Phone only on conditions nobody wrote down; never voicemail.",
        ),
        (
            Way("plan", channels={"visit": "safe"}, at_home="no"),
            "Visit away from home only; never voicemail.",
        ),
        (
            Way("plan", channels={"phone": "safe", "visit": "conditional"}, at_home="unknown", hours=(9, 12)),
            "Phone and visit away from home (nobody has asked about at home) 9am to midday; never voicemail.",
        ),
        (Way("plan", channels={"visit": "safe"}, at_home="yes"), "Visit (at home too) only; never voicemail."),
        (Way("plan", channels={"phone": "unknown"}), "No channel is called safe; never voicemail."),
        (
            Way("plan", channels={"phone": "unsafe", "email": "safe"}, shared=frozenset({"phone"})),
            "Email only; never voicemail. Never by phone: somebody unsafe has the same one.",
        ),
    ],
)
def test_how_to_reach_her_never_sounds_safer_than_it_is(way: Way | None, said: str) -> None:
    assert reached(way) == said
