"""Filling in a form as a browser does: what stands in it, and a valid answer to everything it asks."""

import re
from collections.abc import Mapping
from html import unescape

from lintel.desk.forms.layouts import Form, Laid

Sent = dict[str, str | list[str]]

_TAG = re.compile(r"<(input|textarea)\b([^>]*)>(?:([^<]*)</textarea>)?")
_SELECT = re.compile(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL)
_PART = re.compile(r'(\w[\w-]*)="([^"]*)"')


def form_in(page: bytes) -> str:
    """The text of the form that a page is about."""
    return page.decode().partition('id="form"')[2].partition("</form>")[0]


def standing(page: bytes) -> Sent:
    """What a browser would send back of the form on a page, if nobody touched it."""
    found: Sent = {}
    for tag, said, inner in _TAG.findall(form_in(page)):
        parts = {name: unescape(value) for name, value in _PART.findall(said)}
        ticked = parts.get("type") in ("radio", "checkbox")
        if not ticked or " checked" in said:
            found[parts["name"]] = unescape(inner) if tag == "textarea" else parts.get("value", "")
    for name, inner in _SELECT.findall(form_in(page)):
        chosen = re.search(r'value="([^"]*)"\s+selected', inner)
        found[name] = unescape(chosen[1]) if chosen else ""
    del found["csrfmiddlewaretoken"]
    return found


def offered(page: bytes) -> dict[str, list[str]]:
    """What the form on a page offers to choose from, by the name of the field."""
    found: dict[str, list[str]] = {}
    for _, said, _ in _TAG.findall(form_in(page)):
        parts = dict(_PART.findall(said))
        if parts.get("type") in ("radio", "checkbox"):
            found.setdefault(parts["name"], []).append(unescape(parts["value"]))
    for name, inner in _SELECT.findall(form_in(page)):
        found[name] = [unescape(value) for value in re.findall(r'value="([^"]+)"', inner)]
    return found


def answers(form: Form, choices: Mapping[str, list[str]]) -> Sent:
    """A valid answer to every question of a form, the first that there is to choose."""
    found: Sent = {}
    for laid in form.fields:
        found |= _answer(laid, choices.get(laid.name, []))
    return found


def _answer(laid: Laid, choices: list[str]) -> Sent:
    name = laid.name
    day: Sent = {f"{name}-day": "9", f"{name}-month": "4", f"{name}-year": "2024"}
    plain: dict[str, Sent] = {
        "number": {name: "3"},
        "words": {name: "Own words."},
        "line": {name: "A line"},
        "reference": {name: "ref-1"},
        "day": day,
        "instant": {} if name == "at" else {**day, f"{name}-time": "3pm"},
        "map": {f"{name}-{row}": "safe" for row in laid.field.rows},
    }
    if laid.field.shape in plain:
        return plain[laid.field.shape]
    return {name: choices[:2] if laid.field.shape in ("several", "codes") else choices[:1]}
