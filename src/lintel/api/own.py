"""What a token says of itself."""

from datetime import datetime

from ninja import Router

from lintel.api.shapes import Shown
from lintel.casework.refusals import NotHere
from lintel.signin import tokens
from lintel.signin.asking import Asking

router = Router(tags=["The token"])


class TokenShown(Shown):
    """For whom it acts, in which roles as of now, what it is for, and until when it may be used."""

    account: str
    roles: list[str]
    label: str
    until: datetime


@router.get("/token", response=TokenShown, summary="See what your token is")
def token(request: Asking) -> TokenShown:
    """Whom the token acts for and when it ends, so that another can be had in time.

    **Who may:** whoever holds a token.
    """
    held = tokens.held(request, request.now)
    if held is None:
        raise NotHere
    return TokenShown(account=held.handle, roles=sorted(request.actor.roles), label=held.label, until=held.until)
