"""A fact is coded, and a wrong declaration is refused when it is registered, with words that say why."""

from datetime import date
from types import ModuleType
from typing import Annotated, Any, ClassVar

import pytest
from pydantic import Field, ValidationError

from lintel.events.contact import ContactPlanAgreed
from lintel.events.declaration import FACT, Declaration, Event
from lintel.events.facts import FactType
from lintel.events.registry import KINDS, DeclarationError, register
from lintel.events.values import Channel, Flag, Sealed

CODED = {"listed", "number", "boolean", "date", "instant", "code", "handle", "map", "facts"}


def said(name: str = "thing.happened", sentence: str = "It happened", **rest: Any) -> Declaration:
    return Declaration(name, FACT, label="It happened", hint="Say it.", sentence=sentence, **rest)


def refusal(*models: type[Event]) -> str:
    area = ModuleType(__name__)
    vars(area).update({model.__name__: model for model in models})
    with pytest.raises(DeclarationError) as refused:
        register((area,))
    return str(refused.value)


@pytest.mark.parametrize("name", KINDS)
def test_every_fact_of_every_kind_is_coded(name: str) -> None:
    assert {fact.kind for fact in KINDS[name].facts.values()} <= CODED


def test_only_a_correction_has_a_map_of_facts() -> None:
    mapped = [name for name, kind in KINDS.items() if FactType("facts") in kind.facts.values()]
    assert mapped == ["entry.corrected"]


def test_it_refuses_a_fact_of_free_text() -> None:
    class Bad(Event):
        declaration: ClassVar = said()
        words: str | None = None

    assert refusal(Bad) == (
        "thing.happened: <class 'str'> is not a coded fact; make it a listed value or mark it Sealed"
    )


def test_it_refuses_free_text_that_must_be_there() -> None:
    class Bad(Event):
        declaration: ClassVar = said()
        words: str

    assert "<class 'str'> is not a coded fact" in refusal(Bad)


def test_it_refuses_text_by_a_pattern_that_lets_everything_in() -> None:
    class Bad(Event):
        declaration: ClassVar = said()
        words: Annotated[str, Field(pattern=".*")]

    assert "text by the pattern .* is not a coded fact" in refusal(Bad)


def test_it_refuses_a_list_of_free_text() -> None:
    class Bad(Event):
        declaration: ClassVar = said()
        words: tuple[str, ...] | None = None

    assert "<class 'str'> is not a coded fact" in refusal(Bad)


def test_it_refuses_a_map_to_free_text() -> None:
    class Bad(Event):
        declaration: ClassVar = said()
        words: dict[Channel, str] | None = None

    assert "<class 'str'> is not a coded fact" in refusal(Bad)


def test_it_refuses_a_fact_of_two_types() -> None:
    class Bad(Event):
        declaration: ClassVar = said()
        when: int | date | None = None

    assert refusal(Bad) == (
        "thing.happened: int | datetime.date | None has more than one type; make it a listed value or mark it Sealed"
    )


def test_it_refuses_a_sentence_with_an_unknown_fact() -> None:
    class Bad(Event):
        declaration: ClassVar = said(sentence="It happened[ to {whom}]")

    assert refusal(Bad) == "thing.happened: its sentence names whom, not one of its facts"


def test_it_refuses_a_sentence_with_something_sealed() -> None:
    class Bad(Event):
        declaration: ClassVar = said(sentence="It happened[: {account}]")
        account: Sealed = None

    assert refusal(Bad) == "thing.happened: its sentence names account, not one of its facts"


def test_it_refuses_a_name_that_is_declared_twice() -> None:
    class One(Event):
        declaration: ClassVar = said()

    class Other(Event):
        declaration: ClassVar = said()

    assert refusal(One, Other) == "thing.happened: declared twice"


def test_it_refuses_a_name_that_is_no_noun_and_participle() -> None:
    class Bad(Event):
        declaration: ClassVar = said(name="Happening")

    assert refusal(Bad) == "Happening: a name is noun.past_participle"


def test_it_refuses_to_continue_what_nothing_opens() -> None:
    class Bad(Event):
        declaration: ClassVar = said(continues="journey")

    assert refusal(Bad) == "thing.happened: continues journey, which nothing opens"


def test_it_refuses_to_open_and_continue_at_once() -> None:
    class Bad(Event):
        declaration: ClassVar = said(opens="journey", continues="journey")

    assert refusal(Bad) == "thing.happened: opens a thread and continues one"


def test_it_refuses_an_answer_that_is_no_fact() -> None:
    class Bad(Event):
        declaration: ClassVar = said(answer="agreed")
        account: Sealed = None

    assert refusal(Bad) == "thing.happened: its answer agreed is not one of its facts"


def test_it_names_all_faults_at_once() -> None:
    class Bad(Event):
        declaration: ClassVar = said(answer="agreed", continues="journey")
        heard: Flag | None = None

    assert refusal(Bad).splitlines() == [
        "thing.happened: its answer agreed is not one of its facts",
        "thing.happened: continues journey, which nothing opens",
    ]


def test_a_channel_is_safe_only_in_the_listed_ways() -> None:
    with pytest.raises(ValidationError, match="'safe', 'conditional', 'unsafe' or 'unknown'"):
        ContactPlanAgreed.model_validate({"channels": {"phone": "after six"}})
