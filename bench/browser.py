"""A browser that only does what has to be timed: it keeps its cookies and its connection, and fills in forms."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.landlord import PASSWORD, code

_PATIENCE = 60.0
_KEPT_ALIVE = 1.0
"""The server closes a connection that was not used for two seconds; one unused for this long is begun anew."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how many seconds passed from the first byte sent to the last byte received."""

    status: int
    location: str
    body: bytes
    seconds: float


class Browser:
    """One person's browser, on one connection."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None, token: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        self._cookies = dict(cookies or {})
        self._said = {"Authorization": f"Bearer {token}"} if token else {}
        self._used = 0.0

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._asked("GET", path)

    def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form."""
        return self._asked("POST", path, urlencode(fields).encode())

    def form(self, path: str) -> list[tuple[str, str]]:
        """What the form of a page would send as it stands."""
        return fields(self.get(path))

    def join(self, other: "Browser") -> None:
        """Go on as whoever is signed in to another browser."""
        self._cookies |= other._cookies

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def sign_in(self, handle: str, seed: str) -> None:
        """Give a password and a code, as anybody does."""
        sent = dict(self.form("/sign-in")) | {"handle": handle, "password": PASSWORD}
        self._went(self.post("/sign-in", list(sent.items())), "/sign-in/factor")
        sent = dict(self.form("/sign-in/factor")) | {"code": code(seed, datetime.now(UTC))}
        self._went(self.post("/sign-in/factor", list(sent.items())), "/")

    def _went(self, answer: Answer, to: str) -> None:
        if (answer.status, answer.location) != (302, to):
            raise AssertionError(f"signing in came to {answer.status} {answer.location}, and not to {to}")

    def _asked(self, method: str, path: str, body: bytes | None = None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = self._said | ({"Cookie": cookies} if cookies else {})
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self._used > _KEPT_ALIVE:
            self._connection.close()
            self._connection.connect()
        begun = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        read = response.read()
        seconds = time.perf_counter() - begun
        self._used = time.monotonic()
        for line in response.headers.get_all("Set-Cookie", ()):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return Answer(response.status, response.headers.get("Location", ""), read, seconds)


def fields(answer: Answer) -> list[tuple[str, str]]:
    """What the forms of a page would send as they stand."""
    reader = _Form()
    reader.feed(answer.body.decode())
    if not reader.fields:
        raise AssertionError(f"{answer.status} came, without a form")
    return reader.fields


class _Form(HTMLParser):
    """Reads what the forms of the main part of a page would send: hidden fields, texts, what is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "main":
            self._inside = True
        chosen = said.get("type") not in ("radio", "checkbox") or "checked" in said
        if self._inside and tag == "input" and said.get("name") and chosen:
            self.fields.append((said["name"] or "", said.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "main"
