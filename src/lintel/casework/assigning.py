"""Who may be given a case, or let into one by name: somebody who works here and does casework."""

from lintel.access import accounts
from lintel.access.grants import REACH
from lintel.events.entry import Entry
from lintel.events.faults import Fault, InputRefused

_NAMES = {"officer.named": ("officer", REACH["assigned"].roles), "access.given": ("staff", REACH["named"].roles)}
"""The entries that name somebody to work a case: the fact that does, and the roles of which they need one."""


def refuse_unfit(entry: Entry) -> None:
    """Raises `InputRefused` where an entry gives a case to somebody for whom no case opens.

    Such a case would be nobody's, and look as if it were somebody's. The conflict wall is not asked: what it keeps
    somebody out of is told to nobody, so it must not be found out by naming them.
    """
    field, roles = _NAMES.get(entry.event, ("", ()))
    if not field or field not in entry.facts:
        return
    named = accounts.actor(str(entry.facts[field]))
    if not named.live or named.roles.isdisjoint(roles):
        expected = "a colleague with a live account and a role in casework"
        raise InputRefused([Fault(0, f"data.{field}", "does no casework here", expected)])
