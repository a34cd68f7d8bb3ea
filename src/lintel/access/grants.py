"""Who may what, as data: the words, and a row for everything that anybody may do. What no row says, nobody may."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Role = Literal[
    "officer",
    "da_lead",
    "manager",
    "safeguarding_lead",
    "hr_partner",
    "data_protection_officer",
    "auditor",
    "reporter",
    "administrator",
]
"""A person may hold several. `reporter` is any member of staff or contractor."""

Relation = Literal["assigned", "team_lead", "hr", "named", "safeguarding", "break_glass", "none"]
"""How somebody stands to one case. What each means is in `REACH`, the one that lets most first."""

State = Literal["open", "closed", "held", "colleague", "colleague_closed", "colleague_held", "erased"]
"""`held`: on legal hold, whether open or closed. `colleague…`: a colleague's case, in the same three states."""

Verb = Literal[
    "list",
    "count",
    "read",
    "reveal",  # show what is masked
    "record",
    "correct",
    "close",
    "export",
    "print",
    "open",  # break the glass
    "review",
    "propose",
    "approve",  # see what was proposed and agree to it or not; it opens nothing else
    "manage",
]

CaseObject = Literal[
    "case",
    "contact",  # channels and the rule: how she may be reached
    "safe_address",
    "child_location",
    "informant",
    "perpetrator_contact",
    "note",
    "risk",
    "plan",
    "document",
    "sharing",
    "action",
    "people",
    "access_pack",  # what is put together for a request to see one's data
    "case_read_log",  # who looked: handles and times, never content
    "sheet",  # for out of hours: the contact rule and the safe address
    "break_glass",
    "erasure",
    "hold",
    "assignment",  # whose it is, and who is let in by name
]

Beside = Literal[
    "desk",  # each line of it must be listable too
    "search",  # each thing found must be listable too
    "discretion",  # an exception that the policy leaves to a lead; it is written by whoever may record in the case
    "report",  # a concern that somebody reported, until it has become a case
    "figures",
    "staff",
    "role_grant",  # `propose`: a role of `REACHES_CASES`; `manage`: any other
    "sign_in",  # a new way in for a colleague: a link by which they choose a password
    "team",
    "directory",
    "homes",
    "policy",
    "read_log",
    "anchor",
    "backup",
    "certificate",  # of an erasure
    "break_glass_review",
    "person",  # somebody in the register; asked with the standing to a case that names them
]

Thing: TypeAlias = CaseObject | Beside

ROLES: tuple[Role, ...] = get_args(Role)
RELATIONS: tuple[Relation, ...] = get_args(Relation)
STATES: tuple[State, ...] = get_args(State)
VERBS: tuple[Verb, ...] = get_args(Verb)
CASE_OBJECTS: tuple[CaseObject, ...] = get_args(CaseObject)
THINGS: tuple[Thing, ...] = (*CASE_OBJECTS, *get_args(Beside))

