"""Signed lines: what was signed is read, and nothing else is."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from lintel.sealing.signatures import digest, read_signed, signed

SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
LINE = signed({"n": 7, "books": {"a3": [2, "00ff"]}}, SIGNER)

said = st.dictionaries(
    st.text(max_size=5).filter(lambda name: name != "signature"),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=4,
    ),
    max_size=4,
)


@given(said)
def test_what_was_signed_is_read(content: dict[str, object]) -> None:
    assert read_signed(signed(content, SIGNER), SIGNER.public_key()) == content


@given(said)
def test_a_line_is_one_line_and_nothing_in_it_need_be_escaped_again(content: dict[str, object]) -> None:
    line = signed(content, SIGNER)
    assert line.isascii()
    assert line.splitlines() == [line]


def test_another_key_did_not_sign_it() -> None:
    assert read_signed(LINE, OTHER.public_key()) is None


def test_no_character_can_be_another() -> None:
    content = json.loads(LINE)
    del content["signature"]
    for at in range(len(LINE)):
        for other in "0aB ":
            changed = LINE[:at] + other + LINE[at + 1 :]
            assert read_signed(changed, SIGNER.public_key()) in (None, content)
            assert changed == LINE or digest(changed) != digest(LINE)


@pytest.mark.parametrize(
    "line",
    ["", "[]", "7", "null", "{}", '{"signature":""}', '{"signature":7}', '{"signature":"é"}', "[" * 99_999, "\ud800"],
)
def test_what_is_no_line_of_ours_is_nothing_and_no_traceback(line: str) -> None:
    assert read_signed(line, SIGNER.public_key()) is None
