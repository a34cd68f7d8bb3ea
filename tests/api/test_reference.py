"""The reference shows what was really sent and answered, for every operation."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from lintel.api.reference import Exchange, as_markdown
from lintel.api.urls import api
from tests.api.machines import BASE, Machines
from tests.api.session import session
from tests.database.server import TestServer

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.fixture(scope="module")
def exchanges(database: TestServer) -> list[Exchange]:
    cast = Machines()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "CLOCK", lambda: cast.now)
        return session(cast)


def test_the_document_is_what_was_sent_and_answered(exchanges: list[Exchange]) -> None:
    """Where it is not, write it anew: DOCUMENT.write_text(<what it was compared with>, encoding="utf-8")."""
    described = json.loads(json.dumps(api.get_openapi_schema(path_prefix=BASE)))

    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown(described, exchanges)


def test_every_operation_has_an_example_that_was_done(exchanges: list[Exchange]) -> None:
    done = {each.operation for each in exchanges if each.status in (200, 201)}
    operations = {one["operationId"] for path in api.get_openapi_schema()["paths"].values() for one in path.values()}

    assert done == operations


def test_the_refusals_that_are_shown_are_refusals_and_alike_where_they_must_be(exchanges: list[Exchange]) -> None:
    refused = [each for each in exchanges if each.operation is None]

    assert [each.status for each in refused] == [401, 404, 404, 409, 409, 422, 409, 403]
    assert refused[1].answer == refused[2].answer
