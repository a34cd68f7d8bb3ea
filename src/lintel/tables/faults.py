"""The faults of one table, gathered while it is read, so that all are said at once."""

from typing import NoReturn

from lintel.events.faults import Fault, InputRefused

MOST = 200
"""So many faults are kept with their words; more than that are counted."""


class Faults:
    """What is wrong with a table so far. `name` is the file's, for the message; it may be empty."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.kept: list[Fault] = []
        self.more = 0

    def add(self, line: int, column: str, wrong: str, expected: str) -> None:
        """Keep one fault. `line` counts from 1; 0, with `FILE` for a column, is the file as a whole."""
        if len(self.kept) < MOST:
            self.kept.append(Fault(line, column, wrong, expected))
        else:
            self.more += 1

    def stop(self, line: int, column: str, wrong: str, expected: str) -> NoReturn:
        """Keep one fault more and read no further. Raises `InputRefused`."""
        self.add(line, column, wrong, expected)
        raise InputRefused(self.kept, self.more, self.name)

    def refuse(self) -> None:
        """Raises `InputRefused` with everything that was found, if anything was."""
        if self.kept:
            raise InputRefused(self.kept, self.more, self.name)
