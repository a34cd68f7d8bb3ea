"""A file of agencies is taken whole or refused with every fault: its line, its column and the remedy."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.directory.csvfile import COLUMNS, SERVICES, Agency, Directory, Service, read
from lintel.events.faults import InputRefused
from lintel.tables.changes import Changed, changes

RIGHT = {
    "agency": "haven",
    "name": "The Haven of Exampleton",
    "kind": "Charity",
    "service": "refuge",
    "areas": "Exampleton; Sampleford",
    "needs": "deaf;no recourse",
    "languages": "English; Welsh;British Sign Language",
    "phone": "0808 157 0000",
    "email": "help@haven.example",
    "website": "https://www.haven.example/help?now#top",
    "emergency": "yes",
    "last_checked": "2024-03-28",
}
HAVEN = Agency(
    "haven", "The Haven of Exampleton", "charity", "0808 157 0000", "help@haven.example",
    "https://www.haven.example/help?now#top", "yes", date(2024, 3, 28),
)  # fmt: skip
REFUGE = Service(
    "haven", "refuge", ("Exampleton", "Sampleford"), ("deaf", "no_recourse"),
    ("English", "Welsh", "British Sign Language"),
)  # fmt: skip
OPTIONAL = ("areas", "needs", "languages", "phone", "email", "website", "emergency")


def table(*lines: dict[str, str]) -> str:
    """A file with these lines, each the right one but for what is given."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows({**RIGHT, **line} for line in lines)
    return out.getvalue()


def directory(*lines: dict[str, str]) -> Directory:
    return read(io.StringIO(table(*lines), newline=""))


def refusal(*lines: dict[str, str]) -> list[str]:
    with pytest.raises(InputRefused) as refused:
        directory(*lines)
    return [str(fault) for fault in refused.value.faults]


def test_an_agency_and_its_services_are_read() -> None:
    found = directory({}, {"service": "IDVA", "areas": ""})
    assert found.agencies == {"haven": HAVEN}
    idva = Service("haven", "idva", (), REFUGE.needs, REFUGE.languages)
    assert found.services == {("haven", "refuge"): REFUGE, ("haven", "idva"): idva}


def test_what_an_agency_has_none_of_is_empty_and_an_emergency_not_known() -> None:
    found = directory(dict.fromkeys(OPTIONAL, ""))
    assert found.agencies == {
        "haven": Agency("haven", HAVEN.name, "charity", "", "", "", "unknown", HAVEN.last_checked)
    }
    assert found.services == {("haven", "refuge"): Service("haven", "refuge", (), (), ())}


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_that_can_be_offered_can_be_in_the_directory(service: str) -> None:
    assert list(directory({"service": service}).services) == [("haven", service)]


@pytest.mark.parametrize("phone", ["999", "0808 157 0000", "(020) 7946 0000", "+44 (0)20 7946 0000", "020-7946-0000"])
def test_a_telephone_number_is_kept_as_it_was_written(phone: str) -> None:
    assert directory({"phone": phone}).agencies["haven"].phone == phone


def test_a_value_of_a_list_stands_once_and_gaps_are_passed_over() -> None:
    found = directory({"areas": "; Exampleton;; Sampleford ;Exampleton;"})
    assert found.services["haven", "refuge"].areas == ("Exampleton", "Sampleford")


