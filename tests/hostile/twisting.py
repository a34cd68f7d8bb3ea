"""Requests that no form of ours sends: one that would do, twisted in a few places by dice that fall alike each time."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote_plus

from tests.hostile.harvest import Pair

Bytes = tuple[bytes, bytes]
"""A field as it is sent: its name and its value, neither of which has to be text."""

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_BOUNDARY = "ALineThatIsInNoFile"

ODD: tuple[bytes, ...] = (
    b"", b" ", b"\0", b"a\0b", b"\r\nSet-Cookie: a=b", b"\x1b[2J", "\u202eevil\u2066".encode(), "\ufeff".encode(),
    b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x80", b"\xf4\x90\x80\x80", "e\u0301\u0327".encode() * 40, "😀".encode() * 200,
    b"x" * 301, b"x" * 4_001, b"x" * 20_001, b"x" * 210_000, b"-1", b"0", b"00", b"1" * 30, b"9" * 5_000, b"1e309",
    b"NaN", b"-Infinity", b"0x10", "٣".encode(), "²".encode(), b"1.5", b"1_0", b"true", b"null", b"[]", b"{}",
    b"[object]", b"' OR 1=1 --", b"\"><script>alert(1)</script>", b"{{7*7}}", b"${7*7}", b"%s%n", b"../../etc/passwd",
    b"=cmd|'/C x'!A0", b"0000-00-00", b"0001-01-01", b"9999-12-31", b"10000-01-01", b"2023-02-29", b"2024-02-30T25:61",
    b"1899-12-31", b"2199-01-01T00:00:00+14:00", b"2024-03-31T01:30", b"2024-10-27 01:30", b"29", b"31", b"32", b"99",
    b"1899", b"10000", b"00:00", b"24:00", b"12:60", b"-3pm", b"00000000-0000-4000-8000-000000000000", b"note.added",
    b"case.erased",
)  # fmt: skip
"""Values that something somewhere may stumble over. None of them is a word that is planted."""

_NAMES = (b"", b"__proto__", b"id", b"book", b"actor", b"recorded_by", b"at", b"seen", b"key", b"\xff", b"a[]")
_TYPES = (
    "", "text/plain", "application/json", "application/xml", "application/octet-stream", "multipart/mixed; boundary=x",
    f"{FORM}; charset=utf-16", f"{FORM}; charset=nonsense", f"{FORM}; charset=utf-7", f"{FORM};;;=", MULTIPART,
    f"{MULTIPART}; boundary=", f"{MULTIPART}; boundary=\xe9", f"{MULTIPART}; boundary={'x' * 300}", "a" * 2_000,
    f"{MULTIPART}; boundary=another",
)  # fmt: skip
_LENGTHS = ("0", "7")  # the server lets no other that is wrong come as far as here
_HEADS = (
    b'form-data; name="file"; filename=""', b'form-data; name="file"; filename="a\0.jpg"', b"form-data", b"",
    b'form-data; name="file"; filename="../../a.jpg"', b"form-data; name*=utf-8''%ff; filename*=utf-8''%00",
    b'form-data; name="' + b"x" * 3_000 + b'"', b'attachment; filename="a"',
    b'form-data; name="file"; filename="\xff\xfe"',
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file in a form: the field, what it is called, and what is in it."""

    name: str
    called: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """A body, what it is said to be, and headers beside; `twists` names what was done to it."""

    body: bytes
    kind: str
    twists: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Strangers:
    """What belongs to others: ids that are of no use here, and keys that were used before."""

    ids: Sequence[bytes]
    keys: Sequence[bytes]


def twisted(pairs: Sequence[Pair], files: Sequence[File], others: Strangers, dice: Random) -> Sent:
    """A form with up to three twists in its fields, sent in one of many ways; one in ten is left as it was."""
    fields = [(name.encode(), value.encode()) for name, value in pairs]
    chosen = dice.choices(list(_TWISTS), k=dice.choice((0, 1, 1, 1, 2, 2, 2, 3, 3, 1)))
    for each in chosen:
        fields = _TWISTS[each](fields, others, dice)
    way = dice.choice(("plain",) * 8 + ("type", "raw", "length", "cut", "head", "json", "many"))
    return _sent(way, fields, files, tuple(chosen), dice)


