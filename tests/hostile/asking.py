"""Every address opened by everybody, also with questions that no link of ours asks: nothing is changed by it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote_plus

from django.test import override_settings

from tests.desk.conftest import Desk
from tests.desk.everybody import ACTORS, Everybody, arguments_of, everybody, names
from tests.desk.test_who_may_see import table
from tests.hostile.storming import failure
from tests.hostile.tables import changed, state
from tests.hostile.twisting import ODD

_ASKED = ("page", "state", "officer", "area", "next", "words", "span", "half", "of", "x")
_READERS = ("officer", "lead", "manager", "dpo")
DERIVED = {f"casework_{name}" for name in ("standing", "owed", "tally", "awaited", "member", "part", "reach")}
"""Tables that hold nothing but what follows from the ledger and the instant."""
_METHODS = ("GET", "GET", "HEAD")


@dataclass
class Seen:
    """How many addresses were opened, each at least once by whom the table lets in; and all that was wrong."""

    asked: int = 0
    addresses: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def opened(rounds: int, seed: int, together: int) -> Seen:
    """Open every address: once as somebody who may, and so many times as anybody with a question of the dice.

    The tables are compared each time that so many were opened.
    """
    seen, dice, desk = Seen(), Random(seed), Desk()
    with override_settings(CLOCK=lambda: desk.now):
        everyone = everybody(desk)
        steps = list(_steps(rounds, dice))
        for begin in range(0, len(steps), together):
            _compared(everyone, steps[begin : begin + together], seen)
    return seen


def opened_days_later() -> set[str]:
    """The tables that change as everybody opens the pages that they have, after deadlines have passed unseen."""
    desk, found = Desk(), set[str]()
    with override_settings(CLOCK=lambda: desk.now):
        everyone = everybody(desk)
        desk.later(days=9)
        for actor in _READERS:
            browser = everyone.browser(actor, stepped_up=True)
            before = state()
            for name in names():
                if not arguments_of(name) and table().get((name, "GET"), {}).get(actor) == "200":
                    browser.get(everyone.address(name))
            found |= set(changed(before, state()))
    return found


_Step = tuple[str, str, str, str]
"""A method, the name of an address, who opens it, and what is asked behind it."""


def _steps(rounds: int, dice: Random) -> Iterator[_Step]:
    for name in names():
        cells = table().get((name, "GET"), {})
        able = [actor for actor, cell in cells.items() if cell in ("200", "up")] or ["officer"]
        yield "GET", name, dice.choice(able), ""
    for _ in range(rounds):
        for name in names():
            question = "&".join(f"{dice.choice(_ASKED)}={quote_plus(dice.choice(ODD)[:2_000])}" for _ in range(2))
            yield dice.choice(_METHODS), name, dice.choice(list(ACTORS)), f"?{question}"


def _compared(everyone: Everybody, steps: list[_Step], seen: Seen) -> None:
    browsers = {actor: everyone.browser(actor, stepped_up=True) for _, _, actor, _ in steps}
    before = state()
    for method, name, actor, question in steps:
        browser = browsers[actor]
        browser.raise_request_exception = False
        answer = browser.generic(method, everyone.address(name) + question)
        seen.asked += 1
        seen.addresses.add(name)
        if answer.status_code == 200:
            seen.opened.add(name)
        if answer.status_code >= 500:
            seen.wrong.append(f"{method} {name}{question:.200} by {actor}: {failure(answer)}")
    if tables := changed(before, state()):
        seen.wrong.append(f"{tables} changed by one of {[step[:3] for step in steps]}")
