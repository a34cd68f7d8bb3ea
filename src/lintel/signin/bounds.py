"""What a request may bring at most, looked at before anything of it is read."""

from typing import Final

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest

_STRANGERS: Final = 1_000_000
"""Bytes: a handle, a password and what a passkey says are far less."""


def refuse_unfit(request: HttpRequest, *, live: bool) -> None:
    """Return if this may be read on. `live`: whether whoever asks is signed in, and so may send a file.

    Raises `RequestDataTooBig`, or `BadRequest` for the character of the number nought, which the database cannot hold.
    """
    if _length(request) > (settings.FILE_UPLOAD_MAX_MEMORY_SIZE if live else _STRANGERS):
        raise RequestDataTooBig
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest("query")


def _length(request: HttpRequest) -> int:
    """How many bytes are to come. Of a request that does not say so, none are read."""
    said = str(request.META.get("CONTENT_LENGTH", ""))
    return int(said) if said.isascii() and said.isdecimal() else 0
