"""The worked examples of the five policies, each a test with its name; and the runner that works them."""

from pathlib import Path

import pytest

from lintel.commitments.examples import Example, Outcome, examples_beside, load_examples, work
from lintel.commitments.loading import PolicyRefused, file_of, find
from tests.commitments.judging import policy
from tests.commitments.random_books import PROVIDERS

EXAMPLES = {provider: load_examples(examples_beside(file_of(provider))) for provider in PROVIDERS}
EVERY = [
    pytest.param(provider, example, id=f"{provider}: {example.name}")
    for provider, examples in EXAMPLES.items()
    for example in examples
]
RULES = policy("""
[[commitment]]
id = "reach"
kind = "deadline"
per = "victim"
after = "report.received"
do = "contact.made"
within = "1 working day"

[[measure]]
id = "reached"
of = "reach"

[[guard]]
id = "no-letters"
on = "message.released"
never = {channel = "letter"}
""")
HAPPENS = """
[[example]]
name = "Reached on the next day"
as_of = 2024-03-07T12:00:00
happens = [
  {at = 2024-03-04T10:00:00, event = "report.received"},
  {at = 2024-03-04T10:00:00, event = "person.joined", data = {person = "v1", role = "victim"}},
  {at = 2024-03-05T10:00:00, event = "contact.made", data = {started_by = "person"}},
  {at = 2024-03-06T10:00:00, event = "message.released", data = {channel = "letter"}},
]
"""
RIGHT = 'owed.reach = ["v1 kept by 2024-03-05"]\nbreaches = ["no-letters at 4"]\nmeasures.reached = 1.0'


def worked(tmp_path: Path, expected: str, happens: str = HAPPENS) -> Outcome:
    path = tmp_path / "test.examples.toml"
    path.write_text(f"{happens}\n{expected}", encoding="utf-8")
    return work(load_examples(path)[0], RULES)


@pytest.mark.parametrize(("provider", "example"), EVERY)
def test_it_comes_out_as_its_policy_says(provider: str, example: Example) -> None:
    assert work(example, find(provider)).differences == ()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_policy_has_a_dozen_examples_or_more_each_with_a_name_of_its_own(provider: str) -> None:
    names = {example.name for example in EXAMPLES[provider]}
    assert len(names) == len(EXAMPLES[provider]) >= 12


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_example_names_clauses_that_there_are(provider: str) -> None:
    known = {clause.id for clause in find(provider).all[-1].clauses}
    named = [example.clause for example in EXAMPLES[provider]]
    assert all(named)
    assert {each for clauses in named for each in clauses} <= known


def test_an_example_that_holds_differs_in_nothing(tmp_path: Path) -> None:
    assert worked(tmp_path, RIGHT).differences == ()


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (
            RIGHT.replace("kept", "late"),
            "owed.reach: expected v1 late by 2024-03-05; found v1 kept by 2024-03-05",
        ),
        (
            RIGHT.replace("2024-03-05", "2024-03-06"),
            "owed.reach: expected v1 kept by 2024-03-06; found v1 kept by 2024-03-05",
        ),
        (RIGHT.replace("v1", "v2"), "owed.reach: expected v2 kept by 2024-03-05; found v1 kept by 2024-03-05"),
        (
            RIGHT.replace('["v1 kept by 2024-03-05"]', "[]"),
            "owed.reach: expected nothing; found v1 kept by 2024-03-05",
        ),
        (
            RIGHT.replace('breaches = ["no-letters at 4"]', ""),
            "breaches: expected nothing; found no-letters at 4",
        ),
        (RIGHT.replace("= 1.0", "= 0.5"), "measures.reached: expected 0.5; found 1.0"),
    ],
)
def test_an_example_that_is_wrong_says_what_was_expected_and_what_was_found(
    tmp_path: Path, expected: str, said: str
) -> None:
    assert worked(tmp_path, expected).differences == (said,)


@pytest.mark.parametrize("expected", ["kept", "v1 kept", "kept by 2024-03-05", "v1 kept by 2024-03-05 in A1"])
def test_an_example_may_leave_out_whom_by_when_and_where(tmp_path: Path, expected: str) -> None:
    assert worked(tmp_path, RIGHT.replace("v1 kept by 2024-03-05", expected)).differences == ()


def test_an_example_that_names_another_book_is_wrong(tmp_path: Path) -> None:
    expected = RIGHT.replace("v1 kept by 2024-03-05", "v1 kept in A2")
    assert worked(tmp_path, expected).differences == (
        "owed.reach: expected v1 kept in A2; found v1 kept by 2024-03-05",
    )


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    assert len(worked(tmp_path, "owed.reach = []\nmeasures.reached = 0.0").differences) == 3


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("owed.reached = []", "owed.reached is no commitment of this policy"),
        ("measures.reach = 1.0", "measures.reach is no measure of this policy"),
    ],
)
def test_what_the_policy_does_not_have_is_said(tmp_path: Path, expected: str, said: str) -> None:
    assert said in worked(tmp_path, expected).differences


def test_entries_that_no_file_may_hold_are_said_with_their_place(tmp_path: Path) -> None:
    outcome = worked(tmp_path, RIGHT, HAPPENS.replace('"letter"', '"pigeon"'))
    assert outcome.differences[0].startswith('happens[4].data.channel is "pigeon"')


def test_entries_that_do_not_fit_each_other_are_said_with_their_place(tmp_path: Path) -> None:
    outcome = worked(tmp_path, RIGHT, HAPPENS.replace('"contact.made",', '"contact.made", about = ["v7"],'))
    assert outcome.differences[0].startswith("happens[3].about")


def test_a_time_with_an_offset_is_taken_as_it_is_and_one_without_is_londons(tmp_path: Path) -> None:
    outcome = worked(tmp_path, RIGHT, HAPPENS.replace("2024-03-05T10:00:00", "2024-03-06T00:30:00+01:00"))
    assert outcome.differences == ()


def test_what_was_known_on_a_day_can_be_asked_for(tmp_path: Path) -> None:
    earlier = HAPPENS.replace("as_of = 2024", "known_on = 2024-03-04T12:00:00\nas_of = 2024")
    assert worked(tmp_path, 'owed.reach = ["v1 overdue by 2024-03-05"]', earlier).differences == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[exampel]]", "exampel is no table of an examples file"),
        ('[[example]]\nname = "Nothing"\nas_of = 2024-03-07T12:00:00\nhappens = []', "happens"),
        ('[[example]]\nname = "No time"', "as_of is missing"),
        (f'{HAPPENS}\nowd.reach = ["kept"]', "owd is no key of this table"),
    ],
)
def test_a_file_of_examples_that_is_wrong_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "test.examples.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyRefused, match=said):
        load_examples(path)
