"""Commitments: exact for those who open the cases, suppressed for everybody else, and no case for a director."""

import csv
import html
import re
from datetime import datetime
from io import StringIO

import pytest

from lintel.casework import index, measured
from lintel.desk.commitments import SPAN_WORDS
from tests.desk.conftest import Desk

pytestmark = pytest.mark.usefixtures("database_of_its_own")

HIDDEN = "hidden</span>"


def shown(desk: Desk, name: str, address: str = "/commitments") -> str:
    answer = desk.browser(name).get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def rows(page: str) -> dict[str, list[str]]:
    """The rows of every table of a page, by their first cell; a hidden cell is –."""
    found: dict[str, list[str]] = {}
    for row in re.findall(r"<tr class=\"govuk-table__row\"><th scope=\"row\".*?</tr>", page, re.DOTALL):
        cells = [re.sub(r"<span class=\"govuk-visually-hidden\">.*?</span>|<[^>]+>", "", cell).strip()
                 for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]  # fmt: skip
        found.setdefault(cells[0], cells[1:])
    return found


def many(desk: Desk, kept: int, late: int) -> None:
    """Cases of the north team: so many reached in time, and so many too late."""
    books = [desk.case() for _ in range(kept + late)]
    for book in books[:kept]:
        desk.record(book, "sam", "contact.made", {"channel": "phone"}, about=["v1"])
    desk.later(days=5)
    for book in books[kept:]:
        desk.record(book, "sam", "contact.made", {"channel": "phone"}, about=["v1"])


def test_an_officer_sees_her_own_cases_exactly_and_they_open(desk: Desk) -> None:
    many(desk, 2, 1)
    page = shown(desk, "sam", "/commitments/month/mine/first-contact")
    assert rows(page)["All"][:3] == ["2", "1", "0"]
    assert page.count('href="/case/') == 3
    assert "Of 3 settled: 2 kept, 1 kept late, 0 not kept." in page
    assert HIDDEN not in page


def test_the_list_says_the_same_as_the_page_of_one_commitment(desk: Desk) -> None:
    many(desk, 6, 2)
    says = re.search(r"<h1[^>]*>(.*?)</h1>", shown(desk, "sam", "/commitments/first-contact"))
    assert says is not None
    for span in SPAN_WORDS:
        of_list = rows(shown(desk, "sam", f"/commitments/{span}/mine"))[says[1]]
        assert of_list == rows(shown(desk, "sam", f"/commitments/{span}/mine/first-contact"))["All"]


@pytest.mark.parametrize("name", ["max", "aud"])
def test_a_director_and_an_auditor_see_no_small_number_and_no_case(desk: Desk, name: str) -> None:
    many(desk, 3, 1)
    index.rebuild(desk.now, lambda done: None)
    for span in SPAN_WORDS:
        page = shown(desk, name, f"/commitments/{span}/others/first-contact")
        assert 'href="/case/' not in page
        every = [cell for row in rows(page).values() for cell in row[:7]]
        assert {cell for cell in every if cell.isdigit() and 0 < int(cell) < 5} == set()
    assert desk.browser(name).get("/commitments/year/mine").status_code == 404


def test_a_lead_sees_other_teams_in_the_other_half_alone(desk: Desk) -> None:
    mine = [desk.case() for _ in range(6)]
    theirs = [desk.case("tomos") for _ in range(7)]
    page = shown(desk, "ines", "/commitments/month/mine/first-contact")
    assert all(f"/case/{book}" in page for book in mine)
    other = shown(desk, "ines", "/commitments/month/others/first-contact")
    assert not any(f"/case/{book}" in other for book in [*mine, *theirs])


def test_the_picture_carries_its_words_and_no_style(desk: Desk) -> None:
    many(desk, 2, 1)
    page = shown(desk, "sam", "/commitments/year/mine/first-contact")
    assert "<svg" in page
    assert 'aria-labelledby="months-title months-says"' in page
    assert "<desc" in page
    assert " style=" not in page
    assert "<style" not in page
    assert 'fill="url(#late)"' in page


def test_a_promise_names_its_clause_and_who_counts(desk: Desk) -> None:
    desk.case()
    page = shown(desk, "sam", "/commitments/first-contact")
    assert "/policy#clause-settle-7.b4i" in page
    assert "each victim" in page
    assert "1 working day" in page


def test_what_the_organisation_owes_is_shown_to_all_who_read_figures(desk: Desk) -> None:
    desk.case()
    for name in ("sam", "max"):
        assert "What the organisation itself owes" in shown(desk, name)
    half = {"sam": "mine", "max": "others"}
    for name, of in half.items():
        assert desk.browser(name).get(f"/commitments/year/{of}/policy-owner-in-post").status_code == 200


@pytest.mark.parametrize("address", ["decade/mine", "year/all", "no-such-promise", "year/mine/no-such-promise"])
def test_what_there_is_not_is_not_found(desk: Desk, address: str) -> None:
    assert desk.browser("sam").get(f"/commitments/{address}").status_code == 404


def test_what_the_page_does_not_ask_for_is_refused(desk: Desk) -> None:
    assert desk.browser("sam").get("/commitments?team=north").status_code == 400


@pytest.mark.parametrize("name", ["rae", "adi", "dee", "hana", "saf"])
def test_for_whoever_may_not_read_figures_there_is_nothing(desk: Desk, name: str) -> None:
    assert desk.browser(name).get("/commitments").status_code == 404


def test_figures_are_exported_after_stepping_up_and_as_they_are_shown(desk: Desk) -> None:
    many(desk, 3, 1)
    asked = desk.browser("max").get("/commitments/month/others/figures.csv")
    assert asked.headers["Location"].startswith("/confirm?next=%2Fcommitments%2Fmonth%2Fothers%2Ffigures.csv")
    answer = desk.browser("max", stepped_up=True).get("/commitments/month/others/figures.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="figures.csv"'
    table = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    page = rows(shown(desk, "max", "/commitments/month/others/first-contact"))
    of_all = next(row for row in table if row[0] == "first-contact" and row[2] == "all")
    assert ["–" if cell == "hidden" else cell for cell in of_all[4:]] == page["All"][:7]
    assert desk.browser("sam", stepped_up=True).get("/commitments/month/mine/figures.csv").status_code == 404


def test_next_month_the_figures_have_moved_on_though_nothing_ran(desk: Desk) -> None:
    desk.case()
    before = rows(shown(desk, "sam", "/commitments/month/mine/first-contact"))["All"]
    assert (before[4], before[3]) == ("1", "0")
    desk.later(days=3)
    after = rows(shown(desk, "sam", "/commitments/month/mine/first-contact"))["All"]
    assert (after[4], after[3]) == ("0", "1")
    desk.later(days=40)
    assert rows(shown(desk, "sam", "/commitments/month/mine/first-contact"))["All"][6] == "0"
    assert rows(shown(desk, "sam", "/commitments/year/mine/first-contact"))["All"][3] == "1"


def test_the_title_and_the_address_say_nothing_of_a_person(desk: Desk) -> None:
    desk.case()
    page = shown(desk, "sam", "/commitments/first-contact")
    assert "<title>Commitment – Lintel</title>" in page


def test_the_months_are_those_of_london(desk: Desk) -> None:
    desk.now = datetime.fromisoformat("2024-04-30T23:30:00+00:00")
    desk.case()
    assert "May 2024" in rows(shown(desk, "sam", "/commitments/month/mine/first-contact"))
    assert {cell.month.month for cell in measured.cells(
        actor=desk.actor("sam"), now=desk.now, scope="mine", months=(desk.now.date().replace(day=1),) * 2
    )} == set()  # fmt: skip
