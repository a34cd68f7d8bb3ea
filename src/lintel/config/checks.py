"""What is wrong with what an installation has set: what nothing is served with, and what is unwise.

What signing in and e-mail ask of the settings, they look at themselves (`signin.checks`, `outbound.checks`).
"""

import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from psycopg.conninfo import conninfo_to_dict

from lintel.config.options import Options
from lintel.outbound.checks import is_this_machine

_ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})


class Found(NamedTuple):
    """What is wrong with a setting, and what to do about it."""

    setting: str
    wrong: str
    hint: str

    @property
    def id(self) -> str:
        """What Django knows it by."""
        return f"installation.{self.setting}"


def refused(app_configs: Sequence[AppConfig] | None, **_given: Any) -> list[CheckMessage]:
    """An error for each setting with which nothing is served."""
    return [Error(f"{each.setting} {each.wrong}", hint=each.hint, id=each.id) for each in _never_right()]


def unsafe(app_configs: Sequence[AppConfig] | None, **_given: Any) -> list[CheckMessage]:
    """A warning for each setting that is unwise where real cases are kept."""
    return [Warning(f"{each.setting} {each.wrong}", hint=each.hint, id=each.id) for each in _unwise(settings.OPTIONS)]


def _never_right() -> Iterator[Found]:
    if settings.DEBUG:
        yield Found("DEBUG", "is on: an error would show what it was about", "leave it out of the settings")
    if any(host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        yield Found("LINTEL_HOSTS", "takes any name: links could be made to lead elsewhere", "write each name in full")
    if any(each.prefixlen == 0 for each in settings.OPTIONS.proxies):
        yield Found(
            "LINTEL_PROXIES", "takes anybody for a proxy: nobody's guesses are counted", "write the proxies' addresses"
        )


def _unwise(options: Options) -> Iterator[Found]:
    yield from _of_keys(options)
    yield from _of_backups(options)
    if options.database_url is None:
        return  # the embedded server has passwords, listens to no network, and its anchors have a file
    if not (options.anchors_file or options.anchors_command or options.anchors_mailbox):
        yield Found(
            "LINTEL_ANCHORS_FILE",
            "is not set, nor is another place for anchors: what is rewritten goes unseen",
            "name a file on another machine's disk, or set LINTEL_ANCHORS_COMMAND or LINTEL_ANCHORS_MAILBOX",
        )
    for setting, url in (("DATABASE_URL", options.database_url), ("DATABASE_OWNER_URL", options.owner_url)):
        yield from _of_database(setting, url)


def _of_database(setting: str, url: str | None) -> Iterator[Found]:
    parts = conninfo_to_dict(url or "")
    host = str(parts.get("host") or "")
    if not host or host.startswith("/"):
        return  # a socket of this machine, which knows who connects to it
    if not (parts.get("password") or parts.get("passfile") or parts.get("sslcert")):
        yield Found(setting, "has no password, and the server is reached over a network", "give the role a password")
    if not is_this_machine(host) and str(parts.get("sslmode")) not in _ENCRYPTED:
        yield Found(setting, "leads to another machine unencrypted", "add sslmode=verify-full to it")


def _of_keys(options: Options) -> Iterator[Found]:
    if options.keys_file is None or not options.keys_file.is_file():
        return
    if options.keys_file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Found("LINTEL_KEYS_FILE", "may be read by others than its owner", "chmod 600 it, and think of who has it")
    kept = filter(None, (options.backups_folder, options.archive_folder))
    if any(_is_within(options.keys_file, folder) for folder in kept):
        yield Found("LINTEL_KEYS_FILE", "stands among the backups, which it opens", "keep its copy apart from them")


def _of_backups(options: Options) -> Iterator[Found]:
    for setting, folder, without in (
        ("LINTEL_BACKUPS", options.backups_folder, "nothing shows that there are backups"),
        ("LINTEL_ARCHIVE", options.archive_folder, "what was written since the last backup can be lost"),
    ):
        if folder is None:
            yield Found(setting, f"is not set: {without}", "name its folder")
        elif not folder.is_dir():
            yield Found(setting, "is no folder", "make it, best on another machine's disk")
        elif folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Found(setting, "may be read by others than its owner", "chmod 700 it")
        elif options.database_url is None and _is_within(folder, options.data_folder):
            yield Found(setting, "stands in the data folder: both are lost at once", "name another disk")


def _is_within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
