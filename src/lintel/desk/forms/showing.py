"""A form as a page shows it: each field as the parameters of a GOV.UK component, with what was typed and what is wrong.

Everything in the parameters is text. A question that hangs on an answer stands beneath it and says so. Without scripts
it is always to be seen; with them it is put away while another answer is chosen.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lintel.desk.forms.choices import Choice, Choices
from lintel.desk.forms.fields import Shape
from lintel.desk.forms.instants import FIRST, SECOND
from lintel.desk.forms.layouts import Form, Laid
from lintel.desk.forms.reading import LONGEST_LINE, Problem, Typed, boxes, one

Params = dict[str, Any]

_MOST_RADIOS = 12
_OPTIONAL = " (optional)"


@dataclass(frozen=True, slots=True)
class Shown:
    """A field on a page. `component` is the macro that draws it; `inner` are its parts, `beneath` what hangs on it.

    `under` is the field on which it hangs, and the answer; None where it hangs on none.
    """

    name: str
    component: str
    params: Params
    beneath: tuple["Shown", ...] = ()
    inner: tuple["Shown", ...] = ()
    under: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ShownSection:
    """Fields under one heading; a section without a title has no heading.

    `folded` is None for one that cannot be folded; otherwise whether it is: never over what was typed or is wrong.
    """

    title: str
    words: str
    fields: tuple[Shown, ...]
    folded: bool | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What fills a form: what was typed, what is wrong with it, what can be chosen. `clearable`: an answer may go."""

    typed: Typed
    offered: Choices
    problems: Mapping[str, str] = field(default_factory=dict)
    twice: frozenset[str] = frozenset()
    clearable: bool = False


def sections(form: Form, filled: Filled) -> tuple[ShownSection, ...]:
    """The form as the page shows it. What hangs on an answer stands beneath that question, and nowhere else."""
    shown = (
        ShownSection(
            section.title,
            section.words,
            tuple(show(each, form, filled) for each in section.fields if each.under is None and asked(each, filled)),
            not any(_touched(each, filled) for each in section.fields) if section.folded else None,
        )
        for section in form.sections
    )
    return tuple(section for section in shown if section.fields)


def _touched(laid: Laid, filled: Filled) -> bool:
    return laid.name in filled.problems or any(one(filled.typed, part) for part in laid.field.parts)


def asked(laid: Laid, filled: Filled) -> bool:
    """Whether a field is asked here: not whom it is about, where there is but one it can be about."""
    return laid.field.shape != "regarding" or len(filled.offered.get(laid.name, ())) > 1


def show(laid: Laid, form: Form, filled: Filled) -> Shown:
    """One field, with whatever hangs on its answers."""
    said = replace(laid, label=_label(laid, form), hint=_hint(laid, form))
    component, params = _DRAWN[laid.field.shape](said, filled)
    beneath = tuple(
        show(_hanging(each, laid), form, filled) for each in form.fields if each.under and each.under[0] == laid.name
    )
    return Shown(laid.name, component, params, beneath, tuple(_inner(laid, filled)), laid.under)


def _label(laid: Laid, form: Form) -> str:
    """A question, and whether it may be left: not one of which one among several is needed, for its hint says so."""
    if laid.must or laid.among or (laid.needed_if and laid.needed_if == laid.under):
        return laid.label
    if laid.needed_if:
        name, value = laid.needed_if
        above = next(each for each in form.fields if each.name == name)
        return f"{laid.label} (needed if “{above.words[value]}”)"
    return f"{laid.label}{_OPTIONAL}"


def _hanging(laid: Laid, above: Laid) -> Laid:
    """A field that hangs on an answer above it, and says on which."""
    answer = above.words[laid.under[1]] if laid.under else ""
    return replace(laid, label=f"If “{answer}”: {laid.label[:1].lower()}{laid.label[1:]}")


