"""Where e-mail to staff goes: the work address of a live account, and nothing else."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet

from lintel.events.faults import Fault, InputRefused
from lintel.signin import enrolment, told
from lintel.signin.models import Account

_LONGEST = 254
_EXPECTED = "a work address, as name@example.org"


def address_of(handle: str) -> str | None:
    """Where somebody is written to now; None for who has left, or has no address of the landlord's."""
    found = _live().filter(handle=handle).values_list("email", flat=True).first()
    return found if found and _is_of_the_landlord(found) else None


def addressed() -> set[str]:
    """The handles of everybody who can be written to."""
    return {handle for handle, email in _live().values_list("handle", "email") if email and _is_of_the_landlord(email)}


def is_of_staff(address: str) -> bool:
    """Whether an address is the work address of somebody who works here now."""
    return bool(address) and _is_of_the_landlord(address) and _live().filter(email=address).exists()


def written(handle: str) -> str:
    """The address that an account holds, as it was entered; empty where there is none."""
    return Account.objects.filter(handle=handle).values_list("email", flat=True).first() or ""


def set_address(handle: str, address: str, now: datetime) -> None:
    """Put somebody's work address in the place of the one before, of which they are told; empty takes it away.

    Raises `NoAccount` for who has no live account, `InputRefused` for what is no address. It is told to nobody else.
    """
    if address and not _fits(address):
        raise InputRefused([Fault(0, "address", "is no address that mail is sent to", _EXPECTED)])
    with transaction.atomic():
        account = enrolment.account_of(handle)
        if account.email != address:
            Account.objects.filter(pk=account.pk).update(email=address)
            if account.email:  # the first one keeps nothing from anybody
                told.tell(account, "address_changed", now)


def _live() -> QuerySet[Account]:
    return Account.objects.filter(staff__ended_at=None)


def _fits(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    plain = address.isascii() and len(address) <= _LONGEST and parseaddr(address) == ("", address)
    return plain and _is_of_the_landlord(address)


def _is_of_the_landlord(address: str) -> bool:
    domains = {each.lower() for each in settings.OPTIONS.mail_domains}
    return not domains or address.rpartition("@")[2].lower() in domains
