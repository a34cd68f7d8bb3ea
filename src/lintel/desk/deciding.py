"""The page on which the second person decides: what it is about, who asked and when, and the two answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpResponse

from lintel.desk.pages import page
from lintel.desk.posted import Posted, by_field, summary
from lintel.events.faults import Fault
from lintel.signin.asking import Asking

_SAID: Final = {"answer": "Choose whether you approve it"}
ANSWERS: Final[Mapping[str, str]] = {"approve": "I approve it", "refuse": "I refuse it"}


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits, in words. `warning` is what to know before it is approved."""

    id: UUID
    what: str
    about: str
    by: str
    when: object
    warning: str = ""


def answer_of(request: Asking) -> str | None:
    """What was answered: one of `ANSWERS`, or nothing that is one; None where nothing was sent."""
    return Posted.of(request, {"answer"}).text("answer") if request.method == "POST" else None


def decision(request: Asking, wait: Wait, answer: str | None) -> HttpResponse:
    """The page that asks, of whoever has just confirmed that it is them; with its fault where no answer was chosen."""
    faults = [Fault(0, "answer", "is none", "one of the two")] if answer is not None else []
    return page(
        request,
        "approval.html",
        status=422 if faults else 200,
        wait=wait,
        answers=ANSWERS,
        summary=summary(faults, _SAID),
        errors=by_field(faults, _SAID),
    )
