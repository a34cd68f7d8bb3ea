"""A form as one page holds it, on its way there and back: what stands in it, what is wrong, what came in between."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict

from lintel.casework import policy
from lintel.casework.record import MADE_HERE, new_key
from lintel.casework.refusals import Barred, KeyUsed, Overtaken, Refused
from lintel.desk.caseforms import seen_of
from lintel.desk.forms.choices import Choices, Setting
from lintel.desk.forms.layouts import Form
from lintel.desk.forms.reading import BESIDE, Problem, Typed, one, problem
from lintel.desk.forms.showing import Filled, ShownSection, anchors, by_field, sections
from lintel.events.entry import Entry
from lintel.events.faults import InputRefused


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form with what is typed in it. `first` are entries that others wrote meanwhile; `kept_at` when it was kept.

    `kept`: it comes back, and was kept as it is.
    """

    form: Form
    typed: Typed
    offered: Choices
    key: str
    seen: int
    problems: tuple[Problem, ...] = ()
    twice: frozenset[str] = frozenset()
    broken: Barred | None = None
    first: tuple[Entry, ...] = ()
    kept_at: datetime | None = None
    clearable: bool = False
    kept: bool = False

    @property
    def sections(self) -> tuple[ShownSection, ...]:
        """The fields, as the page shows them."""
        return sections(
            self.form, Filled(self.typed, self.offered, by_field(self.problems), self.twice, self.clearable)
        )

    @property
    def errors(self) -> list[dict[str, object]]:
        """The items of the error summary."""
        return anchors(self.problems)

    @property
    def wrong(self) -> bool:
        """Whether there is anything that keeps it from being saved."""
        return bool(self.problems or self.broken or self.first)


def new_sheet(form: Form, offered: Choices, typed: Typed, seen: int, kept_at: datetime | None = None) -> Sheet:
    """A sheet that was not sent yet; one that was kept keeps its key, so that it is never saved twice."""
    key = one(typed, "key") if kept_at else ""
    return Sheet(form, typed, offered, key or new_key(), seen, kept_at=kept_at)


def sent_sheet(form: Form, offered: Choices, sent: QueryDict) -> Sheet:
    """A sheet as it was sent."""
    typed: Mapping[str, list[str]] = {name: [str(each) for each in said] for name, said in sent.lists()}
    return Sheet(form, typed, offered, sent.get("key", ""), seen_of(sent))


def to_keep(form: Form, sent: QueryDict) -> dict[str, list[str]]:
    """What is kept of a form that was not finished: its own fields and its key, and nothing else that came."""
    known = form.parts | (BESIDE - {"csrfmiddlewaretoken"})
    return {name: [str(each) for each in said] for name, said in sent.lists() if name in known}


def typed_in(sheet: Sheet) -> dict[str, list[str]]:
    """What is kept of a form that comes back: its own fields and its key; nothing where nobody typed anything."""
    presumed = {each.name: each.field.default for each in sheet.form.fields}
    own = {
        part: presumed.get(each.name) for each in sheet.form.fields if each.name != "at" for part in each.field.parts
    }
    if not any(one(sheet.typed, part) not in ("", said) for part, said in own.items()):
        return {}
    return {name: said for name, said in sheet.typed.items() if name in sheet.form.parts} | {"key": [sheet.key]}


def refused(sheet: Sheet, error: Refused | InputRefused) -> Sheet:
    """The sheet with what casework said to it, everything typed kept, and what it takes to send it again."""
    if isinstance(error, Overtaken):
        last = max(each.seq for each in error.entries)
        return replace(sheet, first=tuple(error.entries), seen=last)
    if isinstance(error, Barred):
        return replace(sheet, broken=error)
    if isinstance(error, KeyUsed):
        return replace(sheet, key=new_key(), problems=(Problem("", "form", _KEY_USED),))
    if isinstance(error, InputRefused):
        return replace(sheet, problems=tuple(_faults(sheet.form, error)))
    return replace(sheet, problems=(Problem("", "form", str(error)),))


_KEY_USED = (
    "This form was saved before, with other words in it. Look at the chronology first. If this is to be saved as well, "
    "save it again now."
)


def _faults(form: Form, error: InputRefused) -> Iterable[Problem]:
    """What casework found wrong, at the fields that it is about. Never what it read there."""
    fields = {each.name: each for each in form.fields}
    names = {"about": "regarding"}
    for fault in error.faults:
        name = fault.field.removeprefix("data.").split(".")[0].split("[")[0]
        laid = fields.get(names.get(name, name))
        if laid is None:
            yield Problem("", "form", "Something in the form does not fit this case. Load the page anew and try again.")
        else:
            remedy = _REMEDIES.get(
                (laid.name, fault.wrong.split(" (")[0]), "This does not fit. Choose or type it again"
            )
            yield problem(laid, remedy)


_REMEDIES = {
    ("level", "is below what the answers lead to"): (
        "The answers lead to a higher level. Your judgement may raise it, and never lowers it"
    ),
    ("at", "is before its thread was opened"): "This is before it began. Give a time after that",
    ("at", "is after recorded_at"): "This is still to come. Give a time that has passed",
}


def guidance(form: Form, setting_now: datetime) -> Sequence[str]:
    """What stands beside a form: our own words, and those of the policy in force."""
    version = policy.in_force().at(setting_now)
    said = [each.says for each in version.guidance if f"event:{form.event}" in each.at]
    return (*form.guide, *said)


def newcomer(key: str) -> str:
    """The handle of somebody who joins by the form with this key: the same however often it is sent."""
    return MADE_HERE + hashlib.sha256(f"joins by {key}".encode()).hexdigest()[:12]


def since(setting: Setting, seen: int) -> tuple[Entry, ...]:
    """What was written in a case since somebody last read it."""
    return tuple(each for each in setting.seen.entries if each.seq > seen)
