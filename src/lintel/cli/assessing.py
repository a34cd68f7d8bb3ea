"""`lintel instruments`: check the files of risk instruments before they are used."""

import argparse
import sys
from pathlib import Path

from lintel.instruments.faults import InstrumentRefused
from lintel.instruments.loading import load

_REFUSED = 1


def add_instruments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    instruments = commands.add_parser("instruments", help="Check the files of risk instruments.")
    parts = instruments.add_subparsers(required=True, metavar="COMMAND")
    said = "Check instrument files: every fault of every file, with what to write instead."
    checking = parts.add_parser("check", help=said, description=said)
    checking.add_argument("files", nargs="+", type=Path, metavar="FILE.toml", help="an instrument file")
    checking.set_defaults(run=check_instruments)


def check_instruments(arguments: argparse.Namespace) -> int:
    """Check each file. Where one is refused, its faults are printed and nothing else."""
    said: list[str] = []
    refused = False
    for path in arguments.files:
        try:
            said.append(_checked(path))
        except InstrumentRefused as faults:
            refused = True
            print(faults, file=sys.stderr)
    if refused:
        return _REFUSED
    print("\n".join(said))
    return 0


def _checked(path: Path) -> str:
    found = load(path)
    critical = sum(each.critical for each in found.questions)
    levels = ", ".join(each.level for each in found.thresholds) or "by judgement alone"
    return (
        f"{path.name}: right; {found.head.id} {found.head.version}, {len(found.questions)} questions, "
        f"{critical} of them critical; levels: {levels}"
    )
