"""Pairs of questions that nobody may be able to tell apart: about what is not theirs, and about what is not there."""

import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from django.test import Client, override_settings
from django.urls import resolve, reverse

from tests.api.everyone import NO_SUCH_CASE, OF_A_CASE
from tests.api.everyone import everyone as everyone_with_tokens
from tests.api.machines import Machines
from tests.desk.caselike import HER, NUMBER, REFUGE, planted
from tests.desk.conftest import Desk
from tests.desk.everybody import ACTORS, ENDS_THE_SESSION, METHODS, Everybody, arguments_of, names
from tests.desk.test_who_may_see import table
from tests.hostile.storming import EXAMPLE

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer  # what a client answers with, by its stubs

INSIDE = ("officer", "lead", "safe", "glass")
"""Those of the actors whose case it is."""
_READS_THE_LOG = {("who-looked", "dpo")}
_OF_NO_USE = ("nobody", "leaver")
"""Machines whose token opens nothing at all."""
_TYPING = ("record", "person-find", "draft", "report-draft")
"""Addresses that are asked while somebody types."""
_NO_UUID = UUID("00000000-0000-4000-8000-000000000000")
_NOWHERE: Mapping[type, object] = {UUID: _NO_UUID, int: 987}
_NAMED_BY_TEXT = {"entry", "agency", "token"}
_ASKED_FOR: tuple[tuple[Mapping[str, str], Mapping[str, str]], ...] = (
    ({"names": HER}, {"names": "Hilda Nobodysname"}),
    ({"phone": NUMBER}, {"phone": "07700 900877"}),
    ({"address": REFUGE}, {"address": "8 Nowheres Other Lane, Sampleford ZZ99 8ZZ"}),
    ({"names": HER, "phone": NUMBER}, {"names": "Hilda Nobodysname", "phone": "07700 900877"}),
    (
        {"phone": NUMBER, "address": REFUGE},
        {"phone": "07700 900877", "address": "8 Nowheres Other Lane, Sampleford ZZ99 8ZZ"},
    ),
)
"""What is known of her, and the like of nobody, each of as many letters."""
_OWN = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value=")[^"]*|(__Host-csrf=)[^;]*|\b[0-9a-f-]{36}\b')
"""The tokens and keys of one's own forms, and the id that stands in the address that one asked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """A method, an address, and what is sent to it."""

    method: str
    path: str
    form: Mapping[str, str] = field(default_factory=dict)

    def put(self, client: Client) -> tuple["Answer", float]:
        """Ask; the answer, and how many milliseconds it took."""
        begun = time.perf_counter()
        answer = client.post(self.path, dict(self.form)) if self.method == "POST" else client.get(self.path)
        return answer, (time.perf_counter() - begun) * 1_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions of one person, and of which sort they are."""

    sort: str
    name: str
    actor: str
    stepped_up: bool
    hidden: Question
    nowhere: Question


@dataclass
class Told:
    """How many pairs were asked by sort, those that could be told apart, and the milliseconds that each half took."""

    asked: Counter[str] = field(default_factory=Counter)
    apart: list[str] = field(default_factory=list)
    took: dict[str, tuple[list[float], list[float]]] = field(default_factory=dict)

    def add(self, sort: str, times: Sequence[float]) -> None:
        """One more pair, and the milliseconds that each half of it took."""
        self.asked[sort] += 1
        for took, each in zip(self.took.setdefault(sort, ([], [])), times, strict=True):
            took.append(each)

    def later_by(self, sort: str) -> float:
        """By how many milliseconds the two medians differ."""
        hidden, nowhere = self.took[sort]
        return abs(statistics.median(hidden) - statistics.median(nowhere))


_ELSEWHERE = ("jo", "tomos", "max", "hana", "aud", "rae", "adi", "dee", "saf")
"""Staff to whom a new case of the other team does not come. A report comes to every DA lead until it has an officer."""
_OF_ALL_CASES = {("max", "today")}
"""Where a manager reads how many cases the landlord has, rounded to ten."""
_DRAWN_ANEW = ("another-factor",)


def pairs(everyone: Everybody) -> Iterator[Pair]:
    """Every pair that the addresses give, by everybody whom the table refuses or who stands outside the case."""
    for name in names():
        if arguments_of(name):
            yield from _of_address(everyone, name)
    yield from _searches(everyone)


def _of_address(everyone: Everybody, name: str) -> Iterator[Pair]:
    hidden = everyone.address(name)
    nowhere = _elsewhere(hidden)
    for method in METHODS if hidden != nowhere else ():
        for actor in ACTORS:
            if _is_outside(name, method, actor):
                form = {"words": "locks"} if (name, method) == ("record", "POST") else {}
                one, other = Question(method, hidden, form), Question(method, nowhere, form)
                for stepped_up in (False, True):
                    yield Pair(_sort(name), name, actor, stepped_up, one, other)


def _elsewhere(path: str) -> str:
    """The same address of nothing: in place of each id one that nothing has."""
    found = resolve(path)
    said = {name: _NOWHERE.get(type(value), value) for name, value in found.kwargs.items()}
    said |= dict.fromkeys(_NAMED_BY_TEXT & said.keys(), "nosuchthing")
    return reverse(found.view_name, kwargs=said)


