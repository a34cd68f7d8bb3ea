"""Files of any length, sealed to a recipient."""

from pathlib import Path
from random import Random

import pytest

from lintel.sealing.aead import SealBroken
from lintel.sealing.longfiles import open_file, seal_file
from lintel.sealing.recipients import new_recipient

PIECE = 1 << 20
PAIR = new_recipient()


def sealed(folder: Path, text: bytes) -> Path:
    (folder / "clear").write_bytes(text)
    seal_file(PAIR.public, folder / "clear", folder / "sealed")
    return folder / "sealed"


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_was_sealed_is_opened_whatever_its_length(tmp_path: Path, length: int) -> None:
    text = Random(length).randbytes(length)
    file = sealed(tmp_path, text)
    assert file.stat().st_mode & 0o777 == 0o600
    open_file(PAIR.private, file, tmp_path / "opened")
    assert (tmp_path / "opened").read_bytes() == text


def test_nothing_that_was_cut_moved_added_to_or_changed_is_opened(tmp_path: Path) -> None:
    file = sealed(tmp_path, Random(1).randbytes(2 * PIECE + 5))
    whole = file.read_bytes()
    dice = Random(2)
    begins = len(whole) - 2 * (PIECE + 33) - (5 + 33)
    first, second = whole[begins : begins + PIECE + 33], whole[begins + PIECE + 33 : begins + 2 * (PIECE + 33)]
    bad = [
        whole[:-1], whole[: begins + 2 * (PIECE + 33)], whole[:begins], whole + b"x", b"", b"something else",
        whole.replace(first + second, second + first), whole.replace(first, b""),
    ]  # fmt: skip
    for place in [dice.randrange(len(whole)) for _ in range(20)]:
        bad.append(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    for n, each in enumerate(bad):
        assert each != whole
        file.write_bytes(each)
        with pytest.raises(SealBroken):
            open_file(PAIR.private, file, tmp_path / f"opened{n}")


def test_nobody_else_opens_it(tmp_path: Path) -> None:
    file = sealed(tmp_path, b"words")
    with pytest.raises(SealBroken):
        open_file(new_recipient().private, file, tmp_path / "opened")
    assert b"words" not in file.read_bytes()
