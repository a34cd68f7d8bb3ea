"""An interchange file is taken whole or refused whole, however it is spelled and whatever has happened to it."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lintel.events.faults import InputRefused
from lintel.events.interchange import LONGEST_LINE, Checked, check

ROOT = Path(__file__).parent.parent.parent
TORN = 8_000 if os.environ.get("LINTEL_PROOF") == "full" else 1_500
BATCHES = 5
TABLES = tomllib.loads((Path(__file__).parent / "bad_files" / "entries.toml").read_text(encoding="utf-8"))
GOOD: tuple[dict[str, Any], ...] = tuple(TABLES["right"].values())
LINES = tuple(json.dumps(entry).encode() for entry in GOOD)
OTHER = tuple(json.dumps({**entry, "book": "B2"}).encode() for entry in GOOD)


def file(folder: Path, raw: bytes) -> Path:
    path = folder / "cases.jsonl"
    path.write_bytes(raw)
    return path


def refusal(path: Path) -> list[str]:
    with pytest.raises(InputRefused) as refused:
        check(path)
    return str(refused.value).splitlines()


def ids(checked: Checked) -> dict[str, list[str]]:
    return {book.name: [entry.id for entry in book.entries] for book in checked.each_book()}


WHOLE = ["e1", "e2", "e3", "e4", "e5", "e6", "e9"]
SPELLINGS = {
    "lines": b"\n".join(LINES),
    "a line break at the end": b"\n".join(LINES) + b"\n",
    "blank lines": b"\n\n" + b"\n \t \n".join(LINES) + b"\n\n\n",
    "lines as Windows ends them": b"\r\n".join(LINES) + b"\r\n",
    "a mark at the beginning": b"\xef\xbb\xbf" + b"\n".join(LINES),
    "spaces around each entry": b"\n".join(b"  " + line + b" " for line in LINES),
    "in another order": b"\n".join(LINES[::-1]),
    "letters beyond ASCII": b"\n".join((*LINES[:-1], json.dumps(GOOD[-1], ensure_ascii=False).encode())),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_right_file_is_taken_whole(tmp_path: Path, spelling: str) -> None:
    checked = check(file(tmp_path, SPELLINGS[spelling]))
    assert (checked.entries, checked.books, checked.together) == (7, 1, True)
    assert {book: sorted(entries) for book, entries in ids(checked).items()} == {"A1": WHOLE}


def test_books_come_in_the_order_in_which_the_file_names_them(tmp_path: Path) -> None:
    checked = check(file(tmp_path, b"\n".join((*OTHER, *LINES))))
    assert ids(checked) == {"B2": WHOLE, "A1": WHOLE}
    assert list(ids(checked)) == ["B2", "A1"]
    assert checked.together


def test_books_whose_entries_are_scattered_are_put_together(tmp_path: Path) -> None:
    mixed = [line for pair in zip(LINES, OTHER, strict=True) for line in pair]
    checked = check(file(tmp_path, b"\n".join(mixed)))
    assert ids(checked) == {"A1": WHOLE, "B2": WHOLE}
    assert not checked.together


def test_the_organisations_book_is_at_hand(tmp_path: Path) -> None:
    own = {"book": "organisation", "id": "o1", "event": "report.presented", "at": "2024-01-01T09:00:00Z"}
    checked = check(file(tmp_path, b"\n".join((*LINES, json.dumps(own).encode()))))
    assert [entry.id for entry in checked.organisation] == ["o1"]


def test_progress_is_told_of_every_byte(tmp_path: Path) -> None:
    read: list[int] = []
    path = file(tmp_path, SPELLINGS["blank lines"])
    check(path, read.append)
    assert sum(read) == path.stat().st_size


REFUSED = {
    "empty": (b"", "file has no entries; expected one JSON object on each line"),
    "blank": (b"\n \n\t\r\n", "file has no entries; expected one JSON object on each line"),
    "only a mark": (b"\xef\xbb\xbf", "file has no entries; expected one JSON object on each line"),
    "UTF-16": (
        b"\n".join(LINES).decode().encode("utf-16"),
        "file is UTF-16, not UTF-8; expected a file saved as UTF-8",
    ),
    "UTF-16 without a mark": (
        b"\n".join(LINES).decode().encode("utf-16-le"),
        "file is UTF-16, not UTF-8; expected a file saved as UTF-8",
    ),
    "UTF-16 the other way round": (
        b"\n".join(LINES).decode().encode("utf-16-be"),
        "file is UTF-16, not UTF-8; expected a file saved as UTF-8",
    ),
    "Latin-1": (
        b"\n".join((*LINES, LINES[3].replace(b"sister", b"s\xe9ur"))),
        "line 8 is not UTF-8; expected a file saved as UTF-8",
    ),
    "cut short": (
        b"\n".join(LINES)[:-40],
        "line 7 ends in the middle of an entry, as a file does that was cut short; "
        "expected one whole JSON object on each line",
    ),
    "one list": (b"[" + b",".join(LINES) + b"]", "line 1 is a list; expected one JSON object on each line"),
    "a line without end": (
        b"\n".join((*LINES, b'{"note": "' + b"x" * LONGEST_LINE, b"")),
        "line 8 is longer than 1 MB; expected one entry on each line",
    ),
    "blanks without end": (
        b"\n".join((*LINES, b" " * (LONGEST_LINE + 1))),
        "line 8 is longer than 1 MB; expected one entry on each line",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_file_is_refused_in_these_words(tmp_path: Path, name: str) -> None:
    raw, said = REFUSED[name]
    assert refusal(file(tmp_path, raw)) == [f"cases.jsonl: {said}"]


def test_what_follows_a_line_without_end_is_read_on(tmp_path: Path) -> None:
    said = refusal(file(tmp_path, b"\n".join((b"x" * (3 * LONGEST_LINE), *LINES, b"5"))))
    assert [line.split(" is ")[0] for line in said] == ["cases.jsonl: line 1", "cases.jsonl: line 9"]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.jsonl"
    assert refusal(path) == [f"{path}: file cannot be read (no such file or directory); expected a file of entries"]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == [f"{tmp_path}: file cannot be read (is a directory); expected a file of entries"]


def test_a_name_too_long_for_any_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 5000)
    assert refusal(path) == [f"{path}: file cannot be read (file name too long); expected a file of entries"]


def test_a_pipe_is_refused_because_it_can_be_read_only_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert refusal(path) == [f"{path}: file can be read only once; expected a file on disk"]


def lost(lines: tuple[bytes, ...]) -> bytes:
    return b"\n".join(lines[:-1])


def spoiled(lines: tuple[bytes, ...]) -> bytes:
    return b"\n".join((*lines, b"5"))


def scattered(lines: tuple[bytes, ...]) -> bytes:
    return b"\n".join((*lines[:3], OTHER[0], *lines[3:]))


@pytest.mark.parametrize("change", [lost, spoiled, scattered])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, change: Callable[[tuple[bytes, ...]], bytes]
) -> None:
    checked = check(file(tmp_path, b"\n".join(LINES)))
    file(tmp_path, change(LINES))
    with pytest.raises(InputRefused, match="file changed while it was being read"):
        list(checked.each_book())


def test_a_file_that_is_gone_before_it_is_read_again_is_refused(tmp_path: Path) -> None:
    checked = check(file(tmp_path, b"\n".join(LINES)))
    (tmp_path / "cases.jsonl").unlink()
    with pytest.raises(InputRefused, match="file changed while it was being read"):
        list(checked.each_book())


READ_ALONE = """
import resource, sys
from pathlib import Path
from lintel.events.faults import InputRefused
from lintel.events.interchange import check
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    check(Path(sys.argv[1]))
except InputRefused as refused:
    print(refused)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_line_of_fifty_megabytes_is_refused_without_being_held_in_memory(tmp_path: Path) -> None:
    path = file(tmp_path, b'{"note": "' + b"x" * (50 << 20) + b'"}\n' + LINES[0])
    command = [sys.executable, "-c", READ_ALONE, str(path)]
    said, megabytes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said == "cases.jsonl: line 1 is longer than 1 MB; expected one entry on each line"
    assert int(megabytes) < 10


