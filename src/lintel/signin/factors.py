"""The second factors of an account: codes of an authenticator app, recovery codes, passkeys. There is no other kind."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

from lintel.sealing.aead import SealBroken
from lintel.signin import marks
from lintel.signin.models import Account

Kind = Literal["app", "passkey", "codes"]

STEP_SECONDS: Final = 30
_KINDS: dict[str, Kind] = {
    Authenticator.Type.TOTP: "app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "codes",
}
_SPENT: Final = "spent"
"""In an app's row: the last time step whose code was taken. It and whatever came before it is never taken again."""


@dataclass(frozen=True, slots=True)
class Held:
    """A factor that somebody holds, as their own page shows it. `left`: recovery codes that were not used yet."""

    id: int
    kind: Kind
    name: str
    added_at: datetime
    used_at: datetime | None
    left: int | None


def held(account: Account) -> list[Held]:
    """Every factor of an account, the oldest first."""
    return [_shown(row) for row in Authenticator.objects.filter(user=account).order_by("pk")]


def _shown(row: Authenticator) -> Held:
    kind = _KINDS[row.type]
    name = row.wrap().name if kind == "passkey" else ""
    left = len(row.wrap().get_unused_codes()) if kind == "codes" else None
    return Held(row.pk, kind, name, row.created_at, row.last_used_at, left)


def enrolled(account: Account) -> bool:
    """Whether somebody holds a factor. Recovery codes alone are none: they only stand in for one that was lost."""
    return bool(_proper(account).exists())


def _proper(account: Account) -> Any:
    """The rows of what is a factor by itself. A query of allauth's, which has no types."""
    return Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES)


def has_passkey(account: Account) -> bool:
    """Whether a passkey is among them."""
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).exists())


def new_seed(account: Account) -> tuple[str, str]:
    """A seed for an authenticator app: as the app reads it, and sealed for this person, for the form to bring back."""
    seed = generate_totp_secret()
    return seed, encrypt(f"{account.pk}:{seed}")


def seed_of(account: Account, sealed: str) -> str | None:
    """The seed that a form brings back; None where it was not made for this person."""
    try:
        whose, _, seed = str(decrypt(sealed)).partition(":")
    except (SealBroken, ValueError):
        return None
    return seed if whose == str(account.pk) else None


def take_app(account: Account, seed: str, code: str, now: datetime) -> bool:
    """Hold the authenticator app that made this code, in place of any other; False where the code is not its."""
    step = _step(seed, code, now)
    if step is None:
        return False
    with transaction.atomic():
        Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()
        data = {"secret": encrypt(seed), _SPENT: step}
        made = Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data=data, created_at=now)
        marks.bind(made)
    return True


def give_code(account: Account, code: str, now: datetime) -> Kind | None:
    """What a code was, spending it: of the app, or a recovery code. None where it is neither, or was spent before.

    A factor that was put under this account by anybody but Lintel takes no code.
    """
    written = "".join(letter for letter in code if letter.isascii() and letter.isalnum())
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user=account)
        for row in rows.filter(type__in=(Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)):
            if marks.is_ours(row) and _spend(row, written, now):
                rows.filter(pk=row.pk).update(last_used_at=now)
                return _KINDS[row.type]
    return None


def _spend(row: Authenticator, code: str, now: datetime) -> bool:
    return _spend_app(row, code, now) if _KINDS[row.type] == "app" else bool(RecoveryCodes(row).validate_code(code))


def _spend_app(row: Authenticator, code: str, now: datetime) -> bool:
    step = _step(decrypt(row.data["secret"]), code, now)
    if step is None or step <= row.data[_SPENT]:
        return False
    row.data[_SPENT] = step
    row.save(update_fields=["data"])
    return True


def _step(seed: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is (RFC 6238: 30 seconds, one step either way for a clock that is off)."""
    for step in _steps(now):
        expected = format_hotp_value(hotp_value(seed, step))
        if hmac.compare_digest(expected.encode(), code.encode()):
            return step
    return None


def _steps(now: datetime) -> Iterator[int]:
    here = int(now.timestamp()) // STEP_SECONDS
    yield from (here, here - 1, here + 1)


def renew_codes(account: Account, now: datetime) -> None:
    """Ten new recovery codes in place of those there were."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
        made = RecoveryCodes.activate(account).instance
        made.created_at = now
        made.save(update_fields=["created_at"])
        marks.bind(made)


def codes_to_keep(account: Account) -> list[str]:
    """The recovery codes, in groups of four digits, until their owner has said that they are kept; none after that."""
    row = _codes(account)
    if row is None or row.wrap().did_view:
        return []
    return [f"{code[:4]} {code[4:8]} {code[8:]}" for code in row.wrap().get_unused_codes()]


def codes_kept(account: Account) -> None:
    """Their owner has put them somewhere: they are never shown again."""
    row = _codes(account)
    if row is not None:
        row.wrap().mark_as_viewed()


def _codes(account: Account) -> Authenticator | None:
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()


def remove(account: Account, factor: int) -> bool:
    """Take a factor away; False where there is no such one, or it is the last: nobody is left without."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if _proper(account).count() < 2:
            return False
        gone, _ = _proper(account).filter(pk=factor).delete()
    return bool(gone)


def remove_all(account: Account) -> None:
    """Take every factor away: whoever signs in next has to enrol anew."""
    Authenticator.objects.filter(user=account).delete()
