"""How somebody comes to a password of their own: by a link that works once. Nobody else ever chooses or sees one."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse

from lintel.access.models import Staff
from lintel.casework.refusals import NoAccount
from lintel.signin import factors, sessions, told
from lintel.signin.models import Account, Invitation

VALID_FOR = timedelta(hours=72)


def account_of(handle: str) -> Account:
    """What a member of staff signs in with, made where there is none yet. Raises `NoAccount` for who is no live one."""
    staff = Staff.objects.filter(handle=handle, ended_at=None).first()
    if staff is None:
        raise NoAccount
    account, _ = Account.objects.get_or_create(staff=staff, defaults={"handle": staff.handle})
    return account


def new_link(account: Account, now: datetime) -> str:
    """The path of a link by which its owner sets a password, once, within 72 hours. It is told to nobody else.

    Any link before it stops working. The factors that somebody holds stay, and are asked for after the password.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        Invitation.objects.filter(account=account, spent_at=None).update(spent_at=now)
        Invitation.objects.create(account=account, digest=_digest(token), made_at=now, until=now + VALID_FOR)
    return reverse("invitation", args=[token])


def reset(account: Account, now: datetime) -> str:
    """Take away a password, every factor and every session, and give the path of a link to begin anew.

    For who has lost their factors. They are told of it when they next sign in, and the data protection officers are:
    whoever makes a link could use it themselves.
    """
    with transaction.atomic():
        account.set_unusable_password()
        account.save(update_fields=["password"])
        factors.remove_all(account)
        sessions.end_all(account)
        told.tell(account, "sign_in_reset", now)
        told.tell_officers(account, now)
        return new_link(account, now)


def invited(token: str, now: datetime) -> Account | None:
    """Whose link this is; None where it is no link, was used, is too old, or belongs to somebody who has left."""
    found = Invitation.objects.select_related("account__staff").filter(digest=_digest(token), spent_at=None).first()
    if found is None or found.until <= now or not found.account.is_active:
        return None
    return found.account


def set_password(token: str, password: str, now: datetime) -> Account | None:
    """Set the password that a link is for, and spend the link; None where it works no more.

    Raises Django's `ValidationError` with all that is wrong with the password, and then the link is not spent.
    """
    account = invited(token, now)
    if account is None:
        return None
    validate_password(password, account)
    with transaction.atomic():
        if not Invitation.objects.filter(digest=_digest(token), spent_at=None).update(spent_at=now):
            return None
        change_password(account, password, now)
    return account


def change_password(account: Account, password: str, now: datetime) -> None:
    """Give an account another password, and end every session of it. Nothing is checked here."""
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        sessions.end_all(account)
        told.tell(account, "password_set", now)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
