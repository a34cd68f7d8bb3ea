"""Handover: cases go on with somebody, with their clocks; and what could not be moved is said."""

import pytest
from django.urls import reverse

from lintel.casework.models import Member, Owed, Standing
from tests.casework.closeness import Somebody, enrol, join
from tests.desk.conftest import Desk

WHO = Somebody("Anwen", "Quillfeather", "1984-02-29", (("1 Invented Row", "ZZ99 1AA"),))


def path_of(desk: Desk, name: str) -> str:
    return reverse("handover-of", args=[desk.handle(name)])


def test_every_case_is_moved_after_a_check_and_its_dates_stay(desk: Desk) -> None:
    books = [desk.case("sam") for _ in range(2)]
    due = set(Owed.objects.filter(book_id__in=books).values_list("book_id", "commitment", "due"))
    browser = desk.browser("ines")
    assert browser.post("/handover", {"officer": desk.handle("sam")}).headers["Location"] == path_of(desk, "sam")
    wanted = {"why": "handover", "everything": desk.handle("jo")}
    assert "Check before you move 2 cases" in browser.post(path_of(desk, "sam"), wanted).content.decode()
    assert {each.officer for each in Standing.objects.filter(book_id__in=books)} == {desk.handle("sam")}
    done = browser.post(path_of(desk, "sam"), {**wanted, "confirmed": "yes"})
    assert done.headers["Location"] == "/handover/done"
    assert "Every case that you chose was moved" in browser.get("/handover/done").content.decode()
    assert {each.officer for each in Standing.objects.filter(book_id__in=books)} == {desk.handle("jo")}
    assert set(Owed.objects.filter(book_id__in=books).values_list("book_id", "commitment", "due")) == due


def test_each_case_may_go_to_somebody_else(desk: Desk) -> None:
    first, second = desk.case("sam"), desk.case("sam")
    wanted = {
        "why": "handover",
        "everything": desk.handle("jo"),
        f"to-{second.hex}": desk.handle("tomos"),
        "confirmed": "yes",
    }
    desk.browser("ines").post(path_of(desk, "sam"), wanted)
    officers = {each.book_id: each.officer for each in Standing.objects.filter(book_id__in=[first, second])}
    assert officers == {first: desk.handle("jo"), second: desk.handle("tomos")}


def test_cover_works_beside_the_officer_and_sees_what_is_due_on_today(desk: Desk) -> None:
    book = desk.case("sam")
    wanted = {"why": "cover", "everything": desk.handle("jo"), "confirmed": "yes"}
    desk.browser("ines").post(path_of(desk, "sam"), wanted)
    assert Standing.objects.get(book_id=book).officer == desk.handle("sam")
    working = set(Member.objects.filter(book_id=book, how="assigned").values_list("staff", flat=True))
    assert working == {desk.handle("sam"), desk.handle("jo")}
    assert str(book) in desk.browser("jo").get("/").content.decode()


def test_what_could_not_be_moved_is_said_and_stays(desk: Desk) -> None:
    book = desk.case("sam")
    join(desk, book, WHO, "victim")
    enrol(desk.handle("jo"), WHO)
    browser = desk.browser("ines")
    wanted = {"why": "handover", "everything": desk.handle("jo"), "confirmed": "yes"}
    browser.post(path_of(desk, "sam"), wanted)
    shown = browser.get("/handover/done").content.decode()
    assert "1 of 1 could not be moved" in shown
    assert "they may not work this case" in shown
    assert Standing.objects.get(book_id=book).officer == desk.handle("sam")


@pytest.mark.parametrize(
    "wanted", [{}, {"why": "handover"}, {"why": "handover", "everything": "nobody"}, {"everything": "jo"}]
)
def test_a_form_that_says_too_little_moves_nothing(desk: Desk, wanted: dict[str, str]) -> None:
    book = desk.case("sam")
    sent = desk.browser("ines").post(path_of(desk, "sam"), {**wanted, "confirmed": "yes"})
    assert sent.status_code == 422
    assert Standing.objects.get(book_id=book).officer == desk.handle("sam")


@pytest.mark.parametrize("name", ["sam", "jo", "olu", "max", "saf", "hana", "dee", "aud", "rae", "adi"])
def test_nobody_else_hands_over_these_cases(desk: Desk, name: str) -> None:
    book = desk.case("sam")
    wanted = {"why": "handover", "everything": desk.handle("jo"), "confirmed": "yes"}
    browser = desk.browser(name, stepped_up=True)
    assert browser.get(path_of(desk, "sam")).status_code == 404
    assert browser.post(path_of(desk, "sam"), wanted).status_code == 404
    assert Standing.objects.get(book_id=book).officer == desk.handle("sam")
