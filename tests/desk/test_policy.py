"""Policy: every clause with what honours it, what is planned said to be so; two policies over the same cases."""

import html
import re
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from django.urls import get_resolver

from lintel.casework import policy
from lintel.commitments.loading import find
from lintel.commitments.references import PAGES
from lintel.desk.policies import MOST, known_policies
from tests.desk.conftest import Desk
from tests.desk.test_commitments import rows

pytestmark = pytest.mark.usefixtures("database_of_its_own")


def shown(desk: Desk, name: str, address: str = "/policy", **sent: str) -> str:
    client = desk.browser(name)
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_every_clause_stands_there_once_under_its_anchor(desk: Desk) -> None:
    page = shown(desk, "sam")
    ids = re.findall(r'id="clause-([^"]+)"', page)
    assert ids == [clause.id for clause in policy.in_force().at(desk.now).clauses]
    assert len(set(ids)) == len(ids)


def test_a_review_day_that_has_passed_says_so(desk: Desk) -> None:
    due = policy.in_force().at(desk.now).review_due
    assert due is not None
    for days, passed in ((0, False), (1, True)):
        desk.now = datetime.combine(due + timedelta(days=days), time(12), UTC)
        assert ("its review is overdue" in shown(desk, "sam")) is passed


def test_what_honours_a_clause_is_named_and_opens(desk: Desk) -> None:
    page = shown(desk, "sam")
    row = page[page.index('id="clause-settle-7.b4i"') :].split("</tr>")[0]
    assert 'href="/commitments/first-contact"' in row
    assert "1 March 2024 (settle-2024)" in row


def test_what_is_planned_is_said_to_be_planned_and_is_no_honour(desk: Desk) -> None:
    clauses = policy.in_force().at(desk.now).clauses
    page = shown(desk, "sam")
    for clause in clauses:
        row = page[page.index(f'id="clause-{clause.id}"') :].split("</tr>")[0]
        assert ("Planned, and not counted" in row) == bool(clause.planned)
        assert ("Nothing yet." in row) == (not clause.honoured_by)


def test_a_search_shows_the_clauses_that_say_it_and_stands_in_no_address(desk: Desk) -> None:
    page = shown(desk, "sam", words="working day")
    found = re.findall(r'id="clause-([^"]+)"', page)
    assert "settle-7.b4i" in found
    assert len(found) < len(policy.in_force().at(desk.now).clauses)
    assert 'value="working day"' in page
    assert "No clause says that" in shown(desk, "sam", words="unicorn")
    assert desk.browser("sam").post("/policy", {"else": "1"}).status_code == 400


def test_a_version_has_an_address_and_there_is_no_other(desk: Desk) -> None:
    assert "settle-2024" in shown(desk, "sam", "/policy/versions/settle-2024")
    assert desk.browser("sam").get("/policy/versions/settle-1999").status_code == 404


@pytest.mark.parametrize("name", ["sam", "ines", "saf", "hana", "dee", "aud", "max", "adi"])
def test_staff_may_read_the_policy(desk: Desk, name: str) -> None:
    assert "Every clause stands here" in shown(desk, name)


def test_a_reporter_may_not(desk: Desk) -> None:
    assert desk.browser("rae").get("/policy").status_code == 404


def cases(desk: Desk, number: int) -> list[UUID]:
    books = [desk.case() for _ in range(number)]
    desk.later(days=3)
    for book in books:
        desk.record(book, "sam", "contact.made", {"channel": "phone"}, about=["v1"])
    return books


def test_another_policy_over_the_same_cases_says_what_would_have_been(desk: Desk) -> None:
    cases(desk, 3)
    page = shown(desk, "sam", "/policy/compare", against="association", half="mine")
    found = rows(page)
    ours = next(cells for cells in found.values() if "3 late" in cells[0])
    assert len(ours) == 4
    assert "3 cases were compared" in page
    assert any("not promised" in cells for cells in found.values())
    assert 'href="/case/' not in page


def test_for_whoever_opens_no_case_numbers_are_rounded_and_small_ones_not_told(desk: Desk) -> None:
    cases(desk, 12)
    page = shown(desk, "max", "/policy/compare", against="association")
    numbers = {int(each) for cells in rows(page).values() for cell in cells for each in re.findall(r"\d+", cell)}
    assert {number for number in numbers if number % 10} == set()
    assert "rounded to the nearest ten" in page


def test_so_many_cases_are_compared_and_the_page_says_so(desk: Desk) -> None:
    assert f"At most {MOST} cases" in shown(desk, "sam", "/policy/compare")


def test_nothing_chosen_is_said_with_what_to_do(desk: Desk) -> None:
    answer = desk.browser("sam").post("/policy/compare", {"half": "mine"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose a policy to compare with" in page
    assert "<title>Error: Compare policies" in page


@pytest.mark.parametrize("sent", [{"against": "unknown"}, {"against": "association", "half": "all"}, {"more": "1"}])
def test_what_no_form_of_ours_sends_is_refused(desk: Desk, sent: dict[str, str]) -> None:
    assert desk.browser("sam").post("/policy/compare", sent).status_code == 400


def test_a_director_has_no_half_of_her_own_to_compare(desk: Desk) -> None:
    assert desk.browser("max").post("/policy/compare", {"against": "association", "half": "mine"}).status_code == 400


@pytest.mark.parametrize("name", ["saf", "hana", "dee", "adi", "rae"])
def test_whoever_reads_no_figures_compares_nothing(desk: Desk, name: str) -> None:
    assert desk.browser(name).get("/policy/compare").status_code == 404
    assert desk.browser(name).post("/policy/compare", {"against": "association"}).status_code == 404


def test_every_policy_that_is_offered_can_be_found() -> None:
    assert {find(name).all[-1].id for name in known_policies()} == set(known_policies())


def test_a_clause_rests_on_no_page_that_there_is_not() -> None:
    names = get_resolver().reverse_dict
    assert {name for name in PAGES if name not in names} == set()
