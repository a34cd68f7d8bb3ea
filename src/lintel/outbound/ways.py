"""How a letter leaves: by the landlord's mail server, encrypted, or into a folder where somebody looks at it."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from django.conf import settings

from lintel.embedded.privatefile import write_private

_SECONDS: Final = 10.0
"""For each step of a talk with the server: one that hangs must not keep an alert waiting for long."""

Send = Callable[[EmailMessage], None]
Answer = TypeVar("Answer")

OF_THE_SERVER: Final = frozenset({"no_way", "unreachable", "not_encrypted", "sign_in_refused"})
"""Why a letter did not leave, where no other would leave either."""


class NotDelivered(OSError):
    """A letter was not taken. `code` says why in a word of ours; what the server said may quote an address."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"the letter was not taken ({code})")


def is_open() -> bool:
    """Whether this installation names a way by which letters leave."""
    return bool(settings.OPTIONS.mail_from and (settings.OPTIONS.mail_host or settings.OPTIONS.mail_folder))


@contextmanager
def way() -> Iterator[Send]:
    """The way out, open for as many letters as there are. Raises `NotDelivered`, as what it yields does."""
    if not is_open():
        raise NotDelivered("no_way")
    if settings.OPTIONS.mail_folder:
        folder = settings.OPTIONS.mail_folder
        yield partial(_put, folder)
        return
    server = _coded(_connected)
    try:
        yield partial(_hand_to, server)
    finally:
        with suppress(OSError):
            server.quit()


def _put(folder: Path, letter: EmailMessage) -> None:
    """Put a letter into the folder under its own id: put there again, it is the same file."""
    name = "".join(each for each in str(letter["Message-ID"]).partition("@")[0] if each.isalnum())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(folder / f"{name}.eml", letter.as_bytes(policy=SMTP).decode("ascii"))
    except OSError:
        raise NotDelivered("unreachable") from None


def _connected() -> smtplib.SMTP:
    """The server, over an encrypted line whose certificate was checked, unless it is this very machine."""
    options = settings.OPTIONS
    host, name = str(options.mail_host), str(options.mail_from).rpartition("@")[2]
    server: smtplib.SMTP
    if options.mail_security == "tls":
        trusted = ssl.create_default_context()
        server = smtplib.SMTP_SSL(host, options.mail_port, local_hostname=name, timeout=_SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(host, options.mail_port, local_hostname=name, timeout=_SECONDS)
    try:
        if options.mail_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if options.mail_user:
            server.login(options.mail_user, options.mail_password or "")
    except BaseException:
        server.close()
        raise
    return server


def _hand_to(server: smtplib.SMTP, letter: EmailMessage) -> None:
    _coded(lambda: server.sendmail(str(letter["From"]), [str(letter["To"])], letter.as_bytes(policy=SMTP)))


def _coded(do: Callable[[], Answer]) -> Answer:
    """Do it; what went wrong as a word of ours. Raises `NotDelivered`."""
    try:
        return do()
    except smtplib.SMTPAuthenticationError:
        code = "sign_in_refused"
    except smtplib.SMTPRecipientsRefused:
        code = "address_refused"
    except smtplib.SMTPSenderRefused:
        code = "sender_refused"
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        code = "not_encrypted"
    except smtplib.SMTPResponseException as said:
        code = "unreachable" if said.smtp_code < 0 or said.smtp_code == 421 else "letter_refused"
    except OSError:  # SMTPException is one, with the server that went away
        code = "unreachable"
    raise NotDelivered(code)
