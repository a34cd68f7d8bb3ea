"""How long an honest reader waits while others send their requests a byte a second.

    python -m bench.slow_senders http://localhost:8000
    python -m bench.slow_senders https://lintel.example.org --at 127.0.0.1:8443 --ca certificate.pem --senders 400

Each thread of gunicorn is held by one such sender until the request is whole; a proxy that takes requests in whole
before it passes them on is held by none. Senders whose connection is ended come back at once.
"""

import argparse
import socket
import ssl
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

_PATIENCE = 5.0
"""Seconds that an honest reader waits for an answer."""
_BETWEEN = 0.2
_A_BYTE_EVERY = 1.0
_PAGE = "/sign-in"


class Target(NamedTuple):
    """Who is asked: by this name, at this address of a machine, over TLS or not."""

    name: str
    host: str
    port: int
    tls: ssl.SSLContext | None

    def connected(self, seconds: float) -> socket.socket:
        """A new connection."""
        made = socket.create_connection((self.host, self.port), timeout=seconds)
        return self.tls.wrap_socket(made, server_hostname=self.name) if self.tls else made


def target(address: str, at: str | None, ca: Path | None) -> Target:
    """A target from its address; `at` is where it answers, if its name leads elsewhere."""
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    host, _, other = (at or f"{parts.hostname}:{port}").rpartition(":")
    tls = ssl.create_default_context(cafile=ca) if secure else None
    return Target(parts.netloc, host, int(other), tls)


def slow_headers(at: Target) -> bytes:
    """The beginning of a request whose headers never end."""
    return f"GET {_PAGE} HTTP/1.1\r\nHost: {at.name}\r\nX-Slow: ".encode()


def slow_body(at: Target) -> bytes:
    """The beginning of a form that is looked at as soon as it is there, and never is."""
    origin = f"{'https' if at.tls else 'http'}://{at.name}"
    return (
        f"POST {_PAGE} HTTP/1.1\r\nHost: {at.name}\r\nOrigin: {origin}\r\nCookie: __Host-csrf={'s' * 32}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nhandle="
    ).encode()


@dataclass
class Senders:
    """So many slow senders, until they are told to end."""

    at: Target
    begin: Callable[[Target], bytes]
    count: int
    came_back: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _open: list[socket.socket | None] = field(default_factory=list)

    def send(self) -> None:
        """Send, a byte to each in turn, until `end`."""
        self._open = [None] * self.count
        while not self._over.is_set():
            begun = time.monotonic()
            for place in range(self.count):
                self._send_to(place)
            self._over.wait(max(0.0, _A_BYTE_EVERY - (time.monotonic() - begun)))
        for each in self._open:
            if each:
                each.close()

    def _send_to(self, place: int) -> None:
        """A byte more, or a new connection where the old one was ended."""
        found = self._open[place]
        try:
            if found is None:
                found = self._open[place] = self.at.connected(1.0)
                found.sendall(self.begin(self.at))
            else:
                found.sendall(b"a")
        except OSError:
            self.came_back += 1
            if found:
                found.close()
            self._open[place] = None

    def end(self) -> None:
        """Tell them to end."""
        self._over.set()


def answered(at: Target) -> float | None:
    """How many seconds an honest reader waited for the page; None where there was no answer, or another."""
    begun = time.monotonic()
    try:
        with at.connected(_PATIENCE) as connection:
            connection.sendall(f"GET {_PAGE} HTTP/1.1\r\nHost: {at.name}\r\nConnection: close\r\n\r\n".encode())
            first = connection.recv(65536)
            while more := connection.recv(65536):
                first += more
                if time.monotonic() - begun > _PATIENCE:
                    return None
    except OSError:
        return None
    return time.monotonic() - begun if first.startswith(b"HTTP/1.1 200") else None


def waits(at: Target, seconds: float) -> list[float | None]:
    """What an honest reader saw, who asked again and again for so long."""
    until = time.monotonic() + seconds
    seen = []
    while time.monotonic() < until:
        seen.append(answered(at))
        time.sleep(_BETWEEN)
    return seen


def under(at: Target, begin: Callable[[Target], bytes], senders: int, seconds: float) -> tuple[list[float | None], int]:
    """What an honest reader saw beside so many slow senders, and how often they had to come back."""
    slow = Senders(at, begin, senders)
    sending = threading.Thread(target=slow.send)
    sending.start()
    time.sleep(2 * _A_BYTE_EVERY)
    try:
        return waits(at, seconds), slow.came_back
    finally:
        slow.end()
        sending.join()


def said(name: str, seen: list[float | None], came_back: int) -> str:
    """A line of the table."""
    good = [each * 1000 for each in seen if each is not None]
    median, worst = (f"{statistics.median(good):.0f}", f"{max(good):.0f}") if good else ("·", "·")
    return f"{name:<22} {len(seen):>6} {len(good):>9} {median:>10} {worst:>10} {came_back:>10}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--at", metavar="HOST:PORT", help="where that name answers, for a trial")
    parser.add_argument("--ca", type=Path, metavar="FILE", help="certificates to believe")
    parser.add_argument("--senders", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    at = target(given.address, given.at, given.ca)
    print(f"{'slow senders':<22} {'asked':>6} {'answered':>9} {'median ms':>10} {'worst ms':>10} {'came back':>10}")
    print(said("none", waits(at, given.seconds / 2), 0), flush=True)
    for name, begin in (("headers", slow_headers), ("body", slow_body)):
        print(said(f"{given.senders} of {name}", *under(at, begin, given.senders, given.seconds)), flush=True)
        time.sleep(_PATIENCE)  # until the server has seen that they are gone


if __name__ == "__main__":
    main()
