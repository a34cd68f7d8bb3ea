"""The machine that a request came from."""

import ipaddress

from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """Its address. Behind a proxy on this machine, the one that the proxy saw: the last in `X-Forwarded-For`.

    From any other machine that header is not believed, since whoever asks may write in it what they like.
    """
    asked_by = str(request.META.get("REMOTE_ADDR", ""))
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return seen if _is_address(seen) and _is_here(asked_by) else asked_by


def _is_here(text: str) -> bool:
    return _is_address(text) and ipaddress.ip_address(text).is_loopback


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text
