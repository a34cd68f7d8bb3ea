"""How fast somebody may guess, counted in the database: however many workers there are, they count together.

Who guesses is slowed and never shut out for good: the oldest failure falls out of the count as time goes. A device
that its owner has signed in from before is counted apart, so nobody is kept out by what others try in their name.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from lintel.signin import devices
from lintel.signin.models import Account, Attempt
from lintel.signin.origin import origin_of

_KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """What failures are counted by, and how many of them there may be within a time."""

    digest: bytes
    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt that may be made. It counts as a failure until `succeeded` says otherwise.

    `last`: there is no further one for now, should this one fail.
    """

    rows: tuple[int, ...]
    last: bool

    def succeeded(self) -> None:
        """It was no guess, and is not counted."""
        Attempt.objects.filter(id__in=self.rows).delete()


def attempt(request: HttpRequest, what: str, handle: str, now: datetime) -> Try | None:
    """One more attempt at a `password` or a `factor` in the name of a handle; None while there were too many.

    The attempt is counted before anything is looked at, so that many at the same instant are no way around it.
    """
    return _counted(_buckets(request, what, handle, now), now)


def guessed_token(request: HttpRequest, now: datetime) -> bool:
    """Count a token that opens nothing, by the machine that showed it; whether there have been too many by now.

    A token that opens something is never counted: nobody is kept out by what others on the machine try.
    """
    return _counted([Bucket(_digest("token", "machine", _machine(request)), 10, timedelta(minutes=1))], now) is None


def forget_old(now: datetime) -> int:
    """Take away attempts that count no more; how many."""
    return Attempt.objects.filter(at__lt=now - _KEPT_FOR).delete()[0]


def _buckets(request: HttpRequest, what: str, handle: str, now: datetime) -> list[Bucket]:
    account = Account.objects.filter(handle=handle).first()
    device = devices.known(request, account, now) if account else None
    if device:
        return [Bucket(_digest(what, "device", device, handle), 5, timedelta(minutes=5))]
    return [
        Bucket(_digest(what, "handle", handle), 5, timedelta(minutes=5)),
        Bucket(_digest("any", "machine", _machine(request)), 10, timedelta(minutes=1)),
    ]


def _digest(*words: str) -> bytes:
    """Keyed, since people type passwords where their handle belongs."""
    return salted_hmac("lintel.signin.throttle", "\n".join(words), algorithm="sha256").digest()


def _machine(request: HttpRequest) -> str:
    """Where a request comes from. The last half of an address of version 6 is whatever the machine likes."""
    given = origin_of(request)
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    return given if address.version == 4 else str(ipaddress.ip_network(f"{given}/64", strict=False).network_address)


def _counted(buckets: list[Bucket], now: datetime) -> Try | None:
    last = False
    with transaction.atomic(durable=True):
        for bucket in sorted(buckets, key=lambda each: each.digest):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [bucket.digest.hex()])
            since, until = now - bucket.within, now + bucket.within  # others may have come later and been counted first
            failed = Attempt.objects.filter(bucket=bucket.digest, at__gt=since, at__lt=until).count()
            if failed >= bucket.most:
                return None
            last = last or failed + 1 == bucket.most
        made = Attempt.objects.bulk_create([Attempt(bucket=each.digest, at=now) for each in buckets])
        forget_old(now)
    return Try(tuple(each.id for each in made), last)
