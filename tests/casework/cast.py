"""The people that the tests of casework are about, and short ways to say what they do. Time is given, never taken."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from lintel.access import accounts
from lintel.access.accounts import Actor
from lintel.casework.look import Case, look
from lintel.casework.record import Draft, Recorded, record
from lintel.casework.report import report
from lintel.ledger.actions import head

MONDAY = datetime(2024, 4, 8, 9, 0, tzinfo=UTC)
"""A working Monday in British Summer Time: ten o'clock in London."""

_ROLES: dict[str, tuple[str, str | None]] = {
    "sam": ("officer", "north"),
    "jo": ("officer", "north"),
    "tomos": ("officer", "south"),
    "ines": ("da_lead", "north"),
    "olu": ("da_lead", "south"),
    "max": ("manager", None),
    "saf": ("safeguarding_lead", None),
    "hana": ("hr_partner", None),
    "dee": ("data_protection_officer", None),
    "aud": ("auditor", None),
    "rae": ("reporter", None),
    "adi": ("administrator", None),
}


@dataclass
class Cast:
    """A landlord's staff, made anew with handles of their own for each test that asks; `now` moves as they act."""

    mark: str = field(default_factory=lambda: secrets.token_hex(4))
    now: datetime = MONDAY

    def __post_init__(self) -> None:
        for name in ("north", "south"):
            accounts.add_team(self.handle(name), name)
        for name, (role, team) in _ROLES.items():
            accounts.add_staff(self.handle(name), name.title(), self.now)
            self.give(name, role, team)

    def give(self, name: str, role: str, team: str | None) -> None:
        """Give somebody a role, as the two who set Lintel up."""
        accounts.grant_role(
            self.handle(name), role, by=accounts.INSTALLATION, approved_by=accounts.LANDLORD, now=self.now,
            team=self.handle(team) if team else None,
        )  # fmt: skip

    def handle(self, name: str) -> str:
        return f"{name}-{self.mark}"

    def actor(self, name: str, *, stepped_up: bool = False) -> Actor:
        return accounts.actor(self.handle(name), stepped_up=stepped_up, request="r1", origin="192.0.2.1")

    def later(self, **time: float) -> datetime:
        """Move time on."""
        self.now += timedelta(**time)
        return self.now

    def report(
        self, by: str = "rae", facts: Mapping[str, object] | None = None, sealed: Mapping[str, object] | None = None
    ) -> UUID:
        """A report, and the case it begins."""
        said: dict[str, object] = {
            "channel": "phone",
            "source": "victim",
            "nature": "disclosure",
            "safe_channels": ["phone"],
        }
        said |= facts or {}
        draft = Draft(event="report.received", at=self.now, seen=0, key=key(), facts=said, sealed=sealed or {})
        return report(actor=self.actor(by), draft=draft, now=self.now).book

    def case(self, officer: str = "sam", **facts: object) -> UUID:
        """A case with an officer and a victim, `v1`."""
        book = self.report(facts=facts)
        lead = "hana" if facts.get("colleague_case") else "ines" if _ROLES[officer][1] != "south" else "olu"
        self.record(book, lead, "officer.named", {"officer": self.handle(officer), "reason": "first"})
        self.record(book, officer, "person.joined", {"person": "v1", "role": "victim", "age_band": "18_64"})
        return book

    def record(  # noqa: PLR0913 - whatever an entry has, each with what it mostly is
        self,
        book: UUID,
        by: str,
        event: str,
        facts: Mapping[str, object] | None = None,
        sealed: Mapping[str, object] | None = None,
        *,
        thread: str | None = None,
        about: Sequence[str] = (),
        at: datetime | None = None,
        stepped_up: bool = True,
    ) -> Recorded:
        """Record something as somebody who has read everything and, mostly, stepped up. A minute passes."""
        self.later(minutes=1)
        draft = Draft(
            event=event, at=at or self.now, seen=head(book)[0], key=key(), facts=facts or {}, sealed=sealed or {},
            thread=thread, about=about,
        )  # fmt: skip
        return record(actor=self.actor(by, stepped_up=stepped_up), book=book, draft=draft, now=self.now)

    def look(self, book: UUID, by: str) -> Case:
        return look(actor=self.actor(by), book=book, now=self.now)


def key() -> str:
    """The random key of a form."""
    return secrets.token_urlsafe(16)
