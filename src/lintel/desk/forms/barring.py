"""Why something may not be done yet, in words: the rule, its clause, and the step that would make it possible."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lintel.commitments.policy import Policy
from lintel.commitments.requirements import wanted
from lintel.commitments.rules import Guard, Requirement
from lintel.commitments.safecontact import NOT_RECORDED
from lintel.desk.casewords import Naming, article, spaced
from lintel.desk.forms.choices import Choice
from lintel.desk.forms.layouts import form_of
from lintel.events.declaration import CASE
from lintel.events.registry import KINDS

Broken = Sequence[tuple[Guard, Sequence[str]]]

PLAN = "contact.plan_agreed"

_NEVER = "this may never be"
"""How the engine begins to say that an answer by itself breaks a rule."""
_OPEN = "not recorded"
"""How it ends where there is no answer."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that would help: what to record, in words, and its event; None where it is not for this case.

    `beside` is the address of the form that waits for it, where what that form says is to stand in this one too.
    """

    text: str
    event: str | None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The form that is barred: what was chosen on it, by the name of the field, and its address if it is kept."""

    chosen: Mapping[str, Choice]
    beside: str = ""


_NO_FORM = Waiting({})


@dataclass(frozen=True, slots=True)
class Bar:
    """One rule that stands in the way. `clauses` are their ids with what they say; `steps` any one of which will do.

    `rule` is what to ask a departure from, where a second person may allow one.
    """

    says: str
    clauses: tuple[tuple[str, str], ...]
    why: tuple[str, ...]
    steps: tuple[Step, ...]
    rule: str | None


def bars(broken: Broken, version: Policy, naming: Naming, form: Waiting = _NO_FORM) -> tuple[Bar, ...]:
    """The rules that were broken, as a page says them. Where a form waits, its steps are about what it says."""
    return tuple(
        Bar(
            says=guard.says or article(spaced(guard.id)),
            clauses=version.said(guard.clause or version.clauses_of(f"guard:{guard.id}")),
            why=tuple(_why(guard, faults, naming)),
            steps=tuple(_steps(guard, faults, form)),
            rule=guard.id if guard.strength == "reason" else None,
        )
        for guard, faults in broken
    )


def _requirements(guard: Guard) -> Iterator[Requirement]:
    return (each for need in guard.needs for each in need.either)


def _why(guard: Guard, faults: Sequence[str], naming: Naming) -> Iterator[str]:
    """What is wrong beside what a step would mend: a channel that is not safe, a fact that may never be."""
    mended = tuple(wanted(each) for each in _requirements(guard) if each.event is not None)
    event = min(guard.on.events)
    for fault in faults:
        if fault.startswith(_NEVER):
            why = "is not answered yet" if fault.endswith(_OPEN) else "is answered in a way that does not allow it"
            yield from (f"“{_asked(event, name)}” {why}" for name, _ in guard.never)
        elif not (mended and fault.startswith(mended)):
            whom, colon, why = fault.partition(": ")
            known = colon and (whom in naming.roles or whom == "she")
            said = f"{naming.person(whom) if whom in naming.roles else 'For her'}: {why}" if known else fault
            yield article(spaced(naming.told(said)))


def _steps(guard: Guard, faults: Sequence[str], form: Waiting) -> Iterator[Step]:
    """What is missing, as entries that can be recorded; a safe channel is made known by a plan.

    Where nobody said which channel, no plan would help: that is to be said first.
    """
    for each in _requirements(guard):
        if each.event is None:
            if not all(fault.endswith(NOT_RECORDED) for fault in faults):
                yield Step(f"Agree with her how she can be reached safely: “{form_of(PLAN).label}”", PLAN)
        elif any(fault.startswith(wanted(each)) for fault in faults):
            here = set(CASE) <= set(KINDS[each.event].declaration.books)
            yield Step(_wanted(each, each.event, form), each.event if here else None, form.beside)


def _wanted(requirement: Requirement, event: str, form: Waiting) -> str:
    said = f"Record “{form_of(event).label}”"
    facts = [*_same(requirement, event, form)] + [
        f"{_asked(event, name)}: {_answer(event, name, value)}" for name, value in (requirement.wanted or {}).items()
    ]
    if facts:
        said += f", with {'; '.join(facts)}"
    if requirement.since:
        said += ", after the last " + " or ".join(
            f"“{form_of(each).label}”" for each in sorted(requirement.since.events)
        )
    if requirement.fresh:
        said += f", within {requirement.fresh}"
    return said + (". Somebody else must do it" if requirement.by_other_than else "")


def _same(requirement: Requirement, event: str, form: Waiting) -> Iterator[str]:
    """What it has to be about: the same agency and purpose, say, as the form that waits for it."""
    for name in requirement.same:
        chosen = form.chosen.get(name)
        yield f"{_asked(event, name)}: {f'“{chosen.text}”' if chosen else 'the same as here'}"


def _asked(event: str, name: str) -> str:
    laid = next((each for each in form_of(event).fields if each.name == name), None)
    return (laid.label if laid else article(spaced(name))).rstrip("?")


def _answer(event: str, name: str, value: object) -> str:
    """What an answer has to be, in the words of the form."""
    laid = next((each for each in form_of(event).fields if each.name == name), None)
    if isinstance(value, Mapping):
        return " and ".join(_condition(event, name, word, each) for word, each in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return " or ".join(_answer(event, name, each) for each in value)
    said = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return f"“{laid.words[said]}”" if laid and said in laid.words else spaced(said)


def _condition(event: str, name: str, word: str, value: object) -> str:
    said = _answer(event, name, value)
    if word == "set":
        return "any answer" if value else "no answer"
    return {"not": f"anything but {said}", "min": f"at least {said}", "max": f"at most {said}"}.get(word, said)
