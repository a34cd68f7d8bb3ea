"""A second reading of who may what, verb by verb, from the rules as they are spoken. It knows nothing of the table.

An answer is "no", "yes", or "again": yes, once the second factor has been given again.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from lintel.access.rights import Actor, Standing

DOES_CASEWORK = {"officer", "da_lead", "safeguarding_lead", "hr_partner"}
ROLES = DOES_CASEWORK | {"manager", "data_protection_officer", "auditor", "reporter", "administrator"}
RELATIONS = {"assigned", "named", "team_lead", "safeguarding", "hr", "break_glass", "none"}
COLLEAGUES = {"colleague", "colleague_closed", "colleague_held"}
STATES = COLLEAGUES | {"open", "closed", "held", "erased"}
WHERE_SHE_IS = {"safe_address", "child_location"}
WHO_TOLD = {"informant", "perpetrator_contact"}
CONTENT = {"case", "contact", "note", "risk", "plan", "document", "sharing", "action", "people"}
ROUND_IT = {"access_pack", "case_read_log", "sheet", "break_glass", "erasure", "hold", "assignment"}
CASE_OBJECTS = CONTENT | WHERE_SHE_IS | WHO_TOLD | ROUND_IT


@dataclass(frozen=True)
class Asked:
    """Roles that count, the thing, and the standing to the case."""

    roles: frozenset[str]
    thing: str
    to: Standing

    def holds(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)

    @property
    def is_colleagues(self) -> bool:
        return self.to.state in COLLEAGUES

    @property
    def is_there(self) -> bool:
        """The case is known and not erased."""
        return self.to.state in STATES and self.to.state != "erased"


def answer(asker: Actor, verb: str, thing: str, to: Standing) -> str:
    if not asker.live or to.conflicted:
        return "no"
    roles = frozenset[str](asker.roles)
    if "administrator" in roles:
        roles -= ROLES - {"administrator", "reporter"}
    if verb not in SAYS or to.relation not in RELATIONS or to.state not in STATES | {None}:
        return "no"
    if _own(verb, thing, to) or not SAYS[verb](Asked(roles, thing, to)):
        return "no"
    return "again" if _second_factor(verb, thing) and not to.stepped_up else "yes"


def _own(verb: str, thing: str, to: Standing) -> bool:
    """Z11: nobody approves or reviews what is their own, has a hand in their own roles or way in, or approves any
    such thing just after they were let in anew themselves."""
    if verb in ("approve", "review") and to.own_proposal:
        return True
    if thing not in ("role_grant", "sign_in") or verb in ("list", "count", "read"):
        return False
    return to.on_self or (verb == "approve" and to.let_in_lately)


def _second_factor(verb: str, thing: str) -> bool:
    """A9; and the out-of-hours sheet, which has the safe address on it."""
    if thing == "sheet":
        return verb in ("read", "print", "export", "reveal")
    if thing == "contact":
        return verb in ("record", "correct", "export")
    if thing in WHERE_SHE_IS and verb in ("record", "correct"):
        return True
    if (verb, thing) in MORE_THAN_ONE_IS:
        return True
    return verb in ("reveal", "export") or (verb, thing) == ("open", "break_glass")


MORE_THAN_ONE_IS = (("manage", "role_grant"), ("approve", "role_grant"), ("propose", "sign_in"), ("approve", "sign_in"))


# Relations: each is worth something only with a live role that carries it, and only in the states it reaches.


def _works_it(asked: Asked) -> bool:
    return asked.to.relation == "assigned" and asked.is_there and bool(asked.roles & DOES_CASEWORK)


def _let_in(asked: Asked) -> bool:
    carries = DOES_CASEWORK | {"data_protection_officer"}
    return asked.to.relation == "named" and asked.is_there and bool(asked.roles & carries)


def _team_leads(asked: Asked) -> bool:
    return asked.to.relation == "team_lead" and asked.holds("da_lead") and asked.is_there and not asked.is_colleagues


def _for_hr(asked: Asked) -> bool:
    return asked.to.relation == "hr" and asked.holds("hr_partner") and asked.is_colleagues


def _safeguards(asked: Asked) -> bool:
    ordinary = asked.is_there and not asked.is_colleagues
    return asked.to.relation == "safeguarding" and asked.holds("safeguarding_lead") and ordinary


def _broke_the_glass(asked: Asked) -> bool:
    ordinary = asked.is_there and not asked.is_colleagues
    return asked.to.relation == "break_glass" and _may_respond(asked) and ordinary


def _may_respond(asked: Asked) -> bool:
    return asked.holds("officer", "da_lead", "safeguarding_lead")


def _answers_for_it(asked: Asked) -> bool:
    return _works_it(asked) or _team_leads(asked) or _for_hr(asked)


def _works_on_it(asked: Asked) -> bool:
    return _answers_for_it(asked) or _let_in(asked)


def _leads_it(asked: Asked) -> bool:
    """The DA lead, by the team or because it is assigned to her; of a colleague's case, the HR partner."""
    if asked.is_colleagues:
        return _for_hr(asked) or (_works_it(asked) and asked.holds("hr_partner"))
    return _team_leads(asked) or (_works_it(asked) and asked.holds("da_lead"))


