"""An entry that is wrong in any way is refused with its line, its field, what is wrong and what is expected.

Never with a word of what somebody wrote: a message may be seen by people who may not see the case.
"""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from lintel.events.faults import MOST, InputRefused
from lintel.events.interchange import check

Source = dict[str, Any]
TABLES = tomllib.loads((Path(__file__).parent / "bad_files" / "entries.toml").read_text(encoding="utf-8"))
RIGHT: dict[str, Source] = TABLES["right"]
FIRST = tuple(RIGHT[name] for name in ("report", "joined", "repair"))
GOOD = tuple(RIGHT.values())
CONTACT = RIGHT["contact"]
ENDED = {"book": "A1", "id": "e5", "event": "repair.finished", "at": "2024-03-29T10:00:00Z", "thread": "e3"}
LEFT = {**RIGHT["joined"], "id": "e7", "event": "person.left", "data": {"person": "v1"}}


def written(path: Path, lines: Iterable[Source | str]) -> Path:
    text = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path


def refusal(folder: Path, *lines: Source | str) -> list[str]:
    with pytest.raises(InputRefused) as refused:
        check(written(folder / "bad.jsonl", lines))
    return [str(fault) for fault in refused.value.faults]


def where(said: Iterable[str]) -> list[str]:
    """Only where the faults are."""
    return [line.split(" is ")[0].split(" names ")[0] for line in said]


def wrong(case: dict[str, Any]) -> Source:
    """The wrong entry that a table of the file describes."""
    whole = {**RIGHT[case["entry"]], **case.get("with", {})}
    return {key: value for key, value in whole.items() if key not in case.get("without", ())}


def number(cases: list[dict[str, Any]]) -> list[str]:
    return [f"{place}: {case['said'].split(';')[0]}" for place, case in enumerate(cases, 1)]


def test_the_entries_that_are_spoiled_here_are_right(tmp_path: Path) -> None:
    assert check(written(tmp_path / "good.jsonl", GOOD)).entries == len(GOOD)


@pytest.mark.parametrize("case", TABLES["wrong"], ids=number(TABLES["wrong"]))
def test_an_entry_with_one_fault_is_refused_in_these_words(tmp_path: Path, case: dict[str, Any]) -> None:
    assert refusal(tmp_path, *FIRST, wrong(case)) == [f"line 4: {case['said']}"]


@pytest.mark.parametrize("case", TABLES["wrong_correction"], ids=number(TABLES["wrong_correction"]))
def test_a_correction_with_one_fault_is_refused_in_these_words(tmp_path: Path, case: dict[str, Any]) -> None:
    correction = {**RIGHT["correction"], "data": case["data"]}
    before = (*FIRST, CONTACT, ENDED, RIGHT["survey"], LEFT, {**RIGHT["correction"], "id": "e8"})
    assert refusal(tmp_path, *before, correction) == [f"line 9: {case['said']}"]


def test_a_correction_may_not_clear_a_fact_that_must_be_there(tmp_path: Path) -> None:
    cleared = {**RIGHT["correction"], "data": {"entry": "e2", "facts": {"role": None}}}
    assert where(refusal(tmp_path, *FIRST, cleared)) == ["line 4: data.facts.role"]


def test_a_correction_may_not_clear_a_fact_that_there_is_not(tmp_path: Path) -> None:
    cleared = {**RIGHT["correction"], "data": {"entry": "e2", "facts": {"rol": None}}}
    assert where(refusal(tmp_path, *FIRST, cleared)) == ["line 4: data.facts.rol"]


def test_a_correction_before_its_original_was_written_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, *FIRST, CONTACT, {**RIGHT["correction"], "at": "2024-03-29T10:05:00+00:00"})
    assert said == ["line 5: recorded_at is before the original was written (line 4); expected a later time"]


def test_a_person_may_be_named_by_the_handle_that_a_correction_gave(tmp_path: Path) -> None:
    renamed = {**RIGHT["correction"], "data": {"entry": "e2", "facts": {"person": "v2"}}}
    assert check(written(tmp_path / "a.jsonl", [*FIRST, {**CONTACT, "about": ["v2"]}, renamed])).entries == 5


def test_a_step_may_be_corrected_to_lie_after_the_corrected_opening_of_its_thread(tmp_path: Path) -> None:
    opened = {**RIGHT["correction"], "id": "e8", "data": {"entry": "e3", "at": "2024-03-28T09:00:00+00:00"}}
    ended = {**RIGHT["correction"], "data": {"entry": "e5", "at": "2024-03-28T10:00:00+00:00"}}
    assert check(written(tmp_path / "a.jsonl", [*FIRST, ENDED, opened, ended])).entries == 6


