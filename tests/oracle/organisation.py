"""What the organisation owes as the oracle finds it: posts held, holders covered, a share of cases looked at."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.oracle.days import Due, after, by_date, first_instant, periods
from tests.oracle.patterns import matches
from tests.oracle.reading import Seen, day_of
from tests.oracle.settling import Owed
from tests.oracle.world import Standing, World, joinings, leaving, standing_after


def in_post(world: World, rule: dict[str, Any]) -> list[Owed]:
    """Each vacancy is one obligation, overdue from its first instant, late once filled."""
    standing = Standing("holder", (rule["role"],))
    found = []
    began: Seen | None = None
    for number, each in enumerate(world.own):
        held = bool(standing_after(world, standing, each.place))
        if began is None and not held and (number == 0 or each.event == "role.ended"):
            began = each
        elif began is not None and held:
            if each.at > began.at:  # a vacancy of no length is none
                found.append(_vacancy(world, rule, began, each))
            began = None
    return found + ([_vacancy(world, rule, began, None)] if began is not None else [])


def _vacancy(world: World, rule: dict[str, Any], began: Seen, filled: Seen | None) -> Owed:
    state, done = ("late", filled.id) if filled else ("overdue", None)
    return Owed(world.book, rule["id"], began.id, began.at, None, None, day_of(began.at), began.at, done, state)


def covered(world: World, rule: dict[str, Any]) -> list[Owed]:
    """Each holder of the roles has an unexpired `do`: one for each appointment, and one each time it expires."""
    standing = Standing("holder", tuple(rule["roles"]))
    found = []
    for person, entry in joinings(world, standing):
        left = leaving(world, standing, person, entry.place)
        due = after(entry.at, rule["within"], world.head) if "within" in rule else None
        theirs = [
            each
            for each in world.all(rule["do"])
            if (str(each.facts.get("person")) == person or person in each.about) and _expiry(each) > each.at
        ]
        valid = [each for each in theirs if each.at <= entry.at and _expiry(each) > entry.at]
        done = max(valid, key=_expiry) if valid else next((each for each in theirs if each.at >= entry.at), None)
        found.append(_cover(world, rule, Need(entry, entry.at, person, due, left), done))
        while done is not None and (left is None or left.at > _expiry(done)) and _expiry(done) <= world.as_of:
            expired = done
            due = by_date(expired.facts["expires_on"])
            valid = [each for each in theirs if each.at <= due.at < _expiry(each)]
            done = max(valid, key=_expiry) if valid else next((each for each in theirs if each.at > due.at), None)
            found.append(_cover(world, rule, Need(expired, due.at, person, due, left), done))
    return found


FAR = datetime.max.replace(tzinfo=UTC)


def _expiry(training: Seen) -> datetime:
    until = training.facts.get("expires_on")
    return by_date(until).at if until is not None else FAR


@dataclass(frozen=True)
class Need:
    """A time in which a holder is to be trained, from an appointment or an expiry on."""

    opened: Seen
    start: datetime
    person: str
    due: Due | None
    left: Seen | None


def _cover(world: World, rule: dict[str, Any], need: Need, done: Seen | None) -> Owed:
    due, left = need.due, need.left
    trained_first = done is not None and (left is None or done.place < left.place)
    if left is not None and not trained_first and (due is None or due.in_time(left.at)):
        state, done = "excused", None
    elif done is not None and (due is None or due.in_time(done.at)):
        state = "kept"
    elif done is not None:
        state = "late"
    else:
        state = "overdue" if due and due.run_out(world.as_of) else "due"
    return Owed(
        world.book,
        rule["id"],
        need.opened.id,
        need.start,
        need.person,
        None,
        due.on if due else None,
        due.at if due else None,
        done.id if done else None,
        state,
    )


def share(world: World, cases: list[World], rule: dict[str, Any]) -> list[Owed]:
    """In each full period at least a part of the cases open in it have a `do`."""
    found = []
    for period in periods(rule["each"], day_of(world.entries[0].at), day_of(world.as_of)):
        start, end = first_instant(period.first), first_instant(period.last + timedelta(days=1))
        if start > world.as_of:
            continue
        open_cases = [case for case in cases if _open_in(case, start, end)]
        if not open_cases:
            continue
        needed = math.ceil(rule["part"] * len(open_cases) - 1e-9)
        first_deeds = []
        for case in open_cases:
            theirs = [each for each in case.own if start <= each.at and matches(rule["do"], each)]
            first_deeds += theirs[:1]
        first_deeds.sort(key=lambda each: each.place)
        due = by_date(period.last)
        enough = len(first_deeds) >= needed
        done = first_deeds[needed - 1].id if enough and needed else None
        state = "overdue" if due.run_out(world.as_of) else "due"
        if enough:
            state = "kept" if due.in_time(first_deeds[needed - 1].at) else "late"
        found.append(Owed(world.book, rule["id"], period.name, start, None, None, due.on, due.at, done, state))
    return found


def _open_in(case: World, start: datetime, end: datetime) -> bool:
    return any(
        spell.entries[0].at < end and (spell.closing is None or spell.closing.at >= start) for spell in case.spells()
    )
