"""Places in a list, as texts that say nothing and serve one reader of one list."""

import pytest

from lintel.casework.cursors import cursor, place
from lintel.events.faults import InputRefused
from tests.casework.cast import Cast


def test_a_cursor_leads_its_reader_back_and_says_nothing(cast: Cast) -> None:
    text = cursor(cast.actor("sam"), "cases", ["k7mp-x4qa", None, 7])

    assert place(cast.actor("sam"), "cases", text) == ["k7mp-x4qa", None, 7]
    assert "k7mp" not in text
    assert text != cursor(cast.actor("sam"), "cases", ["k7mp-x4qa", None, 7])
    assert text.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(("name", "of"), [("jo", "cases"), ("sam", "owed")])
def test_it_serves_nobody_else_and_no_other_list(cast: Cast, name: str, of: str) -> None:
    text = cursor(cast.actor("sam"), "cases", ["k7mp-x4qa"])
    with pytest.raises(InputRefused) as refused:
        place(cast.actor(name), of, text)

    assert [each.field for each in refused.value.faults] == ["after"]


@pytest.mark.parametrize("text", ["x", "é", "====", "A" * 5000, "AAAA"])
def test_what_is_no_cursor_is_refused(cast: Cast, text: str) -> None:
    with pytest.raises(InputRefused):
        place(cast.actor("sam"), "cases", text)