def _is_outside(name: str, method: str, actor: str) -> bool:
    if "book" in arguments_of(name):
        return actor not in INSIDE and (name, actor) not in _READS_THE_LOG
    return table().get((name, method), {}).get(actor) == "404"


def _sort(name: str) -> str:
    return "typing" if name in _TYPING else "pages"


def _searches(everyone: Everybody) -> Iterator[Pair]:
    """Searches for her and for somebody as unknown, by everybody who may search and has no part in her case."""
    desk = everyone.desk
    path = reverse("person-find", args=[desk.case("olu")])
    for actor in (each for each in ACTORS if each not in INSIDE):
        for hidden, nowhere in _ASKED_FOR:
            for stepped_up in (False, True):
                one, other = Question("POST", "/people", hidden), Question("POST", "/people", nowhere)
                yield Pair("search", "people", actor, stepped_up, one, other)
    for hidden, nowhere in _ASKED_FOR[3:]:
        one, other = Question("POST", path, hidden), Question("POST", path, nowhere)
        yield Pair("typing", "person-find", "south", True, one, other)


def asked(everyone: Everybody, chosen: Sequence[Pair], dice: Random) -> Told:
    """Ask pairs, each half as often first as the other."""
    told = Told()
    browsers: dict[tuple[str, bool], Client] = {}
    for pair in chosen:
        who = (pair.actor, pair.stepped_up)
        client = browsers.get(who) or everyone.browser(pair.actor, stepped_up=pair.stepped_up)
        browsers[who] = client
        _put(pair, client, dice, told)
    return told


def _put(pair: Pair, client: Client, dice: Random, told: Told) -> None:
    halves = [pair.hidden, pair.nowhere]
    first = dice.randrange(2)
    came = {each: halves[each].put(client) for each in (first, 1 - first)}
    if _said(came[0][0], pair.hidden) != _said(came[1][0], pair.nowhere):
        told.apart.append(f"{pair.hidden.method} {pair.name} by {pair.actor}")
    told.add(pair.sort, [came[each][1] for each in (0, 1)])


def _said(answer: "Answer", question: Question) -> tuple[int, str]:
    """All that an answer says, without what is the reader's own: what they typed, asked for, and their tokens."""
    text = f"{answer.getvalue().decode(errors='replace')} {sorted(answer.headers.items())} {answer.cookies}"
    text = text.replace(question.path, "/asked").replace(EXAMPLE, "")
    for typed in question.form.values():
        text = text.replace(typed, "typed")
    return answer.status_code, _OWN.sub(r"\1\2", text)


def asked_by_machines(seed: int, most: int) -> Told:
    """Pairs asked of the machine interface, with tokens of those who stand outside the case."""
    told, cast, dice = Told(), Machines(), Random(seed)
    with override_settings(CLOCK=lambda: cast.now):
        before_it = everyone_with_tokens(cast)
        outside = [actor for actor in before_it.machines if actor not in (*INSIDE, *_OF_NO_USE)]
        for operation, actor in dice.choices([(each, actor) for each in OF_A_CASE for actor in outside], k=most):
            books = [before_it.book, NO_SUCH_CASE]
            came = {}
            for book in dice.sample(books, 2):
                begun = time.perf_counter()
                status, content, headers = before_it.asked(operation, actor, book).wire
                text = content.replace(str(book).encode(), b"asked")
                came[book] = (time.perf_counter() - begun) * 1_000, (status, text, headers)
            told.add("API", [came[book][0] for book in books])
            if came[books[0]][1] != came[books[1]][1]:
                told.apart.append(f"{operation} by the machine of {actor}")
    return told


def counted(seed: int, most: int) -> Told:
    """Pages without an id, before there is a case that is not the reader's and after: its coming tells nobody."""
    told, desk, dice = Told(), Desk(), Random(seed)
    desk.case("tomos")
    later = desk.now + timedelta(hours=2)
    with override_settings(CLOCK=lambda: later):
        asks = [(who, name) for who in _ELSEWHERE for name in names() if _counts(who, name)]
        asks = dice.sample(asks, min(most, len(asks)))
        desk.now, began = later, desk.now
        browsers = {who: desk.browser(who, stepped_up=True) for who, _ in asks}
        desk.now = began
        before = [Question("GET", reverse(name)).put(browsers[who]) for who, name in asks]
        planted(desk)
        after = [Question("GET", reverse(name)).put(browsers[who]) for who, name in asks]
    for (who, name), (one, before_it), (other, after_it) in zip(asks, before, after, strict=True):
        told.add("counts", [after_it, before_it])
        question = Question("GET", reverse(name))
        if _said(one, question) != _said(other, question):
            told.apart.append(f"GET {name} by {who}, before and after")
    return told


def _counts(who: str, name: str) -> bool:
    """Whether a page is asked here: not where it shows a new seed each time, and not the landlord's own figures."""
    return not (arguments_of(name) or name in (*ENDS_THE_SESSION, *_DRAWN_ANEW) or (who, name) in _OF_ALL_CASES)
