"""A sign-in link takes two people: one has a code, the other the link, and nobody has both."""

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from lintel.access import accounts
from lintel.casework.models import Decision, Notice, Proposal
from lintel.signin import enrolment
from lintel.signin.models import Invitation
from tests.desk.conftest import Desk
from tests.signin.keys import PASSWORD, Person, browser

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer  # what a client answers with, by its stubs

OTHER = "seven quiet lanterns"


def ask(desk: Desk, name: str, why: str = "password", *, by: str = "adi") -> str:
    """Ask for a link for somebody, on the page; the code that the page shows. A second passes."""
    desk.later(seconds=1)
    page = desk.browser(by, stepped_up=True).post(
        reverse("account-change", args=[desk.handle(name), "link"]), {"why": why, "sure": "yes"}
    )
    found = re.search(r"<code>(\d{4} \d{4} \d{4})</code>", page.content.decode())
    assert found
    return found[1]


def asked_last(desk: Desk) -> Proposal:
    return Proposal.objects.filter(what="sign_in", by=desk.handle("adi")).latest("at")


def decide(desk: Desk, by: str, answer: str = "approve") -> "Answer":
    """Decide on what was asked for last."""
    path = f"/approvals/sign-in/{asked_last(desk).id}"
    return desk.browser(by, stepped_up=True).post(path, {"answer": answer})


def approved(desk: Desk, by: str) -> str:
    """Approve what was asked for last; the path of the link that the page shows."""
    found = re.search(r"<code>http://[^/]+(/enrol/[^<]+)</code>", decide(desk, by).content.decode())
    assert found
    return found[1]


def choose(link: str, code: str, password: str = OTHER) -> int:
    return browser().post(link, {"code": code, "password": password, "again": password}).status_code


def told(desk: Desk, kind: str) -> set[str]:
    """Who of the cast has a notice of this kind."""
    found = Notice.objects.filter(kind=kind, to__endswith=desk.mark).values_list("to", flat=True)
    return {handle.partition("-")[0] for handle in found}


