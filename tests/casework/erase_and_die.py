"""`python -m tests.casework.erase_and_die`: for each line `NOW WHERE` erases in a child that is killed with -9 there.

WHERE is the number of a step: a call, or the end of one, in the code that erases (writing and flushing a file is one,
a statement to the database another). Or it is `NAME:2`: where the function of that name has ended for the second time.
It answers with how the child ended, and how many steps there were if nothing killed it.
"""

import os
import signal
import sys
from collections import Counter
from datetime import datetime
from types import FrameType

import django

django.setup()

from lintel.casework import policy, retentionfile  # noqa: E402 - Django comes first
from lintel.casework.erasure import erase  # noqa: E402 - likewise
from lintel.config.erasures import erasures  # noqa: E402 - likewise

_WATCHED = ("casework/erasure.py", "casework/certificates.py", "ledger/keys.py", "casework/index.py")


class _Steps:
    def __init__(self, fatal: str) -> None:
        self.fatal, self.seen, self.ended = fatal, 0, Counter[str]()

    def step(self, frame: FrameType, event: str, _: object) -> None:
        if not frame.f_code.co_filename.endswith(_WATCHED):
            return
        name = frame.f_code.co_name
        self.seen += 1
        self.ended[name] += event == "return"
        if self.fatal in (str(self.seen), f"{name}:{self.ended[name]}"):
            os.kill(os.getpid(), signal.SIGKILL)


def _erase(now: datetime, fatal: str) -> int:
    steps = _Steps(fatal)
    sys.setprofile(steps.step)
    erase(erasures(), now, lambda said: None)
    sys.setprofile(None)
    return steps.seen


def _in_a_child(now: datetime, fatal: str) -> str:
    """Nothing is connected yet, so the child makes connections of its own."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(theirs, str(_erase(now, fatal)).encode())
        os._exit(0)
    os.close(theirs)
    _, status = os.waitpid(child, 0)
    with os.fdopen(ours) as said:
        return f"{os.waitstatus_to_exitcode(status)} {said.read()}"


if __name__ == "__main__":
    policy.in_force(), retentionfile.in_force()  # read before, so that every step is one of erasing
    for line in sys.stdin:
        at, where = line.split()
        sys.stdout.write(f"{_in_a_child(datetime.fromisoformat(at), where)}\n")
        sys.stdout.flush()
