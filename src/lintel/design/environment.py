"""The environment of the templates: GOV.UK components by their macros, our own beside them, everything escaped."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from lintel.design import words


def environment(**options: Any) -> Environment:
    """The environment, as Django's Jinja2 backend asks for it."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([components, options["loader"]])
    options |= {"trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    made = Environment(autoescape=True, **options)
    made.globals |= {"static": static, "url": _url}
    made.filters |= {"day": words.day, "instant": words.instant, "clock": words.clock, "stamp": words.stamp}
    made.filters["indent"] = _as_it_is
    return made


def _as_it_is(html: str, *_width: object, **_options: object) -> str:
    """In place of `indent`: the macros indent what a choice reveals, and with it whatever was typed into a textarea."""
    return html


def _url(name: str, *given: Any, **named: Any) -> str:
    return reverse(name, args=given, kwargs=named)
