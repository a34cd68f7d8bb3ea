"""Key files that are refused, with everything that is wrong and never with a key."""

import base64
import os
from pathlib import Path

import pytest

from lintel.sealing.aead import SealBroken
from lintel.sealing.keyring import KeyRing, KeysRefused, from_file, from_text, new_ring


def key(seed: int) -> str:
    return base64.b64encode(bytes(seed * 37 + n * 11 & 0xFF for n in range(32))).decode()


def text(current: str = '"a"', index: str = key(1), anchor: str = key(2), masters: str = f'a = "{key(3)}"') -> str:
    return f'current = {current}\nindex = "{index}"\nanchor = "{anchor}"\n[master]\n{masters}\n'


MAKE = "make one with `lintel keys new FILE` and name it in LINTEL_KEYS_FILE"
NAMELESS = "a master key has no proper name: at most 32 small letters, digits, dots and dashes"
REFUSED: dict[str, tuple[str, tuple[str, ...]]] = {
    "no TOML": ("keys: yes", (f"the keys are not TOML: {MAKE}",)),
    "empty": ("", ("index is not there", "anchor is not there", f"current names no key under [master]: {MAKE}")),
    "no masters": (
        'current = "a"',
        ("index is not there", "anchor is not there", f"current names no key under [master]: {MAKE}"),
    ),
    "masters that are no table": (
        f'current = "a"\nindex = "{key(1)}"\nanchor = "{key(2)}"\nmaster = "{key(3)}"',
        (f"current names no key under [master]: {MAKE}",),
    ),
    "another current": (text(current='"b"'), (f"current names no key under [master]: {MAKE}",)),
    "a current that is no text": (text(current="[]"), (f"current names no key under [master]: {MAKE}",)),
    "no base64": (text(index="not base64!"), ("index is no base64 text",)),
    "no text": (text(masters="a = 7"), ('master "a" is no base64 text',)),
    "an umlaut": (text(anchor="ü" * 44), ("anchor is no base64 text",)),
    "too short": (text(anchor=key(2)[:40]), ("anchor is not 32 bytes long",)),
    "too long": (text(anchor=base64.b64encode(bytes(range(33))).decode()), ("anchor is not 32 bytes long",)),
    "an example": (text(masters=f'a = "{"A" * 43}="'), ('master "a" was not made at random',)),
    "one key in two places": (text(index=key(2)), ("one key stands in two places: each must be a key of its own",)),
    "two masters alike": (
        text(masters=f'a = "{key(3)}"\nb = "{key(3)}"'),
        ("one key stands in two places: each must be a key of its own",),
    ),
    "a name with signs": (text(masters=f'a = "{key(3)}"\n"a \\"b\\"" = "{key(4)}"'), (NAMELESS,)),
    "a key for a name": (
        text(masters=f'a = "{key(3)}"\n"{key(4)}" = "b"'),
        ("a master key is no base64 text", NAMELESS),
    ),
    "more than belongs in it": (
        'old = "x"\n' + text(),
        ("there is more in it than current, index, anchor and [master]: take that out",),
    ),
    "everything at once": (
        text(current='"z"', index="!", anchor="AAAA", masters='"A B" = "?"'),
        (
            "a master key is no base64 text", "index is no base64 text", "anchor is not 32 bytes long", NAMELESS,
            f"current names no key under [master]: {MAKE}",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("given", "faults"), REFUSED.values(), ids=REFUSED)
def test_keys_that_are_wrong_are_refused_with_everything_that_is_wrong(given: str, faults: tuple[str, ...]) -> None:
    with pytest.raises(KeysRefused) as refused:
        from_text(given)
    assert refused.value.faults == faults
    assert not any(key(seed) in str(refused.value) for seed in range(1, 5))


def test_keys_that_are_right_are_taken() -> None:
    ring = from_text(text(masters=f'a = "{key(3)}"\n"2024-04.2" = "{key(4)}"'))
    assert (ring.current, [*ring.masters]) == ("a", ["a", "2024-04.2"])
    assert from_text(ring.as_toml()) == ring


def file(folder: Path, mode: int = 0o600, content: bytes = new_ring("a").as_toml().encode()) -> Path:
    path = folder / "keys.toml"
    path.write_bytes(content)
    path.chmod(mode)
    return path


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o660, 0o644, 0o777])
def test_a_file_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(KeysRefused, match="may be read by others than its owner: chmod 600"):
        from_file(file(tmp_path, mode))


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_ours_alone_is_read(tmp_path: Path, mode: int) -> None:
    assert from_file(file(tmp_path, mode)).current == "a"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
def test_a_file_of_another_users_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path)
    os.chown(path, 65534, 65534)
    with pytest.raises(KeysRefused, match="belongs to another user than Lintel runs as"):
        from_file(path)


def test_what_is_no_readable_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path, why in (
        (tmp_path / "absent", "cannot be read"),
        (tmp_path, "cannot be read"),
        (tmp_path / "pipe", "the key file is no file"),
        (file(tmp_path, content=b"\xff\xfe"), "cannot be read"),
    ):
        with pytest.raises(KeysRefused, match=why):
            from_file(path)


def test_a_ring_shows_no_key_when_it_is_printed() -> None:
    ring = new_ring("a")
    assert ring.index.hex() not in repr(ring)
    assert repr(ring).startswith("<")


def test_two_rings_have_no_key_in_common() -> None:
    one, other = new_ring("a"), new_ring("a")
    assert not {*one.masters.values(), one.index, one.anchor} & {*other.masters.values(), other.index, other.anchor}


def test_every_master_key_unwraps_what_it_wrapped() -> None:
    older = new_ring("a")
    newer = older.with_new_master("b")
    for ring in (older, newer):
        name, wrapped = ring.wrap(b"the key of a book, thirty-two by", b"book")
        assert newer.unwrap(name, wrapped, b"book") == b"the key of a book, thirty-two by"
    with pytest.raises(KeysRefused, match="add that key to it"):
        older.unwrap("b", wrapped, b"book")
    with pytest.raises(SealBroken):
        newer.unwrap("a", wrapped, b"book")


@pytest.mark.parametrize("name", ["a", "", "A", "-a", "a b", 'a"', "a" * 33, "ä", "a\n"])
def test_a_new_master_key_needs_a_name_of_its_own(name: str) -> None:
    with pytest.raises(KeysRefused, match="a name of its own"):
        new_ring("a").with_new_master(name)


def test_the_current_master_key_is_never_dropped() -> None:
    ring: KeyRing = new_ring("a").with_new_master("b")
    assert [*ring.without_master("a").masters] == ["b"]
    for name, why in (("b", "the current master key"), ("c", "no master key of that name")):
        with pytest.raises(KeysRefused, match=why):
            ring.without_master(name)
