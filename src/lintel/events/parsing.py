"""One line of an interchange file made into an entry, or everything that is wrong with it."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NoReturn

from pydantic import ValidationError

from lintel.events.declaration import ANY_THREAD
from lintel.events.entry import LONDON, ORGANISATION_BOOK, PERSON_BOOK, Entry
from lintel.events.faults import LINE, described, expected, out_of_reach, perhaps, shown, shown_key
from lintel.events.registry import KINDS, Kind
from lintel.events.values import HANDLE

Say = Callable[[str, str, str], None]
"""Report a fault: the field, what is wrong, and what is expected."""

_HANDLE = re.compile(HANDLE).fullmatch  # `match` would let a line break stand at the end
_HANDLE_WORDS = "letters, digits and .:_- without spaces, at most 64 of them"
_HALF = re.compile(r"\\[uU][dD][89a-fA-F]")
_ENVELOPE = ("book", "id", "event", "at", "recorded_at", "by", "thread", "about", "data")
_INSTANT = "a date and time with its offset, as 2024-03-28T16:30:00+00:00"


class _DoubledKeyError(ValueError):
    """An object has one key twice: one of the two values would be lost."""


def parse(text: str, line: int, say: Say) -> Entry | None:
    """The entry that a line holds; None, with every fault said, where it holds none."""
    source = _object(text, say)
    return None if source is None else made(source, line, say)


def made(source: Mapping[str, Any], line: int, say: Say) -> Entry | None:
    """The entry that an object holds, fields as in a file; None, with every fault said, where it holds none."""
    said = 0

    def fault(field: str, wrong: str, expected: str) -> None:
        nonlocal said
        said += 1
        say(field, wrong, expected)

    kind = _kind(source, fault)
    if kind is None:
        _check_envelope(source, fault)
        return None
    entry = _entry(source, kind, line, fault)
    return None if said else entry


def names_in(text: str) -> Iterator[tuple[str, str]]:
    """What a refused line would have made known to the rest of its book: its id, and a person who joins by it."""
    try:
        source = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return
    if isinstance(source, dict):
        data = source.get("data")
        person = data.get("person") if isinstance(data, dict) else None
        yield from ((str(source.get("book")), name) for name in (source.get("id"), person) if isinstance(name, str))


def _object(text: str, say: Say) -> dict[str, Any] | None:
    try:
        found = _DECODER.decode(text)
    except _DoubledKeyError as error:
        say(str(error), "stands twice in one object", "each key once")
    except RecursionError:
        say(LINE, "is nested too deeply to be an entry", "one flat JSON object")
    except ValueError:
        say(LINE, _why_no_json(text), "one whole JSON object on each line")
    else:
        if isinstance(found, dict) and not _holds_half_a_character(text, found):
            return found
        wrong = "holds half a character" if isinstance(found, dict) else f"is {described(found)}"
        say(LINE, wrong, "one JSON object on each line")
    return None


def _holds_half_a_character(text: str, found: dict[str, Any]) -> bool:
    """Whether an escape stands for one half of a pair alone: no such text can be written to any file."""
    return _HALF.search(text) is not None and any(
        "\ud800" <= each <= "\udfff" for each in json.dumps(found, ensure_ascii=False)
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise _DoubledKeyError(shown_key(twice))
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _why_no_json(text: str) -> str:
    cut = text.lstrip().startswith("{") and not text.rstrip().endswith("}")
    return "ends in the middle of an entry, as a file does that was cut short" if cut else "is not JSON"


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def _kind(source: Mapping[str, Any], say: Say) -> Kind | None:
    event = source.get("event")
    if isinstance(event, str) and event in KINDS:
        return KINDS[event]
    wrong = "is missing" if event is None else f"is {shown(event)}, which is no kind of event"
    say("event", wrong, perhaps(event, tuple(KINDS), "a kind that `lintel events` lists, as contact.made"))
    return None


def _check_envelope(source: Mapping[str, Any], say: Say) -> None:
    """Say what else is wrong with an entry whose kind is unknown."""
    _handle(source, "book", say)
    _handle(source, "id", say)
    _instants(source, say)
    _thread_and_by(source, say)
    _about(source.get("about"), say)


def _entry(source: Mapping[str, Any], kind: Kind, line: int, say: Say) -> Entry | None:
    for key in source.keys() - set(_ENVELOPE) - set(kind.sealed):
        _unknown_key(key, kind, say)
    book, name = _handle(source, "book", say), _handle(source, "id", say)
    at, recorded_at = _instants(source, say)
    thread, by = _thread_and_by(source, say)
    about = _about(source.get("about"), say)
    fields = _fields(source, kind, say)
    _check_book(book, kind, say)
    _check_thread(thread, source.get("thread"), kind, say)
    if book is None or name is None or at is None or recorded_at is None or fields is None:
        return None
    facts, sealed = fields
    return Entry(book, name, kind.name, at, recorded_at, by, thread, about, facts, sealed, line)


def _unknown_key(key: str, kind: Kind, say: Say) -> None:
    if key in kind.facts:
        say(key, "stands beside `data`", f"`{key}` inside `data`")
    else:
        known = (*_ENVELOPE, *kind.sealed)
        say(shown_key(key), f"is no field of {kind.name}", perhaps(key, known, f"one of {', '.join(known)}"))


def _thread_and_by(source: Mapping[str, Any], say: Say) -> tuple[str | None, str | None]:
    thread = _handle(source, "thread", say) if source.get("thread") is not None else None
    return thread, _handle(source, "by", say) if source.get("by") is not None else None


def _handle(source: Mapping[str, Any], field: str, say: Say) -> str | None:
    value = source.get(field)
    if isinstance(value, str) and _HANDLE(value):
        return value
    say(field, "is missing" if value is None else f"is {shown(value)}", _HANDLE_WORDS)
    return None


def _instants(source: Mapping[str, Any], say: Say) -> tuple[datetime | None, datetime | None]:
    at = _instant(source, "at", say)
    recorded_at = _instant(source, "recorded_at", say) if source.get("recorded_at") is not None else at
    if at and recorded_at and recorded_at < at:
        say("at", "is after recorded_at", "nothing written down before it happened")
    return at, recorded_at


def _instant(source: Mapping[str, Any], field: str, say: Say) -> datetime | None:
    value = source.get(field)
    if value is None:
        say(field, "is missing", _INSTANT)
        return None
    found = read_instant(value)
    if found is None:
        say(field, f"is {shown(value)}", _INSTANT)
    elif found.tzinfo is None:
        say(field, "has no offset", _INSTANT)
    elif reach := out_of_reach(found) or out_of_reach(found.astimezone(LONDON)):
        say(field, *reach)
    else:
        return found
    return None


def read_instant(value: object) -> datetime | None:
    """The instant that ISO 8601 text spells, with or without an offset; None where it spells none."""
    if not isinstance(value, str) or "T" not in value:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _about(value: object, say: Say) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        say("about", f"is {shown(value)}", 'a list of handles of people in this case, as ["v1"]')
        return ()
    handles = [each for each in value if isinstance(each, str) and _HANDLE(each)]
    for place, each in enumerate(value, 1) if len(handles) < len(value) else ():
        if each not in handles:
            say(f"about[{place}]", f"is {shown(each)}", f"a handle: {_HANDLE_WORDS}")
    return tuple(dict.fromkeys(handles))


def _check_book(book: str | None, kind: Kind, say: Say) -> None:
    if book is None:
        return
    own = "organisation" if book == ORGANISATION_BOOK else "person" if book.startswith(PERSON_BOOK) else "case"
    if own == "person" and not _HANDLE(book.removeprefix(PERSON_BOOK)):
        say("book", "names nobody", f"{PERSON_BOOK} and a handle, as person:v1")
    if own not in kind.declaration.books:
        whose = _ARTICLE[own]
        say("event", f"is {kind.name}, in the book of {whose}", f"an event of {whose}: `lintel events`")


_ARTICLE = {"organisation": "the organisation", "person": "a person", "case": "a case"}


def _check_thread(thread: str | None, given: object, kind: Kind, say: Say) -> None:
    said = kind.declaration
    if said.continues and given is None:
        say("thread", "is missing", opening_of(said.continues))
    if thread and not said.continues and not said.may_continue:
        say("thread", f"is given, but {kind.name} continues no thread", "no thread")


def opening_of(thread: str) -> str:
    """What the entry that opened a kind of thread is called in a message."""
    return f"the id of the entry that opened the {'thread' if thread == ANY_THREAD else thread.replace('_', ' ')}"


Fields = tuple[dict[str, object], dict[str, object]]


def _fields(source: Mapping[str, Any], kind: Kind, say: Say) -> Fields | None:
    """The facts and the sealed fields of an entry, apart."""
    data = source.get("data")
    if data is None:
        data = {}
    if not isinstance(data, dict):
        say("data", f"is {shown(data)}", "an object of facts")
        return None
    for key in data.keys() & set(kind.sealed):
        say(f"data.{key}", "is a sealed field", f"`{key}` beside `data`, not in it")
    sealed = {key: source[key] for key in kind.sealed if source.get(key) is not None}
    facts = coded(kind, {key: value for key, value in data.items() if key not in kind.sealed}, sealed, say)
    return None if facts is None else (facts, sealed)


def coded(kind: Kind, data: Mapping[str, object], sealed: Mapping[str, object], say: Say) -> dict[str, object] | None:
    """The facts as the rules read them: absent ones left out, declared defaults in place, dates as dates."""
    try:
        model = kind.model.model_validate({**data, **sealed})
    except ValidationError as error:
        places: set[tuple[Any, ...]] = set()
        for each in error.errors(include_url=False):
            place = each["loc"][: 1 if each["loc"][0] in kind.sealed else 2]
            if place not in places:
                places.add(place)
                _say_field(kind, each, say)
        return None
    given = vars(model)
    facts = {name: given[field] for name, field in _fact_fields(kind.name) if given[field] is not None}
    strange = [(name, reach) for name, each in facts.items() if (reach := out_of_reach(each))]
    for name, reach in strange:
        say(f"data.{name}", *reach)
    return None if strange else facts


@cache
def _fact_fields(name: str) -> tuple[tuple[str, str], ...]:
    kind = KINDS[name]
    named = {info.alias or field: field for field, info in kind.model.model_fields.items()}
    return tuple((fact, named[fact]) for fact in kind.facts)


def _say_field(kind: Kind, error: Any, say: Say) -> None:
    name, *within = error["loc"]
    if name in kind.sealed:
        say(name, "holds what is no text", "text, a list of texts, or an object of texts")
    elif name in kind.facts:
        wrong = "is missing" if error["type"] == "missing" else f"is {shown(error['input'])}"
        place = [f"[{part + 1}]" if isinstance(part, int) else f".{shown_key(part)}" for part in within[:1]]
        say("".join((f"data.{name}", *place)), wrong, expected(kind.facts[name], error, whole=not within))
    else:
        known = f"one of {', '.join(kind.facts)}" if kind.facts else "no facts"
        say(f"data.{shown_key(name)}", f"is no fact of {kind.name}", perhaps(name, tuple(kind.facts), known))
