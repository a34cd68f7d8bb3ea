"""A way in takes two people: who may ask, who may decide, and that each is written down."""

from typing import get_args

import pytest

from lintel.access import accounts
from lintel.access.models import Read
from lintel.casework import waysin
from lintel.casework.models import Decision
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.casework.secondperson import let_in_lately
from lintel.casework.waysin import Asked, Why
from lintel.events.faults import InputRefused
from tests.casework.cast import Cast

HALF = "0" * 64


def ask(cast: Cast, staff: str = "jo", *, by: str = "adi", why: str = "lost", stepped_up: bool = True) -> Asked:
    """Ask, a second later than whatever was before."""
    cast.later(seconds=1)
    waysin.ask(
        actor=cast.actor(by, stepped_up=stepped_up), staff=cast.handle(staff), why=why, half=HALF, now=cast.now,
        at_once=lambda: None,
    )  # fmt: skip
    return next(each for each in waysin.waiting(actor=cast.actor(by), now=cast.now) if each.staff == cast.handle(staff))


def decide(cast: Cast, asked: Asked, by: str, *, approved: bool = True, stepped_up: bool = True) -> str | None:
    return waysin.decide(
        actor=cast.actor(by, stepped_up=stepped_up), proposal=asked.id, approved=approved, now=cast.now,
        let_in=lambda made: f"{made.why} {made.half}",
    )  # fmt: skip


@pytest.mark.parametrize("why", get_args(Why))
def test_what_is_made_of_an_approval_is_handed_back_once(cast: Cast, why: str) -> None:
    asked = ask(cast, why=why)
    assert decide(cast, asked, "ines") == f"{why} {HALF}"
    with pytest.raises(NotHere):
        decide(cast, asked, "dee")


def test_what_fails_in_the_making_leaves_it_undecided(cast: Cast) -> None:
    asked = ask(cast)

    def fails(_: Asked) -> None:
        raise InputRefused([])

    with pytest.raises(InputRefused):
        waysin.decide(
            actor=cast.actor("ines", stepped_up=True), proposal=asked.id, approved=True, now=cast.now, let_in=fails
        )
    assert not Decision.objects.filter(proposal_id=asked.id).exists()
    assert decide(cast, asked, "ines")


@pytest.mark.parametrize("staff", ["adi", "left", "nobody"])
def test_nobody_asks_for_themselves_or_for_who_is_not_here(cast: Cast, staff: str) -> None:
    accounts.add_staff(cast.handle("left"), "Left", cast.now)
    accounts.end_staff(cast.handle("left"), by=cast.handle("adi"), now=cast.now)
    with pytest.raises(NotHere):
        ask(cast, staff)


def test_a_second_factor_is_asked_of_both(cast: Cast) -> None:
    with pytest.raises(StepUpNeeded):
        ask(cast, stepped_up=False)
    with pytest.raises(StepUpNeeded):
        decide(cast, ask(cast), "ines", stepped_up=False)


@pytest.mark.parametrize("name", ["sam", "jo", "max", "saf", "hana", "aud", "rae", "adi"])
def test_whoever_may_not_decide_is_refused_and_it_is_written_down(cast: Cast, name: str) -> None:
    asked = ask(cast)
    with pytest.raises(NotHere):
        decide(cast, asked, name)
    last = Read.objects.filter(reader=cast.handle(name)).latest("seq")
    assert (last.verb, last.thing, last.ground) == ("approve", "sign_in", "refused:default")


def test_those_who_may_not_see_what_waits_see_none(cast: Cast) -> None:
    asked = ask(cast)
    seen = {name: decides(cast, name, asked) for name in ("ines", "olu", "dee", "aud", "adi")}
    assert seen == {"ines": True, "olu": True, "dee": True, "aud": False, "adi": False}
    with pytest.raises(NotHere):
        waysin.waiting(actor=cast.actor("sam"), now=cast.now)


def decides(cast: Cast, name: str, asked: Asked) -> bool:
    found = waysin.waiting(actor=cast.actor(name), now=cast.now)
    return next(each for each in found if each.id == asked.id).decides


def test_who_was_let_in_rests_for_72_hours_and_nobody_else_does(cast: Cast) -> None:
    decide(cast, ask(cast, "olu"), "dee")
    refused = ask(cast, "ines")
    decide(cast, refused, "dee", approved=False)
    assert let_in_lately(cast.handle("olu"), cast.now)
    assert not any(let_in_lately(cast.handle(name), cast.now) for name in ("ines", "dee", "adi"))
    assert not let_in_lately(cast.handle("olu"), cast.later(hours=72))
