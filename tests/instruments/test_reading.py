"""What answers lead to: judgement raises and never lowers, and what is open is never taken for a no."""

from collections.abc import Mapping
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.events.values import HANDLE, Code, RiskLevel
from lintel.instruments.instrument import ANSWERS, CODE, LEVELS, VERSION, Answer, Instrument, Level
from lintel.instruments.loading import SHIPPED, instrument_in, shipped
from lintel.instruments.reading import Lowered, Reading, Unsettled, level_of, level_so_far, raised, read

HEAD = {
    "id": "small", "name": "Small", "version": "1", "licence": "MIT", "source": "This test", "notice": "Untested.",
}  # fmt: skip


def instrument(
    questions: int = 4, critical: int = 1, levels: Mapping[str, Mapping[str, int]] | None = None
) -> Instrument:
    """An instrument whose first questions are critical."""
    wanted = {"medium": {"score": 2}, "high": {"score": 3, "critical": 1}} if levels is None else levels
    asked = [
        {"id": f"q{each}", "section": "all", "words": "?", "critical": each < critical} for each in range(questions)
    ]
    return instrument_in(
        {
            "instrument": {**HEAD, "published": SHIPPED_ON},
            "section": [{"id": "all", "title": "All"}],
            "question": asked,
            "level": [{"level": level, **found} for level, found in wanted.items()],
        },
        "small.toml",
    )


SHIPPED_ON = shipped().head.published
SMALL = instrument()


def answers(text: str) -> dict[str, Answer]:
    """Answers to the first questions: y, n, ? (does not know), x (did not want to say), - (not asked)."""
    words: dict[str, Answer] = {"y": "yes", "n": "no", "?": "unknown", "x": "declined"}
    return {f"q{place}": words[each] for place, each in enumerate(text) if each in words}


def test_answers_of_each_sort_are_counted_apart() -> None:
    counts = read(SMALL, answers("yn?x")).counts
    assert (counts.yes, counts.no, counts.unknown, counts.declined, counts.not_asked) == (1, 1, 1, 1, 0)
    assert counts.unanswered == 2


@pytest.mark.parametrize(
    ("said", "floor", "ceiling"),
    [
        ("nnnn", "standard", "standard"),
        ("nynn", "standard", "standard"),
        ("nyyn", "medium", "medium"),
        ("nyyy", "high", "high"),
        ("ynnn", "high", "high"),
        ("-nnn", "standard", "high"),
        ("?nnn", "standard", "high"),
        ("xnnn", "standard", "high"),
        ("nn--", "standard", "medium"),
        ("----", "standard", "high"),
    ],
)
def test_what_is_open_may_raise_the_level_and_never_counts_as_no(said: str, floor: str, ceiling: str) -> None:
    found = read(SMALL, answers(said))
    assert (found.floor, found.ceiling, found.settled) == (floor, ceiling, floor == ceiling)


def test_a_level_that_the_answers_leave_open_is_left_to_judgement() -> None:
    with pytest.raises(Unsettled):
        level_of(read(SMALL, answers("?nnn")), None)
    assert level_of(read(SMALL, answers("?nnn")), "standard") == "standard"


def test_judgement_raises() -> None:
    found = read(SMALL, answers("nnnn"))
    assert level_of(found, "high") == "high"
    assert raised(found, "high")


def test_judgement_never_lowers() -> None:
    with pytest.raises(Lowered):
        level_of(read(SMALL, answers("nyyy")), "medium")


def test_an_assessment_that_was_only_begun_says_what_is_certain_and_no_more() -> None:
    assert level_so_far(read(SMALL, answers("y---")), None) == "high"
    assert level_so_far(read(SMALL, answers("-yy-")), None) == "medium"
    assert level_so_far(read(SMALL, answers("-n--")), None) is None
    assert level_so_far(read(SMALL, {}), "high") == "high"


def test_an_instrument_without_thresholds_leaves_the_level_to_judgement() -> None:
    found = read(instrument(levels={}), answers("yyyy"))
    assert (found.floor, found.settled) == (None, False)
    assert level_of(found, "standard") == "standard"
    assert raised(found, "standard")


def test_an_answer_that_the_question_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        read(SMALL, {"elsewhere": "yes"})
    plain = instrument_in(
        {"instrument": {**HEAD, "published": SHIPPED_ON}, "section": [{"id": "all", "title": "All"}],
         "question": [{"id": "q0", "section": "all", "words": "?", "kind": "yes_no"}]},
        "plain.toml",
    )  # fmt: skip
    with pytest.raises(ValueError, match="is no answer"):
        read(plain, {"q0": "unknown"})


ALL = st.lists(st.sampled_from("yn?x-"), min_size=4, max_size=4).map("".join)
WEIGHED = instrument(4, 2, {"medium": {"score": 2, "critical": 1}, "high": {"score": 4, "critical": 2}})


def slow_level(said: str) -> Level:
    """The level of answers that are all yes or no, counted by hand."""
    yes, critical = said.count("y"), said[:2].count("y")
    if yes >= 4 or critical >= 2:
        return "high"
    return "medium" if yes >= 2 or critical >= 1 else "standard"


@given(ALL)
def test_floor_and_ceiling_are_the_least_and_the_most_that_the_open_answers_allow(said: str) -> None:
    found = read(WEIGHED, answers(said))
    every = ["".join(each) for each in product(*("yn" if sign in "?x-" else sign for sign in said))]
    levels = [LEVELS.index(slow_level(one)) for one in every]
    assert (found.floor, found.ceiling) == (LEVELS[min(levels)], LEVELS[max(levels)])


@given(ALL, st.sampled_from(LEVELS))
def test_no_judgement_ends_below_what_the_answers_lead_to(said: str, judgement: Level) -> None:
    found = read(WEIGHED, answers(said))
    least = LEVELS.index(found.floor or "standard")
    assert LEVELS.index(ended(found, judgement)) == max(least, LEVELS.index(judgement))


def ended(found: Reading, judgement: Level) -> Level:
    """The level after a judgement; where that was refused, the level that stands."""
    try:
        return level_of(found, judgement)
    except Lowered:
        return found.floor or "standard"


def test_the_topics_that_come_with_lintel_are_our_own_and_say_so() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert "Topics in Lintel's own words; a licensed organisation can load the official text" in text
    assert "Nobody has tested" in shipped().head.notice
    assert len(shipped().questions) == 24


def test_levels_ids_and_versions_are_those_that_an_entry_may_hold() -> None:
    assert get_args(RiskLevel) == LEVELS
    assert get_args(Code)[1].metadata[0].pattern == CODE
    assert HANDLE == VERSION


def test_every_kind_of_question_may_be_answered_yes_no_or_not_at_all() -> None:
    assert [kind for kind, found in ANSWERS.items() if not {"yes", "no", "declined"} <= set(found)] == []
