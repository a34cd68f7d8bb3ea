"""How somebody comes to a password of their own: by a link that works once. Nobody else ever chooses or sees one.

A link that two people let somebody have takes a code as well. One that was made on the server, as for the first
accounts of an installation, takes none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse

from lintel.access import accounts
from lintel.access.models import Staff
from lintel.casework.refusals import NoAccount
from lintel.sealing import bearer
from lintel.signin import binding, factors, sessions, tokens, told
from lintel.signin.models import Account, Invitation

VALID_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works now: whose password it sets, and whether it takes a code as well."""

    account: Account
    coded: bool


def account_of(handle: str) -> Account:
    """What a member of staff signs in with, made where there is none yet. Raises `NoAccount` for who is no live one."""
    staff = Staff.objects.filter(handle=handle, ended_at=None).first()
    if staff is None:
        raise NoAccount
    account, _ = Account.objects.get_or_create(staff=staff, defaults={"handle": staff.handle})
    return account


def new_link(account: Account, now: datetime, *, half: str = "") -> str:
    """The path of a link by which its owner sets a password, once, within 24 hours. They and the officers are told.

    `half` is what `half_of` made of the code that it takes as well; without one it takes none. Any link before it stops
    working. The factors that somebody holds stay, and are asked for after the password.
    """
    with transaction.atomic():
        told.tell(account, "sign_in_link", now)
        told.tell_officers(account, "colleague_link", now)
        return _link(account, half, now)


def reset(account: Account, now: datetime, *, half: str = "") -> str:
    """Take away a password, every factor, session and token, and give the path of a link to begin anew.

    For who has lost their factors. They are told of it when they next sign in, and the data protection officers are.
    """
    with transaction.atomic():
        _take_password(account, now)
        factors.remove_all(account)
        told.tell(account, "sign_in_reset", now)
        told.tell_officers(account, "colleague_reset", now)
        return _link(account, half, now)


def shut(account: Account, now: datetime) -> None:
    """Let nobody in under this account, from now on and until its owner follows a new link. The factors stay."""
    with transaction.atomic():
        _take_password(account, now)
        Invitation.objects.filter(account=account, spent_at=None).update(spent_at=now, bound=b"")
        told.tell(account, "sign_in_shut", now)
        told.tell_officers(account, "colleague_shut", now)


def _take_password(account: Account, now: datetime) -> None:
    account.set_unusable_password()
    account.save(update_fields=["password"])
    sessions.end_all(account)
    tokens.end_all(account.handle, by=accounts.INSTALLATION, now=now)


def half_of(account_handle: str, code: str) -> str:
    """What is kept of a code, so that it opens nothing by itself and is nobody else's. Spaces count for nothing."""
    written = "".join(code.split())
    return binding.mark("half of a link", account_handle, written).hex()


def _link(account: Account, half: str, now: datetime) -> str:
    token, until = bearer.new(), now + VALID_FOR
    Account.objects.select_for_update().get(pk=account.pk)
    Invitation.objects.filter(account=account, spent_at=None).update(spent_at=now, bound=b"")
    Invitation.objects.create(
        account=account,
        digest=bearer.digest(token),
        coded=bool(half),
        bound=binding.mark("link", account.staff_id, token, half, until.isoformat()),
        made_at=now,
        until=until,
    )
    return reverse("invitation", args=[token])


def invited(token: str, now: datetime) -> Link | None:
    """Whose link this is; None where it is no link, was used, is too old, or belongs to somebody who has left."""
    found = _invitation(token, now)
    return Link(found.account, found.coded) if found else None


def opens(token: str, code: str, now: datetime) -> bool:
    """Whether this is the code that the link takes, and the link one that Lintel made for that account."""
    found = _invitation(token, now)
    if found is None:
        return False
    owner = found.account.staff_id
    said = (token, half_of(owner, code) if found.coded else "", found.until.isoformat())
    return binding.is_ours(found.bound, "link", owner, *said)


def _invitation(token: str, now: datetime) -> Invitation | None:
    open_ones = Invitation.objects.select_related("account__staff").filter(spent_at=None, until__gt=now)
    found = open_ones.filter(digest=bearer.digest(token)).first()
    return found if found and found.account.is_active else None


def set_password(token: str, code: str, password: str, now: datetime) -> Account | None:
    """Set the password that a link is for, and spend the link; None where it works no more, or not with this code.

    Raises Django's `ValidationError` with all that is wrong with the password, and then the link is not spent.
    """
    link = invited(token, now)
    if link is None or not opens(token, code, now):
        return None
    validate_password(password, link.account)
    with transaction.atomic():
        if not Invitation.objects.filter(digest=bearer.digest(token), spent_at=None).update(spent_at=now, bound=b""):
            return None
        change_password(link.account, password, now)
    return link.account


def change_password(account: Account, password: str, now: datetime) -> None:
    """Give an account another password, and end every session of it. Nothing is checked here."""
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password", "bound"])
        sessions.end_all(account)
        told.tell(account, "password_set", now)
