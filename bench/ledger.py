"""How fast the ledger is: recording, opening a case, verifying, the desk; and whether it stays so as it fills.

    python -m bench.ledger             the full counts
    python -m bench.ledger --small     every part once, small
    python -m bench.ledger --markdown  the full counts as a section for docs/proof.md

Nothing here fails for being slow: a machine's speed is no test. All figures come from one run on one server, which
stands on the same machine as its clients.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random
from typing import NamedTuple
from uuid import UUID

from bench.engine import Row, yardstick
from bench.filling import ENTRIES, fill, long_case, note
from bench.installation import Installation, engage, installed, signed_in, writer
from bench.rates import a_second, inserted, make_like, recorded
from bench.sharing import Parts, shares
from lintel.casework import index
from lintel.casework.look import look
from lintel.casework.models import Owed, Standing
from lintel.config.settling import settle
from lintel.ledger.anchoring import make_anchor
from lintel.ledger.verification import looking, verify


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of each part is run: the numbers of cases at which recording is timed, and how often.

    `entries` are those of the case that is opened.
    """

    cases: tuple[int, ...]
    times: int
    entries: int
    writers: tuple[int, ...]
    seconds: float


FULL = Counts(cases=(1_000, 10_000, 100_000), times=200, entries=200, writers=(1, 8, 32), seconds=10)
SMALL = Counts(cases=(100, 1_000), times=20, entries=200, writers=(1, 8, 32), seconds=1)

_RECORD: Parts = {
    "looking up who it is": (("access/accounts.py", "actor"),),
    "the door, the read log and the locks": (
        ("casework/doors.py", "door"), ("access/readlog.py", "note"), ("ledger/actions.py", "lock"),
        ("casework/record.py", "submitted"),
    ),
    "reading the case": (("ledger/queries.py", "chronicles"),),
    "checking the entry against it": (("casework/record.py", "entry_of"),),
    "guards": (("casework/record.py", "_judged"),),
    "sealing, chaining and adding": (("ledger/actions.py", "append"),),
    "deriving the lists": (("casework/index.py", "index"),),
    "the commit": (("backends/base/base.py", "_commit"),),
}  # fmt: skip
_LOOK: Parts = {
    "looking up who it is": (("access/accounts.py", "actor"),),
    "the door and the read log": (("casework/doors.py", "door"), ("access/readlog.py", "note")),
    "reading and opening entries": (("ledger/queries.py", "chronicles"), ("ledger/queries.py", "chronicles_called")),
    "masking": (("casework/look.py", "_all_shown"),),
    "judging": (("commitments/evaluation.py", "chronology"), ("commitments/evaluation.py", "case")),
    "the picture": (("casework/state.py", "state"),),
    "the commit": (("backends/base/base.py", "_commit"),),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.ledger")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    arguments = parser.parse_args()
    rows = [yardstick()]
    with installed() as (_, installation), installation.opened():
        engage(max(FULL.writers))
        settle()  # as the processes of the server are
        for row in every_part(installation, SMALL if arguments.small else FULL):
            rows.append(row)
            if not arguments.markdown:
                print(": ".join(row), flush=True)
    if arguments.markdown:
        print("## The ledger\n\n| What | Measured |\n|---|---|")
        print("\n".join(f"| {what} | {measured} |" for what, measured in rows))
    return 0


def every_part(installation: Installation, counts: Counts) -> Iterator[Row]:
    """All figures, on one installation with its staff engaged, as it fills."""
    yield from growing(installation, counts)
    yield from writing_together(installation, counts)
    yield from opening(installation, counts)
    yield verifying(installation)
    yield anchoring(installation)
    yield from the_desk(installation, counts)


def growing(installation: Installation, counts: Counts) -> Iterator[Row]:
    """What recording costs as the number of cases grows."""
    medians: list[float] = []
    there = 0
    for cases in counts.cases:
        begun = time.monotonic()
        arrived = fill(installation, range(there, cases))
        rate = arrived.entries / (time.monotonic() - begun)
        yield f"`lintel import` of {cases - there:,} cases beside {there:,}", f"{rate:,.0f} entries a second"
        there = cases
        took = _timed([partial(note, installation, each, writer(0)) for each in _some_cases(counts.times + 1)])
        medians.append(took.median)
        yield f"recording a note in a case of {ENTRIES} entries, among {cases:,} cases", str(took)
    ratio = f"{medians[-1] / medians[0]:.2f} times"
    yield f"recording among {counts.cases[-1]:,} cases, beside among {counts.cases[0]:,}", ratio
    case = _some_cases(1)[0]
    yield (
        "where recording spends it, under Python's profiler",
        shares(partial(note, installation, case, writer(0)), _RECORD),
    )


def _some_cases(most: int) -> list[UUID]:
    """Cases that nobody has written in since they were imported. Their ids are random, and so is their order."""
    untouched = Standing.objects.filter(seq=ENTRIES).order_by("book_id")
    return list(untouched.values_list("book_id", flat=True)[:most])


class Took(NamedTuple):
    """Milliseconds that some pieces of work took, and those of them in which this process was at work itself."""

    elapsed: list[float]
    processor: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.elapsed)

    def __str__(self) -> str:
        ninety_fifth = statistics.quantiles(self.elapsed, n=20)[-1]
        ours = statistics.median(self.processor)
        return f"{self.median:.1f} ms (median), {ninety_fifth:.1f} ms (95th percentile); {ours:.1f} ms of it in Python"


