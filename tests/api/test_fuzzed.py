"""Whatever the description allows or forbids is answered, and never by a failure of ours; reading changes nothing.

Requests are made by schemathesis from the description: a few for each operation, always the same; with
LINTEL_PROOF=full at least twenty thousand.
"""

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, openapi
from schemathesis.core import NotSet
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.result import Err, Ok
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation

from lintel.api.urls import api
from lintel.ledger.models import Row
from tests.api.machines import BASE, Machines
from tests.casework.cast import key
from tests.database.server import TestServer

Operation: TypeAlias = APIOperation[Any, Any, Any, Any]
Request: TypeAlias = Case[Any]

_EACH = 700 if os.environ.get("LINTEL_PROOF") == "full" else 8


def _understood(found: Ok[Operation] | Err[InvalidSchema]) -> Operation:
    """The operation; its description is one that schemathesis can read."""
    assert isinstance(found, Ok), found.err()
    return found.ok()


_DESCRIBED = openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix=BASE))))
_OPERATIONS: Mapping[str, Operation] = {
    each.definition.raw["operationId"]: each for each in (_understood(one) for one in _DESCRIBED.get_all_operations())
}


@pytest.fixture(scope="module")
def place(database: TestServer) -> Iterator[tuple[UUID, str]]:
    """A case, and a token of whoever leads its team."""
    cast = Machines()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "CLOCK", lambda: cast.now)
        yield cast.case(), cast.token("ines")


def sent(case: Request, token: str) -> HttpResponse:
    """The request of a case, as a machine sends it."""
    headers = {
        "Idempotency-Key": key(),
        **{name: str(value) for name, value in (case.headers or {}).items() if str(value).isascii()},
        "Authorization": f"Bearer {token}",
    }
    query = urlencode({name: str(value) for name, value in (case.query or {}).items()}, errors="replace")
    body = b"" if isinstance(case.body, NotSet) else json.dumps(case.body, default=str).encode(errors="replace")
    where = f"{case.formatted_path}?{query}"
    answer: Any = Client(raise_request_exception=False).generic(
        case.method.upper(), where, body, content_type="application/json", headers=headers
    )
    found: HttpResponse = answer
    return found


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as described", "otherwise"])
@pytest.mark.parametrize("operation", _OPERATIONS)
def test_nothing_that_is_sent_makes_it_fail(place: tuple[UUID, str], operation: str, mode: GenerationMode) -> None:
    book, token = place
    found = _OPERATIONS[operation]
    here = {"case": str(book)} if "{case}" in found.path else None
    before = Row.objects.count()

    @settings(max_examples=_EACH, suppress_health_check=list(HealthCheck))
    @given(case=found.as_strategy(generation_mode=mode, path_parameters=here))
    def ask(case: Request) -> None:
        answer = sent(case, token)
        assert answer.status_code < 500
        assert answer.headers["Content-Type"].partition(";")[0] == _MEDIA[answer.status_code < 300]
        assert b"Traceback" not in answer.content

    ask()
    assert found.method.lower() != "get" or Row.objects.count() == before


_MEDIA = {True: "application/json", False: "application/problem+json"}
