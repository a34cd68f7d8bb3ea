"""A case of thirty entries, such as an officer writes in three months: what the engine is timed on."""

import json
from datetime import datetime, timedelta

from lintel.events.entry import Book, Entry
from lintel.events.parsing import parse

BEGAN = datetime.fromisoformat("2024-03-28T16:30:00+00:00")

_CONTACT = {"channel": "phone", "safe_to_talk_checked": True, "wishes_asked": True}
_HAPPENED: tuple[tuple[float, str, str | None, dict[str, object]], ...] = (
    (0, "report.received", None, {"channel": "phone", "source": "victim", "nature": "disclosure",
                                  "abuse_types": ["controlling_or_coercive"], "safe_channels": ["phone"]}),
    (0.1, "person.joined", None, {"person": "v1", "role": "victim", "age_band": "18_64"}),
    (0.1, "person.joined", None, {"person": "p1", "role": "alleged_perpetrator", "lives": "same_home"}),
    (0.2, "person.joined", None, {"person": "c1", "role": "child_victim", "age_band": "under_16"}),
    (1, "case.triaged", None, {"priority": "high"}),
    (1, "officer.named", None, {"officer": "sam", "reason": "first"}),
    (20, "contact.attempted", None, {"channel": "phone", "outcome": "no_answer"}),
    (112, "contact.made", None, _CONTACT),
    (113, "contact.plan_agreed", None, {"channels": {"phone": "safe", "text": "conditional"}, "voicemail": False}),
    (113, "risk.assessed", None, {"instrument": "dash", "outcome": "completed", "yes": 15, "level": "high"}),
    (114, "consent.asked", None, {"purpose": "referral", "agency": "idva", "answer": "given"}),
    (114, "referral.offered", None, {"service": "idva", "agency": "idva", "external": True, "answer": "accepted"}),
    (115, "referral.sent", "referral.offered", {}),
    (160, "marac.decided", None, {"decision": "refer", "grounds": ["score"]}),
    (161, "marac.referred", None, {"by": "us", "repeat": False}),
    (300, "marac.listed", "marac.referred", {"meeting_on": "2024-04-24"}),
    (400, "contact.made", None, _CONTACT),
    (640, "marac.heard", "marac.referred", {"attended_by": "sam"}),
    (641, "plan.agreed", None, {"focus": "safety", "victim_agreed": True}),
    (700, "contact.made", None, _CONTACT),
    (760, "repair.needed", None, {"work": "safety"}),
    (780, "repair.made_safe", "repair.needed", {}),
    (1000, "contact.made", None, _CONTACT),
    (1001, "contact.frequency_agreed", None, {"days": 28, "agreed_by_victim": True, "review_on": "2024-07-31"}),
    (1002, "advice.given", None, {"topics": ["services", "clares_law"]}),
    (1500, "contact.made", None, _CONTACT),
    (1501, "review.held", None, {"level": "standard", "plan_changed": True}),
    (2000, "contact.made", None, _CONTACT),
    (2001, "victim.consulted", None, {"topic": "closure", "view": "agrees"}),
    (2002, "case.closed", None, {"outcome": "safe_at_home", "risk_mitigated": "yes"}),
)  # fmt: skip
"""Hours after the report, the event, what opened the thread it continues, and its facts."""


def lines(book: str, entries: int = len(_HAPPENED)) -> list[str]:
    """The case, or its first entries, as lines of an interchange file."""
    opened: dict[str, str] = {}
    found = []
    for place, (hours, event, opener, facts) in enumerate(_HAPPENED[:entries], 1):
        opened.setdefault(event, f"e{place}")
        at = (BEGAN + timedelta(hours=hours)).isoformat()
        entry: dict[str, object] = {
            "book": book,
            "id": f"e{place}",
            "event": event,
            "at": at,
            "by": "sam",
            "data": facts,
        }
        if opener:
            entry["thread"] = opened[opener]
        if event not in ("person.joined", "report.received", "case.closed"):
            entry["about"] = ["v1"]
        found.append(json.dumps(entry))
    return found


def book(name: str) -> Book:
    """The case, read."""
    return Book(name, tuple(_read(line, place) for place, line in enumerate(lines(name), 1)))


def _read(line: str, place: int) -> Entry:
    def refused(field: str, wrong: str, expected: str) -> None:
        raise ValueError(f"line {place}: {field} {wrong}; expected {expected}")

    entry = parse(line, place, refused)
    if entry is None:
        raise ValueError(f"line {place} holds no entry")
    return entry