def _hint(laid: Laid, form: Form) -> str:
    others = [f"“{each.label}”" for each in form.fields if each.name in laid.among and each.name != laid.name]
    return f"{laid.hint} Answer this, or {' or '.join(others)}.".strip() if others else laid.hint


def _common(laid: Laid, filled: Filled) -> Params:
    params: Params = {"name": laid.name, "id": f"field-{laid.name}", "idPrefix": f"field-{laid.name}"}
    if laid.hint:
        params["hint"] = {"text": laid.hint}
    if laid.name in filled.problems:
        params["errorMessage"] = {"text": filled.problems[laid.name]}
    return params


def _legend(laid: Laid) -> Params:
    return {"legend": {"text": laid.label, "classes": "govuk-fieldset__legend--s"}}


def _named(laid: Laid) -> Params:
    return {"text": laid.label, "classes": "govuk-label--s"}


def _items(choices: Iterable[tuple[str, str]], chosen: Iterable[str]) -> list[Params]:
    those = set(chosen)
    return [{"value": value, "text": text, "checked": value in those} for value, text in choices]


def _radios(laid: Laid, filled: Filled, choices: list[tuple[str, str]]) -> tuple[str, Params]:
    chosen = one(filled.typed, laid.name)
    if len(choices) > _MOST_RADIOS:
        return _select(laid, filled, choices, chosen)
    if filled.clearable and not laid.field.required:
        choices = [*choices, ("", "Nothing recorded")]
    short = len(choices) <= 3 and all(len(text) <= 12 for _, text in choices)
    return "radios", {
        **_common(laid, filled),
        "fieldset": _legend(laid),
        "items": _items(choices, [chosen]),
        "classes": "govuk-radios--small govuk-radios--inline" if short else "govuk-radios--small",
    }


def _select(laid: Laid, filled: Filled, choices: list[tuple[str, str]], chosen: str) -> tuple[str, Params]:
    items = [{"value": value, "text": text, "selected": value == chosen} for value, text in [("", "Choose"), *choices]]
    return "select", {**_common(laid, filled), "label": _named(laid), "items": items}


def _listed(laid: Laid, filled: Filled) -> tuple[str, Params]:
    offered = filled.offered.get(laid.name)
    return _radios(laid, filled, _pairs(offered) if offered else [(value, laid.words[value]) for value in laid.values])


def _yes_no(laid: Laid, filled: Filled) -> tuple[str, Params]:
    return _radios(laid, filled, [(value, laid.words[value]) for value in ("yes", "no")])


def _offered(laid: Laid, filled: Filled) -> tuple[str, Params]:
    """People, threads, colleagues, agencies; where there is nothing to choose from the page says so."""
    found = _pairs(filled.offered.get(laid.name, ()))
    if not found:
        return "nothing", {"label": laid.label, "id": f"field-{laid.name}", **_common(laid, filled)}
    if len(found) == 1 and laid.field.required and not one(filled.typed, laid.name):
        filled = Filled({laid.name: [found[0][0]]}, filled.offered, filled.problems)
    return _radios(laid, filled, found)


def _pairs(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(each.value, each.text) for each in choices]


def _several(laid: Laid, filled: Filled) -> tuple[str, Params]:
    offered = filled.offered.get(laid.name)
    choices = _pairs(offered) if offered is not None else [(value, laid.words[value]) for value in laid.values]
    return "checkboxes", {
        **_common(laid, filled),
        "fieldset": _legend(laid),
        "items": _items(choices, filled.typed.get(laid.name, [])),
        "classes": "govuk-checkboxes--small",
    }


def _words(laid: Laid, filled: Filled) -> tuple[str, Params]:
    value = one(filled.typed, laid.name)
    return "textarea", {
        **_common(laid, filled), "label": _named(laid), "value": value, "rows": laid.rows, "spellcheck": True,
    }  # fmt: skip


