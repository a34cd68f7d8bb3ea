"""What is wrong with a pattern in a policy file: an event, a fact or a value that there is not."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import get_args

from lintel.commitments.reading import CORRECTION
from lintel.events.declaration import ANY_THREAD
from lintel.events.facts import FactType
from lintel.events.registry import KINDS
from lintel.events.values import HANDLE, Code

Say = Callable[[str, str, str], None]
"""Report a fault: the key, what is wrong there, and what to write."""

CONDITIONS = ("not", "set", "min", "max")
CODE: str = get_args(Code)[1].metadata[0].pattern
_NO_PATTERN = 'write "event" or {event = "…", where = {…}}'
_LONGEST_SHOWN = 60
_NEAR = 0.7


def did_you_mean(word: object, known: Collection[str], prefix: str = "") -> str:
    """The nearest known word, as the start of a remedy; all of them, where none is near."""
    words = sorted(each for each in known if each.isprintable())
    near = get_close_matches(str(word), words, n=1, cutoff=_NEAR)
    if near:
        return f'write "{prefix}{near[0]}"'
    return f"write one of: {', '.join(prefix + each for each in words)}"


def shown(value: object) -> str:
    """A value as it is spelled in TOML, for a message."""
    if isinstance(value, str):
        cut = value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
        return json.dumps(cut, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return "a table" if isinstance(value, Mapping) else f"{value}"


def place(key: str, *parts: object) -> str:
    """Where something stands in a file, as `commitment.first-contact.clause[2]`: places in a list count from 1."""
    for part in parts:
        if isinstance(part, int):
            key += f"[{part + 1}]"
        else:
            key += f".{part if re.fullmatch(r'[A-Za-z0-9_-]+', str(part)) else shown(part)}"
    return key.removeprefix(".")


def readable_facts(event: str) -> dict[str, FactType]:
    """The facts that an entry of this kind may be read with: its own, and its thread's opener's beneath them."""
    said = KINDS[event].declaration
    if said.continues is None and not said.may_continue:
        return KINDS[event].facts
    found: dict[str, FactType] = {}
    for kind in KINDS.values():
        opens = kind.declaration.opens
        if opens and (said.may_continue or said.continues in (opens, ANY_THREAD)):
            found.update(kind.facts)
    return {**found, **KINDS[event].facts}


def check_pattern(key: str, source: object, say: Say) -> None:
    """Say everything that is wrong with a pattern."""
    if isinstance(source, list):
        if not source:
            say(key, "is an empty list", "name at least one event")
        for number, each in enumerate(source):
            if isinstance(each, list):
                say(place(key, number), "is a list within a list", _NO_PATTERN)
            else:
                check_pattern(place(key, number), each, say)
    elif isinstance(source, Mapping):
        _check_table(key, source, say)
    else:
        check_event(key, source, say)


def _check_table(key: str, source: Mapping[str, object], say: Say) -> None:
    for word in source:
        if word not in ("event", "where"):
            say(place(key, word), "is no key of a pattern", "write event and where")
    if "event" not in source:
        say(f"{key}.event", "is missing", 'write the event that is meant, as event = "contact.made"')
    elif check_event(f"{key}.event", source["event"], say):
        check_where(f"{key}.where", source.get("where", {}), readable_facts(str(source["event"])), say)


def check_event(key: str, event: object, say: Say) -> bool:
    """Whether this is the name of a kind of event that rules may see; if not, say so."""
    if not isinstance(event, str):
        say(key, f"is {shown(event)}", _NO_PATTERN)
    elif event == CORRECTION:
        say(key, "names a correction", "name the event itself: corrections are read into it before it is judged")
    elif event in KINDS:
        return True
    else:
        say(key, f"names {shown(event)}, which is no kind of event", near_event(event))
    return False


def near_event(event: str, prefix: str = "") -> str:
    """The kind of event that may have been meant, as a remedy: the nearest, or those of the same noun."""
    alike = [kind for kind in KINDS if kind.partition(".")[0] == event.partition(".")[0]]
    if alike or get_close_matches(event, list(KINDS), n=1, cutoff=_NEAR):
        return did_you_mean(event, alike or list(KINDS), prefix)
    return "`lintel events` lists the kinds of event"


def check_where(key: str, where: object, facts: Mapping[str, FactType], say: Say) -> None:
    """Say what is wrong with a `where` table about an event with these facts."""
    if not isinstance(where, Mapping):
        say(key, f"is {shown(where)}", 'write a table of facts, as where = {channel = "phone"}')
        return
    for fact, wanted in where.items():
        if fact in facts:
            _check_condition(place(key, fact), wanted, facts[fact], say)
        else:
            remedy = did_you_mean(fact, facts) if facts else "leave it out: the event has no facts"
            say(place(key, fact), "is no fact of this event", remedy)


def _check_condition(key: str, wanted: object, fact: FactType, say: Say) -> None:
    if not isinstance(wanted, Mapping):
        _check_values(key, wanted, fact, say)
        return
    if not wanted:
        say(key, "is an empty condition", "write a value, or one of: not, set, min, max")
    for word, value in wanted.items():
        if word not in CONDITIONS:
            say(place(key, word), "is no condition", "write one of: not, set, min, max")
        elif word == "set":
            if not isinstance(value, bool):
                say(f"{key}.set", f"is {shown(value)}", "write true or false")
        elif word == "not":
            _check_values(f"{key}.not", value, fact, say)
        elif fact.kind not in ("number", "date"):
            say(f"{key}.{word}", "compares what has no size", "min and max are for numbers and dates")
        else:
            _check_value(f"{key}.{word}", value, fact, say)
    least, most = (_size(wanted.get(word), fact) for word in ("min", "max"))
    if least is not None and most is not None and least > most:
        say(key, f"is at least {wanted['min']} and at most {wanted['max']}, which nothing is", "write min below max")


def _size(value: object, fact: FactType) -> int | None:
    if not possible(value, fact):
        return None
    return value.toordinal() if isinstance(value, date) else value if isinstance(value, int) else None


def _check_values(key: str, value: object, fact: FactType, say: Say) -> None:
    if not isinstance(value, list):
        _check_value(key, value, fact, say)
        return
    if not value:
        say(key, "is an empty list", "name at least one value")
    for number, each in enumerate(value):
        _check_value(place(key, number), each, fact, say)


def _check_value(key: str, value: object, fact: FactType, say: Say) -> None:
    if fact.kind in ("instant", "map", "facts"):
        say(key, "asks for a value of what can only be there or not", "write {set = true} or {set = false}")
    elif not possible(value, fact):
        quoted = isinstance(value, str) and fact.kind in ("number", "boolean", "date")
        remedy = f"write {FactType(fact.kind, fact.values).expected()}" + (", without quotes" if quoted else "")
        say(key, f"is {shown(value)}", remedy)


def possible(value: object, fact: FactType) -> bool:
    """Whether a fact of this type can have (or contain) this value."""
    match fact.kind:
        case "listed":
            return value in fact.values
        case "number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, date) and not isinstance(value, datetime)
        case "handle" | "code":
            pattern = HANDLE if fact.kind == "handle" else CODE
            return isinstance(value, str) and re.fullmatch(pattern, value) is not None
        case _:
            return False


def events_of(source: object) -> Iterator[str]:
    """The known events that a pattern names, well spelled or not."""
    if isinstance(source, str) and source in KINDS:
        yield source
    elif isinstance(source, Mapping):
        yield from events_of(source.get("event"))
    elif isinstance(source, list):
        for each in source:
            yield from events_of(each)


def shared_facts(events: Iterable[str]) -> dict[str, FactType]:
    """The facts that all these events may be read with."""
    found = [readable_facts(event) for event in events]
    if not found:
        return {}
    return {name: fact for name, fact in found[0].items() if all(name in other for other in found)}


def takes_in(source: object, event: str, fact: str, value: str) -> bool:
    """Whether a pattern means, among others, an event with this value of a fact."""
    if isinstance(source, list):
        return any(takes_in(each, event, fact, value) for each in source)
    if not isinstance(source, Mapping):
        return source == event
    where = source.get("where")
    wanted = where.get(fact) if isinstance(where, Mapping) else None
    return source.get("event") == event and _lets_in(wanted, value)


def _lets_in(wanted: object, value: str) -> bool:
    if isinstance(wanted, Mapping):
        refused = wanted.get("not", [])
        return wanted.get("set") is not False and value not in (refused if isinstance(refused, list) else [refused])
    return wanted is None or (value in wanted if isinstance(wanted, list) else wanted == value)