# Verbs.


def _lists(asked: Asked) -> bool:
    """List and count; nearly always also read."""
    if asked.thing in CONTENT or asked.thing == "person":
        return _works_on_it(asked) or _safeguards(asked) or _broke_the_glass(asked)
    if asked.thing in ("access_pack", "hold", "assignment"):
        return _works_on_it(asked)
    if asked.thing in ("break_glass", "erasure"):
        return _answers_for_it(asked)
    if asked.thing == "case_read_log":
        return asked.is_there and (asked.holds("data_protection_officer") or _lead_in_the_case(asked))
    return asked.thing in SEEN_BY and asked.holds(*SEEN_BY[asked.thing])


def _lead_in_the_case(asked: Asked) -> bool:
    return asked.holds("da_lead") and (
        asked.to.relation in ("assigned", "named") or (asked.to.relation == "team_lead" and not asked.is_colleagues)
    )


CASE_SIDE = ("officer", "da_lead", "safeguarding_lead", "hr_partner")

SEEN_BY: dict[str, Collection[str]] = {
    "desk": (*CASE_SIDE, "data_protection_officer"),
    "search": CASE_SIDE,
    "discretion": ("da_lead", "safeguarding_lead", "hr_partner"),
    "report": ("officer", "da_lead"),
    "figures": ("officer", "da_lead", "manager", "auditor"),
    "staff": (*CASE_SIDE, "data_protection_officer", "auditor", "administrator"),
    "team": (*CASE_SIDE, "data_protection_officer", "auditor", "administrator"),
    "role_grant": ("da_lead", "data_protection_officer", "auditor", "administrator"),
    "sign_in": ("da_lead", "data_protection_officer", "auditor", "administrator"),
    "directory": (*CASE_SIDE, "administrator"),
    "homes": ("officer", "da_lead", "safeguarding_lead"),
    "policy": ROLES - {"reporter"},
    "read_log": ("data_protection_officer", "auditor"),
    "anchor": ("auditor",),
    "backup": ("administrator",),
    "certificate": ("data_protection_officer", "auditor", "da_lead"),
    "break_glass_review": ("da_lead", "data_protection_officer"),
}


def _counts(asked: Asked) -> bool:
    return _lists(asked) or (asked.thing == "desk" and asked.holds("manager"))


def _reads(asked: Asked) -> bool:
    return _works_on_it(asked) if asked.thing == "sheet" else _lists(asked)


def _reveals(asked: Asked) -> bool:
    if asked.thing in WHERE_SHE_IS:
        ticked = _broke_the_glass(asked) and asked.to.address_ticked
        return _works_on_it(asked) or _safeguards(asked) or ticked
    if asked.thing == "contact":  # the numbers: who reads the rule may have them, one by one, each time written down
        return _works_on_it(asked) or _safeguards(asked) or _broke_the_glass(asked)
    return asked.thing in WHO_TOLD and _works_on_it(asked)


