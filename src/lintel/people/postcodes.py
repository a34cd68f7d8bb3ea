"""The postcode in an address, wherever its spaces stand."""

import re
from collections.abc import Sequence

_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}")
_COUNTRIES = frozenset({"uk", "gb", "england", "wales", "cymru", "scotland", "united", "kingdom", "great", "britain"})
_NOT_AFTER = frozenset({"floor", "flr"})
_LONGEST = 7


def cut_postcode(tokens: Sequence[str]) -> tuple[str, list[str]]:
    """An address's postcode in capitals without a space, or nothing; and the words of the address without it.

    The last one counts. At the end it may be in as many as four pieces (`ZZ 99 7 AJ`), elsewhere in two.
    """
    end = len(tokens)
    while end and (tokens[end - 1] in _COUNTRIES or tokens[end - 1] == ","):
        end -= 1
    for start in range(end - 1, max(end - 5, -1), -1):
        if code := _postcode(tokens[start:end]):
            return code, list(tokens[:start])
    for stop in range(end - 1, 0, -1):
        for start in range(stop - 1, max(stop - 3, -1), -1):
            code = _postcode(tokens[start:stop])
            if code and tokens[stop] not in _NOT_AFTER:
                return code, [*tokens[:start], *tokens[stop:]]
    return "", list(tokens)


def _postcode(pieces: Sequence[str]) -> str:
    joined = "".join(piece[: _LONGEST * 2] for piece in pieces).replace("-", "")
    return joined.upper() if _POSTCODE.fullmatch(joined) else ""