NO_ENTRIES = [
    ("[1, 2]", "is a list; expected one JSON object on each line"),
    ("5", "is a number; expected one JSON object on each line"),
    ('"She rang."', "is text of 9 characters; expected one JSON object on each line"),
    ("null", "is null; expected one JSON object on each line"),
    ("true", "is true or false; expected one JSON object on each line"),
    ("NaN", "is not JSON; expected one whole JSON object on each line"),
    ('{"book": "A1", "id": NaN}', "is not JSON; expected one whole JSON object on each line"),
    ('{"book": -Infinity}', "is not JSON; expected one whole JSON object on each line"),
    ("book: A1", "is not JSON; expected one whole JSON object on each line"),
    ('{"book": "A1"} {"book": "A1"}', "is not JSON; expected one whole JSON object on each line"),
    ("{'book': 'A1'}", "is not JSON; expected one whole JSON object on each line"),
    (f'{{"book": {"9" * 5000}}}', "is not JSON; expected one whole JSON object on each line"),
    (
        '{"book": "A1", "id": "e',
        "ends in the middle of an entry, as a file does that was cut short; "
        "expected one whole JSON object on each line",
    ),
    (f'{{"a": {"[" * 100_000}{"]" * 100_000}}}', "is nested too deeply to be an entry; expected one flat JSON object"),
    ("[" * 100_000, "is nested too deeply to be an entry; expected one flat JSON object"),
    (json.dumps({**CONTACT, "summary": "\ud800"}), "holds half a character; expected one JSON object on each line"),
]


@pytest.mark.parametrize(("line", "said"), NO_ENTRIES, ids=lambda value: value[:40])
def test_a_line_that_is_no_entry_is_refused_in_these_words(tmp_path: Path, line: str, said: str) -> None:
    assert refusal(tmp_path, *FIRST, line) == [f"line 4 {said}"]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('{"book": "A1", "id": "e5", "id": "e6"}', "id"),
        ('{"book": "A1", "data": {"channel": "phone", "channel": "text"}}', "channel"),
        ('{"book": "A1", "numbers": {"Her mother": "1", "Her mother": "2"}}', "a key of 10 characters"),
    ],
)
def test_one_key_twice_is_refused(tmp_path: Path, line: str, key: str) -> None:
    assert refusal(tmp_path, line) == [f"line 1: {key} stands twice in one object; expected each key once"]


def test_an_entry_without_anything_is_refused_with_all_that_is_missing(tmp_path: Path) -> None:
    assert where(refusal(tmp_path, "{}")) == ["line 1: at", "line 1: book", "line 1: event", "line 1: id"]


def test_all_faults_of_all_lines_are_found_at_once(tmp_path: Path) -> None:
    many = {
        **CONTACT,
        "id": "e7",
        "about": ["v 2"],
        "data": {"channel": "pigeon", "chanel": "x"},
        "by": "Sam S",
        "x": 1,
    }
    lines: list[Source | str] = [
        *FIRST,
        {**CONTACT, "at": "2024", "id": "é"},
        "[",
        many,
        {**ENDED, "thread": "e99"},
        {**LEFT, "about": ["v3"]},
    ]
    assert where(refusal(tmp_path, *lines)) == [
        "line 4: at", "line 4: id", "line 5", "line 6: about[1]", "line 6: by", "line 6: data.chanel",
        "line 6: data.channel", "line 6: x", 'line 7: thread "e99"', "line 8: about",
    ]  # fmt: skip


def test_nobody_is_told_that_what_stands_on_a_refused_line_is_missing(tmp_path: Path) -> None:
    opener, joining = {**RIGHT["repair"], "x": 1}, {**RIGHT["joined"], "data": {"person": "v1", "role": "vctim"}}
    corrected = {**RIGHT["correction"], "data": {"entry": "e3"}}
    said = refusal(tmp_path, RIGHT["report"], joining, opener, CONTACT, ENDED, corrected)
    assert where(said) == ["line 2: data.role", "line 3: x"]


def test_what_stands_on_a_refused_line_of_another_book_is_missing_here(tmp_path: Path) -> None:
    elsewhere = {**RIGHT["repair"], "book": "B1", "x": 1}
    said = refusal(tmp_path, elsewhere, RIGHT["report"], ENDED)
    assert where(said) == ["line 1: x", 'line 3: thread "e3"']


