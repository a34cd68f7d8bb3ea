"""Reading instrument files. A bad file is refused with all that is wrong with it, in words for whoever wrote it."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from lintel.instruments.checking import check_named, check_whole
from lintel.instruments.faults import InstrumentFault, InstrumentRefused, Say, in_words, one_of, place
from lintel.instruments.instrument import PATTERNS, Head, Instrument, Question, Section, Table, Threshold

SHIPPED = Path(__file__).parent / "topics.toml"
_LARGEST = 1_000_000
_MOST = 200
_TABLES = ("instrument", "section", "question", "level")

AnyTable = TypeVar("AnyTable", bound=Table)


def load(path: Path) -> Instrument:
    """The instrument in a file. Raises `InstrumentRefused`, naming every fault."""
    return instrument_in(_parsed(path), path.name)


@cache
def shipped() -> Instrument:
    """The instrument that comes with Lintel: topics in our own words."""
    return load(SHIPPED)


def load_folder(folder: Path) -> tuple[Instrument, ...]:
    """Every instrument of a folder (`*.toml`), by file name. Raises `InstrumentRefused` with the faults of all."""
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not files:
        wrong, write = "has no instrument", "name a folder that holds one .toml file for each instrument"
        raise InstrumentRefused([InstrumentFault(str(folder), "folder", wrong, write)])
    found: list[Instrument] = []
    faults: list[InstrumentFault] = []
    for path in files:
        try:
            found.append(load(path))
        except InstrumentRefused as refused:
            faults += refused.faults
    faults += _twice([shipped(), *found])
    if faults:
        raise InstrumentRefused(faults)
    return tuple(found)


def _twice(found: Iterable[Instrument]) -> Iterable[InstrumentFault]:
    """The files that state a version which another has stated."""
    before: dict[tuple[str, str], Instrument] = {}
    for each in found:
        first = before.setdefault((each.head.id, each.head.version), each)
        if first is not each:
            wrong = f"states a version of {each.head.id} that {first.file} states too"
            yield InstrumentFault(each.file, "instrument.version", wrong, "write another version, or leave one out")


def instrument_in(source: Mapping[str, Any], file: str) -> Instrument:
    """The instrument that the tables of a file state. Raises `InstrumentRefused`, naming every fault."""
    faults: list[InstrumentFault] = []

    def say(key: str, wrong: str, write: str) -> None:
        faults.append(InstrumentFault(file, key, wrong, write))

    for key in source:
        if key not in _TABLES:
            say(place("", key), "is no table of an instrument", one_of(key, _TABLES))
    head = _as_table("instrument", source["instrument"], Head, say) if "instrument" in source else None
    if "instrument" not in source:
        say("instrument", "is missing", "begin the file with [instrument] and its id, name and version")
    sections = _tables("section", source, Section, say)
    questions = _tables("question", source, Question, say)
    thresholds = _tables("level", source, Threshold, say)
    check_named(questions, _ids(source.get("section")), say)
    if not faults:
        check_whole(sections, questions, thresholds, say)
    if faults or head is None:
        raise InstrumentRefused(faults)
    return Instrument(head, tuple(sections.values()), tuple(questions.values()), tuple(thresholds.values()), file)


def _tables(name: str, source: Mapping[str, Any], shape: type[AnyTable], say: Say) -> dict[str, AnyTable]:
    """The tables of one list that have its shape, each by the place that a message names."""
    given = source.get(name, [])
    if not isinstance(given, list):
        say(name, "is no list of tables", f"write [[{name}]] with two brackets")
        return {}
    if not given and name != "level":
        say(name, "is missing", f"write at least one [[{name}]]")
    if len(given) > _MOST:
        say(name, f"stands there {len(given)} times", f"write at most {_MOST}")
        return {}
    key = "level" if name == "level" else "id"
    for twice in (each for each, times in Counter(_named(given, key)).items() if times > 1):
        say(place(name, twice), "stands twice", f"give each its own {key}")
    found = {place(name, number): _as_table(place(name, number), each, shape, say) for number, each in enumerate(given)}
    return {where: each for where, each in found.items() if each is not None}


def _ids(source: object) -> frozenset[str]:
    return frozenset(_named(source if isinstance(source, list) else [], "id"))


def _named(tables: Iterable[object], key: str) -> Iterable[str]:
    """What the tables of a list are called, those of the wrong shape too: nobody is told that they are missing."""
    found = (each.get(key) for each in tables if isinstance(each, dict))
    return (each for each in found if isinstance(each, str))


def _as_table(key: str, source: object, shape: type[AnyTable], say: Say) -> AnyTable | None:
    try:
        return shape.model_validate(source)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            say(place(key, *each["loc"]), *in_words(each, shape.model_fields, PATTERNS))
        return None


def _parsed(path: Path) -> dict[str, Any]:
    """The tables of a file, whatever they are. Raises `InstrumentRefused` for what is no TOML."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _refused(path.name, "is too large to be an instrument", f"write at most {_LARGEST:,} bytes")
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        said = (error.strerror or "no reason given").lower()
        raise _refused(str(path), f"cannot be read ({said})", "check the path") from None
    except UnicodeDecodeError:
        raise _refused(path.name, "is not UTF-8", "save it as UTF-8") from None
    except RecursionError:
        raise _refused(path.name, "is nested too deeply to be an instrument", "write plain tables") from None
    except InstrumentRefused:
        raise
    except ValueError as error:  # TOML that is none, or a number of thousands of digits
        where = re.search(r"at line \d+, column \d+", str(error))
        said = f"is not TOML {where[0]}" if where else "is not TOML"
        raise _refused(path.name, said, "docs/instruments.md shows how each table is written") from None


def _refused(file: str, wrong: str, write: str) -> InstrumentRefused:
    return InstrumentRefused([InstrumentFault(file, "file", wrong, write)])
