"""Whether the pages are closed: forms twisted, pages opened, pairs told apart, rights revoked, passwords guessed.

    python -m bench.closed             the full counts
    python -m bench.closed --small     every part once, small
    python -m bench.closed --markdown  the full counts as a section for docs/proof.md

Exit 0: nothing failed, was told, was changed or was served; 1: something was, and is named. That two answers take as
long is written down and fails nothing: how far two medians are apart on a busy machine is no test.
"""

import argparse
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.test import override_settings

import tests.conftest  # noqa: F401 - it sets Django up and makes keys, before anything that has tables is read
from tests.casework.cast import MONDAY
from tests.database.server import TestServer
from tests.desk.conftest import Desk
from tests.desk.everybody import ACTORS, everybody
from tests.hostile.asking import opened
from tests.hostile.guessing import Siege
from tests.hostile.revoking import revoked
from tests.hostile.serving import Served, served
from tests.hostile.storming import bombed, storm
from tests.hostile.twins import Told, asked, asked_by_machines, counted, pairs
from tests.uploads.bombs import BOMBS

SEED = 20_240_408
WORKERS = 3
_A_WHILE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of each part is run. `rounds` are those in which every address is opened by anybody."""

    posts: int
    rounds: int
    bombs: int
    pairs: int
    by_machines: int
    counts: int
    revocations: int
    sieges: int


FULL = Counts(
    posts=20_000, bombs=len(BOMBS), rounds=20, pairs=1_000, by_machines=250, counts=500, revocations=1_000, sieges=30
)
SMALL = Counts(posts=200, bombs=2, rounds=0, pairs=30, by_machines=10, counts=20, revocations=12, sieges=1)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what was tried, what came of it, and everything that is wrong."""

    what: str
    came: str
    wrong: Sequence[str]

    @property
    def verdict(self) -> str:
        """What came of it, or what is wrong."""
        return f"WRONG, {len(self.wrong)} times: {'; '.join(self.wrong[:20])}" if self.wrong else self.came


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.closed")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)  # every refusal is a line of Django's
    server, parts = TestServer.of_this_run(), []
    try:
        server.open("closed")
        for part in every_part(server, SMALL if arguments.small else FULL):
            parts.append(part)
            if not arguments.markdown:
                print(f"{part.what}: {part.verdict}", flush=True)
    finally:
        server.stop()
    if arguments.markdown:
        print("## Closed pages\n\n| Tried | What came of it |\n|---|---|")
        print("\n".join(f"| {each.what} | {each.verdict.replace('|', '/')} |" for each in parts))
    return int(any(each.wrong for each in parts))


def every_part(server: TestServer, counts: Counts) -> Iterator[Part]:
    """All that is tried, one after the other: on one database, but for the pairs.

    Of what the forms leave behind some comes to everybody who asks: a report that nobody has comes to every DA lead, so
    that there the other half of a pair would be there as well. And whoever reads the landlord's own figures sees them
    grow by one, once there are so many cases that they are shown.
    """
    yield fuzzed(counts)
    yield uploaded(counts)
    yield looked_at(counts)
    with server.apart():
        yield from told_apart(counts)
    with server.apart():
        yield counted_apart(counts)
    assert server.addresses is not None
    with served(server.addresses, MONDAY + _A_WHILE, WORKERS) as there:
        yield taken_away(there, counts)
        yield guessed(there, counts)


def fuzzed(counts: Counts) -> Part:
    toll = storm(counts.posts, SEED)
    answers = ", ".join(f"{status}: {number:,}" for status, number in sorted(toll.answers.items()))
    addresses = len({name for name, _ in toll.cells})
    came = (
        f"to {addresses} addresses as {len(ACTORS)} people ({len(toll.cells):,} pairs of the two); answered {answers}; "
        f"no failure, nothing of the inside, no planted word for whoever may not see it; of {toll.compared:,} that "
        "were refused, none left anything in any table"
    )
    return Part(f"{toll.sent:,} forms that no page of ours sends", came, toll.wrong)


def uploaded(counts: Counts) -> Part:
    toll = bombed(list(BOMBS)[-counts.bombs :], SEED)
    answers = ", ".join(f"{status}: {number:,}" for status, number in sorted(toll.answers.items()))
    return Part(f"{toll.sent} files that are enormous to read, uploaded", f"no failure; answered {answers}", toll.wrong)


def looked_at(counts: Counts) -> Part:
    seen = opened(counts.rounds, SEED, together=1)
    came = (
        f"{len(seen.opened)} of {len(seen.addresses)} addresses shown to somebody; every table compared before and "
        "after each: none changed but the read log, sessions and attempts"
    )
    return Part(f"{seen.asked:,} pages opened, also with questions that no link asks", came, seen.wrong)


def told_apart(counts: Counts) -> Iterator[Part]:
    desk, dice = Desk(), Random(SEED)
    with override_settings(CLOCK=lambda: desk.now):
        everyone = everybody(desk)
        pool = list(pairs(everyone))
        told = asked(everyone, dice.sample(pool, min(counts.pairs, len(pool))), dice)
    yield _apart(told, "of what is not theirs and what is not there")
    yield _apart(asked_by_machines(SEED, counts.by_machines), "asked by machines")


def counted_apart(counts: Counts) -> Part:
    return _apart(counted(SEED, counts.counts), "of a page before there was one more case, and after")


def _apart(told: Told, what: str) -> Part:
    sorts = "; ".join(
        f"{number:,} of {sort}, medians {told.later_by(sort):.2f} ms apart" for sort, number in told.asked.items()
    )
    return Part(f"{told.asked.total():,} pairs {what}", f"the same bytes; {sorts}; the aim is 5 ms", told.apart)


def taken_away(there: Served, counts: Counts) -> Part:
    toll = revoked(Desk(), there, counts.revocations, Random(SEED))
    ways = ", ".join(f"{way} {number}" for way, number in sorted(toll.revoked.items()))
    came = (
        f"{ways}; {toll.before:,} pages were served before, and of {toll.after:,} that were asked for after the commit "
        f"none, by {WORKERS} processes"
    )
    return Part(f"{toll.revoked.total():,} times something taken away from somebody who keeps asking", came, toll.wrong)


def guessed(there: Served, counts: Counts) -> Part:
    siege = Siege(Desk(), there)
    for number in range(counts.sieges):
        siege.round(number)
    toll = siege.toll
    came = (
        f"{toll.let_through} were looked at, exactly 5 for a handle, 10 for a machine and 5 for a known device; "
        f"{toll.came_in} of {counts.sieges} came in from their known device meanwhile; {len(toll.processes)} of "
        f"{WORKERS} processes answered"
    )
    return Part(f"{toll.guesses:,} guesses, many at the same instant", came, toll.wrong)


if __name__ == "__main__":
    raise SystemExit(main())
