"""A file of homes is taken whole or refused with every fault: its line, its column, the remedy, and no cell's words."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.events.faults import InputRefused
from lintel.homes.csvfile import COLUMNS, HELD, KIND_OF_TENANCY, Home, Stock, Tenancy, read
from lintel.tables.changes import Changed, Changes, changes

RIGHT = {
    "uprn": "999900001234",
    "address": "Flat 3, 12 Made-up Street, Exampleton",
    "postcode": "ZZ99 7AJ",
    "lsoa": "E01999999",
    "bedrooms": "2",
    "tenancy_reference": "TEN-1",
    "tenancy_kind": "assured",
    "held": "sole",
    "started": "2020-03-28",
    "ended": "",
}
TENANCY = dict.fromkeys(("tenancy_reference", "tenancy_kind", "held", "started", "ended"), "")
HOME = Home("999900001234", "Flat 3, 12 Made-up Street, Exampleton", "ZZ99 7AJ", "E01999999", 2)
HELD_BY_ONE = Tenancy("TEN-1", "999900001234", "assured", "sole", date(2020, 3, 28), None)


def table(*lines: dict[str, str]) -> str:
    """A file with these lines, each the right one but for what is given."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows({**RIGHT, **line} for line in lines)
    return out.getvalue()


def stock(*lines: dict[str, str]) -> Stock:
    return read(io.StringIO(table(*lines), newline=""))


def refusal(*lines: dict[str, str]) -> list[str]:
    with pytest.raises(InputRefused) as refused:
        stock(*lines)
    return [str(fault) for fault in refused.value.faults]


def test_a_home_with_a_tenancy_and_an_empty_one_are_read() -> None:
    found = stock({}, {**TENANCY, "uprn": "7"})
    assert found.homes == {HOME.uprn: HOME, "7": Home("7", HOME.address, HOME.postcode, HOME.lsoa, 2)}
    assert found.tenancies == {"TEN-1": HELD_BY_ONE}


LET_AGAIN = {"tenancy_reference": "TEN-2", "held": "joint", "started": "2022-01-05"}


def test_a_home_has_its_tenancies_one_after_another_in_any_order() -> None:
    found = stock(LET_AGAIN, {"ended": "2022-01-05"})
    assert list(found.homes) == [HOME.uprn]
    assert [each.reference for each in found.tenancies.values()] == ["TEN-2", "TEN-1"]


@pytest.mark.parametrize(
    ("column", "written", "field", "value"),
    [
        ("uprn", "000000001234", "uprn", "1234"),
        ("uprn", " 7 ", "uprn", "7"),
        ("address", "Flat 3,\n 12  Made-up Street\n", "address", "Flat 3, 12 Made-up Street"),
        ("postcode", "zz997aj", "postcode", "ZZ99 7AJ"),
        ("postcode", "z9  7AJ", "postcode", "Z9 7AJ"),
        ("postcode", "ZZ9Z7AJ", "postcode", "ZZ9Z 7AJ"),
        ("lsoa", "w01999999", "lsoa", "W01999999"),
        ("bedrooms", "0", "bedrooms", 0),
        ("bedrooms", "20", "bedrooms", 20),
        ("tenancy_kind", "Assured Shorthold", "kind", "assured_shorthold"),
        ("tenancy_kind", "unknown", "kind", "unknown"),
        ("held", "Joint", "held", "joint"),
        ("started", "28/03/2020", "started", date(2020, 3, 28)),
        ("started", "1/2/2020", "started", date(2020, 2, 1)),
        ("started", "2020-03-28T00:00:00", "started", date(2020, 3, 28)),
        ("ended", "28/03/2020 00:00", "ended", date(2020, 3, 28)),
    ],
)
def test_a_cell_is_read_as_housing_systems_write_it(column: str, written: str, field: str, value: object) -> None:
    found = stock({column: written})
    (home,), (tenancy,) = found.homes.values(), found.tenancies.values()
    assert getattr(tenancy, field, getattr(home, field, None)) == value


