"""A colleague with cases of their own tries to reach somebody who is in another's case."""

import pytest

from lintel.casework import lists
from lintel.casework.breakglass import break_glass
from lintel.casework.refusals import NotHere
from lintel.events.faults import InputRefused
from lintel.ledger.models import Book
from tests.casework.cast import Cast
from tests.hostile.persons import ADDRESS, book_of, everything, found_by, link_to, name, planted, say

REASON = "She rang from the street and nobody of her officers answers."


def test_linking_her_into_my_own_case_by_her_name_and_birthday_gives_nothing(cast: Cast) -> None:
    _, handle, _ = planted(cast)
    mine = cast.case("tomos")
    with pytest.raises(NotHere):
        link_to(cast, mine, book_of(handle), "tomos")
    assert name(cast) not in everything(cast, mine, "tomos")


def test_nor_from_behind_a_broken_glass_so_that_it_would_last_beyond_the_hour(cast: Cast) -> None:
    book, handle, _ = planted(cast)
    mine = cast.case("tomos")
    who = cast.actor("tomos", stepped_up=True)
    break_glass(actor=who, book=book, code="danger_now", reason=REASON, now=cast.now, address=True)
    with pytest.raises(NotHere):
        link_to(cast, mine, book_of(handle), "tomos")


def test_whoever_was_let_into_her_case_by_name_links_her(cast: Cast) -> None:
    book, handle, _ = planted(cast)
    mine = cast.case("tomos")
    cast.record(book, "ines", "access.given", {"staff": cast.handle("tomos"), "reason": "specialist"})
    link_to(cast, mine, book_of(handle), "tomos")
    assert ADDRESS in everything(cast, mine, "tomos")


def test_a_removed_officer_who_kept_her_handle_cannot_join_her_to_another_case(cast: Cast) -> None:
    _, handle, _ = planted(cast)
    with pytest.raises(InputRefused):
        cast.record(cast.case("tomos"), "tomos", "person.joined", {"person": handle, "role": "visitor"})


def test_nor_by_correcting_somebody_who_has_joined_into_her(cast: Cast) -> None:
    _, handle, _ = planted(cast)
    mine = cast.case("tomos")
    joined = cast.look(mine, "tomos").entries[-1].id
    with pytest.raises(InputRefused):
        cast.record(mine, "tomos", "entry.corrected", {"entry": joined, "facts": {"person": handle}})


def test_nor_by_changing_the_role_of_somebody_who_was_corrected_into_her(cast: Cast) -> None:
    _, handle, _ = planted(cast)
    mine = cast.case("tomos")
    cast.record(mine, "tomos", "person.role_changed", {"person": "v1", "role": "visitor"})
    changed = cast.look(mine, "tomos").entries[-1].id
    for facts in ({"person": handle}, {"person": handle, "role": "victim"}):
        with pytest.raises(InputRefused):
            cast.record(mine, "tomos", "entry.corrected", {"entry": changed, "facts": facts})
    assert handle not in everything(cast, mine, "tomos")


def test_joining_her_before_anything_is_written_of_her_does_not_show_what_comes(cast: Cast) -> None:
    book, handle = cast.case(), "p-aaaabbbbcccc" + cast.mark[:2]
    cast.record(book, "sam", "person.joined", {"person": handle, "role": "victim", "age_band": "18_64"})
    mine = cast.case("tomos")
    with pytest.raises(InputRefused):
        cast.record(mine, "tomos", "person.joined", {"person": handle, "role": "visitor"})
    say(cast, book, handle, "person.address_changed", {"address": ADDRESS})
    assert ADDRESS not in everything(cast, mine, "tomos")


def test_a_handle_made_of_her_cases_reference_does_not_lead_to_her(cast: Cast) -> None:
    book = cast.case()
    handle = f"{Book.objects.get(id=book).name}-v1"
    mine = cast.case("tomos")
    with pytest.raises(InputRefused):
        cast.record(mine, "tomos", "person.joined", {"person": handle, "role": "visitor"})
    say(cast, book, "v1", "person.address_changed", {"address": ADDRESS})
    assert ADDRESS not in everything(cast, mine, "tomos")


def test_such_a_handle_does_not_even_tell_whether_there_is_such_a_case(cast: Cast) -> None:
    book = cast.case()
    say(cast, book, "v1", "person.address_changed", {"address": ADDRESS})
    mine = cast.case("tomos")
    said = []
    for reference in (Book.objects.get(id=book).name, "aaaa-bbbb"):
        with pytest.raises(InputRefused) as no:
            cast.record(mine, "tomos", "person.joined", {"person": f"{reference}-v1", "role": "visitor"})
        said.append(str(no.value))
    assert said[0] == said[1]


def test_writing_of_somebody_who_is_not_in_my_case_is_refused(cast: Cast) -> None:
    _, handle, _ = planted(cast)
    mine = cast.case("tomos")
    with pytest.raises(NotHere):
        say(cast, mine, handle, "person.address_changed", {"address": "9 Elsewhere, ZZ99 9ZZ"}, by="tomos")


def test_a_person_linked_by_mistake_is_seen_no_more_once_that_is_put_right(cast: Cast) -> None:
    book, handle, _ = planted(cast)
    mine = cast.case("tomos")
    cast.record(book, "ines", "access.given", {"staff": cast.handle("tomos"), "reason": "specialist"})
    wrong = link_to(cast, mine, book_of(handle), "tomos").entry
    cast.record(mine, "tomos", "entry.corrected", {"entry": wrong, "withdrawn": "mistaken"})
    assert name(cast) not in everything(cast, mine, "tomos")
    with pytest.raises(NotHere):
        say(cast, mine, handle, "person.address_changed", {"address": "9 Elsewhere, ZZ99 9ZZ"}, by="tomos")


def test_trying_out_a_whole_dictionary_in_one_search_is_refused(cast: Cast) -> None:
    planted(cast)
    with pytest.raises(InputRefused):
        lists.search(actor=cast.actor("tomos"), identifiers=found_by(cast) * 500, now=cast.now)
