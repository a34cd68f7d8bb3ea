"""What one person asks for within a case and another decides: a departure from a rule, and the closing of the case."""

from collections.abc import Iterable, Mapping, Sequence

from lintel.access import rights
from lintel.access.accounts import Actor
from lintel.casework.refusals import TakesTwo
from lintel.events.bookchecks import CORRECTION
from lintel.events.entry import Entry

ANSWERS: Mapping[str, str] = {
    "discretion.approved": "discretion.asked",
    "discretion.refused": "discretion.asked",
    "closure.approved": "closure.proposed",
    "closure.refused": "closure.proposed",
    "case.closed": "closure.proposed",
}
"""What ends the waiting of what: of a discretion, in its own thread; of a proposed closure, in the case."""

DECIDES = ANSWERS.keys() - {"case.closed"}
"""What somebody else records than who asked."""


TAKES_TWO: Mapping[str, str] = {
    "legal_hold.lifted": "Lifting a hold takes two people: propose it, and somebody else approves it.",
    "case.erased": "Erasing a case takes two people: propose it, and somebody else approves it.",
}
"""What nobody records: it comes of a proposal that somebody else approved."""


def answers(answer: Entry, asked: Entry) -> bool:
    """Whether an entry answers another: a decision by somebody else than who asked, or the closing itself."""
    if ANSWERS.get(answer.event) != asked.event or (answer.event in DECIDES and answer.by == asked.by):
        return False
    return answer.thread == asked.id if asked.event == "discretion.asked" else answer.order > asked.order


def awaited(entries: Iterable[Entry]) -> list[Entry]:
    """What was asked for and nobody else has decided yet, in order. A closing that is proposed anew waits once."""
    asked: list[Entry] = []
    for entry in entries:
        if entry.event in ANSWERS.values():
            asked = [each for each in asked if each.event != "closure.proposed" or entry.event != each.event]
            asked.append(entry)
        elif entry.event in ANSWERS:
            asked = [each for each in asked if not answers(entry, each)]
    return asked


def undecided(entries: Iterable[Entry], decision: str) -> list[Entry]:
    """What such a decision could answer."""
    return [each for each in awaited(entries) if each.event == ANSWERS[decision]]


def refuse_moved(entries: Sequence[Entry], entry: Entry) -> None:
    """Raises `TakesTwo` where a correction would turn what a second person decided into something else.

    They alone take their decision back, or give its reasons in other words; it never comes to stand elsewhere, later,
    or under another question. What was asked changes in no fact once it was decided on: it is asked anew.
    """
    if entry.event != CORRECTION:
        return
    original = next(each for each in entries if each.id == entry.facts["entry"])
    moves = not entry.facts.keys() <= {"entry", "withdrawn"}
    if original.event in DECIDES and (moves or original.by != entry.by):
        raise TakesTwo("What somebody decided is taken back by them alone, and never changed. Decide anew.")
    if moves and any(answers(each, original) for each in entries):
        raise TakesTwo("It was decided on as it stands. Take it back, and ask anew.")


def refuse_own(actor: Actor, entries: Sequence[Entry], entry: Entry) -> None:
    """Raises `TakesTwo` where somebody decides what they asked for, or a discretion that is not theirs to approve."""
    if entry.event not in DECIDES:
        return
    of_a_rule = ANSWERS[entry.event] == "discretion.asked"
    asked = [each for each in entries if each.event == ANSWERS[entry.event] and entry.thread in (None, each.id)]
    lead = not of_a_rule or (asked and rights.may(actor, "approve", "discretion").allowed)
    if not lead or (asked and asked[-1].by == actor.handle):
        raise TakesTwo("It is decided by a lead who did not ask for it, signed in as themselves.")


def refuse_ending_a_hold(entries: Sequence[Entry], entry: Entry) -> None:
    """Raises `TakesTwo`: a legal hold is lifted by two people, and ends in no other way."""
    held = {each.id for each in entries if each.event == "legal_hold.placed"}
    if entry.event == "thread.ended" and entry.thread in held:
        raise TakesTwo(TAKES_TWO["legal_hold.lifted"])
