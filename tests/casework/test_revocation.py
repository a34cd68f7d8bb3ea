"""Whatever is taken from somebody is gone at the next request: 0 looks are served after it was committed."""

import os
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from django.db import connections

from lintel.access import accounts
from lintel.casework.breakglass import break_glass, review, waiting
from lintel.casework.look import look
from lintel.casework.refusals import NotHere
from tests.casework.cast import Cast

FULL = os.environ.get("LINTEL_PROOF") == "full"
REVOCATIONS = 1_000 if FULL else 40
A_TERM = 50
"""Revocations until the cases are new ones: long chronologies are slow, and prove no more."""
RACES = 40 if FULL else 3
REASON = "A reason that is long enough for anybody."


@dataclass
class Office:
    """Some officers with access to some cases, each by one way alone, and by what it can be taken from them."""

    cast: Cast
    cases: list[UUID]
    dice: random.Random
    holds: dict[str, tuple[UUID, str]] = field(default_factory=dict)

    def hire(self) -> str:
        handle = f"r-{secrets.token_hex(6)}"
        accounts.add_staff(handle, "Somebody", self.cast.now)
        self.give_role(handle)
        return handle

    def give_role(self, handle: str) -> None:
        accounts.grant_role(
            handle, "officer", by=accounts.INSTALLATION, approved_by=accounts.LANDLORD, now=self.cast.now,
            team=self.cast.handle("north"),
        )  # fmt: skip

    def let_in(self, handle: str, way: str) -> None:
        """Give somebody one way into a case."""
        taken = {book for book, how in self.holds.values() if how == "assigned"}
        free = [book for book in self.cases if book not in taken] if way == "assigned" else self.cases
        book = self.dice.choice(free)
        if way == "assigned":
            self.cast.record(book, "ines", "officer.named", {"officer": handle})
        elif way == "named":
            self.cast.record(book, "ines", "access.given", {"staff": handle})
        else:
            actor = accounts.actor(handle, stepped_up=True)
            break_glass(actor=actor, book=book, code="danger_now", reason=REASON, now=self.cast.now)
        self.holds[handle] = (book, way)

    def served(self, handle: str, book: UUID) -> bool:
        try:
            look(actor=accounts.actor(handle), book=book, now=self.cast.now)
        except NotHere:
            return False
        return True


def end_account(office: Office, handle: str) -> None:
    accounts.end_staff(handle, by=office.cast.handle("adi"), now=office.cast.now)


def end_role(office: Office, handle: str) -> None:
    accounts.end_role(handle, "officer", by=office.cast.handle("adi"), now=office.cast.now)


def name_another(office: Office, handle: str) -> None:
    book, _ = office.holds[handle]
    office.cast.record(book, "ines", "officer.named", {"officer": office.cast.handle("jo"), "reason": "handover"})


def end_access(office: Office, handle: str) -> None:
    book, _ = office.holds[handle]
    office.cast.record(book, "ines", "access.ended", {"staff": handle})


def an_hour_passes(office: Office, handle: str) -> None:
    """Glasses that others broke go out as well: their way in is struck off here."""
    office.cast.later(minutes=60)
    gone = [each for each, (_, way) in office.holds.items() if way == "glass" and each != handle]
    assert not any(office.served(each, office.holds[each][0]) for each in gone)
    for each in gone:
        del office.holds[each]


def declare_a_conflict(office: Office, handle: str) -> None:
    book, _ = office.holds[handle]
    office.cast.record(book, "ines", "conflict.declared", {"staff": handle, "how": "related"})


WAYS: dict[str, tuple[Callable[[Office, str], None], ...]] = {
    "assigned": (end_account, end_role, name_another, declare_a_conflict),
    "named": (end_account, end_role, end_access, declare_a_conflict),
    "glass": (end_account, end_role, an_hour_passes, declare_a_conflict),
}


def test_nothing_is_served_after_it_was_taken_away_and_nothing_refused_before(cast: Cast) -> None:
    dice = random.Random(20_240_408)
    met: Counter[tuple[str, str]] = Counter()
    for number in range(REVOCATIONS):
        if number % A_TERM == 0:
            office = Office(cast, [cast.case() for _ in range(6)], dice)
        while len(office.holds) < 4:
            office.let_in(office.hire(), dice.choice(list(WAYS)))
        handle = dice.choice(list(office.holds))
        book, way = office.holds[handle]
        assert office.served(handle, book)
        take_away = dice.choice(WAYS[way])
        take_away(office, handle)
        assert not office.served(handle, book), (way, take_away.__name__)
        del office.holds[handle]
        met[way, take_away.__name__] += 1
        bystander = dice.choice([*office.holds, None])
        assert bystander is None or office.served(bystander, office.holds[bystander][0])
    assert set(met) == {(way, each.__name__) for way, every in WAYS.items() for each in every}


RACED = [(way, each) for way, every in WAYS.items() for each in every if each is not an_hour_passes]


@dataclass
class Watch:
    """Somebody who keeps looking at a case, and when each look began (`perf_counter`) and whether it was served."""

    served: Callable[[], bool]
    warm: threading.Barrier
    gone: threading.Event = field(default_factory=threading.Event)
    looks: list[tuple[float, bool]] = field(default_factory=list)

    def look(self) -> None:
        self.looks.append((time.perf_counter(), self.served()))

    def keep_looking(self) -> None:
        try:
            self.look()
            self.warm.wait()
            while not self.gone.is_set():
                self.look()
            for _ in range(3):
                self.look()
        finally:
            connections.close_all()


@pytest.mark.parametrize("race", range(RACES))
def test_a_look_that_begins_after_the_commit_is_never_served(cast: Cast, race: int) -> None:
    way, take_away = RACED[race * 3 % len(RACED)]
    office = Office(cast, [cast.case()], random.Random(race))
    handle = office.hire()
    office.let_in(handle, way)
    book, _ = office.holds[handle]
    watch = Watch(lambda: office.served(handle, book), threading.Barrier(3))
    with ThreadPoolExecutor(2) as pool:
        watching = [pool.submit(watch.keep_looking) for _ in range(2)]
        watch.warm.wait()
        take_away(office, handle)
        committed = time.perf_counter()
        watch.gone.set()
        for each in watching:
            each.result()
    after = [served for began, served in watch.looks if began > committed]
    assert sum(served for _, served in watch.looks) >= 2
    assert (any(after), len(after) >= 6) == (False, True)


def test_what_beside_cases_somebody_could_do_ends_with_the_role_as_well(cast: Cast) -> None:
    book = cast.case()
    actor = cast.actor("tomos", stepped_up=True)
    glass = break_glass(actor=actor, book=book, code="danger_now", reason=REASON, now=cast.now)
    assert waiting(actor=cast.actor("dee"), now=cast.now)
    accounts.end_role(cast.handle("dee"), "data_protection_officer", by=cast.handle("adi"), now=cast.now)
    with pytest.raises(NotHere):
        waiting(actor=cast.actor("dee"), now=cast.now)
    with pytest.raises(NotHere):
        review(actor=cast.actor("dee"), glass=glass, justified=True, findings="Fine.", now=cast.now)
