"""A sign-in link that takes two people: whoever asked has a code, whoever approved has the link, nobody has both."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from lintel.access.accounts import Actor
from lintel.casework import waysin
from lintel.casework.waysin import Asked, Why
from lintel.signin import enrolment

_DIGITS: Final = 12
_TAKES_EVERYTHING: Final[frozenset[Why]] = frozenset({"lost", "seized"})
"""Reasons for which whatever they confirm with is taken away as well: it is lost, or somebody else's by now."""


def ask(*, actor: Actor, staff: str, why: str, now: datetime) -> str:
    """Ask for a link for a colleague; the code that it will take, which is kept nowhere and shown this once.

    Where somebody else may hold what the colleague signs in with, their sign-in is shut at once: taking away takes one
    person. Raises what `waysin.ask` raises.
    """
    code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    half = enrolment.half_of(staff, code)

    def at_once() -> None:
        account = enrolment.account_of(staff)
        if why == "seized":
            enrolment.shut(account, now)

    waysin.ask(actor=actor, staff=staff, why=why, half=half, now=now, at_once=at_once)
    return " ".join(code[at : at + 4] for at in range(0, _DIGITS, 4))


def decide(*, actor: Actor, proposal: UUID, approved: bool, now: datetime) -> str | None:
    """Approve a link, or refuse it; the path of the link, which is shown to the approver alone, or None.

    Raises what `waysin.decide` raises, and `NoAccount` for who has left meanwhile.
    """

    def let_in(asked: Asked) -> str:
        account = enrolment.account_of(asked.staff)
        make = enrolment.reset if asked.why in _TAKES_EVERYTHING else enrolment.new_link
        return make(account, now, half=asked.half)

    return waysin.decide(actor=actor, proposal=proposal, approved=approved, now=now, let_in=let_in)