def whole(pairs: Sequence[Pair], files: Sequence[File]) -> Sent:
    """A form as a browser sends it, with files."""
    fields = [(name.encode(), value.encode()) for name, value in pairs]
    return _sent("plain", fields, files, (), Random(0))


def _at(fields: Sequence[Bytes], dice: Random) -> int:
    return dice.randrange(len(fields)) if fields else 0


def _with_value(fields: Sequence[Bytes], at: int, value: bytes) -> list[Bytes]:
    return [(name, value if place == at else old) for place, (name, old) in enumerate(fields)]


def _without(fields: Sequence[Bytes], at: int) -> list[Bytes]:
    return [*fields[:at], *fields[at + 1 :]]


def _of(fields: Sequence[Bytes], name: bytes, value: bytes) -> list[Bytes]:
    return [(each, value if each == name else old) for each, old in fields]


_Twist = Callable[[Sequence[Bytes], Strangers, Random], list[Bytes]]
_TWISTS: Mapping[str, _Twist] = {
    "odd": lambda fields, _, dice: _with_value(fields, _at(fields, dice), dice.choice(ODD)),
    "odder": lambda fields, _, dice: _with_value(fields, _at(fields, dice), dice.choice(ODD) + dice.choice(ODD)),
    "missing": lambda fields, _, dice: _without(fields, _at(fields, dice)),
    "doubled": lambda fields, _, dice: [*fields, *(fields[_at(fields, dice) :][:1])],
    "unknown": lambda fields, _, dice: [*fields, (dice.choice(_NAMES), dice.choice(ODD))],
    "shuffled": lambda fields, _, dice: [(name, dice.choice(fields)[1]) for name, _ in fields],
    "another's": lambda fields, others, dice: _with_value(fields, _at(fields, dice), dice.choice(others.ids)),
    "replayed": lambda fields, others, dice: _of(fields, b"key", dice.choice(others.keys)),
    "stale": lambda fields, _, dice: _of(fields, b"seen", dice.choice((b"0", b"1", b"-1", b"9" * 25, b"x", b""))),
}


def _sent(way: str, fields: Sequence[Bytes], files: Sequence[File], twists: tuple[str, ...], dice: Random) -> Sent:
    said = (*twists, way)
    if way == "json":
        text = {name.decode(errors="replace"): value.decode(errors="replace") for name, value in fields}
        return Sent(json.dumps(text).encode(), "application/json", said)
    if way == "raw":
        return Sent(b"&".join(b"=".join(pair) for pair in fields), FORM, said)
    if way == "many":
        fields = [*fields, *((b"f%d" % number, b"") for number in range(2_000))]
    multipart = bool(files) or way == "head" or dice.random() < 0.2
    body = _parts(fields, files, way, dice) if multipart else _encoded(fields)
    kind = f"{MULTIPART}; boundary={_BOUNDARY}" if multipart else FORM
    if way == "cut":
        body = body[: dice.randrange(len(body) + 1)]
    headers = {"CONTENT_LENGTH": dice.choice(_LENGTHS)} if way == "length" and len(body) > 7 else {}
    return Sent(body, dice.choice(_TYPES) if way == "type" else kind, said, headers)


def _encoded(fields: Sequence[Bytes]) -> bytes:
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields).encode()


def _parts(fields: Sequence[Bytes], files: Sequence[File], way: str, dice: Random) -> bytes:
    parts = [(b'form-data; name="%b"' % name, value) for name, value in fields]
    for file in files:
        said = f'form-data; name="{file.name}"; filename="{file.called}"\r\nContent-Type: image/jpeg'
        parts.append((said.encode("utf-8", "surrogatepass"), file.content))
    if way == "head":
        parts.append((dice.choice(_HEADS), dice.choice(ODD)))
    line = b"--" + _BOUNDARY.encode()
    written = [b"%b\r\nContent-Disposition: %b\r\n\r\n%b\r\n" % (line, head, value) for head, value in parts]
    return b"".join(written) + line + b"--\r\n"
