"""A browser for each of the cast: signed in with both factors, at the instant that the cast has come to."""

import pytest
from django.conf import settings
from django.test import Client

from lintel.access.models import Staff
from lintel.signin.asking import FACTOR, begin
from lintel.signin.models import Account
from tests.casework.cast import Cast
from tests.database.server import TestServer

_LONG_AGO = 600


class Desk(Cast):
    """The cast, each with a browser. The clock of the pages is the cast's own."""

    def browser(self, name: str, *, stepped_up: bool = False) -> Client:
        """A browser in which somebody is signed in; with `stepped_up`, having given the second factor just now."""
        staff = Staff.objects.get(handle=self.handle(name))
        account, _ = Account.objects.get_or_create(staff=staff, handle=staff.handle)
        client = Client()
        client.force_login(account)
        session = client.session
        begin(session, self.now)
        if not stepped_up:
            session[FACTOR] = self.now.timestamp() - _LONG_AGO
        session.save()
        return client

    def stranger(self) -> Client:
        """A browser in which nobody is signed in."""
        return Client()


@pytest.fixture
def desk(database: TestServer, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Staff with browsers."""
    made = Desk()
    monkeypatch.setattr(settings, "CLOCK", lambda: made.now)
    return made
