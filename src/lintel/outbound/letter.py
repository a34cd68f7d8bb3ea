"""The one e-mail that staff are sent: it says that something waits and where to sign in. It is the same for everybody.

Nothing of a case, of a person, of what happened or of how much waits is in it, so that whoever reads over a shoulder,
keeps the mail server or finds a telephone learns that somebody works here, and no more.
"""

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

SUBJECT: Final = "You have a task"
_BODY: Final = "You have a task. Sign in to see it:\n\n{site}/notices\n"


def body() -> str:
    """What every such e-mail of this installation says, letter for letter."""
    return _BODY.format(site=settings.OPTIONS.site)


def letter(to: str, message: UUID, now: datetime) -> EmailMessage:
    """The e-mail to one address. Sent twice, it carries the same id, by which mail servers know it for the same."""
    where = urlsplit(settings.OPTIONS.site).hostname or "localhost"
    headers = {"Message-ID": f"<{message.hex}@{where}>", "Date": format_datetime(now.astimezone(UTC))}
    return EmailMessage(SUBJECT, body(), settings.OPTIONS.mail_from, [to], headers=headers)
