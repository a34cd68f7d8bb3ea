"""The questions of an assessment are written out by our own template, for speed: as GOV.UK's macro writes them."""

import re
from typing import Any

import pytest
from django.template import engines

from lintel.desk.questions import parts
from lintel.instruments.instrument import ANSWERS, Instrument
from lintel.instruments.loading import shipped

_THEIRS = """
{% from "govuk_frontend_jinja/components/radios/macro.html" import govukRadios %}
{{ govukRadios({
  "name": each.name, "idPrefix": each.name, "classes": "" if heading else "govuk-radios--small govuk-radios--inline",
  "fieldset": {"legend": {
    "text": each.words, "classes": "govuk-fieldset__legend--" ~ ("l" if heading else "s"), "isPageHeading": heading}},
  "hint": {"text": each.help} if each.help else none, "items": each.choices
}) }}
"""
_OURS = '{% from "desk/risk_parts.html" import ask %}{{ ask(each, heading) }}'


def written(template: str, **shown: object) -> str:
    """What a template makes, without the spaces that no browser shows."""
    environment: Any = engines["jinja2"].env  # type: ignore[attr-defined] # of Django's backend for Jinja2
    html = environment.from_string(template).render(**shown)
    return re.sub(r"\s+", " ", re.sub(r"\s*([<>])\s*", r"\1", html)).strip()


def answered(instrument: Instrument, turn: int) -> dict[str, str]:
    """An answer to most of the questions, another one each turn."""
    found = {}
    for place, each in enumerate(instrument.questions):
        choices = (*ANSWERS[each.kind], "")
        found[each.id] = choices[(place + turn) % len(choices)]
    return found


@pytest.mark.parametrize("heading", [False, True])
@pytest.mark.parametrize("turn", range(5))
def test_every_question_is_written_as_the_component_of_gov_uk_writes_it(turn: int, heading: bool) -> None:
    instrument = shipped()
    questions = [each for part in parts(instrument, answered(instrument, turn)) for each in part.questions]
    assert len(questions) > 20
    assert {bool(each.help) for each in questions} == {True, False}
    for each in questions:
        ours, theirs = (written(template, each=each, heading=heading) for template in (_OURS, _THEIRS))
        assert ours == theirs
        assert ours.count(" checked") == 1
