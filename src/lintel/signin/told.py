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
    "address_changed",
    "own_sign_in_asked",
    "sign_in_link",
    "sign_in_shut",
    "passkey_copied",
    "colleague_link",
    "colleague_shut",
    "colleague_passkey",
    "token_made",
    "token_revoked",
    "colleague_token",
]

_NOT_YOU = "If that was not you, tell whoever looks after staff accounts now."
_NOT_ASKED = "If you did not ask for that, tell the data protection officer now."
_WHOSE = "Ask whoever looks after staff accounts whose, and why."
WORDS: Final[dict[str, str]] = {
    "password_set": f"Your password was set. {_NOT_YOU}",
    "factor_added": f"A way to confirm your sign-in was added. {_NOT_YOU}",
    "factor_removed": f"A way to confirm your sign-in was removed. {_NOT_YOU}",
    "codes_renewed": f"New recovery codes were made, and the old ones no longer work. {_NOT_YOU}",
    "code_used": f"A recovery code was used. {_NOT_YOU}",
    "sign_in_reset": f"Your sign-in was reset. {_NOT_ASKED}",
    "factor_guessed": f"Somebody gave your password, and then codes that were wrong. {_NOT_YOU}",
    "colleague_reset": f"The sign-in of a colleague was reset. {_WHOSE}",
    "address_changed": f"The work e-mail address of your account was changed. {_NOT_ASKED}",
    "own_sign_in_asked": f"A sign-in link was asked for in your name. It waits for a second person. {_NOT_ASKED}",
    "sign_in_link": f"A link was made by which your password can be set. {_NOT_ASKED}",
    "sign_in_shut": "Your sign-in was shut, in case somebody else could come in by it. You are given a new one.",
    "passkey_copied": (
        "A passkey of yours was refused: it had counted no further than before, so there may be a copy of it. Remove "
        "it from your account, add another, and tell the data protection officer now."
    ),
    "colleague_link": f"A sign-in link was made for a colleague. {_WHOSE}",
    "colleague_shut": f"The sign-in of a colleague was shut. {_WHOSE}",
    "colleague_passkey": "A colleague’s passkey was refused: there may be a copy of it. They were told to tell you.",
    "token_made": (
        "A token was made by which a machine may act in your name. If you did not ask for that, tell the data "
        "protection officer now."
    ),
    "token_revoked": "A token by which a machine acted in your name was revoked.",
    "colleague_token": (
        "A token was made by which a machine may act in a colleague’s name. `lintel token list` says whose, and what "
        "for."
    ),
}
"""What each kind of notice says to whom it is for."""


def tell(account: Account, change: Change, now: datetime) -> None:
    """Leave a notice for the next time that they sign in."""
    notices.tell([account.handle], change, None, now)


def tell_officers(account: Account, change: Change, now: datetime) -> None:
    """Leave a notice of what happened to a colleague's sign-in for the data protection officers.

    Where it is one of themselves, for the DA leads as well: whoever came in by the link would read the notice in their
    name, and the next reset would be told to nobody else.
    """
    _tell_others(account.handle, change, now)


def tell_of_token(handle: str, now: datetime) -> None:
    """Leave a notice of a new token for whom it acts in the name of, and one for the same officers as of a reset."""
    notices.tell([handle], "token_made", None, now)
    _tell_others(handle, "colleague_token", now)


def tell_of_revoking(handle: str, now: datetime) -> None:
    """Leave a notice that a token of theirs was revoked."""
    notices.tell([handle], "token_revoked", None, now)


def _tell_others(handle: str, change: Change, now: datetime) -> None:
    officers = set(accounts.holders(["data_protection_officer"]))
    if handle in officers:
        officers |= set(accounts.holders(["da_lead"]))
    notices.tell(officers - {handle}, change, None, now)


def news(account: Account, now: datetime) -> list[tuple[str, datetime]]:
    """What they were not told yet, with when it was, the oldest first; from now on they have been told."""
    return [(WORDS[kind], at) for kind, at in notices.taken(account.handle, WORDS.keys(), now)]
