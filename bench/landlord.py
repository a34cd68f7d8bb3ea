"""A landlord for timing pages on: officers in teams, who sign in with both factors, and a year of imported cases.

Its clock is the machine's own, since its pages are served as anybody's would be: the cases began in the year before
this moment.
"""

import base64
import hmac
import json
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.contrib.auth.hashers import make_password

from bench.filling import long_case, take_in
from bench.installation import BEGAN, Installation, writer
from bench.thirty import BEGAN as FIRST
from bench.thirty import lines
from lintel.access import accounts
from lintel.access.models import Staff
from lintel.casework.models import Member, Standing
from lintel.config.database import migrate
from lintel.embedded.cluster import Cluster
from lintel.ledger.models import Book
from lintel.sealing.keyring import new_ring
from lintel.signin import enrolment, factors, tokens

ENTRIES = 10
OF_AN_OFFICER = 100
"""So many cases has each officer, whatever the landlord's size; one in four of them runs."""
TEAMS = ("north", *(f"team-{number}" for number in range(1, 8)))
LEADS, DIRECTORS = tuple(map(writer, range(8))), tuple(f"director-{number}" for number in range(8))
"""Those who lead the first team, and those who see figures and no case."""
ADMINISTRATOR = "administrator"
PASSWORD = "cobble lantern velvet thimble"  # noqa: S105 - of people who do not exist, in a database that goes again
_RUNNING_EVERY = 4
_DAYS = 330
_RECENT_DAYS = 6
_GIVEN = ("Ada", "Bea", "Cleo", "Dina", "Esme", "Faye", "Gita", "Hana", "Iris", "June")
_SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru")


