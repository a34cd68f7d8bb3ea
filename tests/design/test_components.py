"""The macros that pages are made with render what GOV.UK's own render: `fixtures.json.gz` is what those rendered.

It comes from the npm package govuk-frontend (MIT licence, Copyright (C) 2017 Crown Copyright (Government Digital
Service); the text of the licence stands in `src/lintel/design/NOTICES.md`), and `script/assets` keeps it in step.
"""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader

from lintel.design.built import LIST
from lintel.design.environment import environment
from tests.design.rendered import read

FIXTURES = json.loads(gzip.decompress((Path(__file__).parent / "fixtures.json.gz").read_bytes()))
COMPONENTS: dict[str, list[dict[str, Any]]] = FIXTURES["components"]
ENVIRONMENT = environment(loader=DictLoader({}))


def rendered(component: str, options: dict[str, Any]) -> str:
    macro = "govuk" + component.title().replace("-", "")
    source = (
        f'{{% from "govuk_frontend_jinja/components/{component}/macro.html" import {macro} %}}{{{{ {macro}(it) }}}}'
    )
    return ENVIRONMENT.from_string(source).render(it=options)


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_renders_what_gov_uk_renders(component: str) -> None:
    for each in COMPONENTS[component]:
        assert read(rendered(component, each["options"])) == read(each["html"]), each["name"]


def test_nothing_is_left_out_of_the_comparison() -> None:
    assert len(COMPONENTS) == 37
    assert sum(map(len, COMPONENTS.values())) == 657


def test_they_are_of_the_version_that_the_style_sheet_is_made_with() -> None:
    assert FIXTURES["version"] == json.loads(LIST.read_text(encoding="utf-8"))["made_with"]["govuk-frontend"]


def test_lines_typed_beneath_a_choice_come_back_as_they_were_typed() -> None:
    typed = rendered("textarea", {"id": "why", "name": "why", "label": {"text": "Why"}, "value": "one\ntwo\n  three"})
    items = [{"value": "other", "text": "Other", "conditional": {"html": typed}}]
    html = rendered("radios", {"name": "how", "items": items})
    assert ">one\ntwo\n  three</textarea>" in html


def test_what_is_given_as_text_stays_text() -> None:
    nasty = "<script>alert(1)</script>"
    for component in ("button", "error-message", "hint", "inset-text", "label", "tag", "warning-text"):
        html = rendered(component, {"text": nasty})
        assert nasty not in html
        assert "&lt;script&gt;" in html, component


@pytest.mark.parametrize(
    ("html", "other"),
    [
        ('<p class="a b">x</p>', '<p class="a">x</p>'),
        ('<p id="a">x</p>', '<p id="b">x</p>'),
        ("<p>x</p>", "<p>y</p>"),
        ("<p>x</p><p>y</p>", "<p>y</p><p>x</p>"),
        ("<p><b>x</b></p>", "<p>x</p>"),
        ("<textarea> x</textarea>", "<textarea>x</textarea>"),
    ],
)
def test_the_comparison_sees_a_difference(html: str, other: str) -> None:
    assert read(html) != read(other)


def test_the_comparison_sees_no_difference_in_order_and_space() -> None:
    assert read('<p class="a b" id="c">\n  x\n y</p>') == read('<p id="c" class="b a">x y</p>')
