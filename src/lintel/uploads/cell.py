"""Where hostile bytes are read: a process of their own, which knows no secret and is ended when it takes too much.

No list of bounds is complete for programs that read PDFs and pictures. So the last bound is the machine's: the process
gets no environment, may not write a file, leaves no dump of its memory, starts no other process, has a bounded memory,
and a bounded time to judge. It is this module, run on its own; what goes in and out are bytes on its two pipes.
"""

import resource
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from lintel.uploads.caps import MB, Caps
from lintel.uploads.drawing import Drawing
from lintel.uploads.errand import TOO_MUCH, read_order, write_copy, write_refusal
from lintel.uploads.kinds import Kind
from lintel.uploads.pdfs import BROKEN as BROKEN_PDF
from lintel.uploads.pdfs import judged_pdf
from lintel.uploads.pictures import BROKEN as BROKEN_PICTURE
from lintel.uploads.pictures import judged_jpeg, judged_png
from lintel.uploads.refusal import UploadRefused

_JUDGES = {"pdf": judged_pdf, "jpeg": judged_jpeg, "png": judged_png}
_BROKEN = {"pdf": BROKEN_PDF, "jpeg": BROKEN_PICTURE, "png": BROKEN_PICTURE}

_MEMORY = 320 * MB
"""Of addresses, not all of which are ever used: what is really taken stays under 300 MB."""
_LIMITS = {
    resource.RLIMIT_AS: _MEMORY,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NPROC: 0,
}
_DRAWING_SECONDS = 15.0


def judged(kind: Kind, content: bytes, caps: Caps) -> Drawing:
    """Judge a file right here, without the bounds of a process: only for whoever is in one.

    Raises:
        UploadRefused: what is wrong with it. Nothing else is ever raised, nor by the drawing that is given back.
    """
    with _only_refusals(_BROKEN[kind]):
        return partial(_drawn, _JUDGES[kind](content, caps), _BROKEN[kind])


def _drawn(drawing: Drawing, broken: str) -> bytes:
    with _only_refusals(broken):
        return drawing()


@contextmanager
def _only_refusals(broken: str) -> Iterator[None]:
    """Pillow and pypdf raise anything on damaged files, and their messages and warnings hold what is in the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except UploadRefused:
            raise
        except MemoryError:
            raise UploadRefused([TOO_MUCH]) from None
        except Exception:
            raise UploadRefused([broken]) from None


def main() -> None:
    """Read an order and a file, and answer with the copy or with the faults."""
    for limit, most in _LIMITS.items():
        resource.setrlimit(limit, (most, most))
    kind, caps = read_order(sys.stdin.buffer)
    signal.setitimer(signal.ITIMER_PROF, max(caps.seconds, 0.001))  # at 0 it would never ring
    try:
        drawing = judged(kind, sys.stdin.buffer.read(), caps)
        signal.setitimer(signal.ITIMER_PROF, _DRAWING_SECONDS)
        write_copy(sys.stdout.buffer, drawing())
    except UploadRefused as refused:
        write_refusal(sys.stdout.buffer, refused)


if __name__ == "__main__":
    main()
