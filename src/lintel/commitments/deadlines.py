"""Promises that run out once: deadlines, and what is to be done at some time while a case is open."""

from collections.abc import Iterator
from datetime import date

from lintel.commitments.chronology import Chronology
from lintel.commitments.claims import Claim, answer, applies, claims, firsts, is_meant
from lintel.commitments.obligations import Obligation
from lintel.commitments.patterns import Pattern
from lintel.commitments.periods import Due, end_of
from lintel.commitments.rules import Commitment
from lintel.commitments.settling import settled


def deadlines(rule: Commitment, chronology: Chronology, *, after: Pattern, do: Pattern) -> Iterator[Obligation]:
    """One obligation for each trigger (or the first in the spell) and each person it is owed to."""
    doings = chronology.all(do)
    found = (claim for claim in claims(rule, chronology, chronology.all(after)) if _stands(claim))
    for claim in firsts(found) if rule.counts == "first" else found:
        yield settled(claim, _due(claim), answer(claim, doings))


def _stands(claim: Claim) -> bool:
    """Whether the rule applies, and the thread was not raised in error."""
    return applies(claim) and not (claim.thread and _raised_in_error(claim))


def _due(claim: Claim) -> Due | None:
    """The earlier of the period and the date that the trigger names; None where the policy gives neither."""
    found: list[Due] = []
    if claim.rule.within:
        found.append(claim.rule.within.after(claim.start, claim.rule.working))
    if claim.rule.by:
        named = claim.trigger.facts.get(claim.rule.by)
        found += [end_of(named)] if isinstance(named, date) else []
    return min(found, key=lambda due: due.at, default=None)


def _raised_in_error(claim: Claim) -> bool:
    return any(
        end.thread == claim.thread and end.facts.get("why") == "raised_in_error"
        for end in claim.chronology.of("thread.ended")
    )


def once(rule: Commitment, chronology: Chronology, *, do: Pattern) -> Iterator[Obligation]:
    """One obligation for each spell and each person it is owed to; due at the `before` event, if there is one."""
    doings = chronology.all(do)
    limits = chronology.all(rule.before) if rule.before else []
    for spell in (each for each in chronology.spells if each.first.book == chronology.name):
        for claim in claims(rule, chronology, [spell.first], everybody=True):
            if applies(claim):
                limit = next((entry for entry in limits if spell.holds(entry) and is_meant(claim, entry)), None)
                due = Due(limit.day, limit.at, exact=True) if limit else None
                yield settled(claim, due, next(filter(claim.takes, doings), None))
