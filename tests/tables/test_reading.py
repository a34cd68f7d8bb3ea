"""A table is read however a spreadsheet saved it, or refused with every fault and its remedy."""

import io
from collections.abc import Sequence

import pytest

from lintel.events.faults import InputRefused
from lintel.tables.cells import Cell, text
from lintel.tables.decoding import LARGEST
from lintel.tables.faults import MOST, Faults
from lintel.tables.rows import rows

COLUMNS = ("uprn", "street_name", "rooms")
ANYTHING: Cell[str] = text(1_000)
GOOD = "uprn,street_name,rooms\n1,High Road,2\n2,Café Lane,3\n"
READ = [(2, "1", "High Road", "2"), (3, "2", "Café Lane", "3")]


def read(raw: bytes | str, columns: Sequence[str] = COLUMNS) -> list[tuple[int | str | None, ...]]:
    faults = Faults()
    file = io.BytesIO(raw) if isinstance(raw, bytes) else io.StringIO(raw, newline="")
    found = [
        (row.line, *(row.read(column, ANYTHING, needed=False) for column in columns))
        for row in rows(file, columns, faults)
    ]
    faults.refuse()
    return found


def refusal(raw: bytes | str) -> list[str]:
    with pytest.raises(InputRefused) as refused:
        read(raw)
    return [str(fault) for fault in refused.value.faults]


SAVED: dict[str, bytes | str] = {
    "commas": GOOD,
    "CRLF": GOOD.replace("\n", "\r\n"),
    "CR": GOOD.replace("\n", "\r"),
    "no line break at the end": GOOD.removesuffix("\n"),
    "mark": "\ufeff" + GOOD,
    "semicolons": GOOD.replace(",", ";"),
    "tabs": GOOD.replace(",", "\t"),
    "bars": GOOD.replace(",", "|"),
    "UTF-8": GOOD.encode(),
    "UTF-8 with a mark": GOOD.encode("utf-8-sig"),
    "UTF-16": GOOD.encode("utf-16"),
    "UTF-16 the other way": b"\xfe\xff" + GOOD.encode("utf-16-be"),
    "names in quotes and capitals": GOOD.replace("uprn,street_name,rooms", 'UPRN," Street Name ","Rooms"'),
    "a name with a hyphen": GOOD.replace("street_name", "Street-Name"),
    "quotes and spaces": GOOD.replace("High Road", '"High Road"').replace("\n1", "\n 1 "),
    "empty columns at the end": "\n".join(f"{line},,," for line in GOOD.splitlines()),
}


@pytest.mark.parametrize("raw", SAVED.values(), ids=SAVED)
def test_a_table_is_read_however_it_was_saved(raw: bytes | str) -> None:
    assert read(raw) == READ


def test_the_hint_for_spreadsheets_is_no_row() -> None:
    assert read("sep=;\r\n" + GOOD.replace(",", ";")) == [(line + 1, *rest) for line, *rest in READ]


def test_blank_lines_are_passed_over_and_counted() -> None:
    assert read("\n" + GOOD.replace("\n2,", "\n,,\n\n2,")) == [(3, *READ[0][1:]), (6, *READ[1][1:])]


def test_a_value_may_run_over_several_lines_and_hold_what_stands_between_values() -> None:
    found = read('uprn,street_name,rooms\n1,"Flat 3,\r\n High ""Old"" Road\n",2\n2,Café Lane,3\n')
    assert found == [(2, "1", 'Flat 3, High "Old" Road', "2"), (5, "2", "Café Lane", "3")]


def test_columns_may_stand_in_any_order() -> None:
    assert read("rooms,uprn,street_name\n2,1,High Road\n3,2,Café Lane\n") == READ


