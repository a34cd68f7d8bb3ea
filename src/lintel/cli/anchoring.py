"""`lintel anchor`, `lintel verify`: what shows that nothing was changed."""

import argparse
from pathlib import Path

from lintel.cli.database import with_database


def add_anchoring(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    said = "Sign how far every book has come, and hand that to the places outside. For cron, every four minutes."
    anchor = commands.add_parser("anchor", help=said, description=said)
    anchor.add_argument(
        "--every", type=_seconds, nargs="?", const=300, metavar="SECONDS", help="for ever, so often (300)"
    )
    anchor.set_defaults(run=with_database("anchoring", "anchor"))
    said = "Is every book whole? Follows every chain, and holds it against the anchors. Exit 0: whole; 1: not."
    verify = commands.add_parser("verify", help=said, description=said)
    verify.add_argument("--anchors", type=Path, metavar="FILE", help="anchors kept outside (LINTEL_ANCHORS_FILE)")
    verify.add_argument("--key", type=_public_key, metavar="HEX", help="the key that signed them (our own)")
    verify.set_defaults(run=with_database("anchoring", "verify", opens=False))


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 86_400:
        raise argparse.ArgumentTypeError("write whole seconds, as 300")
    return int(text)


def _public_key(text: str) -> str:
    try:
        if len(bytes.fromhex(text)) == 32:
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError("it is 64 hexadecimal digits, as `lintel keys show` prints them")
