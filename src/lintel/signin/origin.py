"""The machine that a request came from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """Its address: of a chain of proxies that are trusted (`LINTEL_PROXIES`), what the furthest of them saw.

    Each proxy adds whom it saw at the end of `X-Forwarded-For`, so that is read from its end, for as long as whoever
    said so is trusted. From any other machine nothing in it is believed, since whoever asks may write what they like.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    for further in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if not (_is_trusted(seen) and _is_address(further.strip())):
            break
        seen = further.strip()
    return seen


def _is_trusted(text: str) -> bool:
    return _is_address(text) and any(ipaddress.ip_address(text) in each for each in settings.OPTIONS.proxies)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text
