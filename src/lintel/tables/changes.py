"""What a table would change: so that a dry run can say it before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Generic, Protocol, TypeVar


class Record(Protocol):
    """A frozen dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


K = TypeVar("K")
R = TypeVar("R", bound=Record)
R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class Changed(Generic[R_co]):
    """What is present and what the table says instead; `fields` are those that differ."""

    before: R_co
    after: R_co
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes(Generic[R_co]):
    """A table against what is present. `ended` is what the table no longer has: to be told, never to be deleted,
    since a file that was cut short looks the same.
    """

    added: tuple[R_co, ...]
    changed: tuple[Changed[R_co], ...]
    ended: tuple[R_co, ...]
    unchanged: tuple[R_co, ...]


def changes(rows: Mapping[K, R], present: Mapping[K, R]) -> Changes[R]:
    """Compare the rows of a table with what is present, by their keys. Each list keeps the order it came in."""
    both = [(present[key], row) for key, row in rows.items() if key in present]
    return Changes(
        added=tuple(row for key, row in rows.items() if key not in present),
        changed=tuple(Changed(old, new, differing(old, new)) for old, new in both if old != new),
        ended=tuple(row for key, row in present.items() if key not in rows),
        unchanged=tuple(new for old, new in both if old == new),
    )


def differing(one: R, other: R) -> tuple[str, ...]:
    """The fields in which two records differ."""
    return tuple(field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name))
