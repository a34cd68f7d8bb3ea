"""What machines ask in the examples of the reference, with nothing random left in what is shown of it."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.test import Client

from lintel.api.reference import Exchange
from lintel.homes.models import Home, Tenancy
from tests.api.everyone import HOMES, NO_SUCH_CASE
from tests.api.machines import BASE, Machines

_CASE, _REFERENCE = "8d0f0c3a-2b7e-4f51-9c1d-5e6a7b8c9d01", "k7mp-x4qa"
_CURSOR = re.compile(r'(?<="next": ")[\w-]{60,}')
_ENTRY = re.compile(r"\b[a-z2-9]{26}\b")
_RECEIPT = re.compile(r"\b[0-9a-f]{20}\b")


@dataclass(frozen=True)
class _Asked:
    """A request."""

    method: str
    path: str
    body: object = None
    key: str = ""


@dataclass
class Session:
    """Requests about one case, as they were sent and answered."""

    cast: Machines
    book: UUID
    reference: str
    exchanges: list[Exchange] = field(default_factory=list)
    _entries: dict[str, str] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    def get(self, operation: str | None, path: str, by: str | None = "sam") -> Any:
        """Read something; what was answered."""
        return self._ask(operation, _Asked("GET", path), by)

    def post(self, operation: str | None, path: str, body: object, *, by: str = "sam", key: str = "") -> Any:
        """Send something, with a key where one is given; what was answered."""
        return self._ask(operation, _Asked("POST", path, body, key), by)

    def _ask(self, operation: str | None, asked: "_Asked", by: str | None) -> Any:
        token = {"Authorization": f"Bearer {self._token(by)}"} if by else {}
        headers = {"Idempotency-Key": asked.key} if asked.key else {}
        content = json.dumps(asked.body) if asked.body is not None else ""
        where = f"{BASE}{asked.path}"
        answer = Client().generic(asked.method, where, content, "application/json", headers={**headers, **token})
        said = json.loads(answer.content)
        path, body, shown = (json.loads(self._plain(json.dumps(each))) for each in (where, asked.body, said))
        self.exchanges.append(Exchange(operation, asked.method, path, bool(asked.key), body, answer.status_code, shown))
        return said

    def _token(self, name: str) -> str:
        return self._tokens.setdefault(name, self.cast.token(name, label="the examples"))

    def _plain(self, text: str) -> str:
        """The text with made-up ids in the place of random ones, the same every time."""
        for random, made_up in ((f"-{self.cast.mark}", ""), (str(self.book), _CASE), (self.reference, _REFERENCE)):
            text = text.replace(random, made_up)
        text = _RECEIPT.sub("5b1f0c9e7a3d2468ace0", _CURSOR.sub("AZ…", text))
        return _ENTRY.sub(lambda found: self._entry(found.group()), text)

    def _entry(self, random: str) -> str:
        return self._entries.setdefault(random, f"entry{'abcdefghjkmnpqrstuvwxyz'[len(self._entries)]}")


def session(cast: Machines) -> list[Exchange]:
    """Everything that is shown."""
    Tenancy.objects.all().delete()
    Home.objects.all().delete()
    book = cast.case()
    cast.record(
        book, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}}, {"code_word": "Robin"}, about=["v1"]
    )
    asked = Session(cast, book, cast.look(book, "sam").name)
    _reads_and_records(asked, f"/cases/{book}")
    _beside_cases(asked)
    _is_refused(asked, f"/cases/{book}")
    return asked.exchanges


def _reads_and_records(asked: Session, case: str) -> None:
    cast = asked.cast
    asked.get("token", "/token")
    asked.get("cases", "/cases?state=open&most=50")
    called = {"channel": "phone", "outcome": "no_answer"}
    rang = cast.entry("contact.attempted", 4, about=["v1"], data=called, sealed={"note": "It rang out."})
    asked.post("entry", f"{case}/entries", rang, key="call-1")
    asked.post("entry", f"{case}/entries", rang, key="call-1")
    named = cast.entry("person.identified", 0, person="v1", sealed={"names": "Grace Example"})
    asked.post("entry_of_person", f"{case}/people/entries", named, key="name-1")
    asked.get("picture", case)
    asked.get("chronology", f"{case}/chronology?after=3&most=2")
    asked.get("obligations", f"{case}/obligations?state=due")
    asked.get("owed", "/obligations?whose=mine&most=1")
    asked.post("search", "/people/search", {"names": "Grace Example", "date_of_birth": "1985-03-27"})


def _beside_cases(asked: Session) -> None:
    concern = {
        "at": asked.cast.now.isoformat(),
        "data": {"source": "contractor", "immediate_danger": "unknown", "safe_channels": ["phone"]},
        "sealed": {"account": "The bedroom door was broken in.", "note": "1 Invented Row"},
        "reach": {"data": {"channels": {"phone": "conditional"}, "from_hour": 10, "to_hour": 15}},
    }
    asked.post("concern", "/reports", concern, by="rae", key="job-4711")
    asked.get("kinds", "/kinds")
    asked.get("kind", "/kinds/contact.attempted")
    asked.get("policies", "/policies")
    asked.get("clauses", "/policies/settle-2024/clauses")
    asked.post("take_in", "/homes/import", {"csv": HOMES, "dry_run": True})


def _is_refused(asked: Session, case: str) -> None:
    entry = asked.cast.entry
    asked.get(None, "/token", by=None)
    asked.get(None, case, by="jo")
    asked.get(None, f"/cases/{NO_SUCH_CASE}", by="jo")
    asked.post(None, f"{case}/entries", entry("note.added", 4, sealed={"note": "Rang."}), key="note-1")
    asked.post(None, f"{case}/entries", entry("note.added", 5, sealed={"note": "Rang."}), key="call-1")
    wrong = entry("contact.attempted", 5, about=["v1"], data={"channel": "pigeon", "answer": "none"})
    asked.post(None, f"{case}/entries", wrong, key="call-2")
    asked.post(None, f"{case}/entries", entry("case.closed", 5), key="close-1")
    moved = entry("contact.plan_agreed", 5, about=["v1"], data={"channels": {"phone": "safe"}})
    asked.post(None, f"{case}/entries", moved, key="plan-1")
