"""The chronology's line: every fact that is there, none that is not, and nothing sealed."""

import re
from datetime import UTC, date, datetime

import pytest

from lintel.events.facts import FactType
from lintel.events.registry import KINDS
from lintel.events.sentence import sentence


def sample(fact: FactType) -> object:
    one = {
        "listed": next(iter(fact.values), ""),
        "number": 3,
        "boolean": True,
        "date": date(2024, 3, 28),
        "instant": datetime(2024, 3, 28, 16, 30, tzinfo=UTC),
        "code": "some_code",
        "handle": "v1",
        "map": {"phone": "safe"},
        "facts": {"level": "high"},
    }[fact.kind]
    return {True: [one], False: one}[fact.many]


def test_it_puts_the_facts_in_their_places() -> None:
    facts = {"channel": "phone", "source": "board_member", "nature": "concern"}
    assert sentence("report.received", facts) == "Report received by phone from board member: concern"


def test_it_leaves_out_a_part_where_a_fact_is_absent() -> None:
    assert sentence("report.received", {"source": "victim", "channel": None}) == "Report received from victim"


def test_it_leaves_out_a_part_where_one_of_two_facts_is_absent() -> None:
    assert sentence("audit.held", {"cases_sampled": 4}) == "Audit held"


def test_it_leaves_out_an_empty_list() -> None:
    assert sentence("options.discussed", {"options": ()}) == "Options discussed"


def test_it_says_that_a_fact_was_not_recorded() -> None:
    assert sentence("thread.ended", {}) == "Ended: not recorded"


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (["locks"], "locks"),
        (["locks", "doors"], "locks and doors"),
        (("locks", "window_alarms", "safe_room"), "locks, window alarms and safe room"),
    ],
)
def test_it_joins_a_list_as_people_do(items: object, words: str) -> None:
    assert sentence("security.requested", {"items": items}) == f"Security requested: {words}"


@pytest.mark.parametrize("until", [date(2024, 3, 8), "2024-03-08"])
def test_it_writes_a_date_as_people_do(until: object) -> None:
    assert sentence("legal_order.recorded", {"until": until}) == "Legal order recorded until 8 Mar 2024"


@pytest.mark.parametrize("by", [datetime(2024, 7, 1, 16, 30, tzinfo=UTC), "2024-07-01T16:30:00+00:00"])
def test_it_writes_an_instant_by_the_clock_in_london(by: object) -> None:
    assert sentence("visit.planned", {"check_in_by": by}) == "Visit planned; check in by 1 Jul 2024 17:30"


def test_it_writes_a_boolean_as_yes_or_no() -> None:
    facts = {"voicemail": False, "letters": True}
    assert sentence("contact.plan_agreed", facts) == "Safe contact agreed; voicemail: no; letters: yes"


def test_it_writes_none_of_something_as_a_number() -> None:
    assert sentence("audit.fed_back", {"score": 0}) == "Audit fed back: score 0"


def test_it_writes_a_map_as_pairs() -> None:
    facts = {"channels": {"phone": "safe", "third_party": "unsafe"}}
    assert sentence("contact.plan_agreed", facts) == "Safe contact agreed: phone safe, third party unsafe"


def test_it_reads_a_fact_whose_name_is_a_word_of_python() -> None:
    assert sentence("discretion.asked", {"for": "v1"}) == "Discretion asked, for v1"


def test_it_never_says_what_is_sealed() -> None:
    facts = {"kind": "photo", "name": "kitchen.jpg", "note": "by the school"}
    assert sentence("document.added", facts) == "Document added: photo"


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_can_be_read_with_no_facts(name: str) -> None:
    assert not re.search(r"[\[\]{}]|  ", sentence(name, {}))


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_can_be_read_with_all_its_facts(name: str) -> None:
    line = sentence(name, {fact: sample(its_type) for fact, its_type in KINDS[name].facts.items()})
    assert not re.search(r"[\[\]{}_]|  |not recorded", line)


@pytest.mark.parametrize("name", KINDS)
def test_no_sentence_names_a_sealed_field(name: str) -> None:
    named = set(re.findall(r"{(\w+)}", KINDS[name].declaration.sentence))
    assert named.isdisjoint(KINDS[name].sealed)
