"""Rhythms as the oracle finds them: interval after interval, or one for each full calendar period."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from tests.oracle.days import Due, after, by_date, first_instant, periods
from tests.oracle.excuses import Term, hold_end, holds, is_about
from tests.oracle.openings import Opening, applies, firsts, openings, standing_of
from tests.oracle.patterns import matches
from tests.oracle.reading import Seen, day_of
from tests.oracle.settling import Owed, settle
from tests.oracle.world import Spell, World, leaving

DEFAULT_FROM = ["report.received", "case.reopened"]


def rhythms(world: World, rule: dict[str, Any]) -> list[Owed]:
    """From the first `from` of the spell, for each person."""
    found: list[Owed] = []
    for opening in firsts(world, openings(world, rule, _starts(world, rule))):
        spell = world.spell_of(opening.by)
        if spell is not None and applies(world, rule, spell, opening.subject):
            found += _periods(world, rule, spell, opening) if "each" in rule else _chain(world, rule, spell, opening)
    return found


def _starts(world: World, rule: dict[str, Any]) -> list[Seen]:
    if "from" in rule or world.is_case:
        return world.all(rule.get("from", DEFAULT_FROM))
    return world.own[:1]  # the organisation's rhythm begins with its first entry


@dataclass(frozen=True)
class Chain:
    """What one rhythm looks at: its deeds and its agreements within the spell, for one person."""

    world: World
    rule: dict[str, Any]
    spell: Spell
    opening: Opening
    deeds: list[Seen]
    agreements: list[Seen]
    left: Seen | None

    def term(self, opening: Opening, start: datetime, due: Due | None) -> Term:
        return Term(self.world, self.rule, opening, start, due, self.spell, self.spell.closing)


def _chain(world: World, rule: dict[str, Any], spell: Spell, opening: Opening) -> list[Owed]:
    standing = standing_of(rule)
    left = leaving(world, standing, opening.subject, opening.by.place) if standing and opening.subject else None
    about = Term(world, rule, opening, opening.at, None, spell, spell.closing)
    inside = [each for each in world.entries if spell.holds(each) and is_about(about, each)]
    deeds = [each for each in inside if matches(rule["do"], each)]
    agreements = [
        each for each in inside if matches(rule.get("changed_by"), each) and each.facts.get("days") is not None
    ]
    chain = Chain(world, rule, spell, opening, deeds, agreements, left)
    found: list[Owed] = []
    now: tuple[Opening, datetime] | None = (opening, opening.at)
    while now is not None:
        judged, now = _interval(chain, *now, is_first=not found and now[0] is opening)
        found += [judged] if judged else []
    return found


def _interval(
    chain: Chain, opening: Opening, start: datetime, *, is_first: bool
) -> tuple[Owed | None, tuple[Opening, datetime] | None]:
    """One interval, and the start of the next one if there is a next."""
    if start > chain.world.as_of or (not is_first and _gone(chain, opening, start)):
        return None, None
    # From its start to the next `do` strictly later.
    done = next((each for each in chain.deeds if each.at > start), None)
    due = _due(chain, opening, start, done)
    term = chain.term(opening, start, due)
    following = (replace(opening, by=done, trigger=done), done.at) if done else None
    if due is None and not is_first:
        return None, following  # without a number, an interval after the first is no obligation
    judged = settle(term, done)
    if judged.state != "kept" and chain.spell.closing and due is not None and not due.run_out(_closed_at(chain)):
        return None, None  # cut short by closing before it ran out: no obligation
    if judged.state == "excused":
        held = holds(term)
        if held:
            end = hold_end(term, held[0])[0]
            if done is None or end < done.at:
                return replace(judged, done=None), _after_hold(chain, opening, term, held)
        return judged, following
    return judged, following


def _closed_at(chain: Chain) -> datetime:
    closing = chain.spell.closing
    return closing.at if closing else chain.world.as_of


def _gone(chain: Chain, opening: Opening, start: datetime) -> bool:
    """After leaving, and after closing, no further intervals."""
    left, closing = chain.left, chain.spell.closing
    closed = closing is not None and (start, opening.by.place) > (closing.at, closing.place)
    return closed or (left is not None and start >= left.at)


def _after_hold(chain: Chain, opening: Opening, term: Term, held: list[Seen]) -> tuple[Opening, datetime] | None:
    """The next interval starts when the hold ends: opened by it, or by the `do` that ended it."""
    hold = held[0]
    end, ended_by = hold_end(term, hold)
    if end > chain.world.as_of:
        return None
    by = ended_by if ended_by is not None and matches(chain.rule["do"], ended_by) else hold
    return replace(opening, by=by, trigger=by), end


def _due(chain: Chain, opening: Opening, start: datetime, done: Seen | None) -> Due | None:
    """`every` from the start, but for what has been agreed."""
    rule, world = chain.rule, chain.world
    due = after(start, rule["every"], world.head) if "every" in rule else None
    before = [each for each in chain.agreements if each.at <= start]
    if before and _in_force(before[-1], day_of(start)):
        due = by_date(day_of(start) + timedelta(days=int(before[-1].facts["days"])))
    for each in chain.agreements:
        over = done is not None and each.at >= done.at
        if each.at <= start or over or (due is not None and due.run_out(each.at)):
            continue  # an interval that had already run out stays run out
        counted = day_of(start) + timedelta(days=int(each.facts["days"]))
        due = by_date(max(counted, each.day))  # never due before the agreement's own date
    return due


def _in_force(agreement: Seen, day: date) -> bool:
    """For intervals that start on or before its `review_on`; then `every` returns."""
    review = agreement.facts.get("review_on")
    return review is None or day <= review


# Calendar periods


def _periods(world: World, rule: dict[str, Any], spell: Spell, opening: Opening) -> list[Owed]:
    """One for each full period, due on its last day."""
    standing = standing_of(rule)
    left = leaving(world, standing, opening.subject, opening.by.place) if standing and opening.subject else None
    found = []
    for period in periods(rule["each"], day_of(opening.at), day_of(world.as_of)):
        start = first_instant(period.first)
        gone = left is not None and start >= left.at
        if start > world.as_of or gone or (spell.closing is not None and start > spell.closing.at):
            continue
        due = by_date(period.last)
        term = Term(world, rule, opening, start, due, spell, spell.closing)
        done = None
        for each in world.all(rule["do"]):
            if each.at >= start and spell.holds(each) and is_about(term, each):
                done = each
                break
        judged = settle(term, done)
        if judged.state != "kept" and spell.closing is not None and not due.run_out(spell.closing.at):
            continue
        found.append(replace(judged, opened_by=period.name))
    return found
