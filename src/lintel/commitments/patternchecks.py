"""What is wrong with a pattern in a policy file: an event, a fact or a value that there is not."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches

from lintel.events.declaration import ANY_THREAD
from lintel.events.facts import FactType
from lintel.events.registry import KINDS
from lintel.events.values import HANDLE

Say = Callable[[str, str, str], None]
"""Report a fault: the key, what is wrong there, and what to write."""

CONDITIONS = ("not", "set", "min", "max")


def did_you_mean(word: object, known: Mapping[str, object] | frozenset[str]) -> str:
    """The nearest known word, as the start of a remedy; all of them, where there are few and none is near."""
    near = get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    if near:
        return f'write "{near[0]}"'
    return f"write one of: {', '.join(sorted(known))}"


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
        for place, each in enumerate(source):
            if isinstance(each, list):
                say(
                    f"{key}[{place}]",
                    "is a list within a list",
                    'write "event" or {event = "…", where = {…}}',
                )
            else:
                check_pattern(f"{key}[{place}]", each, say)
    elif isinstance(source, Mapping):
        _check_table(key, source, say)
    else:
        check_event(key, source, say)


def _check_table(key: str, source: Mapping[str, object], say: Say) -> None:
    for word in source.keys() - {"event", "where"}:
        say(f"{key}.{word}", "is no key of a pattern", "write event and where")
    if "event" not in source:
        say(f"{key}.event", "is missing", 'write the event that is meant, as event = "contact.made"')
    elif check_event(f"{key}.event", source["event"], say):
        check_where(f"{key}.where", source.get("where", {}), readable_facts(str(source["event"])), say)


def check_event(key: str, event: object, say: Say) -> bool:
    """Whether this is the name of a kind of event; if not, say so."""
    if isinstance(event, str) and event in KINDS:
        return True
    near = get_close_matches(str(event), list(KINDS), n=1, cutoff=0.5)
    remedy = f'write "{near[0]}"' if near else "`lintel events` lists the kinds of event"
    say(key, f"names {_shown(event)}, which is no kind of event", remedy)
    return False


def check_where(key: str, where: object, facts: Mapping[str, FactType], say: Say) -> None:
    """Say what is wrong with a `where` table about an event with these facts."""
    if not isinstance(where, Mapping):
        say(key, f"is {_shown(where)}", 'write a table of facts, as where = {channel = "phone"}')
        return
    for fact, wanted in where.items():
        if fact not in facts:
            say(
                f"{key}.{fact}",
                "is no fact of this event",
                did_you_mean(fact, facts) if facts else "leave it out",
            )
        else:
            _check_condition(f"{key}.{fact}", wanted, facts[fact], say)


def _check_condition(key: str, wanted: object, fact: FactType, say: Say) -> None:
    if not isinstance(wanted, Mapping):
        _check_values(key, wanted, fact, say)
        return
    for word, value in wanted.items():
        if word not in CONDITIONS:
            say(f"{key}.{word}", "is no condition", "write one of: not, set, min, max")
        elif word == "set":
            if not isinstance(value, bool):
                say(f"{key}.set", f"is {_shown(value)}", "write true or false")
        elif word == "not":
            _check_values(f"{key}.not", value, fact, say)
        elif fact.kind not in ("number", "date"):
            say(f"{key}.{word}", "compares what has no size", "min and max are for numbers and dates")
        else:
            _check_value(f"{key}.{word}", value, fact, say)
    if not wanted:
        say(key, "is an empty condition", "write a value, or one of: not, set, min, max")


def _check_values(key: str, value: object, fact: FactType, say: Say) -> None:
    if not isinstance(value, list):
        _check_value(key, value, fact, say)
        return
    if not value:
        say(key, "is an empty list", "name at least one value")
    for each in value:
        _check_value(key, each, fact, say)


def _check_value(key: str, value: object, fact: FactType, say: Say) -> None:
    if not possible(value, fact):
        one = FactType(fact.kind, fact.values)
        say(key, f"is {_shown(value)}", f"write {one.expected()}")


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
            return isinstance(value, str) and re.fullmatch(HANDLE, value) is not None
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


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else f"{str(value).lower() if isinstance(value, bool) else value}"
