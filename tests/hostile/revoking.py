"""Taking away from people what they have while they ask for it, from a server of several processes."""

import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from lintel.access import accounts
from lintel.signin import sessions
from lintel.signin.models import Account
from tests.desk.conftest import Desk
from tests.desk.everybody import arguments_of, names
from tests.desk.test_who_may_see import table
from tests.hostile.serving import Browser, Served

A_TERM = 50
"""Revocations until the cases are new ones."""
_ASKING = 2
_AFTER = 3
"""So many ask at the same time, and each so often once it is gone."""


@dataclass
class Toll:
    """How many were revoked by each way, the answers before and after, and whatever was served after the commit."""

    revoked: Counter[str] = field(default_factory=Counter)
    before: int = 0
    after: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class Office:
    """Cases, and whoever is engaged for a moment to work one of them."""

    desk: Desk
    served: Served
    dice: Random
    cases: list[UUID]

    def engaged(self, way: str) -> tuple[str, UUID]:
        """The name of somebody new who has a case, by being its officer or by being let in."""
        desk, book = self.desk, self.dice.choice(self.cases)
        name = f"r{secrets.token_hex(6)}"
        handle = desk.handle(name)
        accounts.add_staff(handle, "Somebody", desk.now)
        accounts.grant_role(
            handle, "officer", by=accounts.INSTALLATION, approved_by=accounts.LANDLORD, now=desk.now,
            team=desk.handle("north"),
        )  # fmt: skip
        if way == "access ended" or (way != "assignment ended" and self.dice.random() < 0.3):
            desk.record(book, "ines", "access.given", {"staff": handle})
        else:
            desk.record(book, "ines", "officer.named", {"officer": handle})
        return name, book

    def cookie(self, name: str) -> str:
        """The session of somebody who has signed in just now, by the clock of the server."""
        staged = self.desk.now
        self.desk.now = self.served.clock.now()
        try:
            return self.desk.browser(name).cookies[settings.SESSION_COOKIE_NAME].value
        finally:
            self.desk.now = staged


def _name_another(office: Office, _: str, book: UUID) -> None:
    other = {"officer": office.desk.handle("jo"), "reason": "handover"}
    office.desk.record(book, "ines", "officer.named", other)


def _end_access(office: Office, handle: str, book: UUID) -> None:
    office.desk.record(book, "ines", "access.ended", {"staff": handle})


def _end_account(office: Office, handle: str, _: UUID) -> None:
    accounts.end_staff(handle, by=office.desk.handle("adi"), now=office.desk.now)


def _end_role(office: Office, handle: str, _: UUID) -> None:
    accounts.end_role(handle, "officer", by=office.desk.handle("adi"), now=office.desk.now)


def _end_sessions(_: Office, handle: str, __: UUID) -> None:
    sessions.end_all(Account.objects.get(handle=handle))


def _declare(office: Office, handle: str, book: UUID) -> None:
    office.desk.record(book, "ines", "conflict.declared", {"staff": handle, "how": "related"})


WAYS: Mapping[str, Callable[[Office, str, UUID], None]] = {
    "assignment ended": _name_another,
    "access ended": _end_access,
    "account ended": _end_account,
    "role ended": _end_role,
    "session revoked": _end_sessions,
    "conflict declared": _declare,
}


def revoked(desk: Desk, served: Served, revocations: int, dice: Random) -> Toll:
    """Take something away so many times, each way as often as the others, while whoever had it keeps asking."""
    toll, pages = Toll(), _pages()
    ways = [list(WAYS)[number % len(WAYS)] for number in range(revocations)]
    dice.shuffle(ways)
    with ThreadPoolExecutor(_ASKING) as pool:
        for number, way in enumerate(ways):
            if number % A_TERM == 0:
                office = Office(desk, served, dice, [desk.case() for _ in range(6)])
            _one(office, way, toll, pool, pages)
    return toll


def _pages() -> list[str]:
    """The pages of a case that its officer is shown, and whoever was let in: they print nothing."""
    cells = table()
    of_case = [name for name in names() if arguments_of(name) == ["book"] and not name.endswith("-print")]
    return [name for name in of_case if cells[name, "GET"]["officer"] == "200"]


def _one(office: Office, way: str, toll: Toll, pool: ThreadPoolExecutor, pages: list[str]) -> None:
    name, book = office.engaged(way)
    cookies = {settings.SESSION_COOKIE_NAME: office.cookie(name)}
    paths = [reverse(office.dice.choice(pages), args=[book]) for _ in range(_ASKING)]
    watches = [Watch(Browser(office.served.port, dict(cookies)), path) for path in paths]
    asking = [pool.submit(watch.keep_asking) for watch in watches]
    for watch in watches:
        watch.warm.wait()
    WAYS[way](office, office.desk.handle(name), book)
    committed = time.perf_counter()
    for watch in watches:
        watch.gone.set()
    for each in asking:
        each.result()
    toll.revoked[way] += 1
    for watch in watches:
        before = [status for began, status in watch.answers if began <= committed]
        after = [status for began, status in watch.answers if began > committed]
        toll.before, toll.after = toll.before + before.count(200), toll.after + len(after)
        if before[0] != 200 or len(after) < _AFTER:
            toll.wrong.append(f"{way}, {watch.path}: answered {before[:1]} before, asked {len(after)} times after")
        toll.wrong += [f"{way}, {watch.path}: answered {status} after" for status in after if status not in (302, 404)]


@dataclass
class Watch:
    """Somebody who keeps asking for a page: when each request began (`perf_counter`), and its status."""

    browser: Browser
    path: str
    warm: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)
    answers: list[tuple[float, int]] = field(default_factory=list)

    def keep_asking(self) -> None:
        """Ask again and again until it is gone, and some times more."""
        try:
            self._ask()
        finally:
            self.warm.set()
        while not self.gone.is_set():
            self._ask()
        for _ in range(_AFTER):
            self._ask()

    def _ask(self) -> None:
        self.answers.append((time.perf_counter(), self.browser.ask("GET", self.path).status))
