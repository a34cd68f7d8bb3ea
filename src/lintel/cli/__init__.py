"""The command line: it reads files and the clock, and prints."""

from lintel.cli.commands import main

__all__ = ["main"]
