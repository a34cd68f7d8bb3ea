"""Every address of the staff host, with a value in each place that takes one."""

import re
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.urls import URLPattern, URLResolver

_VALUES: dict[str, object] = {
    "UUIDConverter": UUID(int=4),
    "IntConverter": 1,
    "StringConverter": "x",
    "SlugConverter": "x",
    "EventConverter": "report.received",
}


def addresses(
    patterns: Sequence[URLPattern | URLResolver], colleague: str, before: str = "/"
) -> Iterator[tuple[str, str]]:
    """The name and a path of each. `colleague` is the handle of somebody who works here."""
    for each in patterns:
        path = before + _filled(each, colleague)
        if isinstance(each, URLResolver):
            if each.app_name != "api":  # no session counts there: tests/api/test_tokens.py
                yield from addresses(each.url_patterns, colleague, path)
        else:
            yield str(each.name), path


def _filled(pattern: URLPattern | URLResolver, colleague: str) -> str:
    converters = pattern.pattern.converters

    def value(found: re.Match[str]) -> str:
        converter = converters[found[1]]
        return str(converter.to_url({**_VALUES, "ColleagueConverter": colleague}[type(converter).__name__]))

    return re.sub(r"<(?:\w+:)?(\w+)>", value, str(pattern.pattern))
