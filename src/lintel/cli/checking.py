"""`lintel check`: what was kept, what was not, and why."""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from typing import IO, Any

from lintel.cli import asjson
from lintel.cli.instants import as_of_or_now
from lintel.cli.judging import Judgement, checked, judged
from lintel.cli.tables import MISSES, figures_table, states_table
from lintel.commitments.loading import find
from lintel.commitments.measures import Measurement, Result, Span
from lintel.commitments.obligations import State
from lintel.commitments.policy import Versions
from lintel.commitments.reasons import instant, promise, reason
from lintel.events.interchange import Checked


def check(arguments: argparse.Namespace) -> int:
    """Judge a file and print what came of it. Nothing is printed before the whole file is valid and judged."""
    policy = find(arguments.policy)
    file = checked(arguments.file)
    as_of = as_of_or_now(arguments.as_of)
    measurement = Measurement(policy.at(as_of), arguments.period or [Span("all")])
    with ExitStack() as stack:
        printer = (_Json if arguments.format == "json" else _Text)(stack, policy)
        for judgement in judged(file, policy, as_of, arguments.known_on):
            measurement.add(judgement.obligations, judgement.entries)
            printer.add(judgement)
        print_scattered(file)
        head = f"{file.path.name} by {policy.at(as_of).id}, as of {instant(as_of)}"
        printer.print(f"{head}: {file.books} books, {file.entries} entries", measurement.results())
    return 0


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
        self._says = {rule.id: promise(rule) for rule in policy.commitments}

    def add(self, judgement: Judgement) -> None:
        for each in judgement.obligations:
            self._states[each.rule.id][each.state] += 1
            if each.state in MISSES:
                whom = f" {each.subject}" if each.subject else ""
                self._misses.write(f"  {each.book}{whom}  {each.rule.id}\n    {reason(each, self._policy)}\n")
        for breach in judgement.breaches:
            clause = f" [{', '.join(breach.clause)}]" if breach.clause else ""
            said = f"{breach.guard.says or breach.guard.id}{clause}"
            self._breaches.write(f"  {breach.book}  {breach.entry.id} {breach.entry.event} broke {breach.guard.id}"
                                 f", {instant(breach.entry.at)}\n    {said}: {breach.why}\n")  # fmt: skip

    def print(self, head: str, results: Iterable[Result]) -> None:
        print(f"{head}\n")
        print(states_table("Commitment", self._states))
        print(figures_table(results))
        for title, spool in (("Not kept", self._misses), ("Breaches", self._breaches)):
            print(f"{title}\n" if spool.tell() else f"{title}: none")
            _copy(spool)
            print()