DATE = "expected a date as 2024-03-28 or 28/03/2024"
KINDS = "expected one of " + ", ".join(KIND_OF_TENANCY)
WRONG = [
    ("uprn", "", "is empty; expected 1 to 12 digits"),
    ("uprn", "0", "is text of 1 character; expected 1 to 12 digits"),
    ("uprn", "1234567890123", "is text of 13 characters; expected 1 to 12 digits"),
    ("uprn", "-1", "is text of 2 characters; expected 1 to 12 digits"),
    ("uprn", "9.9E+11",
     "is a number that a spreadsheet shortened (format the column as text); expected 1 to 12 digits"),
    ("uprn", "١٢", "is text of 2 characters; expected 1 to 12 digits"),
    ("address", "", "is empty; expected text of at most 250 characters"),
    ("address", ",", "is empty text; expected text of at most 250 characters"),
    ("address", "x" * 251, "is text of 251 characters; expected text of at most 250 characters"),
    ("address", "Flat\x073", "holds a character that is no text; expected text of at most 250 characters"),
    ("postcode", "", "is empty; expected a whole postcode"),
    ("postcode", "ZZ99", "is text of 4 characters; expected a whole postcode"),
    ("postcode", "ZZ99 7AJ1", "is text of 9 characters; expected a whole postcode"),
    ("lsoa", "", "is empty; expected E01 or W01 and six digits"),
    ("lsoa", "S01999999", "is text of 9 characters; expected E01 or W01 and six digits"),
    ("lsoa", "E0199999", "is text of 8 characters; expected E01 or W01 and six digits"),
    ("bedrooms", "", "is empty; expected a whole number from 0 to 20"),
    ("bedrooms", "21", "is too small or too large; expected a whole number from 0 to 20"),
    ("bedrooms", "2.5", "is text of 3 characters; expected a whole number from 0 to 20"),
    ("bedrooms", "two", "is text of 3 characters; expected a whole number from 0 to 20"),
    ("tenancy_reference", "", "is empty; expected text of at most 64 characters"),
    ("tenancy_reference", "T" * 65, "is text of 65 characters; expected text of at most 64 characters"),
    ("tenancy_kind", "", f"is empty; {KINDS}"),
    ("tenancy_kind", "asured", 'is text of 6 characters; expected perhaps "assured"'),
    ("tenancy_kind", "xyz", f"is text of 3 characters; {KINDS}"),
    ("held", "", "is empty; expected one of sole, joint"),
    ("held", "Jane", "is text of 4 characters; expected one of sole, joint"),
    ("started", "", f"is empty; {DATE}"),
    ("started", "2020", f"is text of 4 characters; {DATE}"),
    ("started", "28/03/20", f"is text of 8 characters; {DATE}"),
    ("started", "03/28/2020", f"is no day of the calendar; {DATE}"),
    ("started", "2020-02-30", f"is no day of the calendar; {DATE}"),
    ("started", "1066-10-14", "is in the year 1066; expected a year from 1900 to 2199"),
    ("ended", "none", f"is text of 4 characters; {DATE}"),
    ("ended", "2020-03-27", "is before started; expected the last day, or nothing while the tenancy lasts"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value", "said"), WRONG, ids=range(1, len(WRONG) + 1))
def test_a_wrong_cell_is_refused_in_these_words(column: str, value: str, said: str) -> None:
    assert refusal({column: value}) == [f"line 2: {column} {said}"]


AT_ONCE = "expected one tenancy at a time"
ALONE = "expected an empty home on one line alone"
SAME = "expected the same on every line of a home"
TOGETHER: list[tuple[list[dict[str, str]], list[str]]] = [
    ([{}, {"ended": "2021-01-01"}], [
        "line 3: started is while the tenancy on line 2 lasts; expected one tenancy at a time",
        "line 3: tenancy_reference stands on line 2 too; expected one line for each tenancy",
    ]),
    ([{}, {"uprn": "7", "tenancy_reference": "ten-1"}],
     ["line 3: tenancy_reference stands on line 2 too; expected one line for each tenancy"]),
    ([{}, LET_AGAIN], [f"line 3: started is while the tenancy on line 2 lasts; {AT_ONCE}"]),
    ([LET_AGAIN, {}], [f"line 2: started is while the tenancy on line 3 lasts; {AT_ONCE}"]),
    ([{"ended": "2022-01-06"}, LET_AGAIN], [f"line 3: started is while the tenancy on line 2 lasted; {AT_ONCE}"]),
    ([{"ended": "2030-01-06"}, {**LET_AGAIN, "ended": "2022-02-05"},
      {**LET_AGAIN, "tenancy_reference": "TEN-3", "started": "2023-01-01"}], [
        f"line 3: started is while the tenancy on line 2 lasted; {AT_ONCE}",
        f"line 4: started is while the tenancy on line 2 lasted; {AT_ONCE}",
    ]),
    ([{"ended": "2021-01-01"}, {**LET_AGAIN, "address": "Flat 4", "bedrooms": "3"}], [
        f"line 3: address is not what line 2 says of it; {SAME}",
        f"line 3: bedrooms is not what line 2 says of it; {SAME}",
    ]),
    ([{}, TENANCY], [f"line 3 is of the same home as line 2, and one of them has no tenancy; {ALONE}"]),
    ([TENANCY, {}], [f"line 3 is of the same home as line 2, and one of them has no tenancy; {ALONE}"]),
    ([TENANCY, TENANCY], [f"line 3 is of the same home as line 2, and one of them has no tenancy; {ALONE}"]),
    ([{"lsoa": "x", "held": "y"}, {"bedrooms": "z"}], [
        "line 2: held is text of 1 character; expected one of sole, joint",
        "line 2: lsoa is text of 1 character; expected E01 or W01 and six digits",
        "line 3: bedrooms is text of 1 character; expected a whole number from 0 to 20",
    ]),
    ([], ["file has no homes; expected one line for each tenancy, and one for each empty home"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "said"), TOGETHER, ids=range(1, len(TOGETHER) + 1))
def test_lines_that_do_not_go_together_are_refused_in_these_words(lines: list[dict[str, str]], said: list[str]) -> None:
    assert refusal(*lines) == said


def test_a_missing_column_is_said_once_and_not_on_every_line() -> None:
    with pytest.raises(InputRefused) as refused:
        read(io.StringIO(table({}, {"uprn": "7"}).replace("lsoa", "colour")), name="homes.csv")
    assert str(refused.value).splitlines() == [
        f'homes.csv: line 1: column "colour" is no column of this table; expected only {", ".join(COLUMNS)}',
        'homes.csv: line 1: column "lsoa" is missing; expected a column of that name, its cells empty if need be',
        "homes.csv: line 3: tenancy_reference stands on line 2 too; expected one line for each tenancy",
    ]


WRITTEN = "Jane Example 07700 900123 ZZ99 1XX"


@pytest.mark.parametrize("column", COLUMNS)
def test_what_a_cell_says_is_never_repeated(column: str) -> None:
    lines = [{column: WRITTEN}, {column: WRITTEN, "uprn": "x"}, {}, {"bedrooms": "x"}]
    said = "\n".join(refusal(*lines))
    assert not any(word in said for word in WRITTEN.split())


CELL = st.sampled_from([*RIGHT.values(), *KIND_OF_TENANCY, *HELD, "1", "x", "2020-01-01", "31/12/2020"]) | st.text(
    max_size=8
)
LINES = st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELL, max_size=4), max_size=6)


def outcome(reading: Callable[[], Stock]) -> str:
    """What reading a file comes to; only a refusal is caught."""
    try:
        return f"{len(reading().homes)} homes"
    except InputRefused as refused:
        return str(refused)


@given(LINES)
def test_lines_with_anything_in_their_cells_are_read_or_refused(lines: list[dict[str, str]]) -> None:
    assert outcome(lambda: read(io.BytesIO(table(*lines).encode(errors="surrogatepass"))))


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*",;\t\n\r\"'", "uprn", *COLUMNS, "\ufeff", "\0", "1"])).map("".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    assert outcome(lambda: read(io.StringIO(text, newline="")))
    assert outcome(lambda: read(io.StringIO(",".join(COLUMNS) + "\n" + text, newline="")))


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"PK", table({}).encode()]),
)
def test_any_bytes_are_read_or_refused(raw: bytes, begin: bytes) -> None:
    assert outcome(lambda: read(io.BytesIO(begin + raw)))