HANDLE = "expected letters, digits and .:_- without spaces, at most 64 of them"
DATE = "expected a date as 2024-03-28 or 28/03/2024"
AREAS = "expected areas with ; between them, each text of at most 64 characters"
NEEDS = "expected needs with ; between them, each words of at most 64 letters and digits"
WRONG = [
    ("agency", "", f"is empty; {HANDLE}"),
    ("agency", "The Haven", f"is text of 9 characters; {HANDLE}"),
    ("name", "", "is empty; expected text of at most 200 characters"),
    ("kind", "", "is empty; expected words of at most 64 letters and digits"),
    ("kind", "charity!", "is text of 8 characters; expected words of at most 64 letters and digits"),
    ("service", "", f"is empty; expected one of {', '.join(SERVICES)}"),
    ("service", "refuges", 'is text of 7 characters; expected perhaps "refuge"'),
    ("service", "xyz", f"is text of 3 characters; expected one of {', '.join(SERVICES)}"),
    ("areas", f"Exampleton;{'x' * 65}", f"has one that is text of 65 characters; {AREAS}"),
    ("areas", "Example\x07ton", f"has one that holds a character that is no text; {AREAS}"),
    ("needs", "deaf;?", f"has one that is text of 1 character; {NEEDS}"),
    ("languages", "x" * 33, "has one that is text of 33 characters; "
     "expected languages with ; between them, each text of at most 32 characters"),
    ("phone", "ask", "is text of 3 characters; expected one telephone number, in digits"),
    ("phone", "0808 157 0000 or 999", "is text of 20 characters; expected one telephone number, in digits"),
    ("phone", "8.1E+09", "is a number that a spreadsheet shortened (format the column as text); "
     "expected one telephone number, in digits"),
    ("email", "help", "is text of 4 characters; expected one e-mail address"),
    ("email", "help@haven", "is text of 10 characters; expected one e-mail address"),
    ("email", "a@haven.example, b@haven.example", "is text of 32 characters; expected one e-mail address"),
    ("website", "www.haven.example", "is text of 17 characters; expected one address with https://"),
    ("website", "javascript://haven.example", "is text of 26 characters; expected one address with https://"),
    ("website", "https://haven", "is text of 13 characters; expected one address with https://"),
    ("website", "https://user@haven.example", "is text of 26 characters; expected one address with https://"),
    ("website", f"https://haven.example/{'x' * 200}", "is text of 222 characters; expected one address with https://"),
    ("emergency", "24/7", "is text of 4 characters; expected one of yes, no, unknown"),
    ("last_checked", "", f"is empty; {DATE}"),
    ("last_checked", "last week", f"is text of 9 characters; {DATE}"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value", "said"), WRONG, ids=range(1, len(WRONG) + 1))
def test_a_wrong_cell_is_refused_in_these_words(column: str, value: str, said: str) -> None:
    assert refusal({column: value}) == [f"line 2: {column} {said}"]


TOGETHER: list[tuple[list[dict[str, str]], list[str]]] = [
    ([{}, {"areas": "Elsewhere"}], [
        "line 3: service stands on line 2 too for this agency; "
        "expected one line for each service of an agency, its areas together",
    ]),
    ([{}, {"service": "idva", "phone": "999", "emergency": ""}], [
        "line 3: emergency is not what line 2 says of it; expected the same on every line of an agency",
        "line 3: phone is not what line 2 says of it; expected the same on every line of an agency",
    ]),
    ([{"kind": "?", "service": "?"}, {"email": "?"}], [
        "line 2: kind is text of 1 character; expected words of at most 64 letters and digits",
        f"line 2: service is text of 1 character; expected one of {', '.join(SERVICES)}",
        "line 3: email is text of 1 character; expected one e-mail address",
    ]),
    ([], ["file has no agencies; expected one line for each service of an agency"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "said"), TOGETHER, ids=range(1, len(TOGETHER) + 1))
def test_lines_that_do_not_go_together_are_refused_in_these_words(lines: list[dict[str, str]], said: list[str]) -> None:
    assert refusal(*lines) == said


def test_a_list_without_quotation_marks_between_semicolons_is_too_many_values() -> None:
    text = table({}).replace(",", ";")
    with pytest.raises(InputRefused) as refused:
        read(io.StringIO(text), name="directory.csv")
    assert str(refused.value) == "directory.csv: line 2 has 16 values; expected 12, one for each column"


def outcome(raw: bytes) -> str:
    """What reading a file comes to; only a refusal is caught."""
    try:
        return f"{len(read(io.BytesIO(raw)).agencies)} agencies"
    except InputRefused as refused:
        return str(refused)


CELL = st.sampled_from([*RIGHT.values(), "no", "x", "2020-01-01", ";", "https://x"]) | st.text(max_size=8)


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), CELL, max_size=4), max_size=6))
def test_lines_with_anything_in_their_cells_are_read_or_refused(lines: list[dict[str, str]]) -> None:
    assert outcome(table(*lines).encode(errors="surrogatepass"))


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_read_or_refused(raw: bytes, named: bool) -> None:
    assert outcome(table({}).encode() * named + raw)


def test_a_dry_run_says_what_would_change_and_what_the_file_no_longer_has() -> None:
    before = directory({}, {"agency": "old"})
    after = directory({"phone": "999", "needs": ""}, {"agency": "new"})
    agencies, services = changes(after.agencies, before.agencies), changes(after.services, before.services)
    assert agencies.added == (after.agencies["new"],)
    assert agencies.changed == (Changed(HAVEN, after.agencies["haven"], ("phone",)),)
    assert agencies.ended == (before.agencies["old"],)
    assert services.added == (after.services["new", "refuge"],)
    assert services.changed == (Changed(REFUGE, after.services["haven", "refuge"], ("needs",)),)
    assert services.ended == (before.services["old", "refuge"],)
