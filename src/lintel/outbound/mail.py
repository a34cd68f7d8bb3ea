"""The one way that e-mail leaves: nothing does that was not released, whoever asks.

Two sorts of letter are released. The one to staff is, when it says what every such letter says and goes to the work
address of somebody who works here at that moment; an anchor is, when our own key signed it and it goes to the mailbox
that this installation names. Everything else is refused, what Django and its apps would send by themselves as well.
"""

import re
from collections.abc import Sequence
from email.message import EmailMessage as Letter
from email.policy import SMTP
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from lintel.ledger import keys
from lintel.outbound import addresses
from lintel.outbound.letter import SUBJECT, body
from lintel.outbound.ways import NotDelivered, way
from lintel.sealing.keyring import KeysRefused

_ANCHOR = "Lintel anchor"
_ID = re.compile(r"<[0-9a-f]{32}@[A-Za-z0-9.-]+>")
_DATE = re.compile(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000")


class NotReleased(Exception):
    """Something tried to send a mail that nobody released. It was not sent, and says nothing of what was in it."""

    def __init__(self, messages: int) -> None:
        super().__init__(f"{messages} mail was not sent: nothing leaves Lintel that was not released")


class ReleasedBackend(BaseEmailBackend):
    """The backend of all mail. A letter is made anew from what was released, so nothing else can ride along."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send, and say how many. Raises `NotReleased` before any has left, `NotDelivered`, whatever else is asked."""
        if not email_messages:
            return 0
        letters = [_made(each) for each in email_messages if _is_released(each)]
        if len(letters) < len(email_messages):
            raise NotReleased(len(email_messages) - len(letters))
        if not settings.OPTIONS.mail_from:
            raise NotDelivered("no_way")
        with way() as send:
            for each in letters:
                send(each)
        return len(letters)


def _is_released(message: EmailMessage) -> bool:
    """Whether a mail is one of the two, with nothing beside."""
    beside = (message.cc, message.bcc, message.reply_to, message.attachments, getattr(message, "alternatives", ()))
    if any(beside) or message.content_subtype != "plain" or len(message.to) != 1:
        return False
    return _is_letter(message) or _is_anchor(message)


def _is_letter(message: EmailMessage) -> bool:
    said = (message.subject, message.body, message.from_email)
    if said != (SUBJECT, body(), settings.OPTIONS.mail_from) or message.extra_headers.keys() != {"Message-ID", "Date"}:
        return False
    headers: dict[str, Any] = message.extra_headers
    fits = _ID.fullmatch(str(headers["Message-ID"])) and _DATE.fullmatch(str(headers["Date"]))
    return bool(fits) and addresses.is_of_staff(str(message.to[0]))


def _is_anchor(message: EmailMessage) -> bool:
    mailbox = settings.OPTIONS.anchors_mailbox
    if not mailbox or message.to != [mailbox] or message.subject != _ANCHOR or message.extra_headers:
        return False
    try:
        keys.anchored(str(message.body))
    except KeysRefused:
        return False
    return True


def _made(message: EmailMessage) -> Letter:
    """The letter itself, from what was looked at and nothing else."""
    made = Letter(policy=SMTP)
    made["From"], made["To"] = str(settings.OPTIONS.mail_from or ""), str(message.to[0])
    made["Subject"] = str(message.subject)
    for name in ("Date", "Message-ID"):
        if name in message.extra_headers:
            made[name] = str(message.extra_headers[name])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(str(message.body), charset="utf-8")
    return made
