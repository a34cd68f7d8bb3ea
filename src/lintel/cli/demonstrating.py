"""`lintel demo`: the whole of Lintel with a landlord that does not exist, on this machine alone, until Ctrl-C."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from lintel.cli.database import carried_out, with_database
from lintel.cli.instants import as_of_or_now
from lintel.cli.judging import all_read, judged
from lintel.cli.serving import add_place
from lintel.cli.tables import states_table
from lintel.commitments.obligations import State

CASES = 66
"""So many have something of every kind among them, and are made well within 90 seconds on two cores."""
_TICK_SECONDS = 30
_PROVIDERS = ("settle", "midland-heart", "association", "aspire", "whg")


def add_demonstrating(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser."""
    said = "Try Lintel out: an invented landlord with a year of cases, served on this machine until Ctrl-C."
    command = commands.add_parser("demo", help=said, description=said)
    command.add_argument("--policy", choices=_PROVIDERS, help="whose policy (settle)")
    command.add_argument("--data", type=Path, metavar="FOLDER", help="where it is kept (lintel-demo, beside your own)")
    command.add_argument("--fresh", action="store_true", help="throw away the one that is there, and make another")
    command.add_argument("--cases", type=int, default=CASES, help=f"how many cases the year has ({CASES})")
    command.add_argument("--code", metavar="HANDLE", help="print a one-time code for somebody, and do nothing else")
    add_place(command)
    command.set_defaults(run=_demo, quiet=True)


def _demo(arguments: argparse.Namespace) -> int:
    mark = import_module("lintel.config.demo.mark")
    arguments.data = arguments.data or mark.default_folder()
    if arguments.code:
        return carried_out(lambda: mark.open_again(arguments.data)) or with_database("demonstrating", "code")(arguments)
    if refused := carried_out(lambda: mark.claim(arguments.data, arguments.policy, fresh=arguments.fresh)):
        return refused
    if arguments.port:
        os.environ["LINTEL_SITE"] = f"http://localhost:{arguments.port}"
    signal.signal(signal.SIGTERM, _end)
    print(f"An invented landlord in {arguments.data}; nobody in it is real.", flush=True)
    try:
        return _work(arguments)
    finally:
        mark.stop(arguments.data)


def _end(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def _work(arguments: argparse.Namespace) -> int:
    return (
        with_database("demonstrating", "make", opens=False)(arguments)
        or _indicators(arguments)
        or with_database("demonstrating", "show")(arguments)
        or _served(arguments)
    )


def _served(arguments: argparse.Namespace) -> int:
    """Serve it, and do what time brings in a process beside it that ends with this one."""
    beside = ["--every", str(_TICK_SECONDS), "--beside", str(os.getpid())]
    ticking = subprocess.Popen([sys.executable, "-m", "lintel", "tick", *beside])  # noqa: S603 - ourselves
    try:
        return with_database("serving", "serve", opens=False)(arguments)
    finally:
        ticking.terminate()
        ticking.wait()


def _indicators(arguments: argparse.Namespace) -> int:
    """Print what was kept and what was late, for each commitment."""
    with tempfile.TemporaryDirectory() as folder:  # it holds facts alone, and only for as long as this takes
        arguments.out, arguments.by = Path(folder) / "database", "noor"
        if refused := with_database("facts", "write")(arguments):
            return refused
        (policy,), (file,) = all_read([os.environ["LINTEL_POLICY"]], [arguments.out])
        states: dict[str, Counter[State]] = {rule.id: Counter() for rule in policy.commitments}
        for judgement in judged(file, policy, as_of_or_now(None), None):
            for each in judgement.obligations:
                states[each.rule.id][each.state] += 1
    print("\n" + states_table("Commitment", {name: counted for name, counted in states.items() if counted}))
    return 0
