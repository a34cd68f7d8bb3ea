"""How long a case is kept: rules as data, one fate for every case at every instant."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintel.casework.retention import Fate, Rules, fate
from lintel.casework.retentionfile import DEFAULTS, RetentionRefused, load
from lintel.commitments.reading import read
from lintel.events.entry import Book
from tests.chronologies import at, case
from tests.commitments.random_books import books

RULES = load(DEFAULTS)

CLOSED = """
2024-04-08 09:00 report.received channel=phone
2024-04-09 09:00 person.joined v1 role=victim
2024-05-31 12:00 case.closed outcome={outcome}
"""

HELD = "2031-01-02 09:00 legal_hold.placed why=police id:h\n"


def judged(text: str, now: str, rules: Rules = RULES) -> Fate:
    return of(case(text), at(now), rules)


def of(book: Book, now: datetime, rules: Rules = RULES) -> Fate:
    return fate(rules, read(book.entries, as_of=now, known_on=now), now)


@pytest.mark.parametrize(
    ("more", "outcome", "name", "due"),
    [
        ("", "safe_at_home", "case", date(2030, 5, 31)),
        ("", "opened_in_error", "in-error", date(2024, 5, 31)),
        ("", "duplicate", "in-error", date(2024, 5, 31)),
        ("2024-04-10 09:00 person.joined c1 role=child_victim", "moved", "child", date(2049, 5, 31)),
        ("2024-04-10 09:00 person.joined v2 role=victim age_band=16_17", "moved", "child", date(2049, 5, 31)),
        ("2024-04-10 09:00 incident.recorded children_present=yes", "moved", "child", date(2049, 5, 31)),
        ("2024-04-10 09:00 incident.recorded children_present=unknown", "moved", "case", date(2030, 5, 31)),
        ("2024-04-10 09:00 person.died v1", "victim_died", "death", date(2049, 5, 31)),
        ("2024-04-10 09:00 marac.referred", "moved", "high-risk", date(2034, 5, 31)),
        ("2024-04-10 09:00 risk.assessed level=high", "moved", "high-risk", date(2034, 5, 31)),
        ("2024-04-10 09:00 risk.assessed level=medium", "moved", "case", date(2030, 5, 31)),
        ("2024-04-10 09:00 safeguarding.referred", "moved", "safeguarding", date(2034, 5, 31)),
    ],
)
def test_the_first_rule_that_applies_says_how_long(more: str, outcome: str, name: str, due: date) -> None:
    lines = sorted(f"{CLOSED.format(outcome=outcome)}{more}".strip().splitlines())
    before = datetime.combine(due - timedelta(days=1), at("2024-05-31").timetz())
    found = of(case("\n".join(lines)), max(before, at("2024-05-31 13:00")))
    assert (found.rule and found.rule.name, found.due) == (name, due)


def test_a_case_is_due_from_the_first_moment_of_the_day_in_london() -> None:
    text = CLOSED.format(outcome="moved")
    assert judged(text, "2030-05-30 23:59").state == "kept"
    assert judged(text, "2030-05-31 00:00").state == "due"


def test_a_closing_dated_back_brings_nothing_nearer() -> None:
    text = CLOSED.format(outcome="moved").replace("outcome", "recorded:2025-02-01T09:00 outcome")
    assert judged(text, "2030-12-31").due == date(2031, 2, 1)


def test_a_leap_day_is_due_on_the_first_of_march() -> None:
    text = CLOSED.format(outcome="moved").replace("2024-05-31", "2024-02-29").replace("2024-04", "2024-01")
    assert judged(text, "2030-01-01").due == date(2030, 3, 1)


@pytest.mark.parametrize(
    ("after", "state"),
    [
        ("", "due"),
        ("2031-01-02 09:00 note.added", "due"),
        ("2031-01-02 09:00 legal_hold.placed why=police", "held"),
        (f"{HELD}2031-01-03 09:00 thread.ended thread:h why=not_needed", "held"),
        (f"{HELD}2031-01-03 09:00 legal_hold.lifted thread:h", "due"),
        ("2031-01-02 09:00 subject_access.received id:s", "held"),
        ("2031-01-02 09:00 subject_access.received id:s\n2031-01-03 09:00 subject_access.answered thread:s", "due"),
        ("2031-01-02 09:00 case.reopened why=new_report", "running"),
        ("2031-01-02 09:00 report.received channel=phone", "running"),
        ("2031-01-02 09:00 case.erased class=case", "decided"),
        ("2031-01-02 09:00 case.erased class=case\n2031-01-03 09:00 note.added", "decided"),
        ("2031-01-02 09:00 case.erased class=case\n2031-01-03 09:00 legal_hold.placed why=court", "held"),
        (
            "2031-01-02 09:00 case.erased class=case\n2031-01-03 09:00 legal_hold.placed why=court id:h\n"
            "2031-01-04 09:00 legal_hold.lifted thread:h",
            "due",
        ),
    ],
)  # fmt: skip
def test_what_is_written_after_the_closing_decides_its_fate(after: str, state: str) -> None:
    assert judged(f"{CLOSED.format(outcome='moved')}{after}", "2031-06-01").state == state


@given(book=books("settle", most=12), months=st.lists(st.integers(0, 12), min_size=10, max_size=10))
@settings(max_examples=40)
def test_over_ten_years_every_case_has_one_fate_and_time_alone_only_brings_it_nearer(
    book: Book, months: list[int]
) -> None:
    now = max(each.recorded_at for each in book.entries) + timedelta(days=1)
    seen = []
    for month in [0, *months, 365]:
        now += timedelta(days=30 * month)
        found = of(book, now)
        assert (found.rule is None) == (found.state in ("running", "held"))
        assert (found.due is None) == (found.rule is None)
        seen.append(found)
    states = [each.state for each in seen]
    assert len({(each.rule, each.due) for each in seen}) == 1
    assert states == sorted(states, key=["kept", "due", "running", "held", "decided"].index)
    assert states[-1] != "kept"


BAD = """
rules = 1
id = "Not a code"
[[rule]]
class = "a"
applies = ["children"]
years = "6"
[[rule]]
class = "a"
applies = ["any_case"]
years = -1
source = "x"
colour = "red"
[[rule]]
class = "b"
applies = ["child"]
years = 1
source = "x"
note = 3
"""


def test_a_bad_file_is_refused_with_all_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(BAD)
    with pytest.raises(RetentionRefused) as refused:
        load(path)
    said = "\n".join(refused.value.faults)
    expected = (
        "rules is no key", "id is missing or no code", "rule 1: applies is not", "rule 1: years", "rule 1: source",
        "rule 2: years", "rule 2: colour", "rule 3: note", "class a stands twice", "rule 2: applies to every case",
        "rule 3: is the last",
    )  # fmt: skip
    assert [each for each in expected if each not in said] == []
    assert len(refused.value.faults) == len(expected)


@pytest.mark.parametrize("text", ["id = ", 'id = "ours"', 'id = "ours"\nrule = []', 'id = "ours"\nrule = [1]'])
def test_what_is_no_list_of_rules_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(text)
    with pytest.raises(RetentionRefused):
        load(path)
    with pytest.raises(RetentionRefused, match="check the path"):
        load(tmp_path / "not-there.toml")


def test_every_period_of_ours_says_where_it_comes_from() -> None:
    assert all(rule.source and rule.note for rule in RULES.rules)
    assert "must confirm" in DEFAULTS.read_text(encoding="utf-8")