def _timed(work: Iterable[Callable[[], object]]) -> Took:
    """Time each piece of work but the first, which makes everything ready."""
    took = Took([], [])
    for each in work:
        begun, busy = time.perf_counter(), time.process_time()
        each()
        took.elapsed.append((time.perf_counter() - begun) * 1_000)
        took.processor.append((time.process_time() - busy) * 1_000)
    return Took(took.elapsed[1:], took.processor[1:])


def writing_together(installation: Installation, counts: Counts) -> Iterator[Row]:
    """Entries a second, each writer a process with cases of its own, beside the barest insert that there is."""
    make_like(installation)
    for writers in counts.writers:
        rates = {
            turn: a_second(installation, turn, processes=writers, seconds=counts.seconds)
            for turn in (recorded, inserted)
        }
        came = f"{rates[recorded]:,.0f} a second; bare inserts of rows as long {rates[inserted]:,.0f} a second"
        ratio = f"one entry costs {rates[inserted] / rates[recorded]:.0f} of them"
        yield f"entries recorded by {writers} {'process' if writers == 1 else 'processes'}", f"{came}: {ratio}"


def opening(installation: Installation, counts: Counts) -> Iterator[Row]:
    """Opening a long case: the door, the log, the words, the picture and what is owed."""
    case = long_case(installation, counts.entries)

    def opened() -> None:
        look(actor=signed_in(writer(0)), book=case, now=installation.now)

    took = _timed([opened] * (counts.times + 1))
    yield f"opening a case of {counts.entries} entries, with its words and three people", f"{took}; the aim is 15 ms"
    yield "where opening spends it, under Python's profiler", shares(opened, _LOOK)


def verifying(installation: Installation) -> Row:
    begun, busy = time.monotonic(), time.process_time()
    with looking(installation.app) as connection:
        findings = verify(connection, None, None)
    seconds, ours = time.monotonic() - begun, time.process_time() - busy
    if not findings.whole:
        raise AssertionError("the ledger is not whole")
    rates = f"{findings.rows / seconds:,.0f} rows a second, {findings.rows / ours:,.0f} for each second in Python"
    return f"`lintel verify` of {findings.rows:,} rows", f"{rates}; the aim is 100,000"


def anchoring(installation: Installation) -> Row:
    """The first anchor states every head; so does every two-hundredth."""
    begun = time.monotonic()
    line = make_anchor(installation.now).line
    seconds = time.monotonic() - begun
    heads = Standing.objects.count()
    return f"an anchor that states the heads of {heads:,} cases", f"{seconds:.1f} s, {len(line) / 1e6:.1f} MB"


def the_desk(installation: Installation, counts: Counts) -> Iterator[Row]:
    """What an officer sees first: what is owed soonest; and the first time in a day, when every date has turned."""
    officers = list(Owed.objects.exclude(officer=None).values_list("officer", flat=True).distinct()[:50])
    dice = Random(4)
    took = _timed([partial(index.owed_to, dice.choice(officers), 50) for _ in range(counts.times + 1)])
    yield f"the 50 things owed soonest to an officer, of {Owed.objects.count():,} that are owed", str(took)
    begun = time.monotonic()
    judged = index.freshen(installation.now + timedelta(days=1), officers[0])
    seconds = time.monotonic() - begun
    yield f"judging anew an officer's {judged} cases, the first time in a day", f"{seconds:.2f} s"


if __name__ == "__main__":
    raise SystemExit(main())
