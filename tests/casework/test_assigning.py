"""A case is given to somebody who can open it, or to nobody."""

import pytest

from lintel.access import accounts
from lintel.casework.refusals import NotHere
from lintel.events.faults import InputRefused
from tests.casework.cast import Cast


@pytest.mark.parametrize("nobody", ["rae", "adi", "aud"])
def test_a_case_is_not_given_to_a_colleague_without_casework(cast: Cast, nobody: str) -> None:
    book = cast.report()
    with pytest.raises(InputRefused, match="does no casework here"):
        cast.record(book, "ines", "officer.named", {"officer": cast.handle(nobody), "reason": "first"})


def test_nor_to_one_who_has_left(cast: Cast) -> None:
    book = cast.report()
    accounts.end_staff(cast.handle("sam"), by=cast.handle("adi"), now=cast.now)
    with pytest.raises(InputRefused, match="does no casework here"):
        cast.record(book, "ines", "officer.named", {"officer": cast.handle("sam"), "reason": "first"})


def test_that_somebody_is_kept_out_is_not_found_out_by_naming_them(cast: Cast) -> None:
    book = cast.case("jo")
    cast.record(book, "ines", "conflict.declared", {"staff": cast.handle("sam"), "how": "friend"})
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("sam"), "reason": "handover"})
    with pytest.raises(NotHere):
        cast.look(book, "sam")


def test_nobody_without_casework_is_let_in_by_name(cast: Cast) -> None:
    book = cast.case("sam")
    with pytest.raises(InputRefused, match="does no casework here"):
        cast.record(book, "ines", "access.given", {"staff": cast.handle("max"), "reason": "advice"})
