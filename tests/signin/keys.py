"""What somebody holds in their hand: an authenticator app, and a browser that begins with nothing."""

import base64
import hmac
import re
import secrets
import struct
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING

from django.test import Client

from lintel.signin import enrolment
from lintel.signin.models import Account
from tests.desk.conftest import Desk

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer  # what a client answers with, by its stubs

PASSWORD = "brave otters wander"  # noqa: S105 - of an invented person


def app_code(seed: str, now: datetime) -> str:
    """What an authenticator app shows (RFC 6238), worked out here and not by what is tested."""
    digest = hmac.digest(base64.b32decode(seed), struct.pack(">Q", int(now.timestamp()) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def network() -> str:
    """A network of its own, so that tests do not slow each other down: the first half of an address."""
    return f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}"


def browser(machine: str | None = None) -> Client:
    """A browser that begins with nothing, on this machine or on one of its own."""
    return Client(REMOTE_ADDR=machine or f"{network()}::1", SERVER_NAME="localhost")


class Person:
    """Somebody of the cast who signs in."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk, self.handle = desk, desk.handle(name)
        self.password, self.seed = PASSWORD, ""
        self.codes: list[str] = []

    @property
    def account(self) -> Account:
        return Account.objects.get(handle=self.handle)

    def link(self) -> str:
        return enrolment.new_link(enrolment.account_of(self.handle), self.desk.now)

    def set_password(self, client: Client) -> "Answer":
        """Follow a link and set the password: halfway in."""
        return client.post(self.link(), {"password": self.password, "again": self.password})

    def enrol(self, client: Client) -> "Answer":
        """Add an authenticator app; the seed is read from the page, as a person would type it."""
        page = client.get("/enrol").content.decode()
        self.seed = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")  # type: ignore[index] # it is there
        sealed = unescape(re.search(r'name="seed" value="([^"]+)"', page)[1])  # type: ignore[index] # likewise
        return client.post("/enrol", {"seed": sealed, "code": self.code})

    @property
    def code(self) -> str:
        return app_code(self.seed, self.desk.now)

    def begin(self) -> Client:
        """The first time ever: a link, a password, an app, recovery codes kept. The browser that it was done in."""
        client = browser()
        self.set_password(client)
        self.enrol(client)
        self.codes = re.findall(r"<code>(\d{4} \d{4} \d{4})</code>", client.get("/account/codes").content.decode())
        client.post("/account/codes")
        self.desk.later(minutes=1)
        return client

    def sign_in(self, client: Client) -> "Answer":
        """The password, then the code that the app shows. A minute passes first: a code works once."""
        self.desk.later(minutes=1)
        client.post("/sign-in", {"handle": self.handle, "password": self.password})
        return client.post("/sign-in/factor", {"code": self.code})
