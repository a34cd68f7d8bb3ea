"""One obligation as the oracle finds it, and deadlines and `once`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.oracle.days import Due, after, by_date, by_instant
from tests.oracle.excuses import Term, agreeing, excuse, in_thread, is_about, void
from tests.oracle.openings import Opening, applies, firsts, in_threads, meant, openings, owed_to, standing_of
from tests.oracle.patterns import matches
from tests.oracle.reading import Seen
from tests.oracle.world import VICTIM, Spell, World, joinings, within


@dataclass(frozen=True)
class Owed:
    """What the oracle says was owed."""

    book: str
    commitment: str
    opened_by: str
    opened_at: datetime
    subject: str | None
    thread: str | None
    due_on: date | None
    due_at: datetime | None
    done: str | None
    state: str


def owed(term: Term, state: str, done: Seen | None) -> Owed:
    opening, due = term.opening, term.due
    return Owed(
        term.world.book,
        term.rule["id"],
        named_in(term.world.book, opening.by),
        term.start,
        opening.subject,
        opening.thread,
        due.on if due else None,
        due.at if due else None,
        done.id if done else None,
        state,
    )


def named_in(book: str, seen: Seen) -> str:
    """Ids are unique in a book alone: what another book's entry opened is named with that book."""
    return seen.id if seen.book == book else f"{seen.book}:{seen.id}"


def settle(term: Term, done: Seen | None) -> Owed:
    """A `do` in time beats an excuse; an excuse beats a late `do`."""
    if done is not None and (term.due is None or term.due.in_time(done.at)):
        return owed(term, "kept", done)
    if excuse(term) is not None:
        return owed(term, "excused", done)
    if done is not None:
        return owed(term, "late", done)
    if term.closing is not None:
        return owed(term, "missed", None)
    return owed(term, "overdue" if term.due and term.due.run_out(term.world.as_of) else "due", None)


def deadlines(world: World, rule: dict[str, Any]) -> list[Owed]:
    """One obligation for each trigger (or the first of the spell), and each person it is owed to."""
    found = openings(world, rule, world.all(rule["after"]))
    if rule.get("counts") == "first":
        found = firsts(world, found)
    return [
        _deadline(world, rule, each)
        for each in found
        if _owing(world, rule, each)
        and not void(world, rule, each)
        and applies(world, rule, world.spell_of(each.by), each.subject)
    ]


def _owing(world: World, rule: dict[str, Any], opening: Opening) -> bool:
    """PENDING: between a closing and the next report a case's own clocks do not start (the text is silent)."""
    return in_threads(rule) or not world.is_case or world.spell_of(opening.by) is not None


def _deadline(world: World, rule: dict[str, Any], opening: Opening) -> Owed:
    threaded = in_threads(rule)
    spell = world.spell_of(opening.by)
    # Closing does not cut a thread's obligations.
    closing = None if threaded or not world.is_case else _closing_after(world, opening.by)
    term = Term(world, rule, opening, opening.at, _due(world, rule, opening), spell, closing)
    for each in world.all(rule["do"]):
        early = each.at < opening.at  # before its trigger it does not count; at the same instant it does
        gone = closing is not None and each.place > closing.place
        mine = each.is_(opening.by) or each.is_(opening.trigger)  # nothing answers what it opened itself
        elsewhere = not threaded and world.is_case and world.spell_of(each) != spell
        if early or gone or mine or elsewhere:
            continue
        if in_thread(term, each) and is_about(term, each) and agreeing(term, each):
            return settle(term, each)
    return settle(term, None)


def _closing_after(world: World, seen: Seen) -> Seen | None:
    for each in world.own:
        if each.event == "case.closed" and each.place > seen.place:
            return each
    return None


def _due(world: World, rule: dict[str, Any], opening: Opening) -> Due | None:
    """`within` a period, `by` a date fact of the trigger, with both the earlier, or neither."""
    found = []
    if "within" in rule:
        found.append(after(opening.at, rule["within"], world.head))
    stated = opening.trigger.facts.get(rule["by"]) if "by" in rule else None
    if isinstance(stated, datetime):
        found.append(by_instant(stated))
    elif isinstance(stated, date):
        found.append(by_date(stated))
    return min(found, key=lambda due: due.at) if found else None


# Once in a spell


def onces(world: World, rule: dict[str, Any]) -> list[Owed]:
    """One for each spell and each person: opened by the spell's first entry, or by the joining of a later person."""
    return [
        _once(world, rule, spell, each)
        for spell in world.spells()
        for each in _opened(world, rule, spell)
        if applies(world, rule, spell, each.subject)
    ]


def _opened(world: World, rule: dict[str, Any], spell: Spell) -> list[Opening]:
    start = spell.entries[0] if world.is_case else world.own[0]
    standing = standing_of(rule)
    if standing is None:
        return [Opening(None, start, start)]
    nameless = _naming_nobody(start)
    found = [Opening(person, start, start) for person in owed_to(world, standing, nameless)]
    for number, (person, entry) in enumerate(joinings(world, standing)):
        first_of_all = standing == VICTIM and number == 0
        if not first_of_all and spell.holds(entry) and entry.place > start.place:
            found.append(Opening(person, entry, start))
    return found


def _naming_nobody(seen: Seen) -> Seen:
    """Whomever the spell's first entry names, what is owed once is owed to everybody."""
    return Seen(seen.source, seen.at, (), None, {}, None)


def _once(world: World, rule: dict[str, Any], spell: Spell, opening: Opening) -> Owed:
    inside = [each for each in world.entries if within(world, spell, each)]
    due = None
    for each in inside:
        about_her = meant(world, standing_of(rule), each, opening.subject)
        if "before" in rule and matches(rule["before"], each) and about_her:
            due = by_instant(each.at)
            break
    term = Term(world, rule, opening, opening.at, due, spell, spell.closing)
    for each in inside:
        if matches(rule["do"], each) and is_about(term, each):
            return settle(term, each)
    return settle(term, None)
