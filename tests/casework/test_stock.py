"""Homes and tenancies taken in by somebody: who may, in numbers, and nothing where anything is wrong."""

import pytest

from lintel.access.models import Read
from lintel.casework.refusals import NotHere
from lintel.casework.stock import Counted, take_in
from lintel.events.faults import InputRefused
from lintel.homes.models import Home
from tests.casework.cast import Cast

_COLUMNS = "uprn,address,postcode,lsoa,bedrooms,tenancy_reference,tenancy_kind,held,started,ended\n"
_LINE = "100000000501,5 Invented Row,ZZ99 7AJ,E01000001,{bedrooms},T-501,secure,sole,2020-04-06,\n"


@pytest.mark.parametrize("name", ["saf", "hana", "dee", "max", "aud", "rae", "adi"])
def test_nobody_takes_homes_in_but_officers_and_leads(cast: Cast, name: str) -> None:
    with pytest.raises(NotHere):
        take_in(actor=cast.actor(name), text=_COLUMNS, dry_run=True, now=cast.now)
    look = Read.objects.filter(reader=cast.handle(name)).latest("seq")

    assert (look.verb, look.thing, look.ground) == ("record", "homes", "refused:default")


def test_a_dry_run_says_what_would_change_and_changes_nothing(cast: Cast) -> None:
    text = _COLUMNS + _LINE.format(bedrooms=2)
    before = Home.objects.count()
    would = take_in(actor=cast.actor("sam"), text=text, dry_run=True, now=cast.now)
    after = Home.objects.count()
    done = take_in(actor=cast.actor("sam"), text=text, dry_run=False, now=cast.now)
    changed, same = take_in(
        actor=cast.actor("ines"), text=_COLUMNS + _LINE.format(bedrooms=3), dry_run=False, now=cast.now
    )

    assert (before, would) == (after, done)
    assert (done[0].new, done[1].new) == (1, 1)
    assert changed == Counted(0, 1, 0, changed.absent)
    assert same.unchanged == 1


def test_a_file_with_anything_wrong_changes_nothing(cast: Cast) -> None:
    before = Home.objects.count()
    wrong = _COLUMNS + _LINE.format(bedrooms=2).replace("501", "502") + _LINE.format(bedrooms="many")
    with pytest.raises(InputRefused):
        take_in(actor=cast.actor("sam"), text=wrong, dry_run=False, now=cast.now)

    assert Home.objects.count() == before