def test_so_many_faults_are_said_and_the_rest_are_counted(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        check(written(tmp_path / "bad.jsonl", ["5"] * (MOST + 3)))
    assert (len(refused.value.faults), refused.value.more) == (MOST, 3)
    assert str(refused.value).splitlines()[-1] == "bad.jsonl: … and 3 more faults"


def test_faults_come_in_the_order_of_lines(tmp_path: Path) -> None:
    assert where(refusal(tmp_path, *["5"] * 100)) == [f"line {line}" for line in range(1, 101)]


PAIRS: dict[type, Callable[[Any], Iterable[tuple[Any, Any]]]] = {dict: dict.items, list: enumerate}


def places(source: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in an entry: keys, and places in lists."""
    for key, value in PAIRS.get(type(source), lambda _: ())(source):
        yield (*path, key)
        yield from places(value, (*path, key))


def spoiled(line: int, path: tuple[Any, ...], secret: object) -> list[Source]:
    """The right entries, but for something that somebody wrote in one place of one of them."""
    entries = deepcopy(list(GOOD))
    within: Any = entries[line]
    for key in path[:-1]:
        within = within[key]
    within[path[-1]] = secret
    return entries


def rekeyed(line: int, path: tuple[Any, ...], secret: str) -> list[Source]:
    """The right entries, but for something that somebody wrote in place of one key."""
    entries = json.loads(json.dumps(GOOD))
    within: Any = entries[line]
    for key in path[:-1]:
        within = within[key]
    within[secret] = within.pop(path[-1])
    return list(entries)


def said_of(path: Path, lines: Iterable[Source | str]) -> str:
    """All that is said of a file; nothing if it is right."""
    try:
        check(written(path / "bad.jsonl", lines))
    except InputRefused as refused:
        return str(refused)
    return ""


WRITTEN = "SECRET Jane 07700 900123"
TOLD = ("SECRET", "Jane", "jane", "7700", "900", "123", "51.5", "LS6")
EVERYWHERE = [(line, path) for line, entry in enumerate(GOOD) for path in places(entry)]
NAMES = ("id", "book", "entry", "person", "about")
"""Where a name may stand that one book gives to an entry or a person: a message must say which it means."""
SECRETS = [
    WRITTEN, f"{WRITTEN}\n", [WRITTEN], {WRITTEN: WRITTEN}, {"safe": WRITTEN}, {"a": [WRITTEN]}, "900 123",
    "jane.smith@example.org", "LS6 3HN", 7700900123, 51.50735,
]  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS, ids=str)
def test_what_somebody_wrote_in_any_place_is_never_repeated(tmp_path: Path, secret: object) -> None:
    said = [said_of(tmp_path, spoiled(line, path, secret)) for line, path in EVERYWHERE]
    assert [line for line in said if any(word in line for word in TOLD)] == []
    assert sum(map(bool, said)) > len(EVERYWHERE) / 2


@pytest.mark.parametrize("secret", ["Jane", "07700900123", "LS63HN"])
def test_one_word_is_never_repeated_but_where_a_name_may_stand(tmp_path: Path, secret: str) -> None:
    unnamed = [(line, path) for line, path in EVERYWHERE if not set(path) & set(NAMES)]
    said = [said_of(tmp_path, spoiled(line, path, secret)) for line, path in unnamed]
    assert [line for line in said if any(word in line for word in TOLD)] == []


@pytest.mark.parametrize("secret", [WRITTEN, "Jane", "07700900123"])
def test_what_somebody_wrote_as_a_key_is_never_repeated(tmp_path: Path, secret: str) -> None:
    keys = [(line, path) for line, path in EVERYWHERE if isinstance(path[-1], str)]
    said = [said_of(tmp_path, rekeyed(line, path, secret)) for line, path in keys]
    assert [line for line in said if any(word in line for word in TOLD)] == []


NO_LINES = [
    WRITTEN, f'{{"note": "{WRITTEN}', f'["{WRITTEN}"]', f'"{WRITTEN}"', f'{{"{WRITTEN}": 1, "{WRITTEN}": 2}}',
    "7700900123",
]  # fmt: skip


@pytest.mark.parametrize("line", NO_LINES)
def test_what_somebody_wrote_on_a_line_that_is_no_entry_is_never_repeated(tmp_path: Path, line: str) -> None:
    said = said_of(tmp_path, [*GOOD, line])
    assert said != ""
    assert not any(word in said for word in TOLD)
