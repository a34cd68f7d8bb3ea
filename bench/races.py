"""Two who save at the same moment, one who saves twice, and thirty-two who all write at once."""

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from itertools import chain, repeat
from multiprocessing import get_context
from typing import NamedTuple
from uuid import UUID

from bench.aftermath import wrong as left_wrong
from bench.installation import Installation, close_connections, signed_in, writer
from bench.kills import Toll, at_work, reckon
from lintel.casework.record import Draft, Recorded, record
from lintel.casework.refusals import Overtaken
from lintel.casework.report import report
from lintel.ledger.actions import head

_OF_A_CASE = 20
"""So many races are run in one case, and then another is begun: a case of thousands of entries is no case."""
_HANDS = 2
_PATIENCE = 60.0

Came = Recorded | Overtaken


class Tally(NamedTuple):
    """How many races were run, and everything that was wrong with any of them, counted."""

    races: int
    wrong: Counter[str]


def race_pairs(installation: Installation, pairs: int) -> Tally:
    """Pairs who have read the same and save at once: one entry, and the other is told of just that one."""
    return _in_processes(_pairs, installation, pairs)


def send_twice(installation: Installation, forms: int) -> Tally:
    """Forms that are sent twice, every second one at the same moment: one entry each, the same for both."""
    return _in_processes(_forms, installation, forms)


_Work = Callable[[Installation, int, int], Tally]


def _in_processes(work: _Work, installation: Installation, races: int) -> Tally:
    """The races shared out between two processes, each with two threads that meet at a barrier; and what they left."""
    shares = [races - races // _HANDS * (_HANDS - 1), *repeat(races // _HANDS, _HANDS - 1)]
    with ProcessPoolExecutor(_HANDS, get_context("forkserver")) as pool:
        tallies = list(pool.map(work, repeat(installation), shares, range(_HANDS)))
    wrong = Counter(chain.from_iterable(each.wrong.elements() for each in tallies))
    with installation.opened():
        wrong.update(left_wrong(installation, []))
    return Tally(sum(each.races for each in tallies), wrong)


def _pairs(installation: Installation, pairs: int, place: int) -> Tally:
    return _raced(installation, pairs, place, _race_pair)


def _forms(installation: Installation, forms: int, place: int) -> Tally:
    return _raced(installation, forms, place, _send_form_twice)


def _raced(installation: Installation, races: int, place: int, race: "_Race") -> Tally:
    wrong: Counter[str] = Counter()
    with installation.opened(), ThreadPoolExecutor(2) as pool:
        for number in range(races):
            if number % _OF_A_CASE == 0:
                case = begin_case(writer(2 * place), installation.now)
            wrong.update(race(_Ring(pool, installation, case, (writer(2 * place), writer(2 * place + 1)), number)))
        list(pool.map(_leave, repeat(threading.Barrier(2), 2)))
    return Tally(races, wrong)


def _leave(both: threading.Barrier) -> None:
    both.wait(_PATIENCE)  # so that each thread does it once
    close_connections()


class _Ring(NamedTuple):
    """Where two meet: their threads, the case, their handles, and which race it is."""

    pool: ThreadPoolExecutor
    installation: Installation
    case: UUID
    who: tuple[str, str]
    number: int

    def at_once(self, drafts: Iterable[Draft], who: Iterable[str]) -> list[Came]:
        """Send two drafts at the same moment."""
        both = threading.Barrier(2)

        def send(draft: Draft, by: str) -> Came:
            actor, now = signed_in(by), self.installation.now
            both.wait(_PATIENCE)
            try:
                return record(actor=actor, book=self.case, draft=draft, now=now)
            except Overtaken as refused:
                return refused

        return list(self.pool.map(send, drafts, who))


_Race = Callable[[_Ring], list[str]]


def begin_case(by: str, now: datetime) -> UUID:
    """A new case that somebody reports."""
    facts = {"channel": "phone", "source": "victim", "nature": "disclosure", "safe_channels": ["phone"]}
    draft = Draft(event="report.received", at=now, seen=0, key=secrets.token_urlsafe(16), facts=facts)
    return report(actor=signed_in(by), draft=draft, now=now).book


def _note(ring: _Ring, seen: int) -> Draft:
    key = secrets.token_urlsafe(16)
    return Draft(event="note.added", at=ring.installation.now, seen=seen, key=key, sealed={"note": f"words {key}"})


def _race_pair(ring: _Ring) -> list[str]:
    seen = head(ring.case)[0]
    drafts = [_note(ring, seen), _note(ring, seen)]
    came = ring.at_once(drafts, ring.who)
    won = [each for each in came if isinstance(each, Recorded)]
    lost = [each for each in came if isinstance(each, Overtaken)]
    if (len(won), len(lost)) != (1, 1):
        return ["a pair had not one winner"]
    wrong = []
    if [entry.id for entry in lost[0].entries] != [won[0].entry]:
        wrong.append("the other was not told what came first")
    if head(ring.case)[0] != seen + 1 or won[0].seq != seen + 1:
        wrong.append("an update was lost")
    second = drafts[came.index(lost[0])]
    again = record(
        actor=signed_in(ring.who[came.index(lost[0])]), book=ring.case, draft=replace(second, seen=seen + 1),
        now=ring.installation.now,
    )  # fmt: skip
    return wrong if (again.seq, again.again) == (seen + 2, False) else [*wrong, "the other could not save after all"]


def _send_form_twice(ring: _Ring) -> list[str]:
    seen, by = head(ring.case)[0], ring.who[0]
    draft = _note(ring, seen)
    if ring.number % 2:
        came = ring.at_once([draft, draft], [by, by])
    else:
        now = ring.installation.now
        came = [record(actor=signed_in(by), book=ring.case, draft=draft, now=now) for _ in range(2)]
    done = [each for each in came if isinstance(each, Recorded)]
    if len(done) != 2:
        return ["a form that was sent twice was refused"]
    wrong = []
    if head(ring.case)[0] != seen + 1:
        wrong.append("a form that was sent twice made more than one entry")
    if len({(each.entry, each.seq) for each in done}) != 1 or sum(each.again for each in done) != 1:
        wrong.append("a form that was sent twice was not told so")
    return wrong


def crowd(installation: Installation, names: list[str], *, deeds: int) -> Toll:
    """All of them write at once, in the same few cases, so many deeds each: nothing happens but being overtaken."""
    toll = Toll(0, len(names))
    with at_work(installation, names, most=deeds) as office:
        toll.wrong += office.finish(early=False)
        reckon(installation, office, toll)
    if toll.acknowledged < len(names) * deeds:
        toll.wrong.append("not everything that was to be written was acknowledged")
    return toll