def _line(laid: Laid, filled: Filled) -> tuple[str, Params]:
    return "input", {
        **_common(laid, filled),
        "label": _named(laid),
        "value": one(filled.typed, laid.name),
        "classes": "govuk-input--width-20",
        "autocomplete": "off",
        "attributes": {"maxlength": str(LONGEST_LINE)},
    }


def _number(laid: Laid, filled: Filled) -> tuple[str, Params]:
    component, params = _line(laid, filled)
    return component, {**params, "inputmode": "numeric", "classes": "govuk-input--width-4"}


def _day(laid: Laid, filled: Filled) -> tuple[str, Params]:
    typed = boxes(laid, filled.typed)
    wrong = " govuk-input--error" if laid.name in filled.problems else ""
    return "date-input", {
        **_common(laid, filled),
        "namePrefix": laid.name,
        "fieldset": {**_legend(laid), "role": "group"},
        "items": [
            {"name": part, "value": typed[part], "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}"}
            for part in ("day", "month", "year")
        ],
    }


def _map(laid: Laid, filled: Filled) -> tuple[str, Params]:
    return "map", {"legend": laid.label, **_common(laid, filled)}


def _inner(laid: Laid, filled: Filled) -> Iterable[Shown]:
    """The parts of a field that has some: a row for each key of a map; the time beside a day."""
    if laid.field.shape == "map":
        yield from (_row(laid, filled, row) for row in laid.field.rows)
    elif laid.field.shape == "instant":
        yield from _time(laid, filled)


def _row(laid: Laid, filled: Filled, row: str) -> Shown:
    name = f"{laid.name}-{row}"
    return Shown(
        name,
        "radios",
        {
            "name": name,
            "idPrefix": f"field-{name}",
            "fieldset": {"legend": {"text": laid.words[row], "classes": "govuk-fieldset__legend--s"}},
            "classes": "govuk-radios--small govuk-radios--inline",
            "items": _items([(value, laid.words[value]) for value in laid.values], [one(filled.typed, name)]),
        },
    )


def _time(laid: Laid, filled: Filled) -> Iterable[Shown]:
    typed, name = boxes(laid, filled.typed), laid.name
    hint = {"text": "As 9:30am or 14:30"}
    label = {"text": "Time"}
    time = {"name": f"{name}-time", "id": f"field-{name}-time", "label": label, "hint": hint, "value": typed["time"]}
    yield Shown(f"{name}-time", "input", {**time, "classes": "govuk-input--width-5", "autocomplete": "off"})
    if typed["exact"]:
        yield Shown(f"{name}-exact", "hidden", {"name": f"{name}-exact", "value": typed["exact"]})
    if name in filled.twice:
        words = [(FIRST, "The first time, before the clocks went back"), (SECOND, "The second time, after that")]
        fold = {"name": f"{name}-fold", "idPrefix": f"field-{name}-fold", "items": _items(words, [typed["fold"]])}
        legend = {"text": "Which of the two?", "classes": "govuk-fieldset__legend--s"}
        yield Shown(f"{name}-fold", "radios", {**fold, "fieldset": {"legend": legend}})


_DRAWN: Mapping[Shape, Callable[[Laid, Filled], tuple[str, Params]]] = {
    "listed": _listed, "code": _listed, "several": _several, "codes": _several, "regarding": _several,
    "yes_no": _yes_no, "words": _words, "line": _line, "reference": _line, "number": _number, "day": _day,
    "instant": _day, "map": _map, "person": _offered, "staff": _offered, "agency": _offered, "case": _offered,
    "rule": _offered, "whom": _offered, "thread": _offered,
}  # fmt: skip


def anchors(problems: Iterable[Problem]) -> list[Params]:
    """The problems as the items of an error summary."""
    return [{"text": each.text, "href": f"#{each.anchor}"} for each in problems]


def by_field(problems: Iterable[Problem]) -> dict[str, str]:
    """The problems, by the field that each stands at."""
    return {each.field: each.text for each in problems if each.field}
