"""What a second person is asked to decide within a case, in words: what, why, by whom, and what she says about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lintel.casework import policy
from lintel.casework.decisions import DECIDES, undecided
from lintel.commitments.policy import Policy
from lintel.desk.caselines import Line, Reading
from lintel.desk.casewords import article, spaced
from lintel.desk.forms.layouts import in_words
from lintel.events.entry import Entry

CLOSING = "closure.proposed"
_HERS = "victim.consulted"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What is asked: `says` in a sentence, `line` with the words of who asks, and of a closing what she said of it.

    `hers` is empty where nobody has recorded her view, which is neither a yes nor a no. `own`: whoever reads asked.
    """

    says: str
    line: Line
    closing: bool
    hers: tuple[Line, ...]
    own: bool


def said(event: str, facts: Mapping[str, object], version: Policy) -> str:
    """What is asked for, from the facts of the asking: a rule by what it says, never by its id."""
    if event == "discretion.asked":
        return f"Depart from this rule: {_rule(facts.get('rule'), version)}"
    return "; ".join(["Close the case", *_closing(facts)])


def _rule(rule: object, version: Policy) -> str:
    if rule is None:
        return "the request does not say which"
    found = next((each for each in version.guards if each.id == rule), None)
    return (found and found.says) or article(spaced(rule).replace("-", " "))


def _closing(facts: Mapping[str, object]) -> Iterator[str]:
    if "outcome" in facts:
        yield f"how it would end: {in_words(CLOSING, 'outcome', facts['outcome'])}"
    if "risk_mitigated" in facts:
        yield f"is the risk dealt with: {in_words(CLOSING, 'risk_mitigated', facts['risk_mitigated']).lower()}"


def asked_for(reading: Reading, decision: str, thread: str) -> tuple[AskedFor, ...]:
    """What a form decides, as whoever reads may see it: what its thread asks, or else all that it could answer."""
    if decision not in DECIDES:
        return ()
    asked = undecided(reading.seen.chronology.entries, decision)
    return tuple(_asked(reading, each) for each in [each for each in asked if each.id == thread] or asked)


def _asked(reading: Reading, found: Entry) -> AskedFor:
    says = said(found.event, found.facts, policy.in_force().at(reading.seen.known_on))
    whom = f"; for {_whom(reading, found)}" if "for" in found.facts else ""
    closing = found.event == CLOSING
    hers = tuple(map(reading.line, _hers(reading))) if closing else ()
    return AskedFor(f"{says}{whom}", reading.line(found), closing, hers, found.by == reading.actor.handle)


def _whom(reading: Reading, asked: Entry) -> str:
    """For whom, or for what of the case, a departure is asked."""
    what = next((each for each in reading.seen.chronology.entries if each.id == asked.facts["for"]), None)
    return reading.naming.line(what) if what else str(reading.naming.named(asked).facts["for"])


def _hers(reading: Reading) -> list[Entry]:
    """What she said about the closing, the last time that she was asked."""
    return [each for each in reading.seen.chronology.of(_HERS) if each.facts.get("topic") == "closure"][-1:]
