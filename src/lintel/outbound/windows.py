"""When somebody may be told: never outside working hours but of what cannot wait, and once in each window of time."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from lintel.commitments.workingdays import WorkingDays
from lintel.events.entry import LONDON

A_WINDOW: Final = timedelta(minutes=15)
"""As it comes: one message at most in each quarter of an hour."""
AN_URGENT_WINDOW: Final = timedelta(seconds=30)

URGENT: Final = frozenset({
    "glass_broken", "sign_in_reset", "sign_in_link", "sign_in_shut", "passkey_copied", "token_made",
    "colleague_reset", "colleague_shut", "colleague_passkey",
})  # fmt: skip
"""What is told at any hour: somebody opened a case that is not theirs, or may have come by a way in. Each may be
somebody who looks for her tonight, and whoever is told can still stop it.

A broken guard is not among them: it happened, the case shows it, and nobody undoes it at night. Nor are guesses at a
second factor: the factor holds, and whoever guesses could otherwise wake somebody every five minutes."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When the landlord works, in London: the hours of a day, and which days."""

    begin: time
    end: time
    days: WorkingDays

    def hold(self, now: datetime) -> bool:
        """Whether an instant lies in them."""
        local = now.astimezone(LONDON)
        return self.days.is_working(local.date()) and self.begin <= local.time() < self.end


def window(how: str, now: datetime, hours: Hours) -> datetime | None:
    """When the window began that `now` lies in, for somebody who wants to be told so; None while nobody tells them."""
    if how == "urgent" or not hours.hold(now):
        return None
    if how == "daily":
        return datetime.combine(now.astimezone(LONDON).date(), hours.begin, LONDON).astimezone(UTC)
    return floor(now, A_WINDOW)


def floor(now: datetime, step: timedelta) -> datetime:
    """The last whole step of time that `now` has reached, counted in UTC."""
    return now - (now - datetime(2000, 1, 1, tzinfo=UTC)) % step
