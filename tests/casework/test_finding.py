"""Finding somebody in one's own cases; and that nobody learns anything of other cases by it."""

from uuid import UUID

import pytest

from lintel.access.models import Read
from lintel.casework.finding import Hit, find
from lintel.casework.refusals import NotHere
from lintel.events.faults import InputRefused
from tests.casework.cast import Cast
from tests.casework.test_look import identify

BORN = "1985-03-27"


def found(cast: Cast, name: str, reference: str = "", **said: str) -> list[Hit]:
    return find(actor=cast.actor(name), said=said, reference=reference, now=cast.now)


def known(cast: Cast, officer: str = "sam") -> UUID:
    """A case with Grace in it, whose name is of this test alone."""
    book = cast.case(officer)
    if officer != "sam":
        return book
    identify(cast, book, "v1", "person.identified", {"names": f"Grace X{cast.mark}", "date_of_birth": BORN})
    identify(cast, book, "v1", "person.contact_changed", {"phone": "07700 900321"}, seen=1)
    identify(cast, book, "v1", "person.address_changed", {"address": "7 Nowhere Row, ZZ99 3QQ"}, seen=2)
    return book


@pytest.mark.parametrize(
    ("said", "agrees"),
    [
        ({"names": "grace X{mark}"}, frozenset({"name"})),
        ({"names": "X{mark}, Grace", "date_of_birth": "27/3/1985"}, frozenset({"name", "date of birth"})),
        ({"phone": "+44 7700 900321"}, frozenset({"phone"})),
        ({"address": "7 nowhere row zz99 3qq"}, frozenset({"home"})),
        ({"address": "ZZ99 3QQ"}, frozenset({"home"})),
    ],
)
def test_whoever_has_the_case_finds_her_by_any_one_thing(
    cast: Cast, said: dict[str, str], agrees: frozenset[str]
) -> None:
    book = known(cast)
    asked = {field: text.format(mark=cast.mark) for field, text in said.items()}
    (hit,) = [each for each in found(cast, "sam", **asked) if each.book == book]
    assert (hit.role, hit.called, hit.agrees) == ("victim", f"Grace X{cast.mark}", agrees)
    assert hit.linkable == (len(agrees) > 1)


def test_another_house_in_the_same_street_is_not_her_home(cast: Cast) -> None:
    book = known(cast)
    assert book not in {each.book for each in found(cast, "sam", address="9 Nowhere Row, ZZ99 3QQ")}


def test_one_word_of_two_is_not_her_name(cast: Cast) -> None:
    book = known(cast)
    assert book not in {each.book for each in found(cast, "sam", names="Grace Quillfeather")}


@pytest.mark.parametrize("name", ["jo", "tomos", "olu", "saf", "hana"])
def test_for_whom_the_case_is_not_there_is_nothing_whatever_they_know(cast: Cast, name: str) -> None:
    known(cast)
    assert found(cast, name, phone="07700 900321", names=f"Grace X{cast.mark}", date_of_birth="27 3 1985") == []


@pytest.mark.parametrize("name", ["max", "dee", "aud", "rae", "adi"])
def test_who_may_not_search_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(NotHere):
        found(cast, name, phone="07700 900321")


def test_a_case_is_found_by_its_reference_however_it_is_written(cast: Cast) -> None:
    book = cast.case()
    name = cast.look(book, "sam").name
    for written in (name, name.upper(), name.replace("-", " ")):
        assert [each.book for each in found(cast, "sam", written)] == [book]
        assert found(cast, "tomos", written) == []


def test_everything_by_which_nobody_can_be_found_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(InputRefused) as refused:
        found(cast, "sam", phone="none", date_of_birth="2/3/85")
    assert {fault.field for fault in refused.value.faults} == {"phone", "date_of_birth"}
    with pytest.raises(InputRefused):
        found(cast, "sam")


def test_a_search_is_written_down_by_how_many_were_found_and_no_word_of_it(cast: Cast) -> None:
    known(cast)
    found(cast, "sam", names=f"Grace X{cast.mark}")
    last = Read.objects.filter(reader=cast.handle("sam"), thing="search").latest("seq")
    assert (last.verb, last.found, last.book) == ("list", 1, None)
