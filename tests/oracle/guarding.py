"""Guards as the oracle finds them: each entry as it was first written, by the world just before it."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import lintel.commitments
from lintel.events.entry import Book
from tests.oracle.days import add
from tests.oracle.judging import Policy, version_at
from tests.oracle.patterns import fits, matches
from tests.oracle.reading import CORRECTION, LONDON, Seen, as_written, beneath, read
from tests.oracle.world import VICTIM, World, about_whom, first_victim, joinings, organisations_alone, standing_after

SHIPPED = Path(lintel.commitments.__file__).parents[1] / "policies"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def breaches(
    book: Book, beside: Book, policies: Sequence[Policy], *, as_of: datetime, known_on: datetime
) -> list[tuple[str, str]]:
    """Every (guard, entry) that was broken, in order."""
    found = []
    spent: set[str] = set()
    written = [
        as_written(entry)
        for entry in book.entries
        if entry.at <= as_of and entry.recorded_at <= known_on and entry.event != CORRECTION
    ]
    for bare in sorted(written, key=lambda each: each.place):
        policy = version_at(policies, bare.at)
        world = world_before(bare, book, beside, policy)
        entry = beneath(bare, world.entries)
        for guard in [*safe_defaults(), *policy.get("guard", [])]:
            if not matches(guard["on"], entry) or not broken(guard, entry, world):
                continue
            strength = guard.get("strength", "bar")
            if strength == "remind":
                continue  # shown, may be passed; never a breach
            if strength == "reason" and guard.get("protects") is None and discretion(guard, entry, world, spent):
                continue
            found.append((str(guard["id"]), entry.id))
    return found


@cache
def safe_defaults() -> list[dict[str, Any]]:
    """The guards that hold under every policy."""
    found: list[dict[str, Any]] = tomllib.loads((SHIPPED / "safe_defaults.toml").read_text())["guard"]
    return found


def world_before(entry: Seen, book: Book, beside: Book, policy: Policy) -> World:
    """Entries earlier in order and written no later, as they were then known."""
    written = entry.source.recorded_at
    own = [each for each in read(book.entries, entry.at, written) if each.place < entry.place]
    others = [] if beside.name == book.name else list(beside.entries)
    there = [each for each in read(others, entry.at, written) if each.place < entry.place]
    there = [each for each in there if organisations_alone(each.event)]
    own = [each for each in own if not each.is_(entry)]
    every = sorted([*own, *there], key=lambda each: each.place)
    return World(book.name, own, every, entry.at, policy["policy"], is_case=book.is_case)


def broken(guard: dict[str, Any], entry: Seen, world: World) -> bool:
    never = guard.get("never", {})
    if never and fits(never, entry.facts):
        return True
    if "at_most" in guard:
        earlier = [each for each in world.own if matches(guard["on"], each)]
        if guard.get("in") == "thread":
            earlier = [each for each in earlier if each.thread == entry.thread]
        if len(earlier) >= guard["at_most"]:
            return True
    return not all(_met(need, entry, world) for need in guard.get("needs", []))


def _met(need: Any, entry: Seen, world: World) -> bool:
    """All must be there; a list inside the list means any one."""
    if isinstance(need, list):
        return any(_met(each, entry, world) for each in need)
    if isinstance(need, str):
        need = {"event": need}
    if need.get("safe_channel"):
        return all(safe(person, entry, world) for person in people(entry, world) if may_be_her(person, world))
    if need.get("each_about"):
        return all(_found(need, entry, world, person) for person in people(entry, world))
    return _found(need, entry, world, everyone=True)


def people(entry: Seen, world: World) -> list[str | None]:
    """The persons the guarded entry is about; where it names nobody, every victim (safest for each of them)."""
    if entry.about:
        return list(entry.about)
    now = standing_after(world, VICTIM, entry.place)
    return [*sorted(now)] if now else [first_victim(world)] if not joinings(world, VICTIM) else []


def may_be_her(person: str | None, world: World) -> bool:
    """Somebody of whom nothing is known yet may be the victim: unknown is never treated as no."""
    known = any(each.facts.get("person") == person and each.event == "person.joined" for each in world.own)
    last = world.own[-1].place if world.own else None
    return not known or (last is not None and person in standing_after(world, VICTIM, last))


def _found(
    need: dict[str, Any], entry: Seen, world: World, person: str | None = None, *, everyone: bool = False
) -> bool:
    left = [each for each in world.entries if each.event == need["event"]]
    left = [each for each in left if fits(need.get("among", {}), each.facts)]
    for fact in _listed(need.get("same")):
        wanted = entry.facts.get(fact)  # consent to an agency that nobody named is consent to none
        left = [each for each in left if wanted is not None and each.facts.get(fact) == wanted]
    if need.get("same_thread"):
        left = [each for each in left if each.thread == entry.thread and entry.thread is not None]
    if not everyone:
        left = [each for each in left if person in about_whom(world, each, VICTIM)]
    if need.get("latest"):
        left = left[-1:]
    return any(_serves(need, each, entry, world) for each in left)


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _serves(need: dict[str, Any], each: Seen, entry: Seen, world: World) -> bool:
    if not fits(need.get("where", {}), each.facts):
        return False
    for ending in world.entries:
        ended = matches(need.get("ended_by"), ending) and ending.thread == each.thread
        if ended and ending.place > each.place and ending.book == each.book:
            return False
    if any(matches(need.get("since"), other) and other.place > each.place for other in world.entries):
        return False
    if "fresh" in need:
        number, unit = need["fresh"].split()
        if add(each.day, int(number), unit.rstrip("s")) < entry.day:
            return False
    return "by_other_than" not in need or _by_another(need["by_other_than"], each, entry, world)


def _by_another(pattern: Any, each: Seen, entry: Seen, world: World) -> bool:
    """Written by somebody else than the last of these, or, where there is none, than the guarded entry."""
    others = [*[other for other in world.entries if matches(pattern, other)][-1:], entry]
    return each.source.by is not None and others[0].source.by is not None and each.source.by != others[0].source.by


# Safe contact


def safe(person: str | None, entry: Seen, world: World) -> bool:
    """The channel is safe for her by her latest plan; before a plan, by the report."""
    channel = entry.facts.get("channel")
    plans = [
        each for each in world.own if each.event == "contact.plan_agreed" and person in about_whom(world, each, VICTIM)
    ]
    if channel is None:
        return False
    if not plans:
        reports = [
            each
            for each in world.own
            if each.event == "report.received"
            and each.facts.get("safe_channels")
            and (person in each.about or not each.about or person is None)
        ]
        return bool(reports) and channel in reports[-1].facts["safe_channels"] and not _voicemail(entry, None)
    plan = plans[-1]
    recheck = plan.facts.get("recheck_days")
    if recheck is not None and add(plan.day, int(recheck), "day") < entry.day:
        return False
    how = dict(plan.facts.get("channels") or {}).get(channel)
    letter = channel == "letter" and plan.facts.get("letters") is False
    if letter or _voicemail(entry, plan):
        return False
    return how == "safe" or (how == "conditional" and _within_hours(plan, entry))


def _voicemail(entry: Seen, plan: Seen | None) -> bool:
    """A message was left by phone, and she has not said that voicemail is safe."""
    allowed = plan is not None and plan.facts.get("voicemail") is True
    return entry.facts.get("outcome") == "message_left" and entry.facts["channel"] == "phone" and not allowed


def _within_hours(plan: Seen, entry: Seen) -> bool:
    """Within the plan's hours and days; a condition that nobody wrote down is not met."""
    local = entry.at.astimezone(LONDON)
    begin, end, days = (plan.facts.get(name) for name in ("from_hour", "to_hour", "days"))
    if begin is None and end is None and days is None:
        return False
    hour = local.hour + local.minute / 60 + local.second / 3600
    first, last = 0 if begin is None else begin, 24 if end is None else end
    hours = first <= hour <= last if first <= last else hour >= first or hour <= last
    return hours and (days is None or DAYS[local.weekday()] in days)


# Discretion


def discretion(guard: dict[str, Any], entry: Seen, world: World, spent: set[str]) -> bool:
    """It goes through when somebody else has approved a discretion for it; each answers one entry, once."""
    for asked in world.own:
        if asked.event != "discretion.asked" or asked.facts.get("rule") != guard["id"] or asked.id in spent:
            continue
        whom = asked.facts.get("for")
        theirs = whom is None or whom == entry.thread or whom in about_whom(world, entry, VICTIM)
        answers = [
            each
            for each in world.own
            if each.thread == asked.id and each.event in ("discretion.approved", "discretion.refused")
        ]
        if theirs and answers and answers[-1].event == "discretion.approved":
            approver = answers[-1].source.by
            if approver is not None and asked.source.by not in (None, approver):
                spent.add(asked.id)
                return True
    return False
