"""Which instruments there are, and which of them an assessment begins with."""

from pathlib import Path

from lintel.casework.instruments import gathered, preferred
from lintel.commitments.loading import find
from lintel.instruments.instrument import Instrument
from lintel.instruments.loading import SHIPPED, load_folder, shipped

SETTLE = find("settle").all[-1]
"""A policy that names the dash."""


def licensed(folder: Path, *versions: tuple[str, str]) -> tuple[Instrument, ...]:
    """A folder with an instrument called dash, in versions published on these days. Its text is ours."""
    text = SHIPPED.read_text(encoding="utf-8").replace('id = "lintel-topics"', 'id = "dash"')
    for version, published in versions:
        said = text.replace('version = "1"', f'version = "{version}"').replace("2026-11-22", published)
        (folder / f"{version}.toml").write_text(said, encoding="utf-8")
    return load_folder(folder)


def test_without_a_folder_there_are_the_topics_that_come_with_lintel() -> None:
    assert [each.head.id for each in gathered(()).choices()] == ["lintel-topics"]


def test_the_newest_version_is_used_and_the_old_ones_read_old_answers(tmp_path: Path) -> None:
    found = gathered(licensed(tmp_path, ("9", "2020-01-01"), ("10", "2023-01-01")))
    newest, old = found.newest("dash"), found.version("dash", "9")
    assert newest is not None
    assert old is not None
    assert (newest.head.version, old.head.version) == ("10", "9")
    assert [each.head.version for each in found.choices()] == ["10", "1"]


def test_without_a_version_answers_are_read_only_where_there_is_but_one(tmp_path: Path) -> None:
    found = gathered(licensed(tmp_path, ("9", "2020-01-01"), ("10", "2023-01-01")))
    assert found.version("dash", None) is None
    assert found.version("lintel-topics", None) is shipped()


def test_what_the_policy_names_comes_first_where_it_is_loaded(tmp_path: Path) -> None:
    found = preferred(gathered(licensed(tmp_path, ("9", "2020-01-01"))), SETTLE)
    assert (found.instrument.head.id, found.named, found.here) == ("dash", "dash", True)


def test_where_it_is_not_loaded_that_is_said() -> None:
    found = preferred(gathered(()), SETTLE)
    assert (found.instrument.head.id, found.named, found.here) == ("lintel-topics", "dash", False)


def test_a_policy_that_names_none_begins_with_the_first_that_there_is() -> None:
    found = preferred(gathered(()), find("association").all[-1])
    assert (found.instrument.head.id, found.named) == ("lintel-topics", None)
