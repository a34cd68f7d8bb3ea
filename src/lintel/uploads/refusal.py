"""Why a file is not taken, in words for whoever sent it."""

from collections.abc import Iterable


class UploadRefused(ValueError):
    """A file is refused whole. `faults` says everything that is wrong with it, each with its remedy.

    A fault never holds the file's name or a word of what is in it.
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(self.faults))
