"""Before the first process is made for readers, every template has been compiled."""

from typing import Any

from django.template import engines

from lintel.config.commands.serving import compile_templates


def test_every_template_is_compiled_and_stays_so() -> None:
    environment: Any = engines["jinja2"].env  # type: ignore[attr-defined] # of Django's backend for Jinja2
    environment.cache.clear()
    many = compile_templates()
    kept = {name for _, name in environment.cache.keys()}  # noqa: SIM118 - a cache of Jinja2's, which is no mapping
    assert many == len(kept) == len(environment.list_templates())
    assert {"desk/today.html", "signin/sign_in.html", "govuk_frontend_jinja/components/button/macro.html"} <= kept
    assert environment.cache.capacity > many
