"""One-time links: how a password comes to be, chosen by its owner and by nobody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from lintel.access import accounts
from lintel.casework.refusals import NoAccount
from lintel.signin import enrolment
from lintel.signin.models import Account, Invitation
from tests.desk.conftest import Desk
from tests.signin.keys import PASSWORD, Person, browser


def choose(link: str, password: str = PASSWORD) -> int:
    try:
        return browser().post(link, {"password": password, "again": password}).status_code
    finally:
        connections.close_all()


def test_a_link_works_once(desk: Desk) -> None:
    link = Person(desk, "sam").link()
    assert [choose(link), choose(link, "another good phrase")] == [302, 404]


def test_of_many_who_use_it_at_once_one_sets_the_password(desk: Desk) -> None:
    link = Person(desk, "sam").link()
    with ThreadPoolExecutor(3) as many:
        assert sorted(many.map(choose, [link] * 6)) == [302] + [404] * 5


def test_to_open_a_link_spends_nothing(desk: Desk) -> None:
    link = Person(desk, "sam").link()
    assert [browser().get(link).status_code for _ in range(3)] == [200] * 3
    assert choose(link) == 302


def test_a_link_works_for_24_hours(desk: Desk) -> None:
    link, other = Person(desk, "sam").link(), Person(desk, "jo").link()
    desk.later(hours=23, minutes=59, seconds=59)
    assert choose(link) == 302
    desk.later(seconds=1)
    assert choose(other) == 404


def test_a_new_link_ends_the_one_before(desk: Desk) -> None:
    sam = Person(desk, "sam")
    first, second = sam.link(), sam.link()
    assert [choose(first), choose(second)] == [404, 302]


def test_a_link_of_somebody_who_has_left_works_no_more(desk: Desk) -> None:
    sam = Person(desk, "sam")
    link = sam.link()
    accounts.end_staff(sam.handle, by="hana", now=desk.now)
    assert choose(link) == 404
    with pytest.raises(NoAccount):
        enrolment.account_of(sam.handle)


def test_a_link_that_never_was_is_answered_as_one_that_was_used(desk: Desk) -> None:
    link = Person(desk, "sam").link()
    choose(link)
    used, none = browser().get(link), browser().get("/enrol/" + "x" * 43)
    assert (used.status_code, used.content) == (none.status_code, none.content)


def test_a_password_that_is_refused_does_not_spend_the_link(desk: Desk) -> None:
    link = Person(desk, "sam").link()
    assert [choose(link, "short"), choose(link, "password1234"), choose(link)] == [422, 422, 302]


def test_a_link_after_the_first_keeps_the_factors_and_asks_for_them(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    client = browser()
    client.post(sam.link(), {"password": "seven quiet lanterns", "again": "seven quiet lanterns"})
    assert client.get("/enrol").headers["Location"] == "/sign-in/factor"
    assert client.post("/sign-in/factor", {"code": sam.code}).headers["Location"] == "/"


def test_an_account_is_made_once_and_belongs_to_its_member_of_staff(desk: Desk) -> None:
    made = enrolment.account_of(desk.handle("sam"))
    assert enrolment.account_of(desk.handle("sam")) == made
    assert (made.handle, made.staff_id) == (desk.handle("sam"), desk.handle("sam"))
    assert Account.objects.filter(staff_id=made.staff_id).count() == 1


def test_links_cannot_be_guessed_and_only_their_digest_is_kept(desk: Desk) -> None:
    tokens = {Person(desk, "sam").link().rpartition("/")[2] for _ in range(20)}
    assert len(tokens) == 20
    assert {len(each) for each in tokens} == {43}
    assert {len(bytes(each.digest)) for each in Invitation.objects.filter(made_at=desk.now)} == {32}
