"""Sealing to a public key: only its private half opens it, and only as it was."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.sealing.aead import SealBroken
from lintel.sealing.keyring import KeysRefused
from lintel.sealing.recipients import new_recipient, open_sealed, private_key, public_key, seal_to, write_pair

MINE = new_recipient()
PLANTED = b"1 Invented Row, ZZ99 1AA"


@given(st.binary(max_size=2_000))
def test_what_was_sealed_is_what_is_opened_and_no_two_sealings_are_alike(text: bytes) -> None:
    one, other = seal_to(MINE.public, text), seal_to(MINE.public, text)
    assert open_sealed(MINE.private, one) == open_sealed(MINE.private, other) == text
    assert one != other
    assert one[:32] != other[:32]


def test_nothing_of_it_is_to_be_seen() -> None:
    assert PLANTED not in seal_to(MINE.public, PLANTED)


def test_another_key_does_not_open_it() -> None:
    sealed = seal_to(MINE.public, PLANTED)
    for private in (new_recipient().private, MINE.public, bytes(32), b"", MINE.private[:-1]):
        with pytest.raises(SealBroken):
            open_sealed(private, sealed)


def test_no_bit_of_it_can_be_changed_and_no_byte_be_missing() -> None:
    sealed = seal_to(MINE.public, PLANTED)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            open_sealed(MINE.private, bytes(changed))
        with pytest.raises(SealBroken):
            open_sealed(MINE.private, sealed[:place])
    with pytest.raises(SealBroken):
        open_sealed(MINE.private, sealed + b"x")


@pytest.mark.parametrize("public", [b"", bytes(32), b"\x01" + bytes(31), bytes(31), bytes(33)])
def test_nothing_is_sealed_to_what_is_no_key(public: bytes) -> None:
    with pytest.raises(KeysRefused):
        seal_to(public, PLANTED)


def test_a_sealing_whose_own_key_is_of_small_order_does_not_open() -> None:
    sealed = seal_to(MINE.public, PLANTED)
    with pytest.raises(SealBroken):
        open_sealed(MINE.private, bytes(32) + sealed[32:])


def test_a_pair_in_files_opens_what_it_seals_and_is_never_replaced(tmp_path: Path) -> None:
    public = write_pair(tmp_path / "k")
    assert open_sealed(private_key(tmp_path / "k"), seal_to(public_key(public), PLANTED)) == PLANTED
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600
    for there in ("k", "k.pub"):
        before = (tmp_path / there).read_bytes()
        with pytest.raises(KeysRefused):
            write_pair(tmp_path / "k")
        assert (tmp_path / there).read_bytes() == before


def test_a_private_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    write_pair(tmp_path / "k")
    (tmp_path / "k").chmod(0o640)
    with pytest.raises(KeysRefused, match="chmod 600"):
        private_key(tmp_path / "k")


@pytest.mark.parametrize("text", ["", "lintel-public-1", "lintel-public-1 AAAA", "x " + "A" * 44, "\ud83d\ude00", "é"])
def test_a_file_that_holds_no_key_is_refused_without_a_word_of_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "k").write_bytes(text.encode("utf-8", "surrogatepass"))
    (tmp_path / "k").chmod(0o600)
    for read in (public_key, private_key):
        for path in (tmp_path / "k", tmp_path / "absent", tmp_path):
            with pytest.raises(KeysRefused) as refused:
                read(path)
            assert not text or text not in str(refused.value)


def test_one_half_is_not_taken_for_the_other(tmp_path: Path) -> None:
    public = write_pair(tmp_path / "k")
    with pytest.raises(KeysRefused):
        public_key(tmp_path / "k")
    with pytest.raises(KeysRefused):
        private_key(public)
