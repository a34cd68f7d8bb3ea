"""Whether a channel is safe for somebody at a given time: by her latest plan, or before a plan by the report.

An unknown is never a yes: a channel that nobody has called safe, a condition that nobody has stated and a
voicemail that nobody has allowed are refused.
"""

from collections.abc import Mapping
from datetime import time, timedelta

from lintel.commitments.world import World
from lintel.events.entry import LONDON, Entry

NOT_RECORDED = "the channel was not recorded, so nobody can say that it was safe"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def unsafe_for(world: World) -> list[tuple[str | None, str]]:
    """Each victim for whom the entry's channel is not known to be safe, with the reason in words.

    Somebody of whom nothing was known yet may be the victim.
    """
    named = [person for person in world.entry.about if person in world.victims or not world.knows(person)]
    people = named if world.entry.about else world.victims
    found = ((person, unsafe(world, person)) for person in people)
    return [(person, why) for person, why in found if why]


def unsafe(world: World, person: str | None) -> str | None:
    """Why the entry's channel is not known to be safe for a person; None where it is."""
    channel = world.entry.facts.get("channel")
    if not isinstance(channel, str):
        return NOT_RECORDED
    plan = _latest(world, person, "contact.plan_agreed")
    return by_plan(world.entry, channel, plan) if plan else _by_report(world, person, channel)


def by_plan(contact: Entry, channel: str, plan: Entry) -> str | None:
    """Why her plan does not allow this contact; None where it does."""
    recheck = plan.facts.get("recheck_days")
    if isinstance(recheck, int) and plan.day + timedelta(days=recheck) < contact.day:
        return f"her plan of {plan.day:%-d %b %Y} was to be rechecked within {recheck} days and was not"
    channels = plan.facts.get("channels")
    standing = channels.get(channel, "unknown") if isinstance(channels, Mapping) else "unknown"
    if standing not in ("safe", "conditional"):
        return f"her plan of {plan.day:%-d %b %Y} calls {channel} {standing}"
    if standing == "conditional" and not _within_conditions(contact, plan):
        return f"her plan of {plan.day:%-d %b %Y} allows {channel} only at hours and on days that these are not"
    if channel == "letter" and plan.facts.get("letters") is False:
        return f"her plan of {plan.day:%-d %b %Y} says no letters"
    return _voicemail(contact, plan.facts.get("voicemail") is True)


def _voicemail(contact: Entry, allowed: bool) -> str | None:
    left = contact.facts.get("outcome") == "message_left" and contact.facts.get("channel") == "phone"
    return "a voicemail was left, and she has not said that voicemail is safe" if left and not allowed else None


def _within_conditions(contact: Entry, plan: Entry) -> bool:
    """Whether a contact falls within the hours and days of a plan. A plan with neither states no condition."""
    begin, end, days = (plan.facts.get(name) for name in ("from_hour", "to_hour", "days"))
    if begin is None and end is None and days is None:
        return False
    local = contact.at.astimezone(LONDON)
    on_a_day = days is None or _WEEKDAYS[local.weekday()] in _listed(days)
    return on_a_day and _within_hours(local.time(), _hour(begin, 0), _hour(end, 24))


def _within_hours(at: time, begin: int, end: int) -> bool:
    """Whether a time lies between two full hours, the last instant included; the second may be past midnight."""
    hours = at.hour + at.minute / 60 + at.second / 3600
    return begin <= hours <= end if begin <= end else hours >= begin or hours <= end


def _hour(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _by_report(world: World, person: str | None, channel: str) -> str | None:
    """Before there is a plan: only a channel that the latest report with any calls safe for a first approach."""
    reports = [
        report
        for report in world.of("report.received")
        if report.facts.get("safe_channels") and (not report.about or person in report.about or person is None)
    ]
    if not reports:
        return f"there was no plan yet, and no report said that {channel} is safe"
    if channel not in _listed(reports[-1].facts["safe_channels"]):
        return f"there was no plan yet, and the report did not call {channel} safe"
    return _voicemail(world.entry, allowed=False)


def _listed(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _latest(world: World, person: str | None, event: str) -> Entry | None:
    found = [entry for entry in world.of(event) if world.people.is_about(entry, person)]
    return found[-1] if found else None
