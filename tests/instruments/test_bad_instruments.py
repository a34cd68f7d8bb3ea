"""An instrument file that is wrong in any way is refused, in words that its owner understands.

Each file in `bad/` is right but for one mistake; the comment that it begins with is what must be said of it.
"""

import re
from pathlib import Path

import pytest

from lintel.instruments.faults import InstrumentRefused
from lintel.instruments.loading import SHIPPED, load, load_folder

FILES = sorted((Path(__file__).parent / "bad").glob("*.toml"))
NO_WORDS_FOR_ITS_OWNER = re.compile(r"Input should|pydantic|Traceback|<class|NoneType|\bNone\b|\bTrue\b|\[type=|\[0\]")


def refusal(path: Path) -> list[str]:
    with pytest.raises(InstrumentRefused) as refused:
        load(path)
    return str(refused.value).splitlines()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_with_a_mistake_is_refused_in_these_words(path: Path) -> None:
    promised = re.findall(r"^# Refused: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert refusal(path) == promised


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_refusal_speaks_to_the_owner_of_the_file(path: Path) -> None:
    assert [line for line in refusal(path) if NO_WORDS_FOR_ITS_OWNER.search(line)] == []


def test_there_is_a_file_for_every_mistake_we_know_of() -> None:
    assert len(FILES) > 35


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.toml"
    assert refusal(path) == [f"{path}: file cannot be read (no such file or directory); check the path"]


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes(b'[instrument]\nname = "caf\xe9"\n')
    assert refusal(path) == ["latin.toml: file is not UTF-8; save it as UTF-8"]


def test_a_file_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text(f"question = {'[' * 5000}{']' * 5000}\n", encoding="utf-8")
    assert refusal(path) == ["deep.toml: file is nested too deeply to be an instrument; write plain tables"]


def test_a_file_of_more_than_a_megabyte_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_text("#" * 1_000_001, encoding="utf-8")
    assert refusal(path) == ["large.toml: file is too large to be an instrument; write at most 1,000,000 bytes"]


def test_more_questions_than_anybody_could_be_asked_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.toml"
    more = "".join(f'[[question]]\nid = "q{each}"\nsection = "now"\nwords = "?"\n' for each in range(201))
    path.write_text(SHIPPED.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert refusal(path) == ["long.toml: question stands there 225 times; write at most 200"]


def test_a_folder_without_an_instrument_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InstrumentRefused, match="has no instrument"):
        load_folder(tmp_path)


def test_the_faults_of_every_file_of_a_folder_are_said_at_once(tmp_path: Path) -> None:
    for path in FILES[:3]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(InstrumentRefused) as refused:
        load_folder(tmp_path)
    assert [fault.file for fault in refused.value.faults] == [path.name for path in FILES[:3]]


def test_two_files_may_not_state_the_same_version(tmp_path: Path) -> None:
    (tmp_path / "topics.toml").write_bytes(SHIPPED.read_bytes())
    with pytest.raises(InstrumentRefused, match=r"states a version of lintel-topics that topics\.toml states too"):
        load_folder(tmp_path)
