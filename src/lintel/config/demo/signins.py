"""How the staff of a demonstration sign in: by a password that is printed, and a code that its command line prints."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import make_password

from lintel.config.demo.landlord import STAFF
from lintel.signin import enrolment, factors

_LONG_SPENT = timedelta(minutes=5)


def give(password: str, now: datetime) -> None:
    """Give everybody who signs in their password and an authenticator whose seed lies sealed in the database."""
    hashed = make_password(password)  # once: it is everybody's, and to hash one takes the best part of a second
    before = now - _LONG_SPENT  # the code by which it is enrolled is spent, and must not be the first that is used
    for each in STAFF:
        if each.signs_in:
            account = enrolment.account_of(each.handle)
            account.password = hashed
            account.bind()
            account.save(update_fields=["password", "bound"])
            seed, _ = factors.new_seed(account)
            factors.take_app(account, seed, _code(seed, _step(before)), before)


def code_of(handle: str, now: datetime) -> str | None:
    """A code of somebody's authenticator that works now; None for who signs in with none."""
    row = Authenticator.objects.filter(user__handle=handle, type=Authenticator.Type.TOTP).first()
    if row is None:
        return None
    # A code works once. The next one is taken half a minute early, for clocks that are off.
    return _code(decrypt(row.data["secret"]), max(_step(now), int(row.data["spent"]) + 1))


def _step(at: datetime) -> int:
    return int(at.timestamp()) // factors.STEP_SECONDS


def _code(seed: str, step: int) -> str:
    code: str = format_hotp_value(hotp_value(seed, step))
    return code
