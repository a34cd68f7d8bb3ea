"""What no installation may set of its e-mail: letters in clear over a network, a link that is not encrypted."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def unsafe(app_configs: Sequence[AppConfig] | None, **_given: Any) -> list[CheckMessage]:
    """An error, with what to write instead, for every setting of e-mail that is unsafe or does not fit the others."""
    found = [*_of_site(), *_of_mail(), *_of_hours()]
    return [Error(f"{name} {wrong}", hint=hint, id=f"outbound.{name}") for name, wrong, hint in found]


def is_this_machine(host: str) -> bool:
    """Whether a name stands for this machine by itself, so that nothing sent there crosses a network."""
    return host.lower() in _THIS_MACHINE


Wrong = tuple[str, str, str]


def _of_site() -> Iterator[Wrong]:
    parts = urlsplit(settings.OPTIONS.site)
    named = parts.hostname is not None and not (parts.query or parts.fragment or parts.username)
    plain = settings.OPTIONS.site.isascii() and settings.OPTIONS.site.isprintable() and " " not in settings.OPTIONS.site
    secure = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname or ""))
    if not (named and plain and secure and parts.path == ""):
        yield "LINTEL_SITE", "is no address that a link may begin with", "write https://lintel.example.org, no more"


def _of_mail() -> Iterator[Wrong]:
    options = settings.OPTIONS
    if options.mail_host and options.mail_folder:
        yield "LINTEL_MAIL_FOLDER", "is set beside LINTEL_MAIL_HOST", "set one of the two"
    if (options.mail_host or options.mail_folder) and not _is_address(options.mail_from):
        yield "LINTEL_MAIL_FROM", "is no address", "write where e-mail to staff comes from: lintel@example.org"
    if options.mail_host and options.mail_security == "none" and not is_this_machine(options.mail_host):
        yield "LINTEL_MAIL_SECURITY", "is none, and the server is another machine", "write starttls or tls"
    if bool(options.mail_user) != bool(options.mail_password):
        yield "LINTEL_MAIL_USER", "and LINTEL_MAIL_PASSWORD belong together", "set both, or neither"


def _of_hours() -> Iterator[Wrong]:
    if settings.OPTIONS.quiet_until >= settings.OPTIONS.quiet_from:
        yield "LINTEL_QUIET_UNTIL", "is not before LINTEL_QUIET_FROM", "write when the working day begins: 08:00"


def _is_address(text: str | None) -> bool:
    try:
        validate_email(text or "")
    except ValidationError:
        return False
    return (text or "").isascii()
