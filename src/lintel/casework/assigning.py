"""Who may be given a case, or let into one by name: somebody who works here and does casework."""

from collections.abc import Mapping

from lintel.access import accounts, rights
from lintel.access.accounts import Actor
from lintel.access.grants import Relation
from lintel.events.entry import Entry
from lintel.events.faults import Fault, InputRefused

_NAMES: Mapping[str, tuple[str, Relation]] = {
    "officer.named": ("officer", "assigned"),
    "access.given": ("staff", "named"),
}
"""The entries that let somebody into a case: the fact that names them, and how they stand to it then."""


def opens_to(actor: Actor, relation: Relation) -> bool:
    """Whether a case opens to somebody who stands so to it, by the roles that they hold and that count."""
    return rights.may(actor, "read", "case", rights.Standing(relation, state="open")).allowed


def refuse_unfit(entry: Entry) -> None:
    """Raises `InputRefused` where an entry gives a case to somebody for whom no case opens.

    Such a case would be nobody's, and look as if it were somebody's. The conflict wall is not asked: what it keeps
    somebody out of is told to nobody, so it must not be found out by naming them.
    """
    if entry.event not in _NAMES or _NAMES[entry.event][0] not in entry.facts:
        return
    field, relation = _NAMES[entry.event]
    named = accounts.actor(str(entry.facts[field]))
    if not opens_to(named, relation):
        expected = "a colleague with a live account and a role in casework"
        raise InputRefused([Fault(0, f"data.{field}", "does no casework here", expected)])
