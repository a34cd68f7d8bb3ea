"""The environment of the templates: GOV.UK components by their macros, our own beside them, everything escaped."""

import json
from collections.abc import Mapping
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from jinja2.runtime import Macro

from lintel.design import words
from lintel.design.addresses import address


def environment(**options: Any) -> Environment:
    """The environment, as Django's Jinja2 backend asks for it."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([components, options["loader"]])
    options |= {"trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    made = Environment(autoescape=True, **options)
    made.globals |= {"static": static, "url": _url, "drawn": _Drawn()}
    made.filters |= {"day": words.day, "instant": words.instant, "clock": words.clock, "stamp": words.stamp}
    made.filters["deadline"] = words.deadline
    made.filters["indent"] = _as_it_is
    return made


class _Drawn:
    """What a macro makes of a field. One in which nothing stands looks the same each time, and is made once.

    For fields whose labels stand in a template: what anybody typed, and what was wrong with it, is not kept.
    """

    def __init__(self) -> None:
        self._empty: dict[tuple[str, str], str] = {}

    def __call__(self, macro: Macro, params: Mapping[str, Any]) -> str:
        """The field."""
        if _filled(params) or any(_filled(each) for each in params.get("items", ())):
            return macro(params)
        key = (macro.name, json.dumps(params, default=str))
        if key not in self._empty:
            self._empty[key] = macro(params)
        return self._empty[key]


def _filled(params: Mapping[str, Any]) -> bool:
    return bool(params.get("value") or params.get("errorMessage"))


def _as_it_is(html: str, *_width: object, **_options: object) -> str:
    """In place of `indent`: the macros indent what a choice reveals, and with it whatever was typed into a textarea."""
    return html


def _url(name: str, *given: Any, **named: Any) -> str:
    return reverse(name, args=given, kwargs=named) if named else address(name, *given)
