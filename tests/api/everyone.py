"""Everybody with a token before the same case, and every operation, each with a request that nothing is wrong with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern

from lintel.access import accounts
from lintel.access.models import Staff
from lintel.api.urls import api
from tests.api.machines import Answer, Machine, Machines
from tests.casework.glass import broken

ACTORS: Mapping[str, tuple[str | None, str]] = {
    "nobody": (None, "no token"),
    "leaver": ("lou", "a token of an officer whose account ended since"),
    "reporter": ("rae", "a system, or a contractor, that may report"),
    "officer": ("sam", "whose case it is"),
    "other": ("jo", "another officer of the team"),
    "lead": ("ines", "the DA lead of the team"),
    "south": ("olu", "the DA lead of another team"),
    "safe": ("saf", "the safeguarding lead, to whom the case came"),
    "hr": ("hana", "the HR partner; it is no colleague's case"),
    "dpo": ("dee", "the data protection officer"),
    "auditor": ("aud", "an auditor"),
    "manager": ("max", "a manager"),
    "admin": ("adi", "an administrator"),
    "wall": ("kim", "an officer who covers the case, and declared a conflict with it"),
    "glass": ("tomos", "an officer of another team who broke the glass some minutes ago"),
}
"""Each column of the table: whose token it is, and who that is."""

HOMES = (
    "uprn,address,postcode,lsoa,bedrooms,tenancy_reference,tenancy_kind,held,started,ended\n"
    "100000000001,1 Invented Row,ZZ99 7AJ,E01000001,2,T-1,secure,sole,2020-04-06,\n"
)
NO_SUCH_CASE = UUID("00000000-0000-4000-8000-000000000000")


@dataclass
class Everyone:
    """The case, and a machine for each actor."""

    cast: Machines
    book: UUID
    machines: Mapping[str, Machine]

    def asked(self, operation: str, actor: str, book: UUID | None = None) -> Answer:
        """What comes of an operation, of the case or of another book."""
        machine = self.machines[actor]
        # What opens nothing is counted by the machine that showed it.
        machine.client.defaults["REMOTE_ADDR"] = f"192.0.2.{list(OPERATIONS).index(operation)}"
        return OPERATIONS[operation](self, machine, book or self.book)


def everyone(cast: Machines) -> Everyone:
    """The case with everybody before it."""
    for name in ("kim", "lou"):
        accounts.add_staff(cast.handle(name), name.title(), cast.now)
        cast.give(name, "officer", "north")
    book = cast.case()
    cast.record(book, "sam", "note.added", sealed={"note": "A plantedword in a note."})
    cast.record(book, "sam", "case.escalated", {"to": "safeguarding_lead"})
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("kim"), "reason": "cover"})
    cast.record(book, "ines", "conflict.declared", {"staff": cast.handle("kim"), "how": "related"})
    broken(cast, book, "tomos")
    cast.later(minutes=5)
    made = {actor: cast.machine(name) for actor, (name, _) in ACTORS.items()}
    Staff.objects.filter(handle=cast.handle("lou")).update(ended_at=cast.now)
    return Everyone(cast, book, made)


Asked = Callable[[Everyone, Machine, UUID], Answer]


def _records(all_: Everyone, machine: Machine, book: UUID) -> Answer:
    seen = all_.cast.seen(all_.book)
    return machine.post(f"/cases/{book}/entries", all_.cast.entry("note.added", seen, sealed={"note": "Rang."}))


def _names(all_: Everyone, machine: Machine, book: UUID) -> Answer:
    seen = len(all_.cast.look(all_.book, "sam").persons.get("v1", ()))
    person = {"person": "v1", "sealed": {"names": "Grace Example"}}
    return machine.post(f"/cases/{book}/people/entries", all_.cast.entry("person.identified", seen, **person))


def _reports(all_: Everyone, machine: Machine, _book: UUID) -> Answer:
    said = {"at": all_.cast.now.isoformat(), "data": {"source": "neighbour"}, "sealed": {"account": "Shouting."}}
    return machine.post("/reports", said)


OPERATIONS: Mapping[str, Asked] = {
    "openapi-json": lambda _, machine, _book: machine.get("/openapi.json"),
    "token": lambda _, machine, _book: machine.get("/token"),
    "cases": lambda _, machine, _book: machine.get("/cases"),
    "chronology": lambda _, machine, book: machine.get(f"/cases/{book}/chronology"),
    "picture": lambda _, machine, book: machine.get(f"/cases/{book}"),
    "obligations": lambda _, machine, book: machine.get(f"/cases/{book}/obligations"),
    "owed": lambda _, machine, _book: machine.get("/obligations", {"whose": "all"}),
    "entry": _records,
    "entry_of_person": _names,
    "concern": _reports,
    "search": lambda _, machine, _book: machine.post("/people/search", {"names": "Nobody Atall"}),
    "kinds": lambda _, machine, _book: machine.get("/kinds"),
    "kind": lambda _, machine, _book: machine.get("/kinds/note.added"),
    "policies": lambda _, machine, _book: machine.get("/policies"),
    "clauses": lambda _, machine, _book: machine.get("/policies/settle-2024/clauses"),
    "take_in": lambda _, machine, _book: machine.post("/homes/import", {"csv": HOMES, "dry_run": True}),
    "api-root": lambda _, machine, _book: machine.get("/"),
    "nothing": lambda _, machine, _book: machine.get("/nowhere"),
}
"""A request for each operation, by the name of its address."""

OF_A_CASE = ("chronology", "picture", "obligations", "entry", "entry_of_person")


def names() -> list[str]:
    """The name of every address of the interface."""
    return [*(str(each.name) for each in api.urls[0] if isinstance(each, URLPattern)), "nothing"]
