"""The commands and their options. Exit 0: done; 1: the input was refused; 2: wrong usage."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from lintel.cli.anchoring import add_anchoring
from lintel.cli.assessing import add_instruments
from lintel.cli.backing import add_backing
from lintel.cli.checking import check
from lintel.cli.demonstrating import add_demonstrating
from lintel.cli.erasing import add_erasing
from lintel.cli.instants import instant_argument
from lintel.cli.inventing import invent
from lintel.cli.judging import AllRefusedError
from lintel.cli.keeping import add_keys
from lintel.cli.kinds import list_events
from lintel.cli.moving import add_moving
from lintel.cli.policies import check_policies, print_clauses, print_schema
from lintel.cli.replaying import replay
from lintel.cli.running import add_running
from lintel.cli.serving import add_serving
from lintel.cli.sheeting import add_sheets
from lintel.cli.showing import add_showing
from lintel.cli.staffing import add_staff
from lintel.cli.stock import add_stock
from lintel.cli.ticking import add_ticking
from lintel.cli.tokens import add_tokens
from lintel.commitments.loading import PolicyRefused
from lintel.commitments.measures import Span, parse_span
from lintel.events.faults import InputRefused

_IN_THE_DATABASE = (
    add_demonstrating, add_running, add_serving, add_staff, add_stock, add_moving, add_anchoring, add_keys, add_backing,
    add_erasing, add_sheets, add_showing, add_ticking, add_tokens,
)  # fmt: skip
"""What adds the commands that work on the database."""

REFUSED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Faults go to standard error, all of them."""
    _let_anything_be_printed()
    arguments = command_line().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.run
    try:
        code = command(arguments)
        sys.stdout.flush()
    except (InputRefused, PolicyRefused, AllRefusedError) as refused:
        _complain(str(refused))
        return REFUSED
    except BrokenPipeError:  # whoever was reading has seen enough, as with `| head`
        _silence(sys.stdout)
        return 0
    except OSError as error:
        _silence(sys.stdout)
        _complain(f"lintel: cannot go on ({(error.strerror or 'no reason given').lower()})")
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _let_anything_be_printed() -> None:
    """A terminal without UTF-8 shows a question mark for what it cannot; nothing fails for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complain(said: str) -> None:
    try:
        print(said, file=sys.stderr, flush=True)
    except BrokenPipeError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """What is still to be written goes nowhere: nobody reads it, and Python would complain when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def command_line() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = argparse.ArgumentParser(
        prog="lintel", description="What a domestic-abuse policy promises, and whether it was kept."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands)
    _add_replay(commands)
    _add_policy(commands)
    _add_events(commands)
    add_instruments(commands)
    _add_invent(commands)
    for add in _IN_THE_DATABASE:
        add(commands)
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    said: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=said, description=said)
    command.set_defaults(run=run)
    return command


def _add_format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")


def _add_instants(command: argparse.ArgumentParser) -> None:
    when = "a date (its first instant in London) or a date and time with its offset"
    command.add_argument("--as-of", type=instant_argument, metavar="WHEN", help=f"judge at this instant: {when} (now)")
    command.add_argument(
        "--known-on",
        type=instant_argument,
        metavar="WHEN",
        help="by what was written down by this instant (as-of)",
    )


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(
        commands, "check", check, "Judge case histories by a policy: what was kept, what was not, and why."
    )
    command.add_argument("file", type=Path, metavar="FILE.jsonl", help="entries, one JSON object a line")
    command.add_argument("--policy", required=True, help="a provider, the id of a version, or a policy file")
    command.add_argument(
        "--period", type=span_argument, action="append", metavar="PERIOD",
        help="figures for all (the default), or as 2024, 2024-Q2, 2024-04; may be given more than once",
    )  # fmt: skip
    _add_instants(command)
    _add_format(command)


def span_argument(text: str) -> Span:
    """A period of figures given as an argument."""
    try:
        return parse_span(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _add_replay(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(
        commands,
        "replay",
        replay,
        "Judge the same histories by two policies: what would have been different.",
    )
    command.add_argument("files", type=Path, nargs="*", metavar="FILE.jsonl")
    command.add_argument("--database", action="store_true", help="the cases in the database, in place of files")
    command.add_argument("--by", metavar="HANDLE", help="with --database: who has the facts, for the read log")
    command.add_argument("--policy", required=True, help="the policy as it is")
    command.add_argument("--against", required=True, help="the policy as it might be")
    _add_instants(command)
    _add_format(command)


def _add_policy(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    policy = commands.add_parser("policy", help="Check policy files, list a policy's clauses, print the schema.")
    parts = policy.add_subparsers(required=True, metavar="COMMAND")
    checking = _command(parts, "check", check_policies, "Check policy files and work the examples beside them.")
    checking.add_argument("files", nargs="+", metavar="FILE.toml", help="a policy file, or the name of a policy")
    clauses = _command(parts, "clauses", print_clauses, "Every clause, and what honours it.")
    clauses.add_argument("policy", metavar="POLICY", help="a provider, the id of a version, or a policy file")
    _add_format(clauses)
    _command(parts, "schema", print_schema, "The JSON Schema of a policy file, for editors.")


def _add_events(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(commands, "events", list_events, "The kinds of event, or one kind with its facts and prompts.")
    command.add_argument("kind", nargs="?", metavar="KIND", help="one kind, as contact.made")
    command.add_argument("--policy", help="show this policy's prompts beside it")
    _add_format(command)


def _add_invent(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = _command(
        commands, "invent", invent, "A year of invented cases, for trying things out. Nobody in them is real."
    )
    command.add_argument("--policy", required=True, help="the provider whose practice they follow")
    command.add_argument("--cases", type=int, default=44, help="how many (44)")
    command.add_argument("--seed", type=int, default=1, help="the same seed gives the same cases (1)")
    command.add_argument("--year", type=int, default=2024, help="the year in which they are reported (2024)")
    command.add_argument("--out", type=Path, help="write to this file instead of standard output")
