"""The people register: found by what they are known by, never by one thing alone."""

import pytest

from lintel.casework import lists
from lintel.casework.refusals import NotHere
from lintel.people import register
from lintel.people.identifiers import Identifier, of_address, of_date_of_birth, of_names, of_phone
from lintel.people.models import Mark
from tests.casework.cast import Cast
from tests.casework.test_look import identify

PHONE = "07700 900321"
ADDRESS = "12 Invented Road, Sampleford ZZ99 4QX"


@pytest.fixture
def cast(database: object) -> Cast:
    return Cast()


def known(cast: Cast, name: str) -> None:
    book = cast.case()
    identify(cast, book, "v1", "person.identified", {"names": name, "date_of_birth": "1981-05-04"})
    identify(cast, book, "v1", "person.contact_changed", {"phone": PHONE}, seen=1)
    identify(cast, book, "v1", "person.address_changed", {"address": ADDRESS}, seen=2)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (of_date_of_birth("4/5/1981") + of_phone("+44 7700 900321"), True),
        (of_address("12 invented rd, ZZ994QX") + of_phone("07700900321"), True),
        (of_phone(PHONE), False),
        (of_address(ADDRESS), False),
        (of_date_of_birth("1981-05-04"), False),
        ((), False),
    ],
)
def test_somebody_is_found_by_two_things_and_not_by_one(cast: Cast, asked: tuple[Identifier, ...], found: bool) -> None:
    known(cast, f"N{cast.mark} F{cast.mark}")
    matches = lists.search(actor=cast.actor("sam"), identifiers=asked, now=cast.now)
    assert any(each.cases for each in matches) == found
    assert lists.search(actor=cast.actor("sam"), identifiers=of_names(f"N{cast.mark} F{cast.mark}"), now=cast.now) == []


def test_a_search_says_nothing_of_cases_that_are_not_the_searchers(cast: Cast) -> None:
    known(cast, f"N{cast.mark} F{cast.mark}")
    asked = of_names(f"n{cast.mark} f{cast.mark}") + of_phone(PHONE)
    (mine,) = lists.search(actor=cast.actor("sam"), identifiers=asked, now=cast.now)
    (theirs,) = lists.search(actor=cast.actor("tomos"), identifiers=asked, now=cast.now)
    assert (len(mine.cases), theirs.cases) == (1, ())
    for name in ("max", "rae", "adi", "aud", "dee"):
        with pytest.raises(NotHere):
            lists.search(actor=cast.actor(name), identifiers=asked, now=cast.now)


def test_the_database_has_no_word_of_it(cast: Cast) -> None:
    known(cast, f"N{cast.mark} F{cast.mark}")
    kept = b"".join(bytes(each) for each in Mark.objects.values_list("blind", flat=True))
    assert all(word not in kept for word in (b"900321", b"1981"))


def test_the_last_said_is_current_and_what_was_before_still_finds(cast: Cast) -> None:
    book = cast.case()
    identify(cast, book, "v1", "person.contact_changed", {"phone": "07700 900001"})
    identify(cast, book, "v1", "person.contact_changed", {"phone": "07700 900002"}, seen=1)
    person = cast.look(book, "sam").persons["v1"]
    assert register.latest(person)["phone"] is not None
    (kind, first), (_, second) = (register.blinded(of_phone(f"07700 90000{n}")[0]) for n in (1, 2))
    said = dict(Mark.objects.filter(kind=kind, blind__in=[first, second]).values_list("blind", "current"))
    assert {bytes(blind): now for blind, now in said.items()} == {first: False, second: True}
