"""`lintel check`: what was kept, what was not, and why."""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from textwrap import fill
from typing import IO, Any

from lintel.cli import asjson
from lintel.cli.instants import as_of_or_now
from lintel.cli.judging import Judgement, all_read, judged
from lintel.cli.tables import MISSES, figures_table, states_table
from lintel.commitments.measures import Measurement, Result, Span
from lintel.commitments.obligations import State
from lintel.commitments.policy import Versions
from lintel.commitments.reasons import described, instant, promise, reason
from lintel.events.interchange import Checked


def check(arguments: argparse.Namespace) -> int:
    """Judge a file and print what came of it. Nothing is printed before the whole file is valid and judged."""
    (policy,), (file,) = all_read([arguments.policy], [arguments.file])
    as_of = as_of_or_now(arguments.as_of)
    measurement = Measurement(policy.at(as_of), arguments.period or [Span("all")])
    with ExitStack() as stack:
        printer = (_Json if arguments.format == "json" else _Text)(stack, policy)
        for judgement in judged(file, policy, as_of, arguments.known_on):
            measurement.add(judgement.obligations, judgement.entries)
            printer.add(judgement)
        print_scattered(file)
        head = f"{file.path.name} by {policy.at(as_of).id}, as of {instant(as_of)}"
        printer.print(
            f"{head}: {counted(file.books, 'book')}, {counted(file.entries, 'entry', 'entries')}", measurement.results()
        )
    return 0


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 book, 57 books."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def print_scattered(file: Checked) -> None:
    """Say on standard error that the whole file had to be held in memory, and how to avoid it."""
    if not file.together:
        said = "entries of one book do not stand together, so the whole file was held in memory; sort it by book"
        print(f"{file.path.name}: {said}", file=sys.stderr)


def _spool(stack: ExitStack) -> IO[str]:
    """Where results wait until all of them are there. They hold nothing that is sealed."""
    return stack.enter_context(tempfile.SpooledTemporaryFile(max_size=1 << 24, mode="w+", encoding="utf-8"))


def _copy(spool: IO[str]) -> None:
    spool.seek(0)
    while text := spool.read(1 << 20):
        sys.stdout.write(text)


class _Json:
    """The JSON of `lintel check`, its lists written as they come."""

    def __init__(self, stack: ExitStack, policy: Versions) -> None:
        self._policy = policy
        self._obligations, self._breaches = _spool(stack), _spool(stack)

    def add(self, judgement: Judgement) -> None:
        for obligation in judgement.obligations:
            _write_item(self._obligations, asjson.obligation(obligation, self._policy))
        for breach in judgement.breaches:
            _write_item(self._breaches, asjson.breach(breach))

    def print(self, _: str, results: Iterable[Result]) -> None:
        print('{"obligations": [', end="")
        _copy(self._obligations)
        print('],\n"breaches": [', end="")
        _copy(self._breaches)
        print('],\n"measures": ', end="")
        print(json.dumps([asjson.result(each) for each in results]) + "}")


def _write_item(spool: IO[str], item: dict[str, Any]) -> None:
    spool.write((",\n" if spool.tell() else "\n") + json.dumps(item))


class _Text:
    """The human output of `lintel check`: a table with bars, then each miss and each breach with its reason."""

    def __init__(self, stack: ExitStack, policy: Versions) -> None:
        self._policy = policy
        self._states: dict[str, Counter[State]] = {rule.id: Counter() for rule in policy.commitments}
        self._misses, self._breaches = _spool(stack), _spool(stack)
        self._counts: Counter[str] = Counter()

    def add(self, judgement: Judgement) -> None:
        for each in judgement.obligations:
            self._states[each.rule.id][each.state] += 1
            if each.state in MISSES:
                self._counts["missed"] += 1
                whom = f"{each.book} {each.subject}" if each.subject else each.book
                said = f"  {whom}  {each.rule.id}: {promise(each.rule)}\n    {reason(each, self._policy)}\n"
                self._misses.write(said)
        for breach in judgement.breaches:
            self._counts["broken"] += 1
            clause = f" [{', '.join(breach.clause)}]" if breach.clause else ""
            said = f"  {breach.book} {breach.entry.id}  {breach.guard.id}: {breach.guard.says}\n"
            self._breaches.write(f"{said}    {described(breach.entry)}; {breach.why}{clause}\n")

    def print(self, head: str, results: Iterable[Result]) -> None:
        owed = {name: states for name, states in self._states.items() if states}
        print(f"{head}\n")
        print(states_table("Commitment", owed))
        self._print_unowed()
        print(figures_table(results))
        self._print_list("Not kept", self._counts["missed"], self._misses)
        self._print_list("Breaches of guards", self._counts["broken"], self._breaches)

    def _print_unowed(self) -> None:
        unowed = [name for name, states in self._states.items() if not states]
        if unowed:
            print(fill(f"Nothing was owed under: {', '.join(unowed)}.", 110, break_on_hyphens=False), end="\n\n")

    def _print_list(self, title: str, number: int, spool: IO[str]) -> None:
        print(f"{title}: {number or 'none'}")
        _copy(spool)
        print()
