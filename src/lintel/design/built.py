"""Files of ours as browsers ask for them: each under a name that says what is in it, so that it is kept for good.

`script/assets` builds them and writes `built.json`, which is installed with them: nothing is collected or copied
when Lintel is set up, and whitenoise serves them from where they are installed.
"""

import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage

FOLDER = Path(__file__).parent / "static" / "lintel"
LIST = Path(__file__).parent / "built.json"

KEPT_FOR_GOOD = r"/lintel/[a-z-]+-[A-Z0-9]{8}\.(css|js|svg)$"
"""The addresses whose content never changes: whoever changes the content changes the name."""


@cache
def names() -> dict[str, str]:
    """The name that a file was built under, by the name that templates call it."""
    listed: dict[str, str] = json.loads(LIST.read_text(encoding="utf-8"))["names"]
    return listed


class BuiltStorage(StaticFilesStorage):
    """Static files by the names that they were built under; those of other packages by their own."""

    def url(self, name: str | None) -> str:
        """The address of a file."""
        return super().url(names().get(name, name) if name else name)
