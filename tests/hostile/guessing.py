"""Guessing at the password of somebody from many machines at once, against a server of several processes."""

import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Address
from urllib.parse import urlencode

from django.test import override_settings

from lintel.access import accounts
from tests.desk.conftest import Desk
from tests.hostile.serving import Answer, Browser, Served
from tests.signin.keys import PASSWORD, Person, app_code

OF_A_HANDLE, OF_A_MACHINE, OF_A_DEVICE = 5, 10, 5
"""How many guesses are let through: in five minutes for a handle or from a known device, in one from a machine."""
_AT_ONCE = 12
_A_STEP = timedelta(seconds=30)
"""A code works once: the next one is taken half a minute early, as an app whose clock is a little fast shows it."""
_WAIT, _WRONG = 429, 422
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Toll:
    """How many guesses were made and let through, which processes answered, and all that was not as it should be."""

    guesses: int = 0
    let_through: int = 0
    came_in: int = 0
    processes: set[int] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Siege:
    """Rounds of guessing, each at somebody new and from machines that have not guessed before."""

    desk: Desk
    served: Served
    toll: Toll = field(default_factory=Toll)
    _machines: int = 256

    def round(self, number: int) -> None:
        """Guess at one person from everywhere, then at many from one machine; and let that person in at home."""
        before = self.served.workers()
        known, person = self._somebody(f"g{number}")
        guesses = [(self._browser(), person.handle, "not the password") for _ in range(20)]
        self._expect("at a handle", OF_A_HANDLE, self._at_once(guesses))
        right = signed(self._browser(), person.handle, PASSWORD)
        self._expect("with the right password, meanwhile, from elsewhere", 0, [right.status])
        machine = self._browser().machine
        guesses = [(Browser(self.served.port, machine=machine), f"no-{number}-{each}", "x") for each in range(20)]
        self._expect("from a machine", OF_A_MACHINE, self._at_once(guesses))
        self._comes_in(known, person)
        again = [signed(known, person.handle, "not the password").status for _ in range(OF_A_DEVICE + 3)]
        self._expect("from a known device", OF_A_DEVICE, again)
        after = self.served.workers()
        self.toll.processes |= {pid for pid, seconds in after.items() if seconds > before.get(pid, 0.0) + 0.02}

    def _expect(self, what: str, most: int, statuses: Sequence[int]) -> None:
        """Exactly so many are let through and come to nothing, and all others have to wait."""
        self.toll.guesses += len(statuses)
        self.toll.let_through += statuses.count(_WRONG)
        if sorted(statuses) != [_WRONG] * most + [_WAIT] * (len(statuses) - most):
            self.toll.wrong.append(f"{what}: {dict(Counter(statuses))}")

    def _at_once(self, guesses: Sequence[tuple[Browser, str, str]]) -> list[int]:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return [answer.status for answer in pool.map(signed, *zip(*guesses, strict=True))]

    def _browser(self) -> Browser:
        """A browser of a machine that nobody has guessed from yet."""
        self._machines += 1
        return Browser(self.served.port, machine=str(IPv4Address("127.0.0.0") + self._machines))

    def _somebody(self, name: str) -> tuple[Browser, Person]:
        """Somebody new, and the browser in which they have signed in once."""
        desk = self.desk
        accounts.add_staff(desk.handle(name), "Somebody", desk.now)
        desk.give(name, "officer", "north")
        desk.now = self.served.clock.now()
        with override_settings(CLOCK=lambda: desk.now):
            person = Person(desk, name)
            client = person.begin()
        device = client.cookies["__Host-device"].value
        return Browser(self.served.port, {"__Host-device": device}, self._browser().machine), person

    def _comes_in(self, known: Browser, person: Person) -> None:
        """Whoever has signed in from this device before comes in, whatever is tried elsewhere in their name."""
        first = signed(known, person.handle, PASSWORD)
        page = known.ask("GET", "/sign-in/factor").text
        code = app_code(person.seed, self.served.clock.now() + _A_STEP)
        said = {"code": code, "credential": "", "csrfmiddlewaretoken": _token(page)}
        second = known.ask("POST", "/sign-in/factor", urlencode(said)) if first.status == 302 else first
        if (second.status, second.location) != (302, "/"):
            self.toll.wrong.append(f"kept out of a known device: {first.status}, {second.status} {second.location}")
        else:
            self.toll.came_in += 1
        known.cookies.pop("__Host-session", None)


def signed(browser: Browser, handle: str, password: str) -> Answer:
    """Sign in with a password, as far as it goes."""
    said = {"handle": handle, "password": password, "csrfmiddlewaretoken": _token(browser.ask("GET", "/sign-in").text)}
    return browser.ask("POST", "/sign-in", urlencode(said))


def _token(page: str) -> str:
    found = _TOKEN.search(page)
    return found[1] if found else ""
