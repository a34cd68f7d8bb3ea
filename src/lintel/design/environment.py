"""The environment of the templates: GOV.UK components by their macros, our own beside them, everything escaped."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader


def environment(**options: Any) -> Environment:
    """The environment, as Django's Jinja2 backend asks for it."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([components, options["loader"]])
    options |= {"trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    made = Environment(autoescape=True, **options)
    made.globals |= {"static": static, "url": _url}
    return made


def _url(name: str, *given: Any, **named: Any) -> str:
    return reverse(name, args=given, kwargs=named)
