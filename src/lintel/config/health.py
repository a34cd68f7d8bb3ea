"""Whether Lintel is up, and whether it is ready: for whoever watches the machine, and for nobody else to learn from.

`/healthz` says that the process answers and asks nothing of anybody. `/readyz` says whether work can be done and is
safe: what is wrong is said in one word each, and nothing of why, how much or where. Both are answered before it is
known who asks, under whatever name, since a monitor asks the machine itself.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from lintel.access.asked import rows
from lintel.ledger import delivery, keys
from lintel.outbound import rounds
from lintel.sealing.aead import SealBroken
from lintel.sealing.keyring import KeysRefused, from_file

_KEPT_FOR: Final = timedelta(seconds=5)
_A_BACKUP_EVERY: Final = timedelta(hours=26)
"""A night, and two hours for a backup that takes its time."""
_A_TICK_EVERY: Final = timedelta(minutes=5)
_ARCHIVED_WITHIN: Final = timedelta(minutes=1)
_A_DRILL_EVERY: Final = timedelta(days=7)
_MEGABYTE: Final = 1024 * 1024

Check = Callable[[datetime], bool]


@dataclass(frozen=True, slots=True)
class _Found:
    at: datetime
    faults: tuple[str, ...]


class HealthMiddleware:
    """Answers the two addresses, and passes everything else on. What was found counts for some seconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._found: _Found | None = None
        self._looking = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info not in ("/healthz", "/readyz"):
            return self._get_response(request)
        if request.method not in ("GET", "HEAD"):
            return _said("", 405)
        if request.path_info == "/healthz":
            return _said("ok", 200)
        faults = self._faults(settings.CLOCK())
        return _said(f"not ready: {' '.join(faults)}", 503) if faults else _said("ready", 200)

    def _faults(self, now: datetime) -> tuple[str, ...]:
        """What is wrong: looked at by one thread at a time, and by none while it is fresh."""
        with self._looking:
            if self._found is None or not timedelta() <= now - self._found.at < _KEPT_FOR:
                self._found = _Found(now, tuple(faults(now)))
            return self._found.faults


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def faults(now: datetime) -> Iterator[str]:
    """A word for everything that is in the way. Without the database nothing else that stands in it is asked for."""
    if not _holds(_written, now):
        yield "database"
        yield from (name for name, check in _BY_ITSELF.items() if not _holds(check, now))
        return
    yield from (name for name, check in (_BY_ITSELF | _IN_IT).items() if not _holds(check, now))


def _holds(check: Check, now: datetime) -> bool:
    """Whether a check holds; one that cannot be made does not."""
    try:
        return check(now)
    except (DatabaseError, OSError, KeysRefused, SealBroken):
        return False


def _written(now: datetime) -> bool:
    """A row is written and committed: the disk below the database takes it, and it is no copy that is only read."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '3s'")
        rounds.note("ready", now)
    return True


def _keys_open(_now: datetime) -> bool:
    """The keys can be read, by a process that would begin now as well, and open what some book is sealed with."""
    if settings.OPTIONS.keys_file:
        from_file(settings.OPTIONS.keys_file)
    some = rows("SELECT book_id FROM ledger_key LIMIT 1", [])
    return all(keys.key_of(book) for (book,) in some)


def _disk_is_free(_now: datetime) -> bool:
    least = settings.OPTIONS.ready_disk_mb * _MEGABYTE
    return all(shutil.disk_usage(folder).free >= least for folder in _folders())


def _folders() -> set[Path]:
    """Where this installation writes, as far as the folders are there."""
    options = settings.OPTIONS
    files = [each for each in (options.anchors_file, options.erasures_file) if each]
    named = [options.data_folder, *(each.parent for each in files), *filter(None, [options.mail_folder])]
    return {each for each in named if each.is_dir()}


def _backed_up(now: datetime) -> bool:
    last = rounds.last("backup")
    return last is not None and now - last < _A_BACKUP_EVERY


def _archived(now: datetime) -> bool:
    """All that was written until a minute ago is in the archive, and a moment of it was brought back this week."""
    if settings.OPTIONS.archive_folder is None:
        return True
    whole_until, tried = rounds.last("archive"), rounds.last("drill")
    return (
        whole_until is not None and now - whole_until < _ARCHIVED_WITHIN
        and tried is not None and now - tried < _A_DRILL_EVERY
    )  # fmt: skip


def _anchored(now: datetime) -> bool:
    return not delivery.overdue(now)


def _ticks(now: datetime) -> bool:
    last = rounds.last("tick")
    return last is not None and now - last < _A_TICK_EVERY


_BY_ITSELF: Final[dict[str, Check]] = {"disk": _disk_is_free}
_IN_IT: Final[dict[str, Check]] = {
    "keys": _keys_open,
    "backup": _backed_up,
    "archive": _archived,
    "anchor": _anchored,
    "tick": _ticks,
}
