"""The cast, each with a machine that holds a token of theirs; and short ways to say what it asks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from lintel.signin import tokens
from tests.casework.cast import Cast, key

BASE = "/api/v1"


@dataclass(frozen=True)
class Machine:
    """Something that shows a token. `token` None: it shows none."""

    token: str | None
    client: Client

    def get(self, path: str, query: Mapping[str, str | int] | None = None) -> "Answer":
        """Read something."""
        return Answer(self._said(self.client.get(f"{BASE}{path}", query or {}, headers=self._headers())))

    def post(self, path: str, body: object, *, key: str | None = None) -> "Answer":
        """Send something, with a random key unless another is given, or "" for none."""
        return self.send(path, json.dumps(body), key=key)

    def send(
        self, path: str, content: str | bytes, *, key: str | None = None, content_type: str = "application/json"
    ) -> "Answer":
        """Send some bytes."""
        headers = self._headers() | ({} if key == "" else {"Idempotency-Key": key or _random()})
        return Answer(
            self._said(
                self.client.generic("POST", f"{BASE}{path}", content, content_type=content_type, headers=headers)
            )
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    @staticmethod
    def _said(response: Any) -> HttpResponse:
        found: HttpResponse = response
        return found


@dataclass(frozen=True)
class Answer:
    """What came back."""

    response: HttpResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return self.response.content.decode()

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.response.content)
        return found

    @property
    def kind(self) -> str:
        """The sort of problem it is, in a word."""
        return str(self.said["type"]).removeprefix("urn:lintel:problem:")

    @property
    def places(self) -> list[str]:
        """Where something is wrong."""
        return [each["place"] for each in self.said["faults"]]

    @property
    def wire(self) -> tuple[int, bytes, dict[str, str]]:
        """Every byte of it."""
        return self.status, self.response.content, dict(self.response.headers)


def _random() -> str:
    return key()


class Machines(Cast):
    """The cast, and a machine for each. The clock of the host is the cast's own."""

    def token(self, name: str, *, until: datetime | None = None, label: str = "tests") -> str:
        """A new token of somebody's, for a month."""
        return tokens.make(
            handle=self.handle(name), label=label, until=until or self.now + timedelta(days=30), by=self.handle("adi"),
            now=self.now,
        )  # fmt: skip

    def machine(self, name: str | None) -> Machine:
        """A machine with a new token of somebody's, or with none."""
        return Machine(self.token(name) if name else None, Client())

    def entry(self, event: str, seen: int, **more: object) -> dict[str, object]:
        """The body of an entry of now."""
        return {"event": event, "at": self.now.isoformat(), "seen": seen, **more}

    def seen(self, book: UUID) -> int:
        """The place of the last entry of a case."""
        return self.look(book, "sam").seq
