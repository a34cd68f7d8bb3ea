"""Rows as bytes: no two rows make the same line, and a link covers everything before it."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.sealing import chain

texts = st.text(st.characters(exclude_characters=chain.SEPARATOR, exclude_categories=["Cs"]))
rows = st.tuples(texts, texts, texts)


@given(rows, rows)
def test_two_rows_make_one_line_only_where_they_say_the_same(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert (chain.line(one) == chain.line(other)) == (one == other)


def test_a_row_that_could_be_read_in_two_ways_is_refused() -> None:
    with pytest.raises(ValueError, match="the sign that separates the parts"):
        chain.line(("a\x1fb", "c"))


def test_a_line_is_spelt_so_for_ever() -> None:
    assert chain.line(("a3", 7, None, "", "é")) == b"a3\x1f7\x1f\x1f\x1f\xc3\xa9"
    assert chain.link(chain.FIRST, b"row") == hashlib.sha256(bytes(32) + b"row").digest()


@given(st.datetimes(min_value=datetime(1800, 1, 1), max_value=datetime(2300, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001 - given its zone below
def test_an_instant_is_whole_microseconds_whatever_its_zone(at: datetime, hours: int) -> None:
    there = at.replace(tzinfo=timezone(timedelta(hours=hours)))
    counted = chain.microseconds(there)
    assert counted == chain.microseconds(there.astimezone(UTC))
    assert chain.instant(counted) == there


@given(st.lists(st.binary(max_size=20), min_size=2, max_size=6), st.data())
def test_a_change_anywhere_changes_every_link_after_it(lines: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    changed = [*lines]
    changed[at] += b"x"
    links, others = _links(lines), _links(changed)
    assert [a == b for a, b in zip(links, others, strict=True)] == [n < at for n in range(len(lines))]


def _links(lines: list[bytes]) -> list[bytes]:
    found = [chain.FIRST]
    for line in lines:
        found.append(chain.link(found[-1], line))
    return found[1:]
