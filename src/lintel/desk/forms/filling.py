"""What stands in a form before anybody types: now, what is known of the obligation that it keeps, what was there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from lintel.casework.state import ContactPlan
from lintel.commitments.obligations import Obligation
from lintel.commitments.patterns import Alternative
from lintel.desk.forms.fields import REGARDING, Field
from lintel.desk.forms.instants import as_day, as_typed
from lintel.desk.forms.layouts import Form
from lintel.events.declaration import CASE
from lintel.events.registry import KINDS


def as_sent(form: Form, values: Mapping[str, object]) -> dict[str, list[str]]:
    """Values as a browser would send them, by the names of their parts. What the form has not is left out."""
    sent: dict[str, list[str]] = {}
    for laid in form.fields:
        if values.get(laid.name) is not None:
            sent |= dict(_sent(laid.field, values[laid.name]))
    return sent


def _sent(field: Field, value: object) -> Iterator[tuple[str, list[str]]]:
    if isinstance(value, datetime):
        yield from _boxes(field.name, as_typed(value))
    elif isinstance(value, date):
        yield from _boxes(field.name, as_day(value))
    elif isinstance(value, Mapping):
        yield from ((f"{field.name}-{row}", [str(said)]) for row, said in value.items())
    elif isinstance(value, bool):
        yield field.name, ["yes" if value else "no"]
    elif isinstance(value, list | tuple):
        yield field.name, [str(each) for each in value]
    else:
        yield field.name, [str(value)]


def _boxes(name: str, parts: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    return ((f"{name}-{part}", [said]) for part, said in parts.items())


def begun(form: Form, now: datetime) -> dict[str, object]:
    """What stands in every new form: now, and the answers that the declaration presumes."""
    presumed = {each.name: each.field.default for each in form.fields if each.field.default}
    return {"at": now, **presumed}


def kept_by(obligation: Obligation) -> Iterator[Alternative]:
    """The events that keep an obligation and can be recorded in a case, the likeliest first."""
    for each in obligation.rule.do.alternatives if obligation.rule.do else ():
        if CASE[0] in KINDS[each.event].declaration.books:
            yield each


def owed(form: Form, obligation: Obligation) -> dict[str, object]:
    """What an obligation says of the entry that keeps it: its thread, its person, and what sort of thing it is.

    No answer is filled in: not what she said, not a yes or no, and nothing that was decided.
    """
    meant = next((each for each in kept_by(obligation) if each.event == form.event), None)
    said: dict[str, object] = {
        "thread": obligation.thread,
        REGARDING: [obligation.subject] if obligation.subject else None,
    }
    for laid in form.fields:
        wanted = meant.where.get(laid.name) if meant else None
        if isinstance(wanted, str) and laid.field.shape == "listed" and laid.name in _SORTS:
            said[laid.name] = wanted
    return said


_SORTS = frozenset({"service", "purpose", "focus", "topic", "who", "work", "kind", "what", "source"})
"""Facts that say what sort of thing an entry is, and not what came of it."""


def due(obligations: Iterable[Obligation], asked: str) -> Obligation | None:
    """The obligation that somebody came from: by its commitment or by what opened it, the soonest first."""
    found = [each for each in obligations if asked in (each.rule.id, each.opened_by)]
    return min(found, key=lambda each: (each.due_at is None, each.due_at or each.opened_at), default=None)


_REACHES = frozenset({"contact.made", "contact.attempted"})


def only_way(form: Form, plans: Sequence[ContactPlan], about: str | None) -> str | None:
    """The one channel that the plan in force calls safe for whom a contact is with; None where there is none or more.

    A channel that is safe on conditions alone is chosen by whoever has read them. A stale plan calls none safe.
    """
    if form.event not in _REACHES:
        return None
    theirs = [each for each in plans if about in (None, each.person)]
    if len(theirs) != 1 or "conditional" in theirs[0].channels.values():
        return None
    safe = [channel for channel, said in theirs[0].channels.items() if said == "safe"]
    return safe[0] if len(safe) == 1 else None
