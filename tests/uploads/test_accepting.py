"""A file is taken by what it is, or refused with everything that is wrong with it; its name is never kept."""

import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.uploads.accepting import Accepted, accept
from lintel.uploads.caps import CAPS, Caps, within_quota
from lintel.uploads.kinds import ENDINGS, KINDS, Kind, faults_of_kind, kind_of
from lintel.uploads.refusal import UploadRefused
from tests.uploads.judging import shown
from tests.uploads.pdfs import many_pages, one_page, telling_pdf
from tests.uploads.pictures import chunk, header, jpeg, png, telling_jpeg, telling_png, with_chunks
from tests.uploads.planting import CANARY, found_in, planted

TEXT = f"He wrote: {planted('words')}\n".encode()
TELLING = {"pdf": telling_pdf(), "jpeg": telling_jpeg(), "png": telling_png(), "text": TEXT}
NAMES = {"pdf": "DASH_Jane.PDF", "jpeg": "Jane at 4 Elm Row.jpeg", "png": "jane.png", "text": "Jane.txt"}
SERVED_AS = {
    "pdf": ("application/pdf", "document.pdf"),
    "jpeg": ("image/jpeg", "document.jpg"),
    "png": ("image/png", "document.png"),
    "text": ("text/plain; charset=utf-8", "document.txt"),
}


NOT_TAKEN = "The end of the file's name is not one that is taken: .pdf, .jpg, .jpeg, .png or .txt."
SAYS_ANOTHER = [
    f"The end of the file's name says {kind}, but the file is plain text. "
    "Save it again from the program that made it, so that the two agree."
    for kind in ("a PDF", "a JPEG picture", "a PNG picture")
]


def refusal(content: bytes, name: str | None = None, caps: Caps = CAPS) -> tuple[str, ...]:
    with pytest.raises(UploadRefused) as refused:
        accept(content, name, caps)
    return refused.value.faults


@pytest.fixture(scope="module")
def taken() -> dict[str, Accepted]:
    return {kind: accept(content, NAMES[kind]) for kind, content in TELLING.items()}


@pytest.mark.parametrize("kind", TELLING)
def test_the_original_is_kept_byte_for_byte_with_its_hash(kind: str, taken: dict[str, Accepted]) -> None:
    assert taken[kind].original == TELLING[kind]
    assert taken[kind].sha256 == sha256(TELLING[kind]).hexdigest()


@pytest.mark.parametrize("kind", TELLING)
def test_what_a_file_is_decides_how_it_is_served(kind: str, taken: dict[str, Accepted]) -> None:
    assert (taken[kind].kind, taken[kind].content_type, taken[kind].name) == (kind, *SERVED_AS[kind])


@pytest.mark.parametrize("kind", ["pdf", "jpeg", "png"])
def test_what_was_planted_beside_the_page_is_in_the_original_and_nowhere_in_the_copy(
    kind: str, taken: dict[str, Accepted]
) -> None:
    assert found_in(taken[kind].original) > 5
    assert found_in(taken[kind].served) == 0


@pytest.mark.parametrize("kind", ["pdf", "jpeg", "png"])
def test_the_served_copy_is_a_file_that_would_be_taken_itself(kind: Kind, taken: dict[str, Accepted]) -> None:
    copy = taken[kind].served
    assert kind_of(copy) == kind
    assert faults_of_kind(copy, kind, taken[kind].name) == []
    assert shown(kind, copy)


BAD_NAMES = [
    *(
        "DASH_Jane_Doe.txt",
        "../../etc/passwd.txt",
        "C:\\Users\\jane\\notes.txt",
        "a\r\nSet-Cookie: x=1.txt",
        'a";x=".txt',
    ),
    *(
        "\u202etxt.exe.txt",
        "%2e%2e%2f.txt",
        ".txt",
        "..txt",
        "a.TXT",
        "\0.txt",
        "con.txt",
        "ja ne.txt",
        "😀.txt",
        "x" * 5000 + ".txt",
    ),
    *("", "no ending", "/", "-rf", "$(id).txt", "<script>.txt", "'; DROP TABLE case;--.txt", "\ud800.txt"),
]


@pytest.mark.parametrize("name", [*BAD_NAMES, None])
def test_nothing_of_the_senders_name_for_it_is_in_ours(name: str | None) -> None:
    assert accept(b"hello", name).name == "document.txt"


@given(st.text(max_size=60), st.sampled_from([".txt", ".TxT"]))
def test_whatever_stands_before_the_ending_changes_nothing(name: str, ending: str) -> None:
    assert accept(b"hello", name + ending) == accept(b"hello", None)


@given(st.text(min_size=1, max_size=60).filter(lambda ending: ending.lower() != "txt"))
def test_no_name_with_another_ending_is_taken_or_repeated(ending: str) -> None:
    (fault,) = refusal(b"hello", f"{CANARY}.{ending}")
    assert fault in {NOT_TAKEN, *SAYS_ANOTHER}


