"""What somebody typed in a form, made into a draft: or everything that is wrong with it, and what to do about each."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lintel.desk.forms.choices import Choices
from lintel.desk.forms.fields import CALLED, REGARDING, Shape
from lintel.desk.forms.instants import NotAMoment, day_of, instant_of
from lintel.desk.forms.layouts import Form, Laid
from lintel.events.values import HANDLE

LONGEST_LINE = 200
LONGEST_WORDS = 20_000
_MOST_DIGITS = 9
_REFERENCE = re.compile(HANDLE)

Typed = Mapping[str, list[str]]
"""A form as a browser sends it: for each name, everything that came under it."""

BESIDE = frozenset({"csrfmiddlewaretoken", "key", "seen"})
"""What every form of ours carries beside its own fields."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the field (empty: the form as a whole), the id to jump to, and what to do, in words."""

    field: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a form says. `called` is the name of somebody who joins; `twice` are times that there were two of."""

    at: datetime | None
    facts: Mapping[str, object] = field(default_factory=dict)
    sealed: Mapping[str, object] = field(default_factory=dict)
    thread: str | None = None
    about: tuple[str, ...] = ()
    called: str = ""
    problems: tuple[Problem, ...] = ()
    twice: frozenset[str] = frozenset()


class Wrong(ValueError):
    """What was typed or chosen in a field will not do: what to do about it."""

    def __init__(self, remedy: str, part: str = "") -> None:
        self.remedy = remedy
        self.part = part
        super().__init__(remedy)


def read(form: Form, typed: Typed, offered: Choices, now: datetime) -> Read:
    """What a form says, with everything that is wrong with it at once. Nothing unanswered is given an answer."""
    said: dict[str, object] = {}
    problems = list(_strange(form, typed))
    twice: set[str] = set()
    for laid in form.fields:
        if not applies(laid, typed):
            problems += _stranded(laid, form, typed)
            continue
        try:
            value = _READERS[laid.field.shape](laid, typed, offered)
            if value in _NOTHING and needed(laid, typed) and can_be_answered(laid, offered):
                raise Wrong(_TO_ANSWER.get(laid.field.shape, "Choose one"))
            _check(laid, value, now)
        except Wrong as wrong:
            problems.append(problem(laid, wrong.remedy, wrong.part))
        except NotAMoment as wrong:
            twice |= {laid.name} if wrong.twice else set()
            problems.append(problem(laid, wrong.remedy, f"{laid.name}-{'fold' if wrong.twice else 'day'}"))
        else:
            if value not in _NOTHING:
                said[laid.name] = value
    problems += _none_of(form, {*said, *(each.field for each in problems)})
    problems += _clashing(form, typed)
    places = {laid.name: place for place, laid in enumerate(form.fields)}
    problems.sort(key=lambda each: places.get(each.field, -1))
    return _sorted(form, said, tuple(problems), frozenset(twice))


def problem(laid: Laid, remedy: str, part: str = "") -> Problem:
    """A problem with a field: its label, and what to do."""
    return Problem(laid.name, f"field-{part or laid.field.parts[0]}", f"{laid.label.rstrip('?')}: {remedy}")


def applies(laid: Laid, typed: Typed) -> bool:
    """Whether the answer is given on which this field hangs. What hangs on another does not count."""
    return laid.under is None or laid.under[1] in typed.get(laid.under[0], [])


_NOTHING: tuple[object, ...] = (None, "", [], {})


def needed(laid: Laid, typed: Typed) -> bool:
    """Whether a form is not saved without an answer to this, by itself or beside another answer."""
    return laid.must or (laid.needed_if is not None and laid.needed_if[1] in typed.get(laid.needed_if[0], []))


_TO_ANSWER: Mapping[Shape, str] = {
    "words": "Write it here", "line": "Write it here", "reference": "Write it here", "number": "Type it in figures",
    "day": "Give the day", "instant": "Give the day and the time", "several": "Tick at least one",
    "codes": "Tick at least one", "regarding": "Tick at least one", "map": "Answer at least one of these",
}  # fmt: skip


def can_be_answered(laid: Laid, offered: Choices) -> bool:
    """Whether there is anything to choose. That we told the police is not kept back until somebody lists them."""
    return laid.field.shape != "agency" or bool(offered.get(laid.name))


def _none_of(form: Form, answered: set[str]) -> Iterable[Problem]:
    """The questions of which one is needed, and none was answered: said once, at the first of them."""
    for among in dict.fromkeys(laid.among for laid in form.fields if laid.among):
        if answered.isdisjoint(among):
            first, *others = (laid for laid in form.fields if laid.name in among)
            either = " or ".join(f"“{laid.label}”" for laid in others)
            yield problem(first, f"{_TO_ANSWER.get(first.field.shape, 'Choose one')}, or answer {either}")


def _clashing(form: Form, typed: Typed) -> Iterable[Problem]:
    """Answers that cannot both be true."""
    for clash in form.clashes:
        if all(one(typed, name) == value for name, value in clash.answers):
            last = clash.answers[-1][0]
            yield from (problem(laid, clash.says, last) for laid in form.fields if last in laid.field.parts)


def _stranded(laid: Laid, form: Form, typed: Typed) -> Iterable[Problem]:
    """Words that hang on an answer that was not given: they are not thrown away without a word."""
    if laid.field.shape in ("words", "line") and one(typed, laid.name) and laid.under:
        above = next(each for each in form.fields if each.name == laid.under[0])
        answer = above.words[laid.under[1]]
        yield problem(laid, f"This is only for “{answer}”. Choose that above, or empty this")


def _strange(form: Form, typed: Typed) -> Iterable[Problem]:
    if set(typed) - form.parts - BESIDE:
        yield Problem("", "form", "The form was sent with something that is not one of its fields. Load the page anew.")


def _check(laid: Laid, value: object, now: datetime) -> None:
    if laid.name == "at" and isinstance(value, datetime) and value > now:
        raise Wrong("This is still to come. Give a time that has passed", "at-day")


def _sorted(form: Form, said: dict[str, object], problems: tuple[Problem, ...], twice: frozenset[str]) -> Read:
    """What was said, each where a draft wants it."""
    at, thread, about = (said.pop(name, None) for name in ("at", "thread", REGARDING))
    sealed = {each.name for each in form.fields if each.field.sealed}
    called = said.pop(CALLED, "")
    return Read(
        at=at if isinstance(at, datetime) else None,
        facts={name: _written(value) for name, value in said.items() if name not in sealed},
        sealed={name: value for name, value in said.items() if name in sealed},
        thread=thread if isinstance(thread, str) else None,
        about=tuple(about) if isinstance(about, list) else (),
        called=str(called),
        problems=problems,
        twice=twice,
    )


def _written(value: object) -> object:
    """A fact as it is written: dates and instants as text."""
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else value


def one(typed: Typed, name: str) -> str:
    """The one thing that came under a name, without spaces around it; empty where none did."""
    return next(iter(typed.get(name, [])), "").strip()


def _listed(laid: Laid, typed: Typed, offered: Choices) -> object:
    own = [each.value for each in offered.get(laid.name, ())]
    return _chosen(one(typed, laid.name), own or laid.values)


def _chosen(value: str, among: Iterable[str]) -> str | None:
    if value and value not in among:
        raise Wrong("Choose one of the answers")
    return value or None


def _several(laid: Laid, typed: Typed, _offered: Choices) -> object:
    found = list(dict.fromkeys(each for each in typed.get(laid.name, []) if each))
    if not set(found) <= set(laid.values):
        raise Wrong("Choose among the answers")
    return found


def _yes_no(laid: Laid, typed: Typed, _offered: Choices) -> object:
    answer = _chosen(one(typed, laid.name), ("yes", "no"))
    return None if answer is None else answer == "yes"


def _number(laid: Laid, typed: Typed, _offered: Choices) -> object:
    text = one(typed, laid.name)
    if not text:
        return None
    least, most = laid.field.least or 0, laid.field.most
    span = f"from {least} to {most}" if most is not None else f"of at least {least}"
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise Wrong(f"Type a whole number {span}, in figures")
    if int(text) < least or (most is not None and int(text) > most):
        raise Wrong(f"Type a whole number {span}")
    return int(text)


def boxes(laid: Laid, typed: Typed) -> dict[str, str]:
    """What stands in each of the boxes of a field, by its part."""
    return {part.removeprefix(f"{laid.name}-"): one(typed, part) for part in laid.field.parts}


def _day(laid: Laid, typed: Typed, _offered: Choices) -> object:
    return day_of(boxes(laid, typed))


def _instant(laid: Laid, typed: Typed, _offered: Choices) -> object:
    return instant_of(boxes(laid, typed))


def _line(laid: Laid, typed: Typed, _offered: Choices) -> object:
    return _text(one(typed, laid.name), LONGEST_LINE)


def _words(laid: Laid, typed: Typed, _offered: Choices) -> object:
    return _text(one(typed, laid.name).replace("\r\n", "\n"), LONGEST_WORDS)


def _text(text: str, most: int) -> str:
    if len(text) > most:
        raise Wrong(f"Use at most {most:,} characters; this has {len(text):,}")
    if any(ord(each) < 32 and each not in "\n\t" for each in text):
        raise Wrong("There is a character in it that is no letter: type it again")
    return text


def _map(laid: Laid, typed: Typed, _offered: Choices) -> object:
    found = {row: one(typed, f"{laid.name}-{row}") for row in laid.field.rows}
    wrong = next((row for row, value in found.items() if value and value not in laid.field.values), None)
    if wrong:
        raise Wrong("Choose one of the answers", f"{laid.name}-{wrong}")
    return {row: value for row, value in found.items() if value}


def _reference(laid: Laid, typed: Typed, _offered: Choices) -> object:
    text = one(typed, laid.name)
    if text and not _REFERENCE.fullmatch(text):
        raise Wrong("Use letters, digits, dots and hyphens, without spaces")
    return text


def _offered(laid: Laid, typed: Typed, offered: Choices) -> object:
    return _chosen(one(typed, laid.name), [each.value for each in offered.get(laid.name, ())])


def _regarding(laid: Laid, typed: Typed, offered: Choices) -> object:
    found = list(dict.fromkeys(each for each in typed.get(laid.name, []) if each))
    if not set(found) <= {each.value for each in offered.get(laid.name, ())}:
        raise Wrong("Choose people of this case")
    return found


_READERS: Mapping[Shape, Callable[[Laid, Typed, Choices], object]] = {
    "listed": _listed, "several": _several, "code": _listed, "codes": _several, "yes_no": _yes_no,
    "number": _number, "day": _day, "instant": _instant, "words": _words, "line": _line, "map": _map,
    "reference": _reference, "person": _offered, "staff": _offered, "agency": _offered, "case": _offered,
    "rule": _offered, "whom": _offered, "thread": _offered, "regarding": _regarding,
}  # fmt: skip
