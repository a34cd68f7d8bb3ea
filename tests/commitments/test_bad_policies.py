"""A policy file that is wrong in any way is refused, in words that its owner understands.

Each file in `bad_policies/` is right but for one mistake; the comment that it begins with is what must be said of it.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lintel.commitments.evaluation import Court
from lintel.commitments.guards import breaches
from lintel.commitments.loading import PolicyRefused, load, parsed, policy_in
from lintel.commitments.measures import measure
from lintel.commitments.policy import Policy, Versions
from lintel.commitments.references import Catalogue
from tests.chronologies import at, case, organisation

HERE = Path(__file__).parent
FILES = sorted((HERE / "bad_policies").glob("*.toml"))
EVERYTHING = HERE / "policies" / "everything.toml"
MUTATIONS = 15_000 if os.environ.get("LINTEL_PROOF") == "full" else 3_000
BATCHES = 10
NO_WORDS_FOR_ITS_OWNER = re.compile(
    r"Input should|pydantic|Traceback|<class|datetime|NoneType|\bNone\b|\bTrue\b|\bFalse\b|\[type=|[{,\[(] ?'|\[0\]"
)


def refusal(path: Path) -> list[str]:
    with pytest.raises(PolicyRefused) as refused:
        load(path)
    return str(refused.value).splitlines()


def promised(path: Path) -> list[str]:
    comments = re.findall(rb"^# Refused: (.*)$", path.read_bytes(), re.MULTILINE)
    return [comment.decode() for comment in comments]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_with_one_mistake_is_refused_in_these_words(path: Path) -> None:
    assert refusal(path) == promised(path)


def test_there_is_a_file_for_every_mistake_we_know_of() -> None:
    assert len(FILES) > 150


def test_no_two_mistakes_have_one_file() -> None:
    alone = [path for path in FILES if path.stem != "five-mistakes"]
    assert [path.name for path in alone if len(promised(path)) != 1] == []


def test_five_mistakes_are_refused_at_once() -> None:
    said = refusal(HERE / "bad_policies" / "five-mistakes.toml")
    places = ["words.tenant", "commitment.first-contact.within", "clause.small-1.honoured_by[2]",
              "commitment.listened.do.where.chanel", "guard.shared.needs[1].event"]  # fmt: skip
    assert [line.split()[1] for line in said] == places


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_refusal_speaks_to_the_owner_of_the_policy(path: Path) -> None:
    assert [line for line in refusal(path) if NO_WORDS_FOR_ITS_OWNER.search(line)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_refusal_names_the_file_the_place_the_fault_and_the_remedy(path: Path) -> None:
    with pytest.raises(PolicyRefused) as refused:
        load(path)
    assert all(fault.file == path.name and fault.key and fault.wrong and fault.write for fault in refused.value.faults)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.toml"
    assert refusal(path) == [f"{path}: file cannot be read (no such file or directory); check the path"]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == [f"{tmp_path}: file cannot be read (is a directory); check the path"]


def test_a_file_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text(f"closures = {'[' * 5000}{']' * 5000}\n", encoding="utf-8")
    assert refusal(path) == ["deep.toml: file is nested too deeply to be a policy; write lists of plain values"]


def test_a_number_of_five_thousand_digits_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    path.write_text(f"age = {'9' * 5000}\n", encoding="utf-8")
    assert [line.split(";")[0] for line in refusal(path)] == ["long.toml: file is not TOML"]


def test_a_key_that_breaks_the_line_is_shown_on_one_line() -> None:
    with pytest.raises(PolicyRefused) as refused:
        policy_in({"policy": {"id": "small", "provider": "small", "two\nlines": 1}}, "small.toml")
    assert str(refused.value).startswith('small.toml: policy."two\\nlines" is no key of this table; write one of: ')


def test_a_page_that_there_is_may_honour_a_clause() -> None:
    path = HERE / "bad_policies" / "page-that-is-not-there-yet.toml"
    assert load(path, Catalogue(pages=frozenset({"first-contact"}))).id == "small"


def test_a_guide_at_a_page_that_there_is_is_right() -> None:
    path = HERE / "bad_policies" / "guidance-at-a-page-that-is-not-there-yet.toml"
    assert load(path, Catalogue(pages=frozenset({"get-help"}))).guidance[0].at == ("page:get-help",)


WHAT_HAPPENED = case(
    """
    2024-03-01 09:00 report.received channel=phone safe_channels=phone abuse_types=physical
    2024-03-01 09:05 person.joined v1 role=victim age_band=18_64
    2024-03-01 09:06 person.joined c1 role=child_victim age_band=under_16
    2024-03-04 10:00 contact.made v1 channel=phone
    2024-03-05 10:00 consent.asked v1 purpose=referral agency=refuge answer=given
    2024-03-05 11:00 information.shared v1 agency=refuge purpose=referral basis=consent
    2024-03-06 10:00 risk.assessed v1 outcome=completed yes=15 level=high
    2024-03-06 11:00 contact.frequency_agreed v1 days=7 agreed_by_victim=yes review_on=2024-06-01
    2024-03-07 10:00 action.added v1 owner=landlord due_on=2024-03-20
    2024-03-08 10:00 action.done thread:9
    2024-03-09 10:00 repair.needed work=safety
    2024-03-11 10:00 repair.finished thread:11
    2024-03-12 10:00 review.held v1 level=high next_on=2024-04-12
    2024-03-13 10:00 survey.offered v1 agreed=yes channel=phone
    2024-03-14 10:00 survey.answered thread:14 satisfaction=4 felt_safe=5
    2024-05-01 10:00 closure.proposed risk_mitigated=yes outcome=safe_at_home
    2024-05-02 10:00 case.closed risk_mitigated=yes outcome=safe_at_home
    """
)
OWN = organisation(
    """
    2024-01-02 09:00 role.appointed role=champion person=lee
    2024-01-09 09:00 training.completed course=awareness person=lee expires_on=2025-01-09
    2024-02-01 09:00 report.presented to=board
    """
)
AS_OF = at("2024-12-31")


def judge(policy: Policy) -> None:
    """Everything that a policy is asked: what is owed, what was broken, how well it went, and why."""
    rules = Versions([policy])
    court = Court(rules, AS_OF, None, OWN.entries)
    chronology = court.chronology(WHAT_HAPPENED)
    owed = [*court.case(chronology), *court.organisation()]
    list(breaches(WHAT_HAPPENED, rules, AS_OF, None, court.own))
    measure(owed, policy, "2024", chronology.entries)


ODD: tuple[Any, ...] = (
    True, False, 0, 1, -1, 10**12, 1.5, float("nan"), float("inf"), "", " ", "1 day", "entry.corrected",
    "contact.made", "thread.ended", "fact", "a:b", "\n", "é" * 500, [], [[]], [{}], {}, {"a": {}}, {"event": []},
    {"set": 1}, {"set": True}, "report.received", "repair.finished", "audit.held", "training.completed",
    {"event": "contact.made", "where": 5}, {"not": {"not": 1}}, {"min": "a"}, parsed(EVERYTHING)["policy"]["in_force"],
    ["contact.made", 3], {"id": "it"}, "9999 years", "holder", "thread", "child", "reason", "page:x", at("2024-01-01"),
)  # fmt: skip
PAIRS: dict[type, Callable[[Any], Iterable[tuple[Any, Any]]]] = {dict: dict.items, list: enumerate}
KEYS = ("of", "in", "each", "x y", "by", "per", "where", "same_thread")


def places(source: object) -> Iterator[tuple[Any, Any]]:
    """Every table and list of a file, with every key and place in it."""
    for key, value in list(PAIRS.get(type(source), lambda _: ())(source)):
        yield source, key
        yield from places(value)


def leave_out(found: Any, key: Any, _: Random) -> None:
    del found[key]


def replace(found: Any, key: Any, roll: Random) -> None:
    found[key] = roll.choice(ODD)


def wrap(found: Any, key: Any, _: Random) -> None:
    found[key] = [found[key]]


def move(found: Any, key: Any, roll: Random) -> None:
    found[key] = {roll.choice(KEYS): found[key]}


def borrow(found: Any, key: Any, roll: Random) -> None:
    """What is right elsewhere under the same key may be wrong here, or may be another policy."""
    found[key] = roll.choice([deepcopy(table[its]) for table, its in EVERYWHERE if its == key] or ODD)


def add(found: Any, _: Any, roll: Random) -> None:
    found |= {roll.choice(KEYS): roll.choice(ODD)}


MISTAKES: dict[type, tuple[Callable[[Any, Any, Random], None], ...]] = {
    list: (replace, borrow),
    dict: (leave_out, leave_out, replace, borrow, borrow, borrow, borrow, wrap, move, add),
}


def mistaken(roll: Random) -> dict[str, Any]:
    """Some tables of a right policy, with up to three mistakes in them."""
    source = deepcopy(SOURCE)
    source |= {name: roll.sample(source[name], 2) for name in ("guard", "measure")}
    measured = {each.get("of") for each in source["measure"]} | {roll.choice(source["commitment"])["id"]}
    source["commitment"] = [each for each in source["commitment"] if each["id"] in measured]
    for clause in source["clause"]:
        clause |= {"strength": "aim", "honoured_by": ["event:contact.made", "guard:safe-contact"]}
    for _ in range(roll.randint(1, 3)):
        found, key = roll.choice(list(places(source)))
        roll.choice(MISTAKES[type(found)])(found, key, roll)
    return source


SOURCE = parsed(EVERYTHING)
EVERYWHERE = list(places(SOURCE))


def said_of(source: dict[str, Any]) -> list[str]:
    """What a policy of these tables is refused for; nothing if it is right, and then it can be judged by."""
    try:
        policy = policy_in(source, "mistaken.toml")
    except PolicyRefused as refused:
        return [str(fault) for fault in refused.faults]
    judge(policy)
    return []


@pytest.mark.parametrize("batch", range(BATCHES))
def test_whatever_stands_in_a_file_it_is_refused_in_words_or_can_be_judged_by(batch: int) -> None:
    roll = Random(batch)
    said = [line for _ in range(MUTATIONS // BATCHES) for line in said_of(mistaken(roll))]
    assert [line for line in said if NO_WORDS_FOR_ITS_OWNER.search(line) or "\n" in line] == []