def test_it_takes_the_link_and_the_code(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    code = ask(desk, "sam")
    link = approved(desk, "ines")
    assert "code of 12 digits" in browser().get(link).content.decode()
    assert [choose(link, each) for each in ("", "0000 0000 0000", code)] == [422, 422, 302]
    assert sam.account.check_password(OTHER)
    assert choose(link, code) == 404


def test_the_code_is_shown_to_the_asker_alone_and_the_link_to_the_approver_alone(desk: Desk) -> None:
    code = ask(desk, "sam")
    account = reverse("account", args=[desk.handle("sam")])
    shown = desk.browser("adi", stepped_up=True).get(account).content.decode()
    assert code not in shown
    assert "A sign-in link was asked for" in shown
    asked = asked_last(desk)
    deciding = desk.browser("ines", stepped_up=True).get(f"/approvals/sign-in/{asked.id}").content.decode()
    assert code not in deciding
    assert code.replace(" ", "") not in asked.asked
    page = decide(desk, "ines").content.decode()
    assert "/enrol/" in page
    assert code not in page
    again = desk.browser("ines", stepped_up=True).get(f"/approvals/sign-in/{asked.id}")
    assert again.status_code == 404
    assert "/enrol/" not in desk.browser("adi", stepped_up=True).get(account).content.decode()


def test_a_code_fits_its_own_link_alone(desk: Desk) -> None:
    (sams, first), (jos, second) = ((ask(desk, name), approved(desk, "ines")) for name in ("sam", "jo"))
    assert [choose(first, jos), choose(second, sams)] == [422, 422]
    assert [choose(first, sams), choose(second, jos)] == [302, 302]


def test_codes_cannot_be_guessed(desk: Desk) -> None:
    code = ask(desk, "sam")
    link = approved(desk, "ines")
    assert [choose(link, f"{n:012}") for n in range(6)] == [422] * 5 + [429]
    assert choose(link, code) == 429
    desk.later(minutes=6)
    assert choose(link, code) == 302


@pytest.mark.parametrize("name", ["adi", "sam", "jo", "max", "saf", "hana", "aud", "rae"])
def test_nobody_approves_who_is_no_lead_and_no_data_protection_officer(desk: Desk, name: str) -> None:
    ask(desk, "jo")
    assert decide(desk, name).status_code == 404
    assert not Decision.objects.filter(proposal__asked__contains=desk.handle("jo")).exists()


def test_nobody_asks_for_or_approves_a_link_of_their_own(desk: Desk) -> None:
    own = desk.browser("adi", stepped_up=True).post(
        reverse("account-change", args=[desk.handle("adi"), "link"]), {"why": "lost", "sure": "yes"}
    )
    assert own.status_code == 404
    ask(desk, "ines")
    assert decide(desk, "ines").status_code == 404
    assert decide(desk, "olu").status_code == 200


@pytest.mark.parametrize("name", ["sam", "ines", "max", "hana", "dee", "aud", "rae"])
def test_nobody_asks_who_does_not_administer(desk: Desk, name: str) -> None:
    sent = desk.browser(name, stepped_up=True).post(
        reverse("account-change", args=[desk.handle("jo"), "link"]), {"why": "lost", "sure": "yes"}
    )
    assert sent.status_code == 404


def test_whoever_approves_confirms_first_that_it_is_them(desk: Desk) -> None:
    ask(desk, "sam")
    asked = asked_last(desk)
    assert desk.browser("ines").get(f"/approvals/sign-in/{asked.id}").headers["Location"].startswith("/confirm")
    posted = desk.browser("ines").post(f"/approvals/sign-in/{asked.id}", {"answer": "approve"})
    assert posted.headers["Location"].startswith("/confirm")
    assert not Decision.objects.filter(proposal=asked).exists()


def test_whoever_was_let_in_by_two_people_approves_no_link_and_no_role_for_72_hours(desk: Desk) -> None:
    ask(desk, "olu")
    approved(desk, "dee")
    role = {"role": "officer", "team": desk.handle("north")}
    desk.browser("adi", stepped_up=True).post(reverse("account-change", args=[desk.handle("rae"), "propose"]), role)
    proposed = Proposal.objects.filter(what="role_grant", by=desk.handle("adi")).latest("at")
    ask(desk, "sam")
    assert decide(desk, "olu").status_code == 404
    answer = {"answer": "approve"}
    later = desk.browser("olu", stepped_up=True)
    assert later.post(f"/approvals/roles/{proposed.id}", answer).status_code == 404
    desk.later(hours=71)
    ask(desk, "sam")
    assert decide(desk, "olu").status_code == 404
    desk.later(hours=1, seconds=1)
    assert decide(desk, "olu").status_code == 200
    assert desk.browser("olu", stepped_up=True).post(f"/approvals/roles/{proposed.id}", answer).status_code == 302


def test_an_account_that_was_made_on_the_server_approves_at_once(desk: Desk) -> None:
    enrolment.new_link(enrolment.account_of(desk.handle("ines")), desk.now)
    ask(desk, "sam")
    assert decide(desk, "ines").status_code == 200


def test_it_lapses_and_what_is_asked_later_takes_its_place(desk: Desk) -> None:
    first = ask(desk, "sam")
    before = asked_last(desk)
    second = ask(desk, "sam")
    answer = {"answer": "approve"}
    assert desk.browser("ines", stepped_up=True).post(f"/approvals/sign-in/{before.id}", answer).status_code == 404
    link = approved(desk, "ines")
    assert [choose(link, first), choose(link, second)] == [422, 302]
    ask(desk, "sam")
    desk.later(hours=72)
    assert decide(desk, "ines").status_code == 404


def test_it_waits_for_nobody_once_the_asker_administers_no_more_or_the_account_has_ended(desk: Desk) -> None:
    ask(desk, "sam")
    accounts.end_role(desk.handle("adi"), "administrator", by="hana", now=desk.now)
    assert decide(desk, "ines").status_code == 404
    desk.give("adi", "administrator", None)
    accounts.end_staff(desk.handle("sam"), by="hana", now=desk.now)
    assert decide(desk, "ines").status_code == 404


def test_a_forgotten_password_keeps_the_factors_and_a_lost_phone_takes_them(desk: Desk) -> None:
    sam = Person(desk, "sam")
    sam.begin()
    for why, leads_to in (("password", "/sign-in/factor"), ("lost", "/enrol")):
        code, client = ask(desk, "sam", why), browser()
        client.post(approved(desk, "ines"), {"code": code, "password": OTHER, "again": OTHER})
        where = client.get("/sign-in/factor")
        assert (where.headers.get("Location") or "/sign-in/factor") == leads_to
        desk.later(minutes=1)


def test_asking_takes_nothing_away_but_where_somebody_else_may_come_in(desk: Desk) -> None:
    sam = Person(desk, "sam")
    client = sam.begin()
    ask(desk, "sam", "lost")
    assert client.get("/account").status_code == 200
    ask(desk, "sam", "seized")
    assert client.get("/account").headers["Location"] == "/sign-in"
    assert browser().post("/sign-in", {"handle": sam.handle, "password": PASSWORD}).status_code == 422
    assert told(desk, "sign_in_shut") == {"sam"}
    assert told(desk, "colleague_shut") == {"dee"}


def test_a_link_that_was_refused_is_none(desk: Desk) -> None:
    ask(desk, "sam")
    assert "You refused it" in decide(desk, "ines", "refuse").content.decode()
    assert not Invitation.objects.filter(account__handle=desk.handle("sam")).exists()
    assert told(desk, "sign_in_refused") == {"adi"}


def test_everybody_whom_it_touches_is_told(desk: Desk) -> None:
    ask(desk, "sam", "lost")
    assert told(desk, "sign_in_asked") == {"ines", "olu", "dee"}
    assert told(desk, "own_sign_in_asked") == {"sam"}
    approved(desk, "ines")
    assert told(desk, "sign_in_approved") == {"adi"}
    assert (told(desk, "sign_in_reset"), told(desk, "colleague_reset")) == ({"sam"}, {"dee"})
    ask(desk, "dee", "password")
    approved(desk, "ines")
    assert (told(desk, "sign_in_link"), told(desk, "colleague_link")) == ({"dee"}, {"ines", "olu"})


def test_it_is_asked_with_a_reason_and_after_confirming_that_it_is_them(desk: Desk) -> None:
    client, path = desk.browser("adi", stepped_up=True), reverse("account-change", args=[desk.handle("sam"), "link"])
    for sent in ({"why": "", "sure": "yes"}, {"why": "whim", "sure": "yes"}, {"why": "lost"}):
        assert client.post(path, sent).status_code == 422
    assert not Proposal.objects.filter(what="sign_in", by=desk.handle("adi")).exists()
