"""Plain text is shown as UTF-8, whatever it says; bytes that nobody wrote are no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.uploads.kinds import kind_of
from lintel.uploads.refusal import UploadRefused
from lintel.uploads.texts import copy_of_text, is_text

WORDS = "“Grüße”, she said: 😀 שלום\n\tand left."
WRITTEN = {
    "UTF-8": WORDS.encode(),
    "UTF-8 with a mark": WORDS.encode("utf-8-sig"),
    "UTF-16 of one kind": b"\xff\xfe" + WORDS.encode("utf-16-le"),
    "UTF-16 of the other": b"\xfe\xff" + WORDS.encode("utf-16-be"),
    "lines as Windows ends them": WORDS.replace("\n", "\r\n").encode(),
    "lines as they once were ended": WORDS.replace("\n", "\r").encode(),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_text_is_shown_as_utf_8_however_it_was_written(way: str) -> None:
    assert copy_of_text(WRITTEN[way]) == WORDS.encode()


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<svg onload='alert(1)'/>",
        b"#!/bin/sh\nrm -rf /\n",
        b"=cmd|' /C calc'!A0",
    ],
)
def test_text_that_could_run_elsewhere_is_text_and_stays_as_it_is(content: bytes) -> None:
    assert kind_of(content) == "text"
    assert copy_of_text(content) == content


NO_TEXT = {
    "nothing": b"",
    "blanks": b" \t\r\n",
    "a NUL": b"a\0b",
    "an escape": b"a\x1b[2Jb",
    "a bell": b"a\x07b",
    "a control of two bytes": "a\x85b".encode(),
    "another alphabet's bytes": "Grüße".encode("latin-1"),
    "half a letter": "😀".encode()[:3],
    "half a UTF-16": b"\xff\xfea",
    "UTF-16 without a mark": "abc".encode("utf-16-le"),
    "UTF-32": "abc".encode("utf-32"),
    "a lone surrogate": b"\xff\xfe\x00\xd8",
}


@pytest.mark.parametrize("case", NO_TEXT)
def test_what_nobody_wrote_is_no_text(case: str) -> None:
    assert not is_text(NO_TEXT[case])
    with pytest.raises(UploadRefused, match="not plain text"):
        copy_of_text(NO_TEXT[case])


@given(st.binary(max_size=200))
def test_the_copy_of_any_bytes_is_text_without_controls_or_there_is_none(content: bytes) -> None:
    copied = copy_of_text(content) if is_text(content) else b"x"
    assert is_text(copied)
    assert not set(copied) & (set(range(32)) - {9, 10})
    assert copy_of_text(copied) == copied