ORDINARY: tuple[State, ...] = ("open", "closed", "held")
COLLEAGUE: tuple[State, ...] = ("colleague", "colleague_closed", "colleague_held")
STANDING: tuple[State, ...] = (*ORDINARY, *COLLEAGUE)  # all but erased
RUNNING: tuple[State, ...] = ("open", "held", "colleague", "colleague_held")
CLOSED: tuple[State, ...] = ("closed", "colleague_closed")
HELD: tuple[State, ...] = ("held", "colleague_held")
ANY_OR_NO_CASE: tuple[State | None, ...] = (*STATES, None)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a relation means, which roles it counts for, and in which states it reaches a case."""

    means: str
    roles: tuple[Role, ...]
    states: tuple[State, ...] = STANDING


@dataclass(frozen=True, slots=True)
class ByRelation:
    """Who stands so to a case may do this to these things of it, within what the relation reaches.

    `roles` narrows it to some of the roles that the relation counts for; empty means all of them.
    """

    relations: tuple[Relation, ...]
    verbs: tuple[Verb, ...]
    things: tuple[Thing, ...]
    states: tuple[State, ...] = STANDING
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class ByRole:
    """Who holds one of these roles may do this, however they stand to a case."""

    roles: tuple[Role, ...]
    verbs: tuple[Verb, ...]
    things: tuple[Thing, ...]
    states: tuple[State | None, ...] = ANY_OR_NO_CASE
    relations: tuple[Relation, ...] = RELATIONS


CASEWORKERS: tuple[Role, ...] = ("officer", "da_lead", "safeguarding_lead", "hr_partner")
FIRST_RESPONDERS: tuple[Role, ...] = ("officer", "da_lead", "safeguarding_lead")  # who may break the glass
DPO: Role = "data_protection_officer"

REACH: Mapping[Relation, Reach] = {
    "assigned": Reach("the officer whose case it is now", CASEWORKERS),
    "team_lead": Reach("leads the team that has the case", ("da_lead",), ORDINARY),
    "hr": Reach("looks after colleagues' cases", ("hr_partner",), COLLEAGUE),
    "named": Reach("let in by name", (*CASEWORKERS, DPO)),
    "safeguarding": Reach("the case came to safeguarding", ("safeguarding_lead",), ORDINARY),
    "break_glass": Reach("broke the glass at most 60 minutes ago", FIRST_RESPONDERS, ORDINARY),
}
"""Rank is not among them: who stands in none of these reads, lists, counts and finds nothing of a case."""

REACHES_CASES: frozenset[Role] = frozenset(role for reach in REACH.values() for role in reach.roles)
"""Roles that only become somebody's when a second person approves."""

LOOK: tuple[Verb, ...] = ("list", "count", "read")
CONTENT: tuple[Thing, ...] = (
    "case",
    "contact",
    "note",
    "risk",
    "plan",
    "document",
    "sharing",
    "action",
    "people",
)
ADDRESSES: tuple[Thing, ...] = ("safe_address", "child_location")
SOURCES: tuple[Thing, ...] = ("informant", "perpetrator_contact")
HOLDERS: tuple[Relation, ...] = ("assigned", "team_lead", "hr")  # who answers for the case

TO_A_CASE: tuple[ByRelation, ...] = (
    ByRelation((*HOLDERS, "named", "safeguarding", "break_glass"), LOOK, (*CONTENT, "person")),
    ByRelation((*HOLDERS, "named", "safeguarding", "break_glass"), ("reveal",), ("contact", *ADDRESSES)),
    ByRelation((*HOLDERS, "named"), ("reveal",), SOURCES),
    ByRelation((*HOLDERS, "named"), ("record", "correct"), (*CONTENT, *ADDRESSES, *SOURCES)),
    ByRelation((*HOLDERS, "named"), ("correct",), ("person",)),
    ByRelation(("safeguarding",), ("record", "correct"), ("note", "risk", "sharing", "action")),
    ByRelation((*HOLDERS, "named"), ("read", "print"), ("sheet",)),
    ByRelation(HOLDERS, ("print",), ("case", "note", "risk", "plan", "action")),
    ByRelation(HOLDERS, ("export",), ("case", "risk", "plan", "document", "sharing", "access_pack")),
    ByRelation(HOLDERS, ("close",), ("case",), RUNNING),
    ByRelation((*HOLDERS, "named"), LOOK, ("access_pack", "hold", "assignment")),
    ByRelation(HOLDERS, LOOK, ("break_glass", "erasure")),
    ByRelation((*HOLDERS, "named"), ("record", "correct"), ("access_pack",)),
    ByRelation(HOLDERS, ("propose",), ("access_pack",)),
    ByRelation(HOLDERS, ("record",), ("hold",)),
    # The DA lead leads a case, or the HR partner where it is a colleague's; each also when it is their own to work.
    ByRelation(("assigned", "team_lead"), ("manage",), ("assignment",), ORDINARY, ("da_lead",)),
    ByRelation(("assigned", "hr"), ("manage",), ("assignment",), COLLEAGUE, ("hr_partner",)),
    ByRelation(("assigned", "team_lead"), ("propose",), ("hold",), ("held",), ("da_lead",)),
    ByRelation(("assigned", "hr"), ("propose",), ("hold",), ("colleague_held",), ("hr_partner",)),
    ByRelation(("assigned", "team_lead"), ("propose",), ("erasure",), ("closed",), ("da_lead",)),
    ByRelation(("assigned", "hr"), ("propose",), ("erasure",), ("colleague_closed",), ("hr_partner",)),
    ByRelation(("assigned", "team_lead", "named"), LOOK, ("case_read_log",), roles=("da_lead",)),
)