def write_over(raw: bytes, here: int, _: int, roll: Random) -> bytes:
    byte = roll.choice((0, 10, 13, 34, 44, 92, 125, 127, 128, 195, 255, roll.randrange(256)))
    return raw[:here] + bytes([byte]) + raw[here + 1 :]


def lose(raw: bytes, here: int, length: int, _: Random) -> bytes:
    return raw[:here] + raw[here + length :]


def double(raw: bytes, here: int, length: int, _: Random) -> bytes:
    return raw[:here] + raw[here : here + length] + raw[here:]


def cut_short(raw: bytes, here: int, _: int, __: Random) -> bytes:
    return raw[: max(here, len(raw) // 2)]


def shuffle(raw: bytes, _: int, __: int, roll: Random) -> bytes:
    lines = raw.split(b"\n")
    return b"\n".join(roll.sample(lines, len(lines)))


def write_a_number(raw: bytes, here: int, _: int, roll: Random) -> bytes:
    number = roll.choice((b"0", b"-1", b"1e999", b"9" * 30, b"null", b"[]", b"{}", b"\\u0000", b"\\ud800"))
    return raw[:here] + number + raw[here + 3 :]


def swap(raw: bytes, here: int, _: int, roll: Random) -> bytes:
    old, new = roll.sample((b"e1", b"e3", b"v1", b"A1", b"B2", b"e9", b"contact.made", b"phone", b"2024", b"9999"), 2)
    return raw[:here] + raw[here:].replace(old, new, 1)


MISHAPS = (write_over, lose, double, cut_short, shuffle, write_a_number, swap, swap)


def torn(roll: Random) -> bytes:
    """A right file to which something has happened, up to four times over."""
    raw = b"\n".join((*LINES, *OTHER))
    for _ in range(roll.randint(1, 4)):
        raw = roll.choice(MISHAPS)(raw, roll.randrange(len(raw)), roll.randint(1, 60), roll) or b"\n"
    return raw


def outcome(path: Path) -> tuple[str, bool]:
    """Whether a file is taken, and all of it; or refused, and for something."""
    try:
        checked = check(path)
    except InputRefused as refused:
        return "refused", bool(refused.faults)
    return "taken", sum(len(book.entries) for book in checked.each_book()) == checked.entries


@pytest.mark.parametrize("batch", range(BATCHES))
def test_whatever_happens_to_a_file_it_is_taken_whole_or_refused(tmp_path: Path, batch: int) -> None:
    roll = Random(batch)
    outcomes = {outcome(file(tmp_path, torn(roll))) for _ in range(TORN // BATCHES)}
    assert outcomes == {("taken", True), ("refused", True)}
