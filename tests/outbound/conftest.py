"""A landlord with a mail server that listens on this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from lintel.outbound import addresses
from lintel.signin.models import Account
from tests.database.server import TestServer
from tests.outbound.post import Post, Staffed

NAMES = ("sam", "jo", "ines", "olu", "dee", "saf", "adi", "hana", "tomos")

Options = Callable[..., None]


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch) -> Options:
    """Set options of the installation for one test."""

    def put(**named: object) -> None:
        monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update=named))

    return put


@pytest.fixture
def post(options: Options) -> Iterator[Post]:
    """A server on this machine, spoken to in clear."""
    with Post() as server:
        options(
            mail_host="127.0.0.1", mail_port=server.port, mail_security="none", mail_from="lintel@landlord.example",
            site="https://lintel.landlord.example",
        )  # fmt: skip
        yield server


@pytest.fixture
def outbox(options: Options, tmp_path: Path) -> Path:
    """A folder in place of a server."""
    folder = tmp_path / "outbox"
    options(mail_folder=folder, mail_from="lintel@landlord.example", site="https://lintel.landlord.example")
    return folder


@pytest.fixture
def staff(database: TestServer) -> Iterator[Staffed]:
    """Staff with work addresses; afterwards nobody of them can be written to."""
    made = Staffed()
    for name in NAMES:
        addresses.set_address(made.handle(name), made.address(name), made.now)
    yield made
    Account.objects.filter(handle__endswith=made.mark).update(email="")
