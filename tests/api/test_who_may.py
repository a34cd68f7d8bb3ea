"""Every operation, asked by everybody, against a table; and what is not theirs is like what is not there."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from lintel.api.urls import api
from tests.api.everyone import ACTORS, NO_SUCH_CASE, OF_A_CASE, OPERATIONS, Everyone, everyone, names
from tests.api.machines import Machines
from tests.database.server import TestServer

_TABLE = Path(__file__).parent / "who_may.txt"
_INSIDE = ("officer", "lead", "safe", "glass")
_OUTSIDE = tuple(actor for actor in ACTORS if actor not in _INSIDE)


@cache
def table() -> Mapping[str, Mapping[str, int]]:
    """What the table says comes of each operation, by actor."""
    head, *rows = (
        line.split() for line in _TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    )
    assert head[1:] == list(ACTORS)
    return {name: dict(zip(ACTORS, map(int, cells), strict=True)) for name, *cells in rows}


@pytest.fixture(scope="module")
def all_of_them(database: TestServer) -> Iterator[Everyone]:
    """The case and everybody before it."""
    cast = Machines()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "CLOCK", lambda: cast.now)
        yield everyone(cast)


def test_every_operation_stands_in_the_table_and_no_other() -> None:
    assert sorted(names()) == sorted(table()) == sorted(OPERATIONS)


def test_every_operation_says_who_may_and_what_it_is_for() -> None:
    said = [each for path in api.get_openapi_schema()["paths"].values() for each in path.values()]

    assert len(said) == len(names()) - 3  # the description itself, the root, and what is not there
    assert [each["operationId"] for each in said if "**Who may:**" not in each["description"]] == []


@pytest.mark.parametrize("actor", ACTORS)
def test_everybody_is_answered_as_the_table_says(all_of_them: Everyone, actor: str) -> None:
    found = {operation: all_of_them.asked(operation, actor).status for operation in OPERATIONS}

    assert found == {operation: cells[actor] for operation, cells in table().items()}


@pytest.mark.parametrize("actor", _OUTSIDE)
def test_a_case_that_is_not_theirs_and_no_case_are_answered_alike_to_the_byte(
    all_of_them: Everyone, actor: str
) -> None:
    for operation in OF_A_CASE:
        not_theirs = all_of_them.asked(operation, actor)
        assert not_theirs.wire == all_of_them.asked(operation, actor, NO_SUCH_CASE).wire
        assert not_theirs.response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("actor", [each for each in _OUTSIDE if each not in ("nobody", "leaver")])
def test_what_is_not_theirs_is_like_an_address_that_there_is_not(all_of_them: Everyone, actor: str) -> None:
    assert all_of_them.asked("chronology", actor).wire == all_of_them.asked("nothing", actor).wire


@pytest.mark.parametrize("actor", _OUTSIDE)
def test_nobody_outside_the_case_is_told_a_word_of_it(all_of_them: Everyone, actor: str) -> None:
    reference = all_of_them.cast.look(all_of_them.book, "sam").name
    told = "".join(all_of_them.asked(operation, actor).text for operation in OPERATIONS)

    assert "plantedword" not in told
    assert reference not in told
    assert str(all_of_them.book) not in told


def test_an_insider_is_told_it(all_of_them: Everyone) -> None:
    assert "plantedword" in all_of_them.asked("chronology", "officer").text
    assert str(all_of_them.book) in all_of_them.asked("cases", "officer").text
