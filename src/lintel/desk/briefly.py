"""Said briefly, for a row of a list: how to reach her, by when, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lintel.casework.reaching import Way
from lintel.casework.state import visit
from lintel.commitments.policy import Versions
from lintel.commitments.rules import Commitment
from lintel.design.words import clock
from lintel.events.entry import LONDON
from lintel.events.registry import KINDS

_CHANNELS = {"third_party": "through somebody she named"}


def reached(way: Way | None) -> str:
    """How somebody may be reached, in one line that never sounds safer than it is."""
    if way is None:
        return "More than one person: the case says how to reach each."
    if way.basis == "plan":
        return _planned(way)
    if way.basis == "stale" and way.until:
        return f"Not confirmed since {short(way.until)}: treat every way as unknown."
    if way.basis == "report":
        first = _listed(_named(way, "safe"))
        return f"No plan yet. For a first call the report says {first}; no voicemail, no letter.{_warned(way)}"
    return f"No safe way confirmed: treat every way as unknown.{_warned(way)}"


def _planned(way: Way) -> str:
    safe, conditional = _named(way, "safe"), _named(way, "conditional")
    times = _times(way)
    said = [f"{_listed(safe)} only" if not conditional else _listed(safe)] if safe else []
    if conditional:
        said.append(f"{_listed(conditional)}{' only' if not safe else ''} {times or 'on conditions nobody wrote down'}")
    rest = [*_never(way), *([times] if times and not conditional else [])]
    how = " and ".join(said) or "no channel is called safe"
    return f"{'; '.join([_capital(how), *rest])}.{_warned(way)}"


def _never(way: Way) -> Iterator[str]:
    if not way.voicemail:
        yield "never voicemail"
    if way.letters is False:
        yield "no letters"


def _times(way: Way) -> str:
    hours = _between(*way.hours) if way.hours else ""
    days = f"on {_listed([each.capitalize() for each in way.days], 'and')}" if way.days else ""
    return " ".join(each for each in (hours, days) if each)


def _between(begin: int, end: int) -> str:
    if begin == 0:
        return f"before {hour(end)}"
    return f"after {hour(begin)}" if end == 24 else f"{hour(begin)} to {hour(end)}"


def hour(at: int) -> str:
    """A whole hour as people say it: `10am`, `midday`."""
    said = {0: "midnight", 12: "midday", 24: "midnight"}
    return said.get(at) or f"{at % 12}{'am' if at < 12 else 'pm'}"


def _warned(way: Way) -> str:
    if not way.shared:
        return ""
    return f" Never by {_listed(sorted(way.shared))}: somebody unsafe has the same one."


def _named(way: Way, how: str) -> list[str]:
    return [_named_so(name, way) for name, said in way.channels.items() if said == how]


def _named_so(channel: str, way: Way) -> str:
    return visit(way.at_home) if channel == "visit" else _CHANNELS.get(channel, channel.replace("_", " "))


def _listed(names: list[str], last: str = "or") -> str:
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def short(when: date) -> str:
    """`Mon 8 April`."""
    return f"{when:%a} {when.day} {when:%B}"


@dataclass(frozen=True, slots=True)
class ByWhen:
    """By when something is due, in words, with a label and a kind of bar: `overdue`, `soon` or `later`."""

    text: str
    label: str | None
    kind: str


def by_when(due: datetime | None, now: datetime) -> ByWhen:
    """The deadline as people say it. What ends with a day is due by the end of that day, not at a midnight."""
    if due is None:
        return ByWhen("no date is set", None, "later")
    on, at = _moment(due)
    today = now.astimezone(LONDON).date()
    time = "end of day" if at is None else at
    if due <= now:
        return ByWhen(f"was due {_day(on, today)}, {time}", _late(on, today), "overdue")
    if on == today:
        return ByWhen(f"by {time} today" if at else "by the end of today", "Due today", "soon")
    if on == today + timedelta(days=1):
        return ByWhen(f"by tomorrow, {time}", "Due tomorrow", "soon")
    return ByWhen(f"by {_day(on, today)}, {time}", None, "later")


def _moment(due: datetime) -> tuple[date, str | None]:
    """The local day of a deadline, and the time unless it is the end of that day."""
    local = due.astimezone(LONDON)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return local.date() - timedelta(days=1), None
    return local.date(), clock(due)


def _day(on: date, today: date) -> str:
    return short(on) if on.year == today.year else f"{short(on)} {on.year}"


def _late(on: date, today: date) -> str:
    days = (today - on).days
    return "Overdue" if days < 1 else f"Overdue by {days} {'day' if days == 1 else 'days'}"


@dataclass(frozen=True, slots=True)
class ToDo:
    """What a commitment asks for: a few words, the promise itself, and the kind of entry that keeps it."""

    text: str
    says: str
    event: str | None


_ABBREVIATED = {each.lower(): each for each in ("DASH", "MARAC", "IDVA", "PCSO", "DAHA", "HR")}


def to_do(policy: Versions, version: str, commitment: str) -> ToDo:
    """What is to be done about a commitment. One that the policy no longer has is named as it was."""
    known = [each for each in policy.commitments if each.id == commitment]
    rule = next((each for each in known if each.policy == version), known[0] if known else None)
    text = _capital(" ".join(_ABBREVIATED.get(word, word) for word in commitment.replace("_", "-").split("-")))
    return ToDo(text, rule.says if rule else "", _event(rule) if rule else None)


def _event(rule: Commitment) -> str | None:
    """The kind of entry that keeps it: the first that the policy names, of those that stand in a case."""
    if rule.do is None:
        return None
    named = (each.event for each in rule.do.alternatives)
    return next((each for each in named if "case" in KINDS[each].declaration.books), None)
