"""The landlord of a demonstration: its staff, their teams and roles, its agencies and homes. Nobody of them is real."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from lintel.access import accounts
from lintel.casework import staffmarks
from lintel.casework.staffmarks import Line
from lintel.directory import actions as agencies
from lintel.directory import csvfile as agencies_file
from lintel.homes import actions as stock
from lintel.homes.csvfile import Home, Stock, Tenancy
from lintel.outbound import addresses

_AGENCIES = Path(__file__).parent / "agencies.csv"
_FIRST_UPRN = 999_000_000_001
_TEAMS = (("north", "North"), ("south", "South"))


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works there. `signs_in`: whether the demonstration gives them a password."""

    handle: str
    name: str
    role: str
    team: str | None = None
    signs_in: bool = True

    @property
    def called(self) -> str:
        """Their role in words."""
        words = self.role.replace("_", " ").replace("da lead", "DA lead").replace("hr ", "HR ")
        return f"{words}, {self.team}" if self.team else words


STAFF = (
    Worker("sam", "Sam Example-Fern", "officer", "north"),
    Worker("jo", "Jo Example-Lark", "officer", "north"),
    Worker("alex", "Alex Example-Cobble", "officer", "north", signs_in=False),
    Worker("kit", "Kit Example-Finch", "officer", "north", signs_in=False),
    Worker("tomos", "Tomos Example-Quill", "officer", "south", signs_in=False),
    Worker("mina", "Mina Example-Maple", "officer", "south", signs_in=False),
    Worker("yemi", "Yemi Example-Rowan", "officer", "south", signs_in=False),
    Worker("noor", "Noor Example-Linden", "da_lead", "north"),
    Worker("bea", "Bea Example-Hazel", "da_lead", "south"),
    Worker("robin", "Robin Example-Marble", "manager"),
    Worker("ines", "Ines Example-Ivory", "manager", signs_in=False),
    Worker("saf", "Saf Example-Meadow", "safeguarding_lead"),
    Worker("lee", "Lee Example-Walnut", "hr_partner"),
    Worker("dee", "Dee Example-Candle", "data_protection_officer"),
    Worker("outside-auditor", "Avery Example-Acorn", "auditor"),
    Worker("rae", "Rae Example-Willow", "reporter"),
    Worker("adi", "Adi Example-Copper", "administrator"),
)
"""Everybody; the officers, the lead and the managers are those who wrote the invented cases."""


def take_on(since: datetime) -> None:
    """Make the teams, everybody's account as from the payroll, and their roles."""
    for handle, name in _TEAMS:
        accounts.add_team(handle, name)
    staffmarks.take_in([Line(number, each.handle, {"name": each.name}) for number, each in enumerate(STAFF, 2)], since)
    for each in STAFF:
        accounts.grant_role(
            each.handle, each.role, by=accounts.INSTALLATION, approved_by=accounts.LANDLORD, now=since, team=each.team
        )
        if each.signs_in:
            addresses.set_address(each.handle, f"{each.handle}@landlord.example", since)


def fill_directory() -> None:
    """The agencies that the invented cases name."""
    with _AGENCIES.open("rb") as file:
        agencies.take_in(agencies_file.read(file, name=_AGENCIES.name))


def fill_homes(addresses: Collection[str], since: date) -> None:
    """A home with a tenancy for each address, as "12 Made-up Street, Sampleford ZZ99 1AB"."""
    homes, tenancies = {}, {}
    for number, address in enumerate(sorted(addresses)):
        uprn, reference = str(_FIRST_UPRN + number), f"T-{number + 1:04d}"
        line, postcode = address[:-8].rstrip(), address[-8:]
        homes[uprn] = Home(uprn, line, postcode, f"E01999{number % 40:03d}", number % 4 + 1)
        tenancies[reference] = Tenancy(reference, uprn, "assured", "sole" if number % 3 else "joint", since, None)
    stock.take_in(Stock(homes, tenancies))
