"""Machines are told by headers what browsers are told, whatever comes of what they ask."""

import pytest

from tests.api.everyone import OPERATIONS, Everyone
from tests.api.machines import Machines
from tests.desk.test_headers import EVERYWHERE, said

_BESIDE = {401: {"WWW-Authenticate": "Bearer"}}


@pytest.mark.parametrize("actor", ["sam", "rae", None])
def test_every_operation_says_the_same_to_everybody(machines: Machines, actor: str | None) -> None:
    book = machines.case()
    everyone = Everyone(machines, book, {"who": machines.machine(actor)})
    for operation in OPERATIONS:
        answer = everyone.asked(operation, "who")
        told = {"Cache-Control": "no-store", **_BESIDE.get(answer.status, {})}
        assert said(answer.response) == EVERYWHERE | told, operation
        assert not answer.response.cookies


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_a_method_that_is_not_there_says_the_same(machines: Machines, method: str) -> None:
    machine = machines.machine("sam")
    answer = machine.client.generic(method, "/api/v1/cases", headers={"Authorization": f"Bearer {machine.token}"})

    assert answer.status_code == 405
    assert said(answer) == EVERYWHERE | {"Cache-Control": "no-store"}
