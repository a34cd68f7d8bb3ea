"""The oracle's own reading of patterns: a name, a table of `event` and `where`, or a list of these."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tests.oracle.reading import Seen


def alternatives(pattern: Any) -> list[dict[str, Any]]:
    """Every way that a pattern can be met. A list means any one of them."""
    if pattern is None:
        return []
    if isinstance(pattern, list):
        return [each for part in pattern for each in alternatives(part)]
    if isinstance(pattern, str):
        return [{"event": pattern, "where": {}}]
    return [{"event": pattern["event"], "where": pattern.get("where", {})}]


def events(pattern: Any) -> list[str]:
    return [each["event"] for each in alternatives(pattern)]


def matches(pattern: Any, seen: Seen) -> bool:
    return any(each["event"] == seen.event and fits(each["where"], seen.facts) for each in alternatives(pattern))


def fits(where: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    return all(agrees(wanted, facts.get(name)) for name, wanted in where.items())


def agrees(wanted: Any, value: Any) -> bool:
    """Whether a fact's value (None: it is absent) is what is wanted."""
    if isinstance(wanted, dict):
        return all(_option(option, limit, value) for option, limit in wanted.items())
    if isinstance(wanted, list):
        return any(agrees(each, value) for each in wanted)
    if value is None:
        return False  # an absent fact matches nothing else
    if isinstance(value, list | tuple):
        return any(same_value(wanted, each) for each in value)  # for a list fact: contains
    return same_value(wanted, value)


def _option(option: str, limit: Any, value: Any) -> bool:
    if option == "not":
        return not agrees(limit, value)  # true where absent, for then it matches none of them
    if option == "set":
        return bool((value is not None) == limit)
    if value is None:
        return False
    found, bound = plain(value), plain(limit)
    return bool(found >= bound) if option == "min" else bool(found <= bound)


def plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def same_value(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, bool) != isinstance(value, bool):
        return False  # true is not the number one
    if isinstance(wanted, date) and isinstance(value, str):
        return bool(wanted.isoformat() == value)
    return bool(wanted == value)
