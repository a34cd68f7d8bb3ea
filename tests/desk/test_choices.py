"""What can be chosen where each landlord has words of its own: those of its policy and its instruments come first."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings

from lintel.casework import policy
from lintel.casework.look import look
from lintel.desk.casewords import naming
from lintel.desk.forms.choices import Setting, choices
from lintel.desk.forms.layouts import form_of
from lintel.instruments.loading import shipped
from tests.desk.conftest import Desk


@pytest.fixture(params=["settle", "whg"])
def under(request: pytest.FixtureRequest) -> Iterator[str]:
    before = settings.OPTIONS
    settings.OPTIONS = before.model_copy(update={"policy": request.param})
    policy.in_force.cache_clear()
    yield str(request.param)
    settings.OPTIONS = before
    policy.in_force.cache_clear()


def offered(desk: Desk, book: UUID, event: str, field: str) -> list[tuple[str, str]]:
    seen = look(actor=desk.actor("sam"), book=book, now=desk.now)
    found = choices(form_of(event), Setting(seen, naming(seen, desk.now), desk.actor("sam"), desk.now))
    return [(each.value, each.text) for each in found[field]]


def test_the_bands_that_the_policy_names_come_first_and_none_is_lost(desk: Desk, under: str) -> None:
    found = offered(desk, desk.case(), "move.decided", "band")
    assert found[0] == {"settle": ("emergency", "Emergency"), "whg": ("gold", "Gold")}[under]
    laid = next(each for each in form_of("move.decided").fields if each.name == "band")
    assert sorted(value for value, _ in found) == sorted(laid.words)


def test_an_instrument_goes_by_its_own_name_and_the_one_of_the_policy_comes_first(desk: Desk, under: str) -> None:
    found = offered(desk, desk.case(), "risk.assessed", "instrument")
    assert found[0] == {"settle": ("dash", "DASH"), "whg": (shipped().head.id, shipped().head.name)}[under]
    assert (shipped().head.id, shipped().head.name) in found
