"""Who looked at a case."""

import pytest

from lintel.casework.breakglass import called
from lintel.casework.refusals import NotHere
from lintel.casework.wholooked import AT_ONCE, who_looked
from lintel.ledger.models import Book
from tests.casework.cast import Cast


def test_the_lead_and_the_protection_officer_see_every_look_and_every_refusal_of_the_case(cast: Cast) -> None:
    book, other = cast.case(), cast.case()
    cast.look(book, "sam")
    cast.look(other, "sam")
    with pytest.raises(NotHere):
        cast.look(book, "jo")
    for name in ("ines", "dee"):
        found = who_looked(actor=cast.actor(name), book=book, now=cast.now)
        said = [(each.who, each.verb, each.thing, each.ground) for each in found.looks]
        assert (cast.handle("sam"), "read", "case", "assigned") in said
        assert (cast.handle("jo"), "read", "case", "refused:default") in said
        assert found.looks[0].at == cast.now
    assert len([each for each in said if each[:3] == (cast.handle("sam"), "read", "case")]) == 1


def test_that_somebody_read_who_looked_is_a_look_itself(cast: Cast) -> None:
    book = cast.case()
    found = who_looked(actor=cast.actor("dee"), book=book, now=cast.now)
    assert (cast.handle("dee"), "case_read_log") in [(each.who, each.thing) for each in found.looks]


@pytest.mark.parametrize("name", ["sam", "jo", "olu", "max", "saf", "hana", "aud", "rae", "adi"])
def test_nobody_else_sees_who_looked(cast: Cast, name: str) -> None:
    book = cast.case()
    with pytest.raises(NotHere):
        who_looked(actor=cast.actor(name), book=book, now=cast.now)


def test_older_looks_are_there_behind_the_newest(cast: Cast) -> None:
    book = cast.case()
    everything = who_looked(actor=cast.actor("dee"), book=book, now=cast.now)
    assert not everything.more
    assert len(everything.looks) < AT_ONCE
    without = who_looked(actor=cast.actor("dee"), book=book, now=cast.later(minutes=1), skip=2)
    assert without.looks == everything.looks[1:]


def test_a_case_is_called_by_its_reference_or_its_id_and_nothing_else_is_any(cast: Cast) -> None:
    book = cast.case()
    name = Book.objects.get(id=book).name
    assert called(name) == called(f" {name.upper()} ") == called(str(book)) == book
    nothing = [called(text) for text in ("", "zzzz-9999", "nothing\x00", "organisation")]
    assert not Book.objects.filter(id__in=nothing).exists()
