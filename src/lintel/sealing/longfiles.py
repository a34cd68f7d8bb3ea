"""Files of any length sealed to a recipient, a piece at a time: neither sealing nor opening holds the whole of one.

A new random key seals the pieces, and is itself sealed to the recipient. Each piece is bound to its place and to
whether it is the last, so that none can be moved, left out or cut off.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lintel.sealing.aead import SealBroken, new_key, seal, unseal
from lintel.sealing.recipients import open_sealed, seal_to

_BEGINS = b"lintel sealed file 1\n"
_PIECE = 1 << 20
_LONGEST = _PIECE + 64
_LENGTH = struct.Struct(">I")


def seal_file(public: bytes, source: Path, to: Path) -> None:
    """Seal a file to a public key, into a new one (0600) that is safe on the disk. Raises `KeysRefused`, `OSError`."""
    key = new_key()
    with source.open("rb") as clear, _new(to) as sealed:
        sealed.write(_BEGINS)
        _put(sealed, seal_to(public, key))
        for n, (piece, last) in enumerate(_pieces(clear)):
            _put(sealed, seal(key, piece, _bound(n, last=last)))
        sealed.flush()
        os.fsync(sealed.fileno())


def open_file(private: bytes, source: Path, to: Path) -> None:
    """Open a sealed file into a new one (0600). Raises `SealBroken` unless it is whole and sealed to this key."""
    with source.open("rb") as sealed, _new(to) as clear:
        if sealed.read(len(_BEGINS)) != _BEGINS:
            raise SealBroken
        key = open_sealed(private, _get(sealed))
        n, last = 0, False
        while not last:
            piece, last = _opened(key, _get(sealed), n)
            clear.write(piece)
            n += 1
        if sealed.read(1):
            raise SealBroken


def _opened(key: bytes, sealed: bytes, n: int) -> tuple[bytes, bool]:
    try:
        return unseal(key, sealed, _bound(n, last=False)), False
    except SealBroken:
        return unseal(key, sealed, _bound(n, last=True)), True


def _bound(n: int, *, last: bool) -> bytes:
    return f"piece {n}{' and last' if last else ''}".encode()


def _pieces(clear: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The pieces of a file, each with whether it is the last; an empty file is one empty piece."""
    piece = clear.read(_PIECE)
    while following := clear.read(_PIECE):
        yield piece, False
        piece = following
    yield piece, True


def _put(sealed: BinaryIO, piece: bytes) -> None:
    sealed.write(_LENGTH.pack(len(piece)))
    sealed.write(piece)


def _get(sealed: BinaryIO) -> bytes:
    begins = sealed.read(_LENGTH.size)
    if len(begins) != _LENGTH.size:
        raise SealBroken
    length: int = _LENGTH.unpack(begins)[0]
    piece = sealed.read(length) if length <= _LONGEST else b""
    if len(piece) != length:
        raise SealBroken
    return piece


def _new(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