@dataclass(frozen=True, slots=True)
class Landlord:
    """An installation with its staff, and the folder that it lies in."""

    installation: Installation
    folder: Path

    @property
    def erasures(self) -> Path:
        """Its list of erasures, without which nothing is served."""
        return self.folder / "erasures.jsonl"

    @property
    def officers(self) -> int:
        """How many officers there are."""
        return Staff.objects.filter(handle__startswith="officer-").count()

    def grow(self, cases: int) -> None:
        """Import what is missing to so many cases, with the officers whose they are."""
        there = Book.objects.filter(name__startswith="B").count()
        if there < cases:
            _employ(range(self.officers, -(-cases // OF_AN_OFFICER)))
            now = self.installation.now
            take_in(self.installation, (line for number in range(there, cases) for line in _case(number, now)))

    def long_case(self, entries: int) -> UUID:
        """A case of the lead's with so many entries."""
        there = Standing.objects.filter(seq__gte=entries, officer=None).values_list("book_id", flat=True).first()
        return there or long_case(self.installation, entries)


def officer(number: int) -> str:
    """The handle of one of the officers."""
    return f"officer-{number}"


@contextmanager
def landlord(folder: Path, like: Path | None = None) -> Iterator[Landlord]:
    """The landlord of a folder; where there is none yet, a new one, or a copy of another's, of which nothing runs."""
    if like is not None and not folder.exists():
        subprocess.run(["/bin/cp", "-a", like, folder], check=True)  # with whose each file is
    folder.mkdir(exist_ok=True)
    cluster = Cluster(folder / "postgresql")
    addresses = cluster.start()
    keys = folder / "keys.toml"
    if not keys.exists():
        keys.write_text(new_ring("bench").as_toml(), encoding="utf-8")
    since = time.monotonic() - (datetime.now(UTC) - BEGAN).total_seconds()
    made = Installation(
        addresses.app, addresses.owner, addresses.root, keys.read_text(encoding="utf-8"), folder / "postgresql", since
    )
    try:
        with made.opened():
            migrate()
            if not Staff.objects.exists():
                _open(made.now)
            yield Landlord(made, folder)
    finally:
        cluster.stop()


def _open(now: datetime) -> None:
    """The teams, and those who are no officers."""
    for team in TEAMS:
        accounts.add_team(team, team)
    _take_on("rae", "reporter", None, now)
    _take_on(ADMINISTRATOR, "administrator", None, now)
    for lead, director in zip(LEADS, DIRECTORS, strict=True):
        _take_on(lead, "da_lead", TEAMS[0], now)
        _take_on(director, "manager", None, now)


def _employ(officers: Iterable[int]) -> None:
    for number in officers:
        _take_on(officer(number), "officer", TEAMS[number % len(TEAMS)], BEGAN)


def _take_on(handle: str, role: str, team: str | None, now: datetime) -> None:
    accounts.add_staff(handle, f"{handle} Example".title(), now)
    accounts.grant_role(
        handle, role, by=accounts.INSTALLATION, approved_by=accounts.LANDLORD, now=now, team=team
    )  # fmt: skip


def _case(number: int, now: datetime) -> Iterator[str]:
    """The lines of one case, and of the book of the victim in it."""
    name, whose = f"B{number:06}", officer(number // OF_AN_OFFICER)
    begun = now - timedelta(days=_RECENT_DAYS + number % _DAYS, hours=number % 24)
    shift = begun.replace(minute=0, second=0, microsecond=0) - FIRST
    written = [json.loads(line) for line in lines(name, ENTRIES)]
    if number % _RUNNING_EVERY:
        facts = {"outcome": "safe_at_home", "risk_mitigated": "yes"}
        written[-1] = {**written[-1], "event": "case.closed", "data": facts}
        del written[-1]["about"]
    for entry in written:
        data = entry["data"] | ({"officer": whose} if "officer" in entry["data"] else {})
        at = datetime.fromisoformat(entry["at"]) + shift
        yield json.dumps({**entry, "at": at.isoformat(), "by": whose, "data": data})
    said = {"names": name_of(number), "date_of_birth": "3 March 1990"}
    at = begun + timedelta(hours=1)
    yield json.dumps(
        {"book": f"person:{name}-v1", "id": "e1", "event": "person.identified", "at": at.isoformat(), **said}
    )


def name_of(number: int) -> str:
    """What the victim in a case is called: one of ten given names, and one of a thousand surnames."""
    surname = "".join(_SYLLABLES[number // place % 10] for place in (1, 10, 100))
    return f"{_GIVEN[number // 1000 % 10]} {surname.title()}"


def running_cases(handle: str) -> list[tuple[UUID, int]]:
    """The running cases of an officer by their references: their ids, and their numbers."""
    mine = Member.objects.filter(staff=handle, how=Member.How.ASSIGNED).values("book_id")
    found = Standing.objects.filter(book_id__in=mine, state="open").order_by("book__name")
    return [(book, int(name[1:])) for book, name in found.values_list("book_id", "book__name")]


def enrol(handles: Iterable[str], now: datetime) -> Mapping[str, str]:
    """Give some people the password and an authenticator each; the seeds of these."""
    hashed, before, seeds = make_password(PASSWORD), now - timedelta(minutes=5), {}
    for handle in handles:
        account = enrolment.account_of(handle)
        account.password = hashed
        account.bind()
        account.save(update_fields=["password", "bound"])
        seeds[handle], _ = factors.new_seed(account)
        factors.take_app(account, seeds[handle], code(seeds[handle], before), before)
    return seeds


def token(handle: str, now: datetime) -> str:
    """A token by which a machine acts for somebody."""
    return tokens.make(handle=handle, label="bench", until=now + timedelta(days=1), by=ADMINISTRATOR, now=now)


def code(seed: str, at: datetime) -> str:
    """The code that an authenticator shows at an instant (RFC 6238)."""
    step = int(at.timestamp()) // factors.STEP_SECONDS
    digest = hmac.digest(base64.b32decode(seed + "=" * (-len(seed) % 8)), step.to_bytes(8), "sha1")
    begin = digest[-1] & 15
    return f"{(int.from_bytes(digest[begin : begin + 4]) & 0x7FFFFFFF) % 1_000_000:06}"
