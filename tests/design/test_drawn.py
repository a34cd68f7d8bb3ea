"""A field in which nothing stands is made once; one in which something stands is made anew, and never kept."""

from typing import Any

from jinja2 import DictLoader, Environment

from lintel.design.environment import environment

FIELD = '{% macro field(params) %}<input name="{{ params.name }}" value="{{ params.value or "" }}">{% endmacro %}'


def made() -> Environment:
    return environment(loader=DictLoader({"field.html": FIELD}))


def drawn(templates: Environment, **params: Any) -> str:
    page = templates.from_string('{% from "field.html" import field %}{{ drawn(field, params) }}')
    return page.render(params={"name": "phone", **params})


def test_an_empty_field_looks_as_its_macro_makes_it() -> None:
    templates = made()
    assert [drawn(templates), drawn(templates)] == ['<input name="phone" value="">'] * 2


def test_what_a_page_was_not_given_counts_as_nothing() -> None:
    page = '{% from "field.html" import field %}{{ drawn(field, {"name": "phone", "errorMessage": no.thing}) }}'
    assert made().from_string(page).render(no={}) == '<input name="phone" value="">'


def test_what_was_typed_is_shown_and_not_kept() -> None:
    templates = made()
    assert drawn(templates, value="020 7946 0001") == '<input name="phone" value="020 7946 0001">'
    assert "7946" not in repr(vars(templates.globals["drawn"]))
    assert drawn(templates, value=None) == '<input name="phone" value="">'


def test_a_field_with_parts_is_kept_only_while_all_are_empty() -> None:
    templates = made()
    drawn(templates, items=[{"name": "day", "value": "27"}])
    drawn(templates, errorMessage={"text": "Enter a day"})
    assert vars(templates.globals["drawn"]) == {"_empty": {}}
