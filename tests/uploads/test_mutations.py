"""Whatever has happened to a file, it is copied or refused, soon, and never with anything else than a refusal."""

import logging
import os
from collections import Counter
from collections.abc import Iterator
from random import Random
from time import process_time

import pytest

from lintel.uploads.caps import CAPS
from lintel.uploads.cell import judged
from lintel.uploads.kinds import Kind
from lintel.uploads.refusal import UploadRefused
from tests.uploads.mutating import mended, mutated
from tests.uploads.pdfs import one_page, telling_pdf
from tests.uploads.pictures import drawing, jpeg, png, telling_jpeg, telling_png
from tests.uploads.planting import CANARY

FILES = 20_000 if os.environ.get("LINTEL_PROOF") == "full" else 1_500
BATCHES = 6
SECONDS = 2.0
SEEDS: tuple[tuple[Kind, bytes], ...] = (
    ("pdf", telling_pdf()),
    ("pdf", one_page().written()),
    ("jpeg", telling_jpeg()),
    ("jpeg", jpeg(drawing("CMYK"), progressive=True)),
    ("png", telling_png()),
    ("png", png(drawing("P"), transparency=1)),
)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """pypdf complains of each file at length; the cell has nowhere to write that, and nor have we."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def answer(kind: Kind, content: bytes) -> str:
    started, said = process_time(), ""
    try:
        judged(kind, content, CAPS)()
    except UploadRefused as refused:
        said = str(refused)
    assert process_time() - started < SECONDS
    assert CANARY not in said
    return "refused" if said else "copied"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_changed_file_is_copied_or_refused_and_nothing_else(batch: int) -> None:
    kind, seed = SEEDS[batch]
    answers = Counter(
        answer(kind, mended(kind, mutated(seed, Random(number)))) for number in range(batch, FILES, BATCHES)
    )
    assert answers["copied"] > FILES // BATCHES // 50
    assert answers["refused"] > FILES // BATCHES // 10