@pytest.mark.parametrize(
    "name", ["x.exe", "x.pdf.exe", "x.html", "x.svg", "x.pdf ", "x.pdf.", "x.pdf::$DATA", "x.js", "x.txt/"]
)
def test_an_ending_that_is_not_taken_is_refused(name: str) -> None:
    assert refusal(b"hello", name) == (NOT_TAKEN,)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", KINDS)
def test_an_ending_that_disagrees_with_the_file_is_a_fault_and_one_that_agrees_is_none(kind: Kind, ending: str) -> None:
    faults = faults_of_kind(TELLING[kind], kind_of(TELLING[kind]), "x" + ending)
    assert ["but the file is" in fault for fault in faults] == ([] if ENDINGS[ending] == kind else [True])


TWO_AT_ONCE: dict[str, bytes] = {
    "a PNG and a zip file": png() + b"PK\x05\x06" + bytes(18),
    "a JPEG and a zip file with a note": jpeg() + b"PK\x05\x06" + bytes(16) + b"\x09\0some note",
    "a PDF and a zip file": one_page().written() + b"PK\x05\x06" + bytes(18),
    "a JPEG and a PDF": jpeg(comment=b"%PDF-1.7"),
    "a PNG and a PDF": with_chunks(png(), chunk(b"teXt", b"%PDF-1.7")),
    "a text and a PDF": b"<html>" * 100 + b"%PDF-1.7",
}


@pytest.mark.parametrize("case", TWO_AT_ONCE)
def test_two_kinds_of_file_in_one_are_refused(case: str) -> None:
    content = TWO_AT_ONCE[case]
    (fault,) = faults_of_kind(content, kind_of(content), None)
    assert fault.startswith("This is two kinds of file in one")


def test_a_pdf_with_something_in_front_of_it_is_refused() -> None:
    assert "in front of this PDF" in refusal(b"\x00GIF89a;" + one_page().written())[0]


UNKNOWN = {
    "an empty file": (b"", "empty"),
    "a zip file": (b"PK\x03\x04" + bytes(40), "Word"),
    "an old Word file": (b"\xd0\xcf\x11\xe0" + bytes(40), "older Word"),
    "a picture from a newer phone": (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
    "a film": (b"\0\0\0\x18ftypisom" + bytes(40), "video"),
    "a GIF": (b"GIF89a" + bytes(40), "kind of picture"),
    "a WebP": (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(40), "kind of picture"),
    "a program": (b"MZ\x90\0" + bytes(40), "not a kind of file"),
    "blanks": (b" \n\t \n", "not a kind of file"),
    "text that is not UTF-8": ("Grüße".encode("cp1252"), "UTF-8"),
    "text with a NUL": (b"abc\0def", "not a kind of file"),
}


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_a_file_of_another_kind_is_refused_with_what_to_send_instead(unknown: str) -> None:
    content, remedy = UNKNOWN[unknown]
    (fault,) = refusal(content)
    assert remedy in fault


def test_all_that_is_wrong_is_said_at_once() -> None:
    moving = chunk(b"acTL", bytes(8))
    content = header(9_000, 9_000) + moving + chunk(b"IDAT", b"") + chunk(b"IEND", b"") + b"PK\x05\x06" + bytes(18)
    faults = refusal(content, "x.pdf")
    words = ["says a PDF, but the file is a PNG", "two kinds of file", "pixels", "moving", "hidden behind the end"]
    assert len(faults) == len(words)
    assert all(word in fault for word, fault in zip(words, faults, strict=True))


def test_a_file_that_is_too_large_is_not_even_looked_at() -> None:
    assert refusal(bytes(2_001), "x.exe", Caps(bytes=2_000)) == (
        "The file is larger than 2,000 bytes. Make it smaller, or send it in parts.",
    )


def test_what_takes_too_long_is_ended_and_refused() -> None:
    assert "too much time or memory" in refusal(many_pages(3_000).written(), None, Caps(pages=3_000, seconds=0.01))[0]


def test_whoever_takes_a_file_in_never_loads_the_programs_that_read_it() -> None:
    asked = "import sys, lintel.uploads.accepting; sys.exit(bool({'PIL', 'pypdf'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


def test_a_quota_is_kept_for_the_case_and_for_the_person_and_both_are_named() -> None:
    caps = Caps(case_bytes=100, person_bytes=50)
    within_quota(10, 90, 40, caps)
    with pytest.raises(UploadRefused) as refused:
        within_quota(11, 90, 40, caps)
    assert [fault[:40] for fault in refused.value.faults] == [
        "There is no room left in this case: its ",
        "You have sent as much as one person may:",
    ]
