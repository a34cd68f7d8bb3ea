"""Roles take two people, and are gone at the next request."""

import pytest

from lintel.access import accounts
from lintel.access.models import RoleGrant
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.roles import decide_role, end_account, end_role, propose_role
from lintel.events.faults import InputRefused
from tests.casework.cast import Cast


def test_one_proposes_and_another_approves(cast: Cast) -> None:
    book = cast.case()
    accounts.add_staff(cast.handle("new"), "New", cast.now)
    who = {"staff": cast.handle("new"), "role": "da_lead", "team": cast.handle("north")}
    asked = propose_role(actor=cast.actor("adi"), **who, now=cast.now)
    for name in ("adi", "new", "sam", "max"):
        with pytest.raises(NotHere):
            decide_role(actor=cast.actor(name, stepped_up=True), proposal=asked, approved=True, now=cast.now)
    with pytest.raises(StepUpNeeded):
        decide_role(actor=cast.actor("olu"), proposal=asked, approved=True, now=cast.now)
    decide_role(actor=cast.actor("olu", stepped_up=True), proposal=asked, approved=True, now=cast.now)
    assert cast.look(book, "new").book == book
    with pytest.raises(NotHere):
        decide_role(actor=cast.actor("dee", stepped_up=True), proposal=asked, approved=True, now=cast.now)
    held = RoleGrant.objects.get(staff_id=cast.handle("new"))
    assert (held.by, held.approved_by) == (cast.handle("adi"), cast.handle("olu"))


def test_nobody_has_a_hand_in_their_own_role(cast: Cast) -> None:
    with pytest.raises(NotHere):
        propose_role(actor=cast.actor("adi"), staff=cast.handle("adi"), role="da_lead", team=None, now=cast.now)
    asked = propose_role(actor=cast.actor("adi"), staff=cast.handle("ines"), role="hr_partner", team=None, now=cast.now)
    with pytest.raises(NotHere):
        decide_role(actor=cast.actor("ines", stepped_up=True), proposal=asked, approved=True, now=cast.now)


def test_a_proposal_is_refused_with_all_its_faults(cast: Cast) -> None:
    with pytest.raises(InputRefused) as refused:
        propose_role(actor=cast.actor("adi"), staff="nobody", role="king", team="none", now=cast.now)
    assert [fault.field for fault in refused.value.faults] == ["role", "staff", "team"]


def test_a_role_taken_away_is_gone_at_the_next_request(cast: Cast) -> None:
    book = cast.case()
    end_role(actor=cast.actor("adi", stepped_up=True), staff=cast.handle("sam"), role="officer", now=cast.now)
    with pytest.raises(NotHere):
        cast.look(book, "sam")


def test_an_ended_account_is_gone_at_the_next_request(cast: Cast) -> None:
    book = cast.case()
    with pytest.raises(NotHere):
        end_account(actor=cast.actor("ines"), staff=cast.handle("sam"), now=cast.now)
    end_account(actor=cast.actor("adi"), staff=cast.handle("sam"), now=cast.now)
    with pytest.raises(NotHere):
        cast.look(book, "sam")
    assert not cast.actor("sam").live
