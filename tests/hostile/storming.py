"""A storm of forms: to every address, from everybody, twisted; and what in the answers is never to be there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle
from random import Random
from traceback import extract_tb
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.test import Client, override_settings
from django.urls import Resolver404, resolve, reverse

from lintel.access.accounts import Actor
from lintel.casework.look import look
from lintel.casework.record import Draft, record
from lintel.casework.refusals import Refused
from lintel.events.declaration import CASE
from lintel.events.registry import KINDS
from lintel.ledger.actions import head
from lintel.signin.asking import NOBODY
from tests.desk.caselike import MASKED, SEALED
from tests.desk.conftest import Desk
from tests.desk.everybody import ACTORS, Everybody, everybody, names
from tests.desk.test_who_may_see import table
from tests.hostile.harvest import Form, forms_of
from tests.hostile.tables import changed, state
from tests.hostile.twisting import File, Sent, Strangers, twisted, whole
from tests.uploads.bombs import BOMBS
from tests.uploads.pictures import drawing, jpeg

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer  # what a client answers with, by its stubs

_REFUSED = ("404", "405", "in", "2nd", "up")
_WROTE_NOTHING = (400, 403, 404, 405, 413)
_INNARDS = re.compile(r"Traceback \(most recent|File \"/|site-packages|psycopg|django\.|lintel\.[a-z]+\.[a-z]|pg_\w+\(")
_OF_AN_EVENT = ("record-event", "draft", "draft-discard")
EXAMPLE = "like 07700 900123"
"""How a search says what a telephone number looks like: an invented one that is planted too."""
_REVEALS = ("reveal", "reveal-of-person")
_STANDS_ON: Mapping[str, str] = {
    "draft": "record-event", "draft-discard": "record-event", "report-draft": "report", "report-discard": "report",
    "notices-seen": "notices", "account-change": "account", "directory-checked": "directory", "sign-out": "today",
    "sign-out-everywhere": "my-account", "new-codes": "my-account", "remove-factor": "my-account",
    "end-token": "my-account",
}  # fmt: skip
"""The page on which a form stands that is sent to another address than its own."""
_EVENTS = [name for name, kind in KINDS.items() if CASE[0] in kind.declaration.books]
_AT_EASE = 200
"""Seconds for which a browser is used: the second factor is fresh for five minutes."""


@dataclass
class Toll:
    """How many forms were sent, to what and by whom, what they were answered with, and all that was wrong."""

    sent: int = 0
    cells: set[tuple[str, str]] = field(default_factory=set)
    answers: Counter[int] = field(default_factory=Counter)
    compared: int = 0
    wrong: list[str] = field(default_factory=list)


@cache
def _small_files() -> Mapping[str, bytes]:
    small = {name: make() for name, make in BOMBS.items() if "says it is" in name}
    return {**small, "a photo": jpeg(drawing("RGB", (16, 16))), "nothing": b"", "noise": b"\x89PNG\r\n\x1a\n\0\0"}


class Storm:
    """Somebody who sends forms as if they were anybody; each step is told by the dice alone."""

    def __init__(self, everyone: Everybody, dice: Random, toll: Toll) -> None:
        self.everyone, self.desk, self.dice, self.toll = everyone, everyone.desk, dice, toll
        self._browsers: dict[tuple[str, bool], tuple[Client, float]] = {}
        self._forms: dict[tuple[str, str], Form] = {}
        self.others = self._strangers()

    def send(self, posts: int, every: int = 10) -> None:
        """Send so many forms, to one address after another; of every so-manieth that is refused, look that nothing
        was written."""
        addresses = cycle(_often(self.dice))
        for number in range(posts):
            self.desk.later(seconds=1)
            self._one(next(addresses), compare=number % every == 0)

    def bomb(self, bombs: Iterable[str]) -> None:
        """Send files that are enormous to read, each with a form that is right, as whoever may add them."""
        for name in bombs:
            self.desk.later(seconds=1)
            form = self._form("documents")
            files = [File(each, "photo.jpg", BOMBS[name]()) for each in form.files]
            sent = whole(form.filled(self.dice), files)
            self.posted("documents", "officer", self._browser("officer", stepped_up=True), form.path, sent)

    def _one(self, name: str, *, compare: bool) -> None:
        actor = self._actor(name)
        form = self._form(name)
        sent = twisted(form.filled(self.dice), self._files(form), self.others, self.dice)
        browser = self._browser(actor, stepped_up=self.dice.random() < 0.7)
        before = state() if compare else None
        answer = self.posted(name, actor, browser, form.path, sent)
        if before is not None and answer.status_code in _WROTE_NOTHING:
            self.toll.compared += 1
            if tables := changed(before, state()):
                self.toll.wrong.append(f"{name} by {actor}: answered {answer.status_code}, and wrote {tables}")

    def posted(self, name: str, actor: str, browser: Client, path: str, sent: Sent) -> "Answer":
        """Send one form and judge what comes of it."""
        answer = browser.generic("POST", path, sent.body, sent.kind, **sent.headers)  # type: ignore[arg-type] # headers as they come
        self.toll.sent += 1
        self.toll.cells.add((name, actor))
        self.toll.answers[answer.status_code] += 1
        for fault in self._faults(name, actor, answer):
            self.toll.wrong.append(f"{name} by {actor}, {'+'.join(sent.twists)}: {fault}")
        return answer

    def _faults(self, name: str, actor: str, answer: "Answer") -> Iterator[str]:
        text = f"{answer.getvalue().decode(errors='replace')} {dict(answer.headers)}".replace(EXAMPLE, "")
        if answer.status_code >= 500:
            yield f"answered {answer.status_code}: {failure(answer)}"
        if found := _INNARDS.search(text):
            yield f"shows what is inside: {found[0]}"
        shown = [word for word in SEALED if word in text]
        if shown and not self._may_see(actor):
            yield f"shows {shown} to somebody who may not see the case"
        masked = [word for word in shown if word in MASKED]
        if masked and name not in _REVEALS:
            yield f"shows {masked}, for which nobody asked"

    def _may_see(self, actor: str) -> bool:
        """Whether the case is theirs to see by now: some of these forms give it to somebody."""
        try:
            look(actor=self._who(actor), book=self.everyone.case.book, now=self.desk.now)
        except Refused:
            return False
        return True

    def _who(self, actor: str) -> Actor:
        return NOBODY if actor == "stranger" else self.desk.actor(self.everyone.staff(actor))

    def _actor(self, name: str) -> str:
        """Anybody; half of the time somebody whom the table lets through."""
        cells = table().get((name, "POST"), {})
        able = [actor for actor, cell in cells.items() if cell not in _REFUSED]
        return self.dice.choice(able if able and self.dice.random() < 0.5 else list(ACTORS))

    def _browser(self, actor: str, *, stepped_up: bool) -> Client:
        """A browser of theirs, signed in anew before it is too old, and after it was signed out."""
        client, until = self._browsers.get((actor, stepped_up), (None, 0.0))
        now = self.desk.now.timestamp()
        gone = client is not None and actor != "stranger" and settings.SESSION_COOKIE_NAME not in client.cookies
        if client is None or now >= until or gone:
            client = self.everyone.browser(actor, stepped_up=stepped_up)
            client.raise_request_exception = False
            self._browsers[actor, stepped_up] = client, now + _AT_EASE
        return client

    def _form(self, name: str) -> Form:
        """The form that is sent to this address; where there is none, one that belongs elsewhere."""
        event = self.dice.choice(_EVENTS) if name in _OF_AN_EVENT else ""
        if (name, event) not in self._forms:
            self._forms[name, event] = self._harvested(name, event) or Form(self.everyone.address(name))
        form = self._forms[name, event]
        if not form.fields:
            form = Form(form.path, self.dice.choice(list(self._forms.values())).fields)
        other = self.dice.choice(self._others_cases)
        path = form.path.replace(str(self.everyone.case.book), other) if self.dice.random() < 0.1 else form.path
        return Form(path, form.fields)

    def _harvested(self, name: str, event: str) -> Form | None:
        """The form as it stands on its page, opened by somebody who may; it keeps no planted word."""
        page = _STANDS_ON.get(name, name)
        path = reverse(page, args=[self.everyone.case.book, event]) if event else self.everyone.address(page)
        able = [actor for actor, cell in table().get((page, "GET"), {}).items() if cell in ("200", "up")]
        if not able:
            return None
        text = self._browser(able[0], stepped_up=True).get(path).getvalue().decode(errors="replace")
        found = [form for form in forms_of(path, text) if _leads_to(form.path) == name]
        for each in (each for form in found for each in form.fields.values()):
            each.values = [value for value in each.values if value not in SEALED]
        return found[0] if found else None

    def _files(self, form: Form) -> list[File]:
        """What is sent along; to a form without a file now and then as well."""
        wanted = form.files or (["file"] if self.dice.random() < 0.03 else [])
        called = ("photo.jpg", "a.pdf", "..\\..\\a.exe", "\u202egpj.exe", "x" * 3_000, "", "a;b.jpg", "\ud800.jpg")
        small = _small_files()
        return [File(name, self.dice.choice(called), small[self.dice.choice(list(small))]) for name in wanted]

    def _strangers(self) -> Strangers:
        """A case of another team and what is in it, and the keys of forms that were sent."""
        book = self.desk.case("tomos")
        sent = "a-key-that-was-sent-before"
        draft = Draft(event="note.added", at=self.desk.now, seen=head(book)[0], key=sent)
        noted = record(actor=self.desk.actor("tomos"), book=book, draft=draft, now=self.desk.now)
        self._others_cases = [str(book), str(UUID(int=0)), "00000000-0000-4000-8000-000000000000"]
        ids = (book, noted.entry, self.everyone.glass, self.everyone.role, self.desk.handle("olu"), self.everyone.name)
        return Strangers([str(each).encode() for each in ids], [sent.encode()])


def _often(dice: Random) -> list[str]:
    """Every address some times; those that take no form at all once."""
    taking = [name for name in names() if set(table().get((name, "POST"), {}).values()) - {"405", "in", "2nd"}]
    mixed = [*taking * 4, *set(names()).difference(taking)]
    return dice.sample(sorted(mixed), len(mixed))


def _leads_to(path: str) -> str:
    try:
        return str(resolve(path).view_name)
    except Resolver404:
        return ""


def failure(answer: "Answer") -> str:
    """What failed, and where in our code."""
    _, error, _ = getattr(answer, "exc_info", None) or (None, None, None)
    if error is None:
        return "without a reason"
    ours = [at for at in extract_tb(error.__traceback__) if "/lintel/" in at.filename]
    return f"{error!r:.200} at {ours[-1].filename}:{ours[-1].lineno}" if ours else f"{error!r:.200}"


def bombed(bombs: Iterable[str], seed: int) -> Toll:
    """Send files that are enormous to read; what comes of it."""
    toll, desk = Toll(), Desk()
    with override_settings(CLOCK=lambda: desk.now):
        Storm(everybody(desk), Random(seed), toll).bomb(bombs)
    return toll


def storm(posts: int, seed: int, chunk: int = 500) -> Toll:
    """Send so many forms, before a case that is made anew every so often, since some of them change it."""
    toll, dice = Toll(), Random(seed)
    while toll.sent < posts:
        desk = Desk()
        with override_settings(CLOCK=lambda desk=desk: desk.now):
            Storm(everybody(desk), dice, toll).send(min(chunk, posts - toll.sent))
    return toll