def _corrects(asked: Asked) -> bool:
    if asked.thing in {"access_pack", "person"} | CONTENT | WHERE_SHE_IS | WHO_TOLD and _works_on_it(asked):
        return True
    if asked.thing in ("note", "risk", "sharing", "action"):
        return _safeguards(asked)
    return asked.thing == "homes" and asked.holds("officer", "da_lead")


def _records(asked: Asked) -> bool:
    if asked.thing == "report":
        return asked.holds(*ROLES)
    if asked.thing == "person":
        return asked.holds(*DOES_CASEWORK)
    if asked.thing == "hold":
        return _answers_for_it(asked)
    return _corrects(asked)


def _closes(asked: Asked) -> bool:
    already = asked.to.state in ("closed", "colleague_closed")
    return asked.thing == "case" and not already and _answers_for_it(asked)


def _exports(asked: Asked) -> bool:
    if asked.thing in ("case", "risk", "plan", "document", "sharing", "access_pack"):
        return _answers_for_it(asked)
    if asked.thing == "figures":
        return asked.holds("da_lead", "manager", "auditor")
    if asked.thing == "read_log":
        return asked.holds("auditor", "data_protection_officer")
    return asked.thing == "anchor" and asked.holds("auditor")


def _prints(asked: Asked) -> bool:
    if asked.thing == "sheet":
        return _works_on_it(asked)
    if asked.thing == "figures":
        return asked.holds("da_lead", "manager", "auditor")
    return asked.thing in ("case", "note", "risk", "plan", "action") and _answers_for_it(asked)


def _opens(asked: Asked) -> bool:
    """Only who cannot see the case has a glass to break; no glass leads to a colleague's case."""
    reachable = asked.is_there and not asked.is_colleagues
    return (
        asked.thing == "break_glass"
        and asked.to.relation in ("none", "break_glass")
        and reachable
        and _may_respond(asked)
    )


def _reviews(asked: Asked) -> bool:
    return asked.thing == "break_glass_review" and asked.holds("da_lead", "data_protection_officer")


def _proposes(asked: Asked) -> bool:
    """Erasing only what is closed, lifting only what is held: a held case is never proposed for erasure."""
    if asked.thing == "access_pack":
        return _answers_for_it(asked)
    if asked.thing == "erasure":
        return asked.to.state in ("closed", "colleague_closed") and _leads_it(asked)
    if asked.thing == "hold":
        return asked.to.state in ("held", "colleague_held") and _leads_it(asked)
    return asked.thing in ("role_grant", "sign_in") and asked.holds("administrator")


def _approves(asked: Asked) -> bool:
    if asked.thing == "discretion":
        return asked.holds("da_lead", "safeguarding_lead", "hr_partner")
    if asked.thing in ("role_grant", "sign_in"):
        return asked.holds("da_lead", "data_protection_officer")
    if not asked.holds("data_protection_officer") or not asked.is_there:
        return False
    if asked.thing == "erasure":
        return asked.to.state in ("closed", "colleague_closed")
    if asked.thing == "hold":
        return asked.to.state in ("held", "colleague_held")
    return asked.thing == "access_pack"


def _manages(asked: Asked) -> bool:
    if asked.thing == "assignment":
        return _leads_it(asked)
    if asked.thing == "report":
        return asked.holds("officer", "da_lead")
    administered = ("staff", "role_grant", "team", "directory", "backup")
    return asked.thing in administered and asked.holds("administrator")


SAYS: dict[str, Callable[[Asked], bool]] = {
    "list": _lists,
    "count": _counts,
    "read": _reads,
    "reveal": _reveals,
    "record": _records,
    "correct": _corrects,
    "close": _closes,
    "export": _exports,
    "print": _prints,
    "open": _opens,
    "review": _reviews,
    "propose": _proposes,
    "approve": _approves,
    "manage": _manages,
}
