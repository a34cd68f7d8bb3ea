"""What is sealed opens with its key, in its place, as it was, or not at all."""

import os
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.ledger.rows import copy_place, file_place, key_place, place
from lintel.sealing.aead import KEY_BYTES, SealBroken, new_key, seal, unseal

NONCES = 100_000 if os.environ.get("LINTEL_PROOF") == "full" else 10_000
KEY = bytes(range(KEY_BYTES))
BOOK = UUID("a3bb189e-8bf9-4c6e-9b57-0c8a1e1a2b3c")

books = st.uuids()
seqs = st.integers(1, 2**31)
events = st.from_regex(r"[a-z]{3,8}\.[a-z_]{3,12}", fullmatch=True)
places = st.one_of(
    st.builds(place, books, seqs, events),
    st.builds(file_place, books, st.sampled_from(("original", "served"))),
    st.builds(copy_place, books, st.text("0123456789abcdef", min_size=64, max_size=64)),
    st.builds(key_place, books),
)


def opens(key: bytes, sealed: bytes, bound_to: bytes) -> bool:
    try:
        unseal(key, sealed, bound_to)
    except SealBroken:
        return False
    return True


@given(st.binary(max_size=300), places)
def test_what_was_sealed_comes_back_as_it_was(text: bytes, where: bytes) -> None:
    assert unseal(KEY, seal(KEY, text, where), where) == text


@given(st.binary(max_size=100), places, places)
def test_it_opens_in_its_own_place_alone(text: bytes, where: bytes, elsewhere: bytes) -> None:
    assert opens(KEY, seal(KEY, text, where), elsewhere) == (where == elsewhere)


@given(*[st.tuples(books, seqs, events)] * 2)
def test_no_two_places_are_written_alike(one: tuple[UUID, int, str], other: tuple[UUID, int, str]) -> None:
    assert (place(*one) == place(*other)) == (one == other)


@pytest.mark.parametrize(
    "elsewhere",
    [
        place(UUID(int=1), 7, "note.added"), place(BOOK, 8, "note.added"), place(BOOK, 7, "note.changed"),
        place(BOOK, 77, "note.added"), file_place(BOOK, "original"), copy_place(BOOK, "00" * 32), key_place(BOOK), b"",
    ],
    ids=("book", "seq", "event", "seq begun alike", "file", "copy", "key", "nowhere"),
)  # fmt: skip
def test_words_put_in_the_place_of_others_do_not_open(elsewhere: bytes) -> None:
    assert not opens(KEY, seal(KEY, b"words", place(BOOK, 7, "note.added")), elsewhere)


def test_no_bit_can_be_another() -> None:
    where = place(BOOK, 7, "note.added")
    sealed = seal(KEY, b"She is safe with her sister.", where)
    for at in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[at] ^= 1 << bit
            assert not opens(KEY, bytes(changed), where)


def test_nothing_can_be_cut_off_or_added() -> None:
    sealed = seal(KEY, b"She is safe with her sister.", b"here")
    for length in range(len(sealed)):
        assert not opens(KEY, sealed[:length], b"here")
        assert not opens(KEY, sealed[length + 1 :], b"here")
    assert not opens(KEY, sealed + b"\0", b"here")


@given(st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES))
def test_no_other_key_opens_it(other: bytes) -> None:
    assert opens(other, seal(KEY, b"words", b"here"), b"here") == (other == KEY)


def test_the_same_words_are_never_sealed_alike() -> None:
    nonces = {seal(KEY, b"", b"here")[1:13] for _ in range(NONCES)}
    assert len(nonces) == NONCES


def test_nothing_of_the_words_shows() -> None:
    assert b"sister" not in seal(KEY, b"She is safe with her sister.", b"here")


def test_new_keys_are_never_the_same() -> None:
    assert len({new_key() for _ in range(1_000)}) == 1_000


def test_what_does_not_open_says_nothing() -> None:
    with pytest.raises(SealBroken) as broken:
        unseal(KEY, seal(KEY, b"words", b"here"), b"there")
    assert str(broken.value) == "sealed text does not open: wrong key, wrong place, or it was changed"
    assert broken.value.__suppress_context__
