"""One administrator, alone: by no path do they come to act as somebody else, or as more than they are."""

from itertools import product
from typing import get_args

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from lintel.access import accounts
from lintel.access.grants import ROLES
from lintel.access.models import RoleGrant, Staff
from lintel.casework import roles, waysin
from lintel.casework.models import Proposal
from lintel.casework.refusals import NotHere
from lintel.signin import linking
from lintel.signin.models import Account, Invitation
from tests.desk.conftest import Desk, desk
from tests.desk.everybody import Everybody, everybody, names
from tests.signin.keys import Person

pytestmark = pytest.mark.usefixtures("database_of_its_own")

__all__ = ["desk"]

PEOPLE = ("sam", "ines", "dee", "rae", "adi", "zoe")
CHANGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("propose", {"role": "da_lead", "team": ""}),
    ("propose", {"role": "data_protection_officer", "team": ""}),
    *(("link", {"why": why, "sure": "yes"}) for why in get_args(waysin.Why)),
    ("reset", {"sure": "yes"}),
    ("take", {"role": "reporter"}),
)
NOT_TRIED = ("sign-out", "sign-out-everywhere")
"""Whatever ends the session of whoever asks."""


def gained(desk: Desk, before: set[int]) -> list[str]:
    """All by which somebody could do more than before: a role, a link, a password, a factor of somebody else's."""
    mine = {"account__handle__endswith": desk.mark}
    grants = RoleGrant.objects.filter(staff__handle__endswith=desk.mark).exclude(pk__in=before)
    found = [f"{each.staff_id} is {each.role}" for each in grants]
    found += [f"a link for {each.account.handle}" for each in Invitation.objects.filter(**mine)]
    theirs = Account.objects.filter(handle__endswith=desk.mark)
    found += [f"a password of {each.handle}" for each in theirs if each.password and each.has_usable_password()]
    factors = Authenticator.objects.filter(user__in=theirs.exclude(handle=desk.handle("adi")))
    return found + [f"a factor of {each.user.handle}" for each in factors]


def held(desk: Desk) -> set[int]:
    return set(RoleGrant.objects.filter(staff__handle__endswith=desk.mark).values_list("pk", flat=True))


def walk(everyone: Everybody, browser: Client) -> int:
    """Make every change to every account, approve whatever waits, and send something to every address; how many."""
    desk = everyone.desk
    browser.post(reverse("account-add"), {"handle": desk.handle("zoe"), "name": "Zoe"})
    for name, (what, form) in product(PEOPLE, CHANGES):
        desk.later(seconds=1)
        browser.post(reverse("account-change", args=[desk.handle(name), what]), form)
    for asked, name in product(Proposal.objects.filter(by=desk.handle("adi")), ("role", "way-in", "proposal")):
        browser.post(reverse(name, args=[asked.id]), {"answer": "approve"})
    paths = [everyone.address(name) for name in names() if name not in NOT_TRIED]
    for path, form in product(paths, ({}, {"answer": "approve"})):
        browser.post(path, form)
    return len(paths)


def test_no_form_on_any_page_gives_them_a_link_a_password_a_factor_or_a_role(desk: Desk) -> None:
    everyone = everybody(desk)
    before, browser = held(desk), desk.browser("adi", stepped_up=True)
    assert walk(everyone, browser) > 80
    proposed = Proposal.objects.filter(by=desk.handle("adi"))
    assert {each.what for each in proposed} == {"role_grant", "sign_in"}
    assert gained(desk, before) == []
    assert accounts.actor(desk.handle("zoe")).roles == frozenset()


@pytest.mark.parametrize("role", ROLES)
def test_another_role_of_their_own_does_not_make_them_two_people(desk: Desk, role: str) -> None:
    """Whoever administers approves nothing, whatever else they hold: not what they asked for, nor what others did."""
    accounts.add_staff(desk.handle("zoe"), "Zoe", desk.now)
    desk.give("zoe", "administrator", None)
    if role != "administrator":
        desk.give("adi", role, None)
    desk.later(seconds=1)
    adi, zoe = desk.actor("adi", stepped_up=True), desk.actor("zoe", stepped_up=True)
    asked = [
        roles.propose_role(actor=by, staff=desk.handle("jo"), role="da_lead", team=None, now=desk.now)
        for by in (adi, zoe)
    ]
    for proposal in asked:
        with pytest.raises(NotHere):
            roles.decide_role(actor=adi, proposal=proposal, approved=True, now=desk.now)
    for by, why in product((adi, zoe), get_args(waysin.Why)):
        linking.ask(actor=by, staff=desk.handle("jo"), why=why, now=desk.later(seconds=1))
        last = Proposal.objects.filter(what="sign_in", by=by.handle).latest("at")
        with pytest.raises(NotHere):
            linking.decide(actor=adi, proposal=last.id, approved=True, now=desk.now)
    assert not Invitation.objects.filter(account__handle=desk.handle("jo")).exists()
    assert accounts.actor(desk.handle("jo")).roles == {"officer"}


def test_nobody_approves_once_those_who_could_are_gone(desk: Desk) -> None:
    """Ending takes one person. It leaves an administrator with nobody to approve, not with the right to."""
    browser = desk.browser("adi", stepped_up=True)
    for name in ("ines", "olu", "dee"):
        assert (
            browser.post(reverse("account-change", args=[desk.handle(name), "end"]), {"sure": "yes"}).status_code == 302
        )
    before = held(desk)
    for what, form in (("propose", {"role": "da_lead", "team": ""}), ("link", {"why": "lost", "sure": "yes"})):
        browser.post(reverse("account-change", args=[desk.handle("jo"), what]), form)
    for asked in Proposal.objects.filter(by=desk.handle("adi")):
        for name in ("role", "way-in"):
            assert browser.post(reverse(name, args=[asked.id]), {"answer": "approve"}).status_code == 404
    assert gained(desk, before) == []


def test_a_colleague_who_is_signed_in_keeps_their_password_and_factors(desk: Desk) -> None:
    """Of all that can be asked for, only what somebody else may have seized is taken at once, and it lets in nobody."""
    sam = Person(desk, "sam")
    client = sam.begin()
    browser, path = desk.browser("adi", stepped_up=True), reverse("account-change", args=[sam.handle, "link"])
    for why in ("begins", "password", "lost"):
        browser.post(path, {"why": why, "sure": "yes"})
        assert client.get("/account").status_code == 200
    browser.post(path, {"why": "seized", "sure": "yes"})
    assert not sam.account.has_usable_password()
    assert Authenticator.objects.filter(user=sam.account).count() == 2
    assert Staff.objects.get(handle=sam.handle).ended_at is None
