"""What a small form of ours sends: its own fields and no others, none of them long."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest

from lintel.events.faults import Fault
from lintel.signin.asking import Asking

_OURS = frozenset({"csrfmiddlewaretoken"})
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form as they were sent, without what stands around them."""

    fields: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, request: Asking, fields: Collection[str]) -> "Posted":
        """What was sent. Raises `BadRequest` for a field that the form does not have, and words that nobody types."""
        sent = {name: tuple(request.POST.getlist(name)) for name in request.POST if name not in _OURS}
        if not sent.keys() <= set(fields) or any(_unfit(text) for texts in sent.values() for text in texts):
            raise BadRequest
        return cls({name: tuple(text.strip() for text in texts) for name, texts in sent.items()})

    def text(self, name: str) -> str:
        """What one field says; nothing where it is empty or was not sent."""
        return (self.fields.get(name) or ("",))[0]

    def every(self, name: str, most: int) -> Sequence[str]:
        """All that was sent under one name, at most so many."""
        return self.fields.get(name, ())[:most]


def _unfit(text: str) -> bool:
    return len(text) > _LONGEST or "\0" in text


def summary(faults: Sequence[Fault], said: Mapping[str, str]) -> list[dict[str, str]]:
    """Faults as the items of an error summary. `said` are the messages for fields that have words of their own."""
    return [{"text": _words(each, said), "href": f"#{_field(each)}"} for each in faults]


def _field(fault: Fault) -> str:
    return fault.field.removeprefix("data.")


def _words(fault: Fault, said: Mapping[str, str]) -> str:
    field = _field(fault)
    return said.get(field) or f"{field.replace('_', ' ').capitalize()} {fault.wrong}: {fault.expected}"


def by_field(faults: Sequence[Fault], said: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Faults as the error messages of their fields, as the components take them."""
    return {_field(each): {"text": _words(each, said)} for each in faults}
