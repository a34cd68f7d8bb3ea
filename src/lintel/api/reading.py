"""The body of a request: JSON that says one thing, or a refusal that does not repeat it."""

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

_HALVES = range(0xD800, 0xE000)


class NotJson(Exception):
    """The body cannot be read; the message says what to send."""


class StrictParser(Parser):
    """Reads UTF-8 JSON. Refuses what two readers could take for two things, and what no database holds."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The object in the body. Raises `NotJson`, and `RequestDataTooBig` from reading it."""
        try:
            said = json.loads(request.body.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise NotJson("Send one object as JSON in UTF-8, with each key once.") from None
        if not isinstance(said, dict):
            raise NotJson("Send one object as JSON, as in {…}.")
        if any(_unfit(text) for text in _texts(said)):
            raise NotJson("Send whole characters: one is half of a pair, or is the character of the number nought.")
        return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_constant(_name: str) -> NoReturn:
    raise ValueError


def _texts(said: object) -> Iterable[str]:
    """Every text in it, keys as well. Without recursion: how deep it goes was bounded by reading it."""
    left = [said]
    while left:
        match left.pop():
            case str() as text:
                yield text
            case dict() as found:
                left.extend(found.keys())
                left.extend(found.values())
            case list() as items:
                left.extend(items)


def _unfit(text: str) -> bool:
    return "\0" in text or (not text.isascii() and any(ord(each) in _HALVES for each in text))
