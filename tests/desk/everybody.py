"""Sixteen people before the same case, each with a browser: from whose case it is to a stranger."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from lintel.access import accounts
from lintel.access.models import Staff
from lintel.casework import roles
from lintel.casework.documents import add_document
from lintel.casework.models import Proposal
from lintel.casework.record import Draft
from lintel.directory import actions as agencies
from lintel.directory.csvfile import Agency, Directory
from lintel.ledger.actions import head
from lintel.ledger.models import Book
from lintel.signin import linking
from lintel.signin.asking import FACTOR, prove
from tests.casework.cast import key
from tests.casework.glass import broken
from tests.desk.caselike import Planted, planted
from tests.desk.conftest import Desk

ACTORS: Mapping[str, str] = {
    "stranger": "nobody signed in",
    "halfway": "a password, and no second factor yet",
    "leaver": "an officer of the team whose account ended while the browser was open",
    "reporter": "a contractor who may report",
    "officer": "whose case it is",
    "other": "another officer of the team",
    "lead": "the DA lead of the team",
    "south": "the DA lead of another team",
    "safe": "the safeguarding lead, to whom the case came",
    "hr": "the HR partner; it is no colleague's case",
    "dpo": "the data protection officer",
    "auditor": "an auditor",
    "manager": "a manager",
    "admin": "an administrator",
    "wall": "an officer who covers the case, and declared a conflict with it",
    "glass": "an officer of another team who broke the glass some minutes ago",
}
"""Each column of the table, and who it is."""

METHODS = ("GET", "POST")
ENDS_THE_SESSION = ("sign-out", "sign-out-everywhere")

_STAFF = {
    "reporter": "rae", "officer": "sam", "other": "jo", "lead": "ines", "south": "olu", "safe": "saf", "hr": "hana",
    "dpo": "dee", "auditor": "aud", "manager": "max", "admin": "adi", "wall": "kim", "glass": "tomos", "halfway": "jo",
    "leaver": "lou",
}  # fmt: skip


@dataclass
class Everybody:
    """The case, and what else an address may name."""

    desk: Desk
    case: Planted
    glass: UUID
    role: UUID
    way_in: UUID
    agency: str
    document: int

    @cached_property
    def name(self) -> str:
        """The reference of the case."""
        return Book.objects.get(id=self.case.book).name

    def browser(self, actor: str, *, stepped_up: bool = False) -> Client:
        """A browser of theirs."""
        if actor == "stranger":
            return self.desk.stranger()
        client = self.desk.browser(_STAFF[actor], stepped_up=stepped_up)
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{list(ACTORS).index(actor)}"  # wrong codes are counted by machine
        if actor == "halfway":
            session = client.session
            del session[FACTOR]
            prove(session, self.desk.now)
            session.save()
        return client

    def staff(self, actor: str) -> str:
        """Who of the cast an actor is."""
        return _STAFF[actor]

    def address(self, name: str, book: UUID | None = None) -> str:
        """The address of that name, of the case or of another book."""
        return reverse(name, kwargs=self._named(name) | ({"book": book} if book else {}))

    def _named(self, name: str) -> dict[str, object]:
        """What stands in the address of that name. An argument that has nothing to stand for it fails here."""
        known = self._arguments | self._exceptions.get(name, {})
        return {argument: known[argument] for argument in arguments_of(name)}

    @cached_property
    def _arguments(self) -> dict[str, object]:
        return {
            "agency": self.agency,
            "book": self.case.book,
            "commitment": "first-contact",
            "entry": self.desk.look(self.case.book, "sam").entries[self.case.note - 1].id,
            "event": "note.added",
            "factor": 1,
            "field": "code_word",
            "glass": self.glass,
            "half": "mine",
            "handle": self.desk.handle("rae"),
            "machine": UUID(int=1),
            "officer": self.desk.handle("sam"),
            "place": 0,
            "proposal": self.role,
            "seq": self.case.plan,
            "span": "year",
            "token": "no-such-link",
            "version": "settle-2024",
            "what": "name",
        }

    @property
    def _exceptions(self) -> dict[str, dict[str, object]]:
        return {
            "account-change": {"what": "propose"},
            "document": {"seq": self.document},
            "way-in": {"proposal": self.way_in},
            "reveal-of-person": {"seq": self.case.address, "field": "address"},
        }


def everybody(desk: Desk) -> Everybody:
    """The case with everybody before it."""
    for name in ("kim", "lou"):
        accounts.add_staff(desk.handle(name), name.title(), desk.now)
        desk.give(name, "officer", "north")
    case = planted(desk)
    document = _photo(desk, case.book)
    desk.record(case.book, "sam", "case.escalated", {"to": "safeguarding_lead"})
    desk.record(case.book, "ines", "officer.named", {"officer": desk.handle("kim"), "reason": "cover"})
    desk.record(case.book, "ines", "conflict.declared", {"staff": desk.handle("kim"), "how": "related"})
    glass = broken(desk, case.book, "tomos")
    role = roles.propose_role(
        actor=desk.actor("adi", stepped_up=True), staff=desk.handle("rae"), role="officer", team=None, now=desk.now
    )
    linking.ask(actor=desk.actor("adi", stepped_up=True), staff=desk.handle("rae"), why="begins", now=desk.now)
    way_in = Proposal.objects.get(what="sign_in", by=desk.handle("adi")).id
    agency = desk.handle("kite")
    agencies.take_in(Directory({agency: Agency(agency, "Kite", "children", "", "", "", "no", desk.now.date())}, {}))
    desk.later(minutes=5)
    found = Everybody(desk, case, glass, role, way_in, agency, document)
    Staff.objects.filter(handle=desk.handle("lou")).update(ended_at=desk.now)
    return found


def _photo(desk: Desk, book: UUID) -> int:
    """A photo of nothing among the documents; the place of its entry."""
    file = BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, "JPEG")
    said = Draft(event="document.added", at=desk.now, seen=head(book)[0], key=key(), facts={"kind": "photo"})
    sam = desk.actor("sam", stepped_up=True)
    return add_document(
        actor=sam, book=book, draft=said, content=file.getvalue(), declared_name="photo.jpg", now=desk.now
    ).seq


def names() -> list[str]:
    """The name of every address of the staff pages, in the order of the resolver."""
    return [str(name) for name, _ in _patterns(get_resolver(settings.ROOT_URLCONF))]


def arguments_of(name: str) -> list[str]:
    """What stands in the address of that name."""
    return dict(_patterns(get_resolver(settings.ROOT_URLCONF)))[name]


def _patterns(resolver: URLResolver) -> Iterator[tuple[str | None, list[str]]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            if each.app_name != "api":  # the machine interface has a table of its own: tests/api/who_may.txt
                yield from _patterns(each)
        elif isinstance(each, URLPattern):
            yield each.name, list(each.pattern.converters)


_LEADS_TO: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda where: where == "/sign-in", "in"),
    (lambda where: where == "/sign-in/factor", "2nd"),
    (lambda where: where.startswith("/confirm?"), "up"),
)


@dataclass(frozen=True)
class Answer:
    """What comes of a request: in a word (its status, or where it leads to), and all that is sent back."""

    word: str
    text: str


def asked(
    everyone: Everybody, actor: str, *, stepped_up: bool = False, methods: Collection[str] = METHODS
) -> dict[tuple[str, str], Answer]:
    """What comes of every address, asked by somebody with each method, the form without a word in it."""
    client, answers = everyone.browser(actor, stepped_up=stepped_up), {}
    for name in sorted(names(), key=lambda name: name in ENDS_THE_SESSION):
        if name in ENDS_THE_SESSION:
            client = everyone.browser(actor)
        for method in methods:
            answers[name, method] = _answer(client, method, everyone.address(name))
    return answers


def _answer(client: Client, method: str, address: str) -> Answer:
    response = client.post(address) if method == "POST" else client.get(address)
    where = response.headers.get("Location", "")
    word = next((word for fits, word in _LEADS_TO if fits(where)), str(response.status_code))
    return Answer(word, f"{response.getvalue().decode(errors='replace')} {dict(response.headers)}")