CSV_UTF_8 = 'expected a file saved as "CSV UTF-8"'
NO_COLUMNS = "line 1 does not name the columns; expected a first line with uprn, street_name, rooms"
ONLY = "expected only uprn, street_name, rooms"
QUOTES = 'cannot be split into values; expected quotation marks only around a whole value, and "" for one inside'
AT_MOST = "expected text of at most 1000 characters"
REFUSED: list[tuple[bytes | str, list[str]]] = [
    (b"", [NO_COLUMNS]),
    ("\n\n", [NO_COLUMNS]),
    ("Jane Example,07700 900123,ZZ99 7AJ\n", [NO_COLUMNS]),
    ("uprn,Jane Example,07700 900123\n", [NO_COLUMNS]),
    ("uprn," * 300, [NO_COLUMNS]),
    (b"PK\x03\x04 and more", [f"file is a workbook; {CSV_UTF_8}"]),
    (b"\xd0\xcf\x11\xe0 and more", [f"file is a workbook; {CSV_UTF_8}"]),
    (GOOD.encode("utf-16-le"), [f"file is UTF-16 without a byte-order mark, or no text; {CSV_UTF_8}"]),
    (GOOD.encode("utf-16")[:-1], [f"file is UTF-16 cut short or damaged; {CSV_UTF_8}"]),
    (GOOD.encode("cp1252"), [f"line 3 is not UTF-8; {CSV_UTF_8}"]),
    ("uprn,street_name,rooms,colour\n1,a,2,red\n", [f'line 1: column "colour" is no column of this table; {ONLY}']),
    ("uprn,street_name,rooms,07700 900123\n1,a,2,\n", [f"line 1: column 4 is no column of this table; {ONLY}"]),
    ("uprn,,street_name,rooms\n1,x,a,2\n", [f"line 1: column 2 has empty text for a name; {ONLY}"]),
    ("uprn,street_nam,rooms\n1,a,2\n", [
        'line 1: column "street_nam" is no column of this table; expected perhaps "street_name"',
        'line 1: column "street_name" is missing; expected a column of that name, its cells empty if need be',
    ]),
    ("uprn,street_name,rooms,uprn\n1,a,2,1\n", ['line 1: column "uprn" stands twice; expected each column once']),
    (GOOD + "3,a\n", ["line 4 has 2 values; expected 3, one for each column"]),
    (GOOD + "3\n", ["line 4 has 1 value; expected 3, one for each column"]),
    (GOOD + "3,a,1,x\n", ["line 4 has 4 values; expected 3, one for each column"]),
    (GOOD + '3,"a"b,1\n4,a\n', [f"line 4 {QUOTES}", "line 5 has 2 values; expected 3, one for each column"]),
    (GOOD + '3,"a,1\n4,a,1\n', [f"line 4 {QUOTES}"]),
    (GOOD + f"3,{'a' * 200_000},1\n4\n", [f"line 4 {QUOTES}", "line 5 has 1 value; expected 3, one for each column"]),
    (GOOD + "3,a\0b,1\n", [f"line 4: street_name holds a character that is no text; {AT_MOST}"]),
    (GOOD + f"3,{'a ' * 900},1\n", [f"line 4: street_name is text of 1799 characters; {AT_MOST}"]),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "said"), REFUSED, ids=range(1, len(REFUSED) + 1))
def test_a_table_that_cannot_be_read_is_refused_in_these_words(raw: bytes | str, said: list[str]) -> None:
    assert refusal(raw) == said


def test_what_stands_in_a_wrong_encoding_is_refused_when_the_file_is_open_as_text() -> None:
    with pytest.raises(InputRefused) as refused:
        list(rows(io.TextIOWrapper(io.BytesIO(b"\xff\xfe\xfa"), encoding="utf-8"), COLUMNS, Faults("homes.csv")))
    assert str(refused.value) == f"homes.csv: file is not UTF-8; {CSV_UTF_8}"


class Broken(io.BytesIO):
    """A file on a stick that was pulled out."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_file_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(InputRefused) as refused:
        list(rows(Broken(), COLUMNS, Faults()))
    assert str(refused.value) == "file cannot be read (input/output error); expected a file on disk"


def test_a_table_that_is_too_large_is_refused() -> None:
    assert refusal(bytes(LARGEST + 1)) == ["file is larger than 64 MB; expected a smaller table"]


def test_so_many_faults_are_said_and_the_rest_are_counted() -> None:
    with pytest.raises(InputRefused) as refused:
        read(GOOD + "1\n" * (MOST + 3))
    assert (len(refused.value.faults), refused.value.more) == (MOST, 3)
    assert str(refused.value).splitlines()[-1] == "… and 3 more faults"
