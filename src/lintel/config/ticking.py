"""What time brings, done by the machine: some steps, each for itself, each safe to be done twice or on two machines.

Nothing that anybody relies on is false because this did not run: what is owed and how a case stands is worked out when
it is asked for. Without it people are not told, anchors grow old and what is no longer needed stays.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import connection, transaction

from lintel.casework import drafts, index, timely
from lintel.ledger import delivery
from lintel.ledger.anchoring import make_anchor
from lintel.outbound import digests, feeds, rounds
from lintel.signin import sessions, throttle

_ANCHOR_EVERY: Final = timedelta(minutes=4)
"""Late is five minutes: there is a tick or two in between for a place that did not take it at first."""

_MOST_CASES = 400
"""So many cases judged anew in one go, so that an alert does not wait for all of them."""

Does = Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done, and what its number counts."""

    name: str
    counts: str
    does: Does


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a step: a number, or the sort of what went wrong. Never what it was about."""

    step: Step
    number: int = 0
    failed: str = ""

    def __str__(self) -> str:
        return f"{self.step.name}: failed ({self.failed})" if self.failed else f"{self.step.name}: {self._counted}"

    @property
    def _counted(self) -> str:
        return f"{self.number:,} {self.step.counts}"


class NotAllDone(Exception):
    """A step did what it could, and not all of it."""


def tick(now: datetime) -> Iterator[Done]:
    """Do every step in turn; one that fails keeps none of the others from being done. The letters leave first."""
    for step in STEPS:
        try:
            yield Done(step, step.does(now))
        except Exception as failed:  # whatever it is, the others are done; its sort is told, and its exit code
            yield Done(step, failed=type(failed).__name__)
            connection.close_if_unusable_or_obsolete()


def _messages(now: datetime) -> int:
    came = digests.run(now)
    if came.failed:
        raise NotAllDone
    return came.sent


def _by_oneself(does: Does, name: str, now: datetime) -> int:
    """Do it unless somebody else is at it just now, in one transaction."""
    with transaction.atomic(durable=True):
        return does(now) if rounds.alone(name) else 0


def _retention(now: datetime) -> int:
    return int(rounds.once_a_day("retention", now, partial(timely.kept_long_enough, now)))


def _anchors(now: datetime) -> int:
    """Make an anchor where one is due, and hand over what a place has not had."""
    places = delivery.places()
    ages = delivery.ages(now).values()
    made = bool(places) and any(age is None or age >= _ANCHOR_EVERY for age in ages)
    if made:
        make_anchor(now)
    if delivery.hand_over(places):
        raise NotAllDone
    return int(made)


def _freshened(now: datetime) -> int:
    """Judge anew some of the cases in which something has run out since; whoever looks at one does so by themselves."""
    books = index.stale(now)[:_MOST_CASES]
    for together in index.in_batches(books):
        index.index_all(together, now)
    return len(books)


def _reaped(now: datetime) -> int:
    """Take away what nobody needs: sessions that are over, drafts, attempts, addresses of calendars."""
    sessions.forget_expired(now)
    throttle.forget_old(now)
    return drafts.forget_expired(now) + feeds.forget_expired(now)


def _noted(now: datetime) -> int:
    rounds.note("tick", now)
    return 1


STEPS: Final = (
    Step("messages", "sent", _messages),
    Step("stale plans", "told", partial(_by_oneself, timely.stale_plans, "stale plans")),
    Step("overdue reviews", "told", partial(_by_oneself, timely.overdue_reviews, "overdue reviews")),
    Step("unanswered", "told", partial(_by_oneself, timely.unanswered, "unanswered")),
    Step("retention", "parts looked through", _retention),
    Step("anchors", "made", _anchors),
    Step("deadlines", "cases judged anew", _freshened),
    Step("reaping", "taken away", _reaped),
    Step("tick", "noted", _noted),
)
"""In this order. To try them out without time, each is given the instant."""