BY_ROLE: tuple[ByRole, ...] = (
    # Of a case, without seeing into it.
    ByRole(FIRST_RESPONDERS, ("open",), ("break_glass",), ORDINARY, ("none", "break_glass")),
    ByRole((DPO,), LOOK, ("case_read_log",), STANDING),
    ByRole((DPO,), ("approve",), ("access_pack",), STANDING),
    ByRole((DPO,), ("approve",), ("hold",), HELD),
    ByRole((DPO,), ("approve",), ("erasure",), CLOSED),
    # Beside cases.
    ByRole(("da_lead", "safeguarding_lead", "hr_partner"), (*LOOK, "approve"), ("discretion",)),
    ByRole(ROLES, ("record",), ("report",)),
    ByRole(("officer", "da_lead"), (*LOOK, "manage"), ("report",)),
    ByRole((*CASEWORKERS, DPO), LOOK, ("desk",)),
    ByRole(("manager",), ("count",), ("desk",)),
    ByRole(CASEWORKERS, LOOK, ("search", "directory")),
    ByRole(CASEWORKERS, ("record",), ("person",)),
    ByRole(FIRST_RESPONDERS, LOOK, ("homes",)),
    ByRole(("officer", "da_lead"), ("record", "correct"), ("homes",)),
    ByRole(("officer", "da_lead", "manager", "auditor"), LOOK, ("figures",)),
    ByRole(("da_lead", "manager", "auditor"), ("print", "export"), ("figures",)),
    ByRole((*CASEWORKERS, "manager", DPO, "auditor", "administrator"), LOOK, ("policy",)),
    ByRole(("da_lead", DPO), (*LOOK, "review"), ("break_glass_review",)),
    ByRole(("da_lead", DPO, "auditor"), LOOK, ("certificate",)),
    ByRole((DPO, "auditor"), (*LOOK, "export"), ("read_log",)),
    ByRole(("auditor",), (*LOOK, "export"), ("anchor",)),
    ByRole((*CASEWORKERS, DPO, "auditor", "administrator"), LOOK, ("staff", "team")),
    ByRole(("da_lead", DPO, "auditor", "administrator"), LOOK, ("role_grant", "sign_in")),
    ByRole(("administrator",), ("propose", "manage"), ("role_grant",)),
    ByRole(("administrator",), ("propose",), ("sign_in",)),
    ByRole(("da_lead", DPO), ("approve",), ("role_grant", "sign_in")),
    ByRole(("administrator",), LOOK, ("directory", "backup")),
    ByRole(("administrator",), ("manage",), ("staff", "team", "directory", "backup")),
)

STEP_UP: Mapping[Verb, tuple[Thing, ...]] = {
    "reveal": tuple(thing for thing in THINGS if thing != "contact"),  # whoever is to ring her must get to it at once
    "export": THINGS,
    "open": ("break_glass",),
    "record": ("contact", *ADDRESSES),  # how she is reached, and where she is, are changed by nobody else's hand
    "correct": ("contact", *ADDRESSES),
    "read": ("sheet",),  # it carries the safe address
    "print": ("sheet",),
    "manage": ("role_grant",),
    "propose": ("sign_in",),
    "approve": ("role_grant", "sign_in"),
}
"""What asks for the second factor again, unless it was given within five minutes."""

MAKES_SOMEBODY_MORE: frozenset[Thing] = frozenset({"role_grant", "sign_in"})
"""What lets somebody be more than they are: nobody has a hand in their own."""

ADMINISTRATOR: Role = "administrator"
BESIDE_ADMINISTRATOR: frozenset[Role] = frozenset({"administrator", "reporter"})
"""All that counts in an account that administers: it does no casework, whatever else it holds."""
