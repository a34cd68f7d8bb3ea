"""What this installation has set, as rows: never a secret."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from psycopg.conninfo import conninfo_to_dict
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from lintel.config.options import Options

_ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL")
_MAY_HOLD_SECRETS = ("LINTEL_ANCHORS_COMMAND",)
_NOTHING = "not set"


class Row(NamedTuple):
    """One setting. `source` is `environment` or `default`; a secret's `value` says only whether it is set."""

    name: str
    value: str
    source: str
    default: str
    meaning: str


def rows(options: Options) -> Iterator[Row]:
    """Every setting, in the order in which they are declared."""
    for attribute, field in Options.model_fields.items():
        name = str(field.validation_alias)
        value = _shown(name, field, getattr(options, attribute))
        source = "environment" if name in os.environ else "default"
        meaning = " ".join((field.description or "").split())
        yield Row(name, value, source, _default(field), meaning)


def _shown(name: str, field: FieldInfo, value: object) -> str:
    if value in (None, "", ()):
        return _NOTHING
    if name in _ADDRESSES:
        return _without_password(str(value))
    if not field.repr or name in _MAY_HOLD_SECRETS:
        return "set, not shown"
    return _in_words(value)


def _without_password(url: str) -> str:
    """Whom a database is reached as, where, and which."""
    parts = conninfo_to_dict(url)
    where = parts.get("host") or "this machine"
    return f"{parts.get('user') or 'whoever runs it'} at {where}, database {parts.get('dbname') or 'of that name'}"


def _default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "by the user that runs it"
    return _NOTHING if field.default in (None, (), PydanticUndefined) else _in_words(field.default)


def _in_words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value.resolve()) if isinstance(value, Path) else str(value)
