"""Judgement raises the level that answers lead to and never lowers it, by whichever way an assessment comes in."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lintel.casework.instruments import gathered
from lintel.casework.lowering import lowered
from lintel.events.entry import Entry
from lintel.events.faults import InputRefused
from lintel.instruments.loading import shipped
from tests.casework.cast import Cast

OURS = shipped()
LOADED = gathered(())
MOST = len(OURS.questions)
NOW = datetime(2024, 4, 8, 9, 0, tzinfo=UTC)
FLOORED: dict[str, object] = {"instrument": OURS.head.id, "version": OURS.head.version, "outcome": "completed"}


def assessed(*, answers: dict[str, object] | None = None, **facts: object) -> Entry:
    sealed = {"answers": answers or {}}
    return Entry("24-1", "e1", "risk.assessed", NOW, NOW, "sam", facts={**FLOORED, **facts}, sealed=sealed)


def test_a_level_below_the_answers_is_lowered_and_one_at_or_above_is_not() -> None:
    found = [lowered(assessed(level=level, yes=MOST), LOADED) for level in ("standard", "medium", "high")]
    assert found == ["high", "high", None]
    assert lowered(assessed(level="standard", yes=0), LOADED) is None


def test_the_answers_themselves_say_more_than_their_number() -> None:
    critical: dict[str, object] = {each.id: "yes" for each in OURS.questions if each.critical}
    said = assessed(answers=critical, level="standard", yes=len(critical))
    assert lowered(said, LOADED) == "high"
    assert lowered(assessed(level="standard", yes=len(critical)), LOADED) != "high"


@pytest.mark.parametrize("facts", [{"instrument": "dash"}, {"level": "unknown"}, {"yes": None}])
def test_where_it_is_not_known_what_answers_lead_to_nothing_is_lowered(facts: dict[str, object]) -> None:
    said = assessed()
    found = replace(said, facts={**said.facts, "level": "standard", "yes": MOST, **facts})
    assert lowered(found, LOADED) is None


def test_recording_less_than_the_answers_lead_to_is_refused_at_the_level(cast: Cast) -> None:
    book = cast.case()
    with pytest.raises(InputRefused) as refused:
        cast.record(book, "sam", "risk.assessed", {**FLOORED, "yes": MOST, "level": "standard"})
    assert [each.field for each in refused.value.faults] == ["data.level"]
    assert "risk.assessed" not in [each.event for each in cast.look(book, "sam").entries]


@pytest.mark.parametrize("facts", [{"level": "medium"}, {"yes": MOST}])
def test_a_correction_lowers_nothing_either(cast: Cast, facts: dict[str, object]) -> None:
    book = cast.case()
    level, yes = ("high", MOST) if "level" in facts else ("standard", 0)
    made = cast.record(book, "sam", "risk.assessed", {**FLOORED, "yes": yes, "level": level})
    with pytest.raises(InputRefused):
        cast.record(book, "sam", "entry.corrected", {"entry": made.entry, "facts": facts})
    cast.record(book, "sam", "entry.corrected", {"entry": made.entry, "withdrawn": "mistaken"})
