"""What staff can be matched by, blinded: their own marks from the payroll, and those of people close to them.

The marks come already blinded, so that nothing here ever holds a name. The conflict wall matches them with the
people in cases from the moment that they are written.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from django.db import transaction

from lintel.access.models import Staff, StaffMark

Blinded = tuple[str, bytes]
"""The kind of an identifier and its keyed digest."""
Source = Literal["own", "declared"]


def put_own(staff: str, marks: Iterable[Blinded]) -> bool:
    """Put a member of staff's own marks in the place of those there were; whether that changed anything.

    The payroll says what holds now, so nothing of what it said before stays. Raises `Staff.DoesNotExist`.
    """
    said = frozenset(marks)
    with _alone(staff):
        if list(_sets(staff, "own").values()) == ([said] if said else []):
            return False
        StaffMark.objects.filter(staff_id=staff, source="own").delete()
        _add(staff, said, "own")
    return True


def declare(staff: str, marks: Iterable[Blinded]) -> bool:
    """Note what one person close to a member of staff can be matched by; whether that was anything new.

    They are added beside the others; the same marks declared again are not added twice. Raises `Staff.DoesNotExist`.
    """
    said = frozenset(marks)
    with _alone(staff):
        new = bool(said) and said not in _sets(staff, "declared").values()
        if new:
            _add(staff, said, "declared")
    return new


def replace(staff: str, whose: str, marks: Iterable[Blinded]) -> None:
    """Put right what was declared of one person close to a member of staff; with no marks they are taken out."""
    with _alone(staff):
        StaffMark.objects.filter(staff_id=staff, source="declared", whose=whose).delete()
        _add(staff, frozenset(marks), "declared")


def close_to(staff: str) -> dict[str, frozenset[str]]:
    """The people whom a member of staff declared, each by a random id, with the kinds of mark there are of them."""
    found = _sets(staff, "declared")
    return {whose: frozenset(kind for kind, _ in marks) for whose, marks in found.items()}


@contextmanager
def _alone(staff: str) -> Iterator[None]:
    """A transaction in which nobody else changes the marks of this member of staff."""
    with transaction.atomic():
        Staff.objects.select_for_update().get(handle=staff)
        yield


def _sets(staff: str, source: Source) -> dict[str, frozenset[Blinded]]:
    found: dict[str, set[Blinded]] = {}
    rows = StaffMark.objects.filter(staff_id=staff, source=source).values_list("whose", "kind", "blind")
    for whose, kind, blind in rows:
        found.setdefault(whose, set()).add((kind, bytes(blind)))
    return {whose: frozenset(marks) for whose, marks in found.items()}


def _add(staff: str, marks: Collection[Blinded], source: Source) -> None:
    whose = secrets.token_hex(16)
    StaffMark.objects.bulk_create(
        StaffMark(staff_id=staff, source=source, whose=whose, kind=kind, blind=blind) for kind, blind in sorted(marks)
    )
