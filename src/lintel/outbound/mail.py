"""Mail: nothing leaves that was not released."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class NotReleased(Exception):
    """Something tried to send a mail that nobody released. It was not sent, and says nothing of what was in it."""

    def __init__(self, messages: int) -> None:
        super().__init__(f"{messages} mail was not sent: nothing leaves Lintel that was not released")


class RefusingBackend(BaseEmailBackend):
    """The backend of all mail that Django and its apps would send by themselves. It refuses every one.

    A mail to somebody in danger is sent only by what knows her safe-contact plan; no framework does.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Refuse. Raises `NotReleased`, whatever `fail_silently` says."""
        if email_messages:
            raise NotReleased(len(email_messages))
        return 0
