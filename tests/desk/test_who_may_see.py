"""Every address of the staff host, asked by everybody, against a table; and planted words that only insiders see."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from _pytest.mark.structures import ParameterSet
from django.conf import settings
from django.test import Client

from tests.desk.caselike import MASKED, REFUGE, SEALED, alike
from tests.desk.conftest import Desk
from tests.desk.everybody import ACTORS, METHODS, Answer, Everybody, arguments_of, asked, everybody, names

FULL = os.environ.get("LINTEL_PROOF") == "full"
_TABLE = Path(__file__).parent / "who_may_see.txt"
_NO_SUCH_CASE = UUID("00000000-0000-4000-8000-000000000000")
_INSIDE = ("officer", "lead", "safe", "glass")
_OUTSIDE = tuple(actor for actor in ACTORS if actor not in _INSIDE)
_NOT_IN = ("stranger", "halfway", "leaver")
_TOLD_THE_REFERENCE = ("south", "dpo")
"""Whoever reviews a glass that was broken is told the reference of the case, and nothing else of it."""
_OPEN = {
    "sign-in", "second-factor", "sign-out", "enrol", "invitation", "passkey-to-make", "passkey-to-use",
    "calendar",
}  # fmt: skip
"""Signing in itself, for whoever is not signed in; and calendars, which their secret address opens."""
_OF_NO_CASE = {("who-looked", "dpo"): "200"}
"""What is answered for a case to somebody outside it: the data protection officer reads who looked."""

Row = tuple[str, str]

_ASKED_FOR: Mapping[str, Mapping[Row, list[str]]] = {
    actor: {("reveal-of-person", "POST"): [REFUGE]} for actor in ("officer", "lead", "safe")
}
"""The one form that asks for an address shows it, once the second factor was given, to whoever may have it."""


@cache
def table() -> Mapping[Row, Mapping[str, str]]:
    """What the table says comes of each address and method, by actor."""
    head, *rows = (
        line.split() for line in _TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    )
    assert head[1:] == list(ACTORS)
    return {(name, method): dict(zip(ACTORS, cells, strict=True)) for name, method, *cells in rows}


def together(actors: Iterable[str]) -> list[ParameterSet]:
    """Some of them; the tests of one are run by one process, which asks every address but once."""
    return [pytest.param(actor, marks=pytest.mark.xdist_group(actor)) for actor in actors]


@pytest.fixture(scope="module")
def everyone(database_of_its_own: None) -> Iterator[Everybody]:
    """The case and everybody before it, at an instant that stays as it is."""
    desk = Desk()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "CLOCK", lambda: desk.now)
        yield everybody(desk)


@pytest.fixture(scope="module")
def answers(everyone: Everybody) -> "Answers":
    return Answers(everyone)


class Answers:
    """What each of them is answered, asked once."""

    def __init__(self, everyone: Everybody) -> None:
        self.everyone = everyone
        self.of = cache(lambda actor: asked(everyone, actor))


def test_every_address_stands_in_the_table_and_no_other() -> None:
    assert [name for name, method in table() if method == "GET"] == names()
    assert set(table()) == {(name, method) for name in names() for method in METHODS}


@pytest.mark.parametrize("actor", together(ACTORS))
def test_everybody_is_answered_as_the_table_says(answers: Answers, actor: str) -> None:
    found = {row: answer.word for row, answer in answers.of(actor).items()}

    assert found == {row: cells[actor] for row, cells in table().items()}


@pytest.mark.parametrize("actor", _NOT_IN)
def test_whoever_is_not_signed_in_comes_to_signing_in_and_no_further(actor: str) -> None:
    further = {row for row, cells in table().items() if row[0] not in _OPEN and cells[actor] not in ("in", "2nd")}

    assert further == set()


@pytest.mark.parametrize("actor", together(_OUTSIDE))
def test_of_a_case_that_is_not_theirs_nothing_is_to_be_had(actor: str) -> None:
    of_a_case = {name for name in names() if "book" in arguments_of(name)}
    had = {
        (name, actor): cells[actor]
        for (name, method), cells in table().items()
        if name in of_a_case and method == "GET" and cells[actor] not in ("404", "405", "in", "2nd")
    }

    assert had == {row: word for row, word in _OF_NO_CASE.items() if row[1] == actor}


@pytest.mark.parametrize("actor", together(_OUTSIDE))
def test_a_case_that_is_not_theirs_and_no_case_are_answered_alike(everyone: Everybody, actor: str) -> None:
    client = everyone.browser(actor, stepped_up=True)
    of_a_case = [name for name in names() if "book" in arguments_of(name) and (name, actor) not in _OF_NO_CASE]
    differing = {
        (name, method)
        for name in of_a_case
        for method in (METHODS if FULL else ("GET",))
        if _said(client, method, everyone.address(name)) != _said(client, method, everyone.address(name, _NO_SUCH_CASE))
    }

    assert differing == set()


def _said(client: Client, method: str, address: str) -> tuple[int, str]:
    """What an answer says, without what is random in it or names the case that was asked for."""
    response = client.get(address) if method == "GET" else client.post(address)
    where = response.headers.get("Location", "")
    return response.status_code, f"{alike(response)} {re.sub('[0-9a-f-]{36}', 'a case', where)}"


@pytest.mark.parametrize("actor", together(_OUTSIDE))
def test_nobody_outside_the_case_is_shown_a_word_of_it(answers: Answers, actor: str) -> None:
    reference = () if actor in _TOLD_THE_REFERENCE else (answers.everyone.name,)
    stepped_up = asked(answers.everyone, actor, stepped_up=True, methods=METHODS if FULL else ("GET",))

    assert shown(answers.of(actor), (*SEALED, *reference)) == {}
    assert shown(stepped_up, (*SEALED, *reference)) == {}


@pytest.mark.parametrize("actor", together(_INSIDE))
def test_what_is_masked_stands_on_no_page_before_it_is_asked_for(answers: Answers, actor: str) -> None:
    stepped_up = asked(answers.everyone, actor, stepped_up=True)

    assert shown(answers.of(actor), MASKED) == {}
    assert shown(stepped_up, MASKED) == _ASKED_FOR.get(actor, {})


def test_whoever_may_see_the_case_is_shown_its_words(answers: Answers) -> None:
    words = {word for seen in shown(answers.of("officer"), SEALED).values() for word in seen}

    assert words == set(SEALED) - set(MASKED)


def shown(answers: Mapping[Row, Answer], words: tuple[str, ...]) -> dict[Row, list[str]]:
    """The words that stand in some answers, or in the headers that came with them."""
    seen = {row: [word for word in words if word in answer.text] for row, answer in answers.items()}
    return {row: found for row, found in seen.items() if found}
