"""Lists of more than one page: which page is asked for, and the ways to those beside it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from lintel.signin.asking import Asking

_FURTHEST = 200
"""Pages; whoever has more is better off with a filter."""


def page_number(request: Asking) -> int:
    """The page that is asked for, from 1. What is no page is taken for the first."""
    said = request.GET.get("page", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else 1
    return max(1, min(number, _FURTHEST))


def page_links(number: int, kept: Mapping[str, str], *, more: bool) -> dict[str, str]:
    """The addresses of the page before and the one after, as far as there are any; `kept` is what was asked for."""
    ways = {}
    if number > 1:
        ways["previous"] = f"?{urlencode({**kept, 'page': number - 1})}"
    if more:
        ways["next"] = f"?{urlencode({**kept, 'page': number + 1})}"
    return ways
