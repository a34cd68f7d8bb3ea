"""What waits in a demonstration on the day it is made: done by its staff through the same doors as in any other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lintel.access import accounts
from lintel.access.accounts import Actor
from lintel.casework import staffmarks
from lintel.casework.breakglass import break_glass
from lintel.casework.models import Standing
from lintel.casework.record import Draft, new_key, record
from lintel.casework.report import report
from lintel.ledger.actions import head

_FROM: Mapping[str, Mapping[str, object]] = {
    "contractor": {"channel": "other", "source": "contractor", "nature": "witnessed", "immediate_danger": "unknown"},
    "neighbour": {"channel": "phone", "source": "neighbour", "nature": "concern", "immediate_danger": "no"},
    "herself": {
        "channel": "web", "source": "victim", "nature": "disclosure", "immediate_danger": "no",
        "safe_channels": ["text"],
    },
}  # fmt: skip
_ACCOUNTS = {
    "contractor": "The joiner who mended the back door says it had been kicked in from outside. The tenant asked him "
    "to be quick and kept looking at the clock.",
    "neighbour": "Caller hears a man shouting next door on most evenings, and this morning something breaking. Caller "
    "asks not to be named.",
    "herself": "Sent from a library computer. She asks for a text on weekday mornings, and says that nobody else may "
    "know that she wrote.",
}
_COLLEAGUE = "A colleague asked for a word in private. Their partner waits outside the office and reads their phone."
_GLASS = "She is at the front desk of another office with her children and will not go home; her officer is on leave."


@dataclass(frozen=True, slots=True)
class Waiting:
    """What there is to find: the case that Jo is walled off from, and the one whose glass is to be reviewed."""

    walled: str | None
    broken: str | None

    @property
    def said(self) -> str:
        """The same in words."""
        walled = f"Jo is kept out of case {self.walled}: somebody close to her is in it." if self.walled else ""
        broken = f"Sam broke the glass of case {self.broken}: Noor, Bea or Dee reviews it." if self.broken else ""
        return "\n  ".join(filter(None, (walled, broken)))


def prepare(people: Mapping[str, Mapping[str, str]], now: datetime) -> Waiting:
    """Reports that nobody has yet, a colleague's case, somebody's conflict, a glass that was broken."""
    for number, source in enumerate(_FROM):
        _report("rae", _FROM[source], _ACCOUNTS[source], now, hours_ago=number + 1)
    _colleagues_case(now)
    return Waiting(_conflict(people), _glass(now))


def _report(by: str, facts: Mapping[str, object], account: str, now: datetime, *, hours_ago: int) -> UUID:
    draft = Draft(
        event="report.received", at=now - timedelta(hours=hours_ago), seen=0, key=new_key(), facts=facts,
        sealed={"account": account},
    )  # fmt: skip
    return report(actor=_actor(by), draft=draft, now=now).book


def _colleagues_case(now: datetime) -> None:
    """The HR partner looks after colleagues' cases, and works this one."""
    facts = {"channel": "office", "source": "victim", "nature": "disclosure", "safe_channels": ["phone"]}
    book = _report("saf", {**facts, "colleague_case": True}, _COLLEAGUE, now, hours_ago=20)
    said = Draft(
        event="officer.named", at=now, seen=head(book)[0], key=new_key(), facts={"officer": "lee", "reason": "first"}
    )
    record(actor=_actor("lee"), book=book, draft=said, now=now)


def _conflict(people: Mapping[str, Mapping[str, str]]) -> str | None:
    """Jo declares somebody close to her who is in a running case of her own: it is gone from her desk."""
    for name in _running("jo"):
        said = people.get(f"{name}-v1", {})
        if {"names", "date_of_birth"} <= said.keys():
            close = {each: said[each] for each in ("names", "date_of_birth")}
            staffmarks.declare_close(actor=_actor("jo"), said=close)
            return name
    return None


def _glass(now: datetime) -> str | None:
    """Sam has opened a case of the other team."""
    for name in _running("tomos", "mina", "yemi"):
        book = Standing.objects.values_list("book_id", flat=True).get(book__name=name)
        break_glass(actor=_actor("sam"), book=book, code="she_is_in_touch", reason=_GLASS, now=now)
        return name
    return None


def _running(*officers: str) -> Iterator[str]:
    """The references of the open cases of some officers."""
    found = Standing.objects.filter(state="open", officer__in=officers).order_by("book__name")
    yield from found.values_list("book__name", flat=True)


def _actor(handle: str) -> Actor:
    """Somebody who has given the second factor, as far as the landlord's own command line is concerned."""
    return accounts.actor(handle, stepped_up=True, request="demonstration", origin="command line")
