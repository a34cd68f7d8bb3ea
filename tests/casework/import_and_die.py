"""`python -m tests.casework.import_and_die`: for each line `APP OWNER FILE N` a child imports and is killed.

APP and OWNER are the addresses of the database, FILE is what is imported, and the child is killed at the Nth step.

A step is a call, or the end of one, in the code that imports. N = 0 kills nothing. It answers with the signal that
ended the child, and the steps if none did.
"""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

import django

django.setup()

from lintel.casework import policy  # noqa: E402 - Django comes first
from tests.casework.moved import taken_in  # noqa: E402 - likewise
from tests.database.server import point_django_at  # noqa: E402 - likewise

_WATCHED = (
    "casework/arrivals.py", "casework/collisions.py", "ledger/actions.py", "casework/index.py", "people/register.py",
)  # fmt: skip


class _Steps:
    def __init__(self, fatal: int) -> None:
        self.fatal, self.seen = fatal, 0

    def step(self, frame: FrameType, event: str, _: object) -> None:
        if frame.f_code.co_filename.endswith(_WATCHED):
            self.seen += 1
            if self.seen == self.fatal:
                os.kill(os.getpid(), signal.SIGKILL)


def _import(app: str, owner: str, path: str, fatal: str) -> int:
    point_django_at(app, owner)
    steps = _Steps(int(fatal))
    sys.setprofile(steps.step)
    taken_in(Path(path))
    sys.setprofile(None)
    return steps.seen


def _in_a_child(app: str, owner: str, path: str, fatal: str) -> str:
    """Nothing is connected yet, so the child makes connections of its own."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(theirs, str(_import(app, owner, path, fatal)).encode())
        os._exit(0)
    os.close(theirs)
    _, status = os.waitpid(child, 0)
    with os.fdopen(ours) as said:
        return f"{os.waitstatus_to_exitcode(status)} {said.read()}"


if __name__ == "__main__":
    policy.in_force()  # read before, so that every step is one of importing
    for line in sys.stdin:
        sys.stdout.write(f"{_in_a_child(*line.split())}\n")
        sys.stdout.flush()
