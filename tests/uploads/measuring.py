"""Takes in one file from its standard input, in a process of its own, and prints what came of it and what it took."""

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

from lintel.uploads.accepting import accept
from lintel.uploads.refusal import UploadRefused

KB = 1024


def answered(content: bytes) -> tuple[str, ...]:
    try:
        accept(content, None)
    except UploadRefused as refused:
        return refused.faults
    return ()


def held_here() -> int:
    """The most bytes that this process held. What `getrusage` says of it counts whoever started it, too."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * KB


def main() -> None:
    """Seconds are of the processor's time, here and in the cell; bytes are the most that the cell held, and we did."""
    content = sys.stdin.buffer.read()
    before, started = resource.getrusage(resource.RUSAGE_SELF), perf_counter()
    faults = answered(content)
    waited = perf_counter() - started
    own, cell = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = own.ru_utime + own.ru_stime - before.ru_utime - before.ru_stime + cell.ru_utime + cell.ru_stime
    found = {"faults": faults, "seconds": seconds, "waited": waited, "bytes": cell.ru_maxrss * KB}
    json.dump(found | {"bytes here": held_here()}, sys.stdout)


if __name__ == "__main__":
    main()
