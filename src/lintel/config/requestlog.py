"""What is written down of each request: enough to run the machine by, and nothing that identifies anybody.

An address carries the random id of a case, and the name of the machine that asked may be a home's; neither is written.
Of a failure it says where in the code it was: its words may quote what somebody typed.
"""

import logging
import sys
import time
import traceback
from typing import Final

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_REQUESTS: Final = "lintel.requests"
_FAILURES: Final = "django.request"
_log = logging.getLogger(_REQUESTS)


class LoggedHandler(WSGIHandler):
    """Django's handler, with a line in the log for each request."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to a request, written down."""
        begun = time.perf_counter()
        response = super().get_response(request)
        milliseconds = round((time.perf_counter() - begun) * 1000)
        match = request.resolver_match
        where = (match.view_name if match else "") or "-"
        _log.info("%s %s %s %sms %s", _method(request), where, response.status_code, milliseconds, _id(request))
        return response


def _method(request: HttpRequest) -> str:
    """The method, where it is one that there is: others are somebody's own words."""
    known = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH")
    return request.method if request.method and request.method in known else "-"


def _id(request: HttpRequest) -> str:
    """The id of the request, which stands in the read log too. The gate gives it; what it never saw has none."""
    return str(getattr(request, "id", "-"))


class _Wordless(logging.Formatter):
    """A failure as its sort and its place."""

    def format(self, record: logging.LogRecord) -> str:
        said = f"{self.formatTime(record)} failed"
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return said
        frames = (f"  {at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(error.__traceback__))
        return "\n".join([f"{said}: {type(error).__name__}", *frames])


def write_to_stderr(*, requests: bool) -> None:
    """Write failures to standard error from now on, and with `requests` a line for each request."""
    for name, formatter, level in (
        (_REQUESTS, logging.Formatter("%(asctime)s %(message)s"), logging.INFO if requests else logging.WARNING),
        (_FAILURES, _Wordless(), logging.ERROR),
    ):
        logger, handler = logging.getLogger(name), logging.StreamHandler(sys.stderr)
        handler.setFormatter(formatter)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
