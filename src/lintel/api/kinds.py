"""The kinds of entry, each with what may be sent of it: made from the declarations, as the forms of the pages are."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from ninja import Router

from lintel.api.shapes import Shown
from lintel.casework.refusals import NotHere
from lintel.events.declaration import Book
from lintel.events.registry import KINDS, Kind
from lintel.events.schema import schema
from lintel.signin.asking import Asking

router = Router(tags=["Kinds of entry"])

_SEEN: dict[str, Any] = {
    "type": "integer",
    "minimum": 0,
    "description": "`seq` of the last entry that you have read: if anything came after it, nothing is written",
}


class KindListed(Shown):
    """A kind of entry. `moment`: an act can be barred by the policy, a fact is recorded in any case."""

    event: str
    label: str
    hint: str
    moment: str
    books: list[str]
    opens: str | None
    continues: str | None


class KindsShown(Shown):
    """Every kind that there is."""

    kinds: list[KindListed]


@router.get("/kinds", response=KindsShown, summary="List the kinds of entry")
def kinds(request: Asking) -> KindsShown:
    """Everything that can happen in a case, to somebody in it, or to the organisation, as an officer would say it.

    **Who may:** whoever holds a token.
    """
    return KindsShown(kinds=[_listed(each) for each in KINDS.values()])


def _listed(kind: Kind) -> KindListed:
    said = kind.declaration
    return KindListed(
        event=said.name, label=said.label, hint=said.hint, moment=said.moment, books=list(said.books),
        opens=said.opens, continues=said.continues,
    )  # fmt: skip


@router.get("/kinds/{event}", response=dict[str, Any], summary="See what may be sent of a kind")
def kind(request: Asking, event: str) -> dict[str, Any]:
    """The JSON Schema of an entry of this kind, as it is sent.

    **Who may:** whoever holds a token.
    """
    if event not in KINDS:
        raise NotHere
    return sent_of(event)


@cache
def sent_of(event: str) -> dict[str, Any]:
    """The JSON Schema of an entry that is to be recorded: who writes it, and when, is known without being sent."""
    whole = schema(event)
    fields = whole["properties"]
    sealed = {name: fields[name] for name in KINDS[event].sealed}
    threaded = {"thread": fields["thread"]} if "thread" in fields else {}
    needed = ["event", "at", "seen", *(name for name in ("thread", "data") if name in whole["required"])]
    return {
        "title": whole["title"],
        "description": whole["description"],
        "type": "object",
        "properties": {
            "event": fields["event"],
            "at": fields["at"],
            "seen": _SEEN,
            **threaded,
            "about": fields["about"],
            "data": fields["data"],
            "sealed": {"type": "object", "properties": sealed, "additionalProperties": False},
        },
        "required": needed,
        "additionalProperties": False,
    }


def component(event: str) -> str:
    """The name of a kind's schema among the components of the description."""
    return f"Sent.{event}"


def recordable(book: Book) -> Iterator[str]:
    """The kinds that are recorded in such a book."""
    return (name for name, each in KINDS.items() if book in each.declaration.books)
