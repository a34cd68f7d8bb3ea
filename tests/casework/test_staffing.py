"""Accounts, teams and the directory: for whoever administers, written down, and closed to everybody else."""

from collections.abc import Callable

import pytest

from lintel.access import accounts
from lintel.access.models import Read, Staff, Team
from lintel.casework import agencies, staffing
from lintel.casework.refusals import NotHere
from lintel.casework.staffmarks import declare_close
from lintel.events.faults import InputRefused
from tests.casework.cast import Cast

OTHERS = ("sam", "ines", "max", "saf", "hana", "dee", "aud", "rae")

AGENCY = {
    "name": "Rivergate",
    "kind": "charity",
    "service": "idva",
    "areas": "Northmarsh; Eastmarsh",
    "needs": "children",
    "phone": "020 7946 0123",
}


def test_an_account_holds_nothing_when_it_is_added(cast: Cast) -> None:
    staffing.add(actor=cast.actor("adi"), handle=f"new-{cast.mark}", name="New Colleague", now=cast.now)
    found = staffing.one(actor=cast.actor("adi"), handle=f"new-{cast.mark}", now=cast.now)
    assert (found.name, found.roles, found.ended, found.own, found.declared) == ("New Colleague", (), None, False, 0)


def test_everything_that_is_wrong_with_an_account_is_said_at_once(cast: Cast) -> None:
    for handle in ("has spaces", cast.handle("sam"), ""):
        with pytest.raises(InputRefused) as refused:
            staffing.add(actor=cast.actor("adi"), handle=handle, name="", now=cast.now)
        assert [fault.field for fault in refused.value.faults] == ["handle", "name"]
    assert Staff.objects.get(handle=cast.handle("sam")).name == "Sam"


def test_a_handle_is_never_given_again(cast: Cast) -> None:
    accounts.end_staff(cast.handle("jo"), by=cast.handle("adi"), now=cast.now)
    with pytest.raises(InputRefused):
        staffing.add(actor=cast.actor("adi"), handle=cast.handle("jo"), name="Another", now=cast.now)


def test_an_account_says_which_roles_it_holds_and_what_conflicts_go_by(cast: Cast) -> None:
    declare_close(actor=cast.actor("sam"), said={"names": "Ada Close", "phone": "07700 900444"})
    (found,) = [
        each
        for each in staffing.every(actor=cast.actor("adi"), now=cast.now, begins="SAM", most=100_000)
        if each.handle == cast.handle("sam")
    ]
    assert [(held.role, held.team) for held in found.roles] == [("officer", cast.handle("north"))]
    assert (found.own, found.declared) == (False, 1)


def test_live_accounts_come_before_those_that_ended(cast: Cast) -> None:
    accounts.end_staff(cast.handle("aud"), by=cast.handle("adi"), now=cast.now)
    found = staffing.every(actor=cast.actor("adi"), now=cast.now, most=100_000)
    states = [each.ended is not None for each in found]
    assert states == sorted(states)
    assert True in states


def test_a_team_is_added_once_and_says_how_many_hold_a_role_in_it(cast: Cast) -> None:
    staffing.add_team(actor=cast.actor("adi"), handle=f"west-{cast.mark}", name="West", now=cast.now)
    with pytest.raises(InputRefused):
        staffing.add_team(actor=cast.actor("adi"), handle=f"west-{cast.mark}", name="West", now=cast.now)
    many = {handle: many for handle, _, many in staffing.teams(actor=cast.actor("adi"), now=cast.now)}
    assert (many[cast.handle("north")], many[f"west-{cast.mark}"]) == (3, 0)
    assert Team.objects.filter(handle=f"west-{cast.mark}").count() == 1


ASKED: tuple[tuple[str, Callable[[Cast, str], object]], ...] = (
    ("every", lambda cast, who: staffing.every(actor=cast.actor(who), now=cast.now)),
    ("one", lambda cast, who: staffing.one(actor=cast.actor(who), handle=cast.handle("sam"), now=cast.now)),
    ("add", lambda cast, who: staffing.add(actor=cast.actor(who), handle="x", name="X", now=cast.now)),
    ("teams", lambda cast, who: staffing.teams(actor=cast.actor(who), now=cast.now)),
    ("add_team", lambda cast, who: staffing.add_team(actor=cast.actor(who), handle="x", name="X", now=cast.now)),
    ("agency", lambda cast, who: agencies.add(actor=cast.actor(who), said={"agency": "x", **AGENCY}, now=cast.now)),
    ("checked", lambda cast, who: agencies.checked(actor=cast.actor(who), agency="x", now=cast.now)),
)


@pytest.mark.parametrize("ask", [ask for _, ask in ASKED], ids=[name for name, _ in ASKED])
@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_administers_and_that_they_tried_is_written_down(
    cast: Cast, name: str, ask: Callable[[Cast, str], object]
) -> None:
    with pytest.raises(NotHere):
        ask(cast, name)
    last = Read.objects.filter(reader=cast.handle(name)).latest("seq")
    assert (last.verb, last.ground) == ("manage", "refused:default")


def listed(cast: Cast, name: str = "sam", **asked: str) -> set[str]:
    found = agencies.search(actor=cast.actor(name), now=cast.now, **asked)
    return {each.agency.handle for each in found if each.agency.handle.endswith(cast.mark)}


def test_an_agency_is_found_by_area_and_need_and_one_that_names_none_is_for_all(cast: Cast) -> None:
    wide = {"name": "Everywhere", "kind": "charity", "service": "refuge"}
    for handle, said in ((f"river-{cast.mark}", AGENCY), (f"wide-{cast.mark}", wide)):
        agencies.add(actor=cast.actor("adi"), said={"agency": handle, **said}, now=cast.now)
    both = {f"river-{cast.mark}", f"wide-{cast.mark}"}
    assert listed(cast) == listed(cast, area="northmarsh") == listed(cast, need="Children") == both
    assert listed(cast, area="Southmarsh") == listed(cast, need="men") == {f"wide-{cast.mark}"}
    assert listed(cast, service="idva", area="eastmarsh") == {f"river-{cast.mark}"}


def test_an_agency_is_as_old_as_the_day_on_which_somebody_looked(cast: Cast) -> None:
    handle = f"river-{cast.mark}"
    agencies.add(actor=cast.actor("adi"), said={"agency": handle, **AGENCY}, now=cast.now)
    cast.later(days=200)
    agencies.checked(actor=cast.actor("adi"), agency=handle, now=cast.now)
    (found,) = [each for each in agencies.search(actor=cast.actor("sam"), now=cast.now) if each.agency.handle == handle]
    assert found.agency.last_checked == cast.now.date()
    assert [each.areas for each in found.services] == [("Northmarsh", "Eastmarsh")]
    with pytest.raises(NotHere):
        agencies.checked(actor=cast.actor("adi"), agency="nobody", now=cast.now)


def test_everything_that_is_wrong_with_an_agency_is_said_by_its_field(cast: Cast) -> None:
    wrong = {"agency": "has spaces", "name": "", "kind": "charity", "service": "magic", "phone": "none"}
    with pytest.raises(InputRefused) as refused:
        agencies.add(actor=cast.actor("adi"), said=wrong, now=cast.now)
    assert {fault.field for fault in refused.value.faults} == {"agency", "name", "service", "phone"}


@pytest.mark.parametrize("name", ["max", "dee", "aud", "rae"])
def test_who_works_no_cases_has_no_directory(cast: Cast, name: str) -> None:
    with pytest.raises(NotHere):
        agencies.search(actor=cast.actor(name), now=cast.now)
