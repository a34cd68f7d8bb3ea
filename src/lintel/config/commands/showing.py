"""`lintel settings`: what is set, and what is unwise in it."""

import argparse
import json
import os
from collections.abc import Sequence

import django
from django.conf import settings
from django.core.checks import CheckMessage, Warning, run_checks

from lintel.config.showing import Row, rows

_CLEAN, _UNSAFE = 0, 1
_NO_SECRET = "security.W009"  # noqa: S105 - what Django calls its check


def show(arguments: argparse.Namespace) -> int:
    """Print the settings, and whatever the system checks find; with `--check` exit 1 where that is anything."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lintel.config.settings")
    django.setup()
    shown = list(rows(settings.OPTIONS))
    found = [each for each in run_checks(include_deployment_checks=True) if _counts(each)]
    print(_as_json(shown, found) if arguments.format == "json" else _as_text(shown, found))
    return _UNSAFE if found and arguments.check else _CLEAN


def _counts(message: CheckMessage) -> bool:
    """A silenced error counts: `lintel serve` refuses to start with it. An embedded database makes its own keys."""
    if message.id == _NO_SECRET and settings.OPTIONS.database_url is None:
        return False
    return message.is_serious() or (message.level >= Warning("").level and not message.is_silenced())


def _as_text(shown: Sequence[Row], found: Sequence[CheckMessage]) -> str:
    head = Row("Setting", "Value", "From", "Default", "Meaning")
    wide = [max(len(row[at]) for row in (head, *shown)) for at in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, (*wide, 0), strict=True)) for row in (head, *shown)
    ]
    return "\n".join([*(line.rstrip() for line in lines), "", *_findings(found)])


def _findings(found: Sequence[CheckMessage]) -> list[str]:
    if not found:
        return ["Nothing is unsafe in them."]
    return [f"{len(found)} unsafe:", *(f"  {each.msg}\n    {each.hint or ''}".rstrip() for each in found)]


def _as_json(shown: Sequence[Row], found: Sequence[CheckMessage]) -> str:
    unsafe = [{"id": each.id, "wrong": each.msg, "hint": each.hint} for each in found]
    return json.dumps({"settings": [row._asdict() for row in shown], "unsafe": unsafe}, indent=2, ensure_ascii=False)
