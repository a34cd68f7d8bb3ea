"""What somebody is told about their own sign-in: every change of what they sign in with, in words without content."""

from datetime import datetime
from typing import Final, Literal

from lintel.access import accounts
from lintel.casework import notices
from lintel.signin.models import Account

Change = Literal[
    "password_set",
    "factor_added",
    "factor_removed",
    "codes_renewed",
    "code_used",
    "sign_in_reset",
    "factor_guessed",
    "colleague_reset",
]

_NOT_YOU = "If that was not you, tell whoever looks after staff accounts now."
WORDS: Final[dict[str, str]] = {
    "password_set": f"Your password was set. {_NOT_YOU}",
    "factor_added": f"A way to confirm your sign-in was added. {_NOT_YOU}",
    "factor_removed": f"A way to confirm your sign-in was removed. {_NOT_YOU}",
    "codes_renewed": f"New recovery codes were made, and the old ones no longer work. {_NOT_YOU}",
    "code_used": f"A recovery code was used. {_NOT_YOU}",
    "sign_in_reset": "Your sign-in was reset. If you did not ask for that, tell the data protection officer now.",
    "factor_guessed": f"Somebody gave your password, and then codes that were wrong. {_NOT_YOU}",
    "colleague_reset": "The sign-in of a colleague was reset. Ask whoever looks after staff accounts whose, and why.",
}
"""What each kind of notice says to whom it is for."""


def tell(account: Account, change: Change, now: datetime) -> None:
    """Leave a notice for the next time that they sign in."""
    notices.tell([account.handle], change, None, now)


def tell_officers(account: Account, now: datetime) -> None:
    """Leave a notice of a reset for the data protection officers, who were not the ones to ask for it.

    Where it is one of themselves, for the DA leads as well: whoever came in by the link would read the notice in their
    name, and the next reset would be told to nobody else.
    """
    officers = set(accounts.holders(["data_protection_officer"]))
    if account.handle in officers:
        officers |= set(accounts.holders(["da_lead"]))
    notices.tell(officers - {account.handle}, "colleague_reset", None, now)


def news(account: Account, now: datetime) -> list[tuple[str, datetime]]:
    """What they were not told yet, with when it was, the oldest first; from now on they have been told."""
    return [(WORDS[kind], at) for kind, at in notices.taken(account.handle, WORDS.keys(), now)]
