"""An erased case: whoever could have listed it is told that it was erased; for everybody else there is nothing."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from lintel.access.models import Read
from lintel.casework.erasure import erase
from lintel.embedded.roles import Addresses
from tests.casework.erased import PLANTED, database_alone, decided, list_in
from tests.database.server import TestServer
from tests.desk.caselike import alike, plain
from tests.desk.conftest import Desk


@pytest.fixture
def alone(database: TestServer, tmp_path: Path) -> Iterator[Addresses]:
    with database_alone(database, tmp_path) as addresses:
        yield addresses


@pytest.fixture
def there(alone: Addresses, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk()
    monkeypatch.setattr(settings, "CLOCK", lambda: made.now)
    return made


@pytest.fixture
def erased(there: Desk, tmp_path: Path) -> UUID:
    """A case of sam's that was erased."""
    book = decided(there)
    erase(list_in(tmp_path), there.later(minutes=1), lambda said: None)
    return book


@pytest.mark.parametrize("name", ["sam", "ines"])
def test_whoever_could_have_listed_it_learns_when_and_by_which_rule_and_nothing_else(
    there: Desk, erased: UUID, name: str
) -> None:
    answer = there.browser(name).get(f"/case/{erased}")
    said = plain(answer)
    assert answer.status_code == 410
    assert "It was erased on Mon 8 April 2024" in said
    assert "Its certificate has the number 1." in said
    assert not [each for each in PLANTED if each in said]
    assert Read.objects.filter(reader=there.handle(name), thing="certificate", book=erased, verb="read").count() == 1


@pytest.mark.parametrize("name", ["jo", "tomos", "olu", "hana", "saf", "dee", "aud", "max", "rae", "adi"])
def test_for_everybody_else_it_is_as_if_it_had_never_been(there: Desk, erased: UUID, name: str) -> None:
    browser = there.browser(name)
    answer, never = (browser.get(f"/case/{book}") for book in (erased, uuid4()))
    assert (answer.status_code, alike(answer)) == (404, alike(never))
    assert not Read.objects.filter(reader=there.handle(name), thing="certificate").exists()


def test_no_other_page_of_it_and_no_form_says_so(there: Desk, erased: UUID) -> None:
    browser = there.browser("sam")
    assert browser.get(f"/case/{erased}/chronology").status_code == 404
    assert browser.post(f"/case/{erased}").status_code in (404, 405)


def test_a_case_that_was_not_erased_is_no_different(there: Desk) -> None:
    assert there.browser("jo").get(f"/case/{there.case()}").status_code == 404
