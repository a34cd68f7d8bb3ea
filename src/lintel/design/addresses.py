"""Addresses of pages, as Django's `reverse` makes them and many times faster: a list of cases has a hundred of them."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.urls import get_resolver, reverse
from django.utils.http import escape_leading_slashes

_SAFE = "!$&'()*+,;=/~:@"
"""What stands in a path as it is (RFC 3986)."""


class _Way(NamedTuple):
    """How the address of one name is made: its text with places for what is given, and what it has to look like."""

    text: str
    places: tuple[tuple[str, Callable[[Any], str]], ...]
    looks: re.Pattern[str]


def address(name: str, *given: object) -> str:
    """The address of a page. Raises `NoReverseMatch` where there is none of that name for what is given.

    Lintel stands at the root of its host: no prefix is put before.
    """
    way = _way(settings.ROOT_URLCONF, name, len(given))
    if way is not None:
        made = _made(way, given)
        if made is not None:
            return made
    return reverse(name, args=given)


def _made(way: _Way, given: tuple[object, ...]) -> str | None:
    """The address; None where what was given does not fit, of which Django says what is wrong."""
    try:
        said = {place: to_url(each) for (place, to_url), each in zip(way.places, given, strict=True)}
    except ValueError:
        return None
    text = way.text % said
    return escape_leading_slashes(quote(text, safe=_SAFE)) if way.looks.search(text) else None


@cache
def _way(urls: str, name: str, many: int) -> _Way | None:
    """How that address is made; None where there are several ways, or none, and Django has to look."""
    found = [
        _Way(f"/{text}", tuple((place, converters[place].to_url) for place in places), re.compile(f"^/{pattern}"))
        for possible, pattern, defaults, converters in get_resolver(urls).reverse_dict.getlist(name)
        for text, places in possible
        if len(places) == many and not defaults
    ]
    return found[0] if len(found) == 1 else None
