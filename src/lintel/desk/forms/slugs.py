"""The address of a form: it says nothing of the event, because addresses stay in histories that others may read."""

import hashlib

from lintel.events.registry import KINDS


def slug(event: str) -> str:
    """The short name of an event in an address: always the same, and nobody who reads it learns what it is."""
    return hashlib.sha256(event.encode()).hexdigest()[:8]


_EVENTS = {slug(name): name for name in KINDS}


def event_of(said: str) -> str | None:
    """The event of a short name; None where there is none of it."""
    return _EVENTS.get(said)


class EventConverter:
    """An event in a path. Written from its own name, or from that with a hyphen; an unknown one matches nothing."""

    regex = "[0-9a-f]{8}"

    def to_python(self, value: str) -> str:
        """The event. Raises `ValueError` where there is none of that address."""
        if value not in _EVENTS:
            raise ValueError("no such form")
        return _EVENTS[value]

    def to_url(self, value: str) -> str:
        """The address of an event. Raises `ValueError` where there is no such event."""
        name = value if value in KINDS else value.replace("-", ".", 1)
        if name not in KINDS:
            raise ValueError("no such event")
        return slug(name)
