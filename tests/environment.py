"""What a command is run with: little of what this process has around it, and nothing of Lintel's."""

import os

_KEPT = ("PATH", "HOME", "TMPDIR", "LANG")


def bare() -> dict[str, str]:
    """An environment in which nothing is set up."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ}
