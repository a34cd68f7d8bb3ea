"""Small forms on the pages of a case: what they are sent with, and what is wrong with one, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from lintel.casework.refusals import Barred, Overtaken
from lintel.desk.casewords import article, label
from lintel.events.faults import Fault, InputRefused
from lintel.uploads.refusal import UploadRefused

LONGEST_LINE = 500
LONGEST_WORDS = 20_000
CANNOT = (InputRefused, UploadRefused, Overtaken, Barred)
"""What casework says no to that the form itself shows."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a form: the field it is about, and what to do; `href` is where to do it."""

    field: str
    text: str
    href: str | None = None


def confirm_first() -> Problem:
    """The second factor was given too long ago. What was typed stays while it is given again beside it."""
    text = "Confirm that it is you in a new tab, then send this again. Nothing that you typed is lost."
    return Problem("", text, reverse("step-up"))


def seen_of(form: QueryDict) -> int:
    """The place of the last entry that was read when the form was made; nothing where it does not say."""
    text = form.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def unknown_fields(request: HttpRequest, known: Iterable[str]) -> list[Problem]:
    """Fields that no form of ours has are refused, whatever they say."""
    sent = {*request.POST, *request.FILES} - {*known, "csrfmiddlewaretoken", "key", "seen"}
    return (
        [Problem("", "The form was sent with a field that is not one of its own. Load the page anew.")] if sent else []
    )


def problems(refused: Exception) -> list[Problem]:
    """Everything that is wrong, by field."""
    if isinstance(refused, InputRefused):
        return [_of(fault) for fault in refused.faults]
    if isinstance(refused, UploadRefused):
        return [Problem("file", fault) for fault in refused.faults]
    if isinstance(refused, Barred):
        return [Problem("", f"{guard.says or guard.id}: {'; '.join(faults)}") for guard, faults in refused.guards]
    return [Problem("", str(refused))]


def _of(fault: Fault) -> Problem:
    field = fault.field.removeprefix("data.")
    return Problem(field, f"{article(label(field))} {fault.wrong}: give {fault.expected}")


def errors(wrong: Iterable[Problem]) -> dict[str, dict[str, str]]:
    """What is wrong with each field, as the GOV.UK components take it."""
    return {each.field: {"text": each.text} for each in wrong if each.field}


def too_long(form: QueryDict, fields: Iterable[str], most: int = LONGEST_LINE) -> list[Problem]:
    """The fields in which more is written than there is room for."""
    return [
        Problem(field, f"{label(field)} is too long: at most {most:,} characters")
        for field in fields
        if len(form.get(field, "")) > most
    ]
