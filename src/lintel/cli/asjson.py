"""Obligations, breaches and figures as JSON: a public format, whose names are never changed."""

from datetime import datetime
from typing import Any

from lintel.commitments.guards import Breach
from lintel.commitments.measures import Result
from lintel.commitments.obligations import Obligation
from lintel.commitments.policy import Versions
from lintel.commitments.reasons import reason
from lintel.commitments.settling import name_in
from lintel.events.entry import LONDON


def obligation(each: Obligation, policy: Versions) -> dict[str, Any]:
    """An obligation. Instants are London's, with their offset."""
    return {
        "book": each.book,
        "commitment": each.rule.id,
        "clause": list(each.rule.clause),
        "policy": each.rule.policy,
        "subject": each.subject,
        "thread": each.thread,
        "opened_by": each.opened_by,
        "opened_at": _instant(each.opened_at),
        "due_on": each.due_on.isoformat() if each.due_on else None,
        "due_at": _instant(each.due_at),
        "done_by": name_in(each.book, each.done) if each.done else None,
        "done_at": _instant(each.done.at) if each.done else None,
        "excused_by": name_in(each.book, each.excuse) if each.excuse and each.state == "excused" else None,
        "state": each.state,
        "why": reason(each, policy),
    }


def breach(each: Breach) -> dict[str, Any]:
    """A breach."""
    return {
        "book": each.book,
        "guard": each.guard.id,
        "clause": list(each.clause),
        "entry": each.entry.id,
        "strength": each.guard.strength,
        "why": each.why,
    }


def result(each: Result) -> dict[str, Any]:
    """A figure. A rate has its counts; a count or a mean has its value alone."""
    return {
        "measure": each.measure.id,
        "kind": each.measure.kind,
        "clause": list(each.measure.clause),
        "period": each.span.name,
        **{state: each.states[state] for state in ("kept", "late", "missed", "overdue", "due", "excused")},
        "owed": each.owed,
        "rate": each.value if each.measure.kind == "rate" else None,
        "value": each.value,
        "target": each.measure.target,
        "better": each.measure.better,
    }


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(LONDON).isoformat() if at else None
