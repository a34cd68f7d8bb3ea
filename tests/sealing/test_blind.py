"""People are found by digests that say nothing to whoever has no key."""

from hypothesis import given
from hypothesis import strategies as st

from lintel.sealing.blind import blind

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))

kinds = st.from_regex(r"[a-z_]{3,12}", fullmatch=True)


@given(kinds, st.text())
def test_the_same_text_of_the_same_kind_is_found_again(kind: str, text: str) -> None:
    assert blind(KEY, kind, text) == blind(KEY, kind, text)


@given(kinds, kinds, st.text(), st.text())
def test_another_text_or_kind_is_another_digest(kind: str, other_kind: str, text: str, other: str) -> None:
    same = (kind, text) == (other_kind, other)
    assert (blind(KEY, kind, text) == blind(KEY, other_kind, other)) == same


@given(kinds, st.text())
def test_another_key_is_another_digest(kind: str, text: str) -> None:
    assert blind(KEY, kind, text) != blind(OTHER, kind, text)


@given(kinds, st.text(min_size=1, max_size=8))
def test_a_kind_and_its_text_cannot_be_put_together_otherwise(kind: str, text: str) -> None:
    assert blind(KEY, kind + text[0], text[1:]) != blind(KEY, kind, text)


@given(kinds, st.text("0123456789abcdefghijklmnopqrstuvwxyz ", min_size=4, max_size=40))
def test_nothing_of_the_text_shows(kind: str, text: str) -> None:
    digest = blind(KEY, kind, text)
    assert len(digest) == 16
    assert text.encode() not in digest