def test_the_same_file_again_changes_nothing() -> None:
    before, after = (stock({}, {**TENANCY, "uprn": "7"}) for _ in (1, 2))
    assert changes(after.homes, before.homes) == Changes((), (), (), tuple(before.homes.values()))
    assert changes(after.tenancies, before.tenancies) == Changes((), (), (), (HELD_BY_ONE,))


def test_a_dry_run_says_what_would_change_and_what_the_file_no_longer_has() -> None:
    before = stock({}, {**TENANCY, "uprn": "7"}, {**TENANCY, "uprn": "8"})
    after = stock(
        {"ended": "2021-01-01"}, LET_AGAIN, {**TENANCY, "uprn": "7", "bedrooms": "3"}, {**TENANCY, "uprn": "9"}
    )
    homes, tenancies = changes(after.homes, before.homes), changes(after.tenancies, before.tenancies)
    assert homes.added == (after.homes["9"],)
    assert homes.changed == (Changed(before.homes["7"], after.homes["7"], ("bedrooms",)),)
    assert homes.ended == (before.homes["8"],)
    assert homes.unchanged == (HOME,)
    assert tenancies.added == (after.tenancies["TEN-2"],)
    assert tenancies.changed == (Changed(HELD_BY_ONE, after.tenancies["TEN-1"], ("ended",)),)
    assert (tenancies.ended, tenancies.unchanged) == ((), ())
