"""Who is in a case. A role is a claim in one case, with an author and a date; it never labels a person."""

from typing import ClassVar, Literal

from lintel.events.declaration import FACT, Declaration, Event
from lintel.events.values import Handle, PersonRole, Sealed, Tri


class PersonJoined(Event):
    declaration: ClassVar = Declaration(
        "person.joined",
        FACT,
        label="This person is part of the case",
        hint="A person of 16 or 17 may be both a victim and a child, and an unknown age may stay unknown.",
        sentence="Joined the case: {person} as {role}[ ({connection})][; lives: {lives}]",
    )
    person: Handle
    role: PersonRole
    connection: Literal[
        "spouse_or_partner", "ex_partner", "parent_of_same_child", "relative", "household", "carer", "other",
        "unknown",
    ] | None = None  # fmt: skip
    age_band: Literal["under_16", "16_17", "18_64", "65_plus", "unknown"] | None = None
    lives: Literal["same_home", "another_home_of_ours", "elsewhere", "unknown"] | None = None
    adult_at_risk: Tri | None = None


class PersonRoleChanged(Event):
    declaration: ClassVar = Declaration(
        "person.role_changed",
        FACT,
        label="I now see this person's part differently",
        hint="The earlier role stays in the chronology; where each accuses the other, label nobody.",
        sentence="Role changed: {person} is now {role}",
    )
    person: Handle
    role: PersonRole
    reasons: Sealed = None


class PersonLeft(Event):
    declaration: ClassVar = Declaration(
        "person.left",
        FACT,
        label="This person no longer belongs in the case",
        hint="Moving out is not leaving the case: a victim who has moved away may be at more risk, not less.",
        sentence="Left the case: {person}",
    )
    person: Handle


class PersonDied(Event):
    declaration: ClassVar = Declaration(
        "person.died",
        FACT,
        label="This person has died",
        hint="Stop every letter and survey at once, tell the DA lead, and expect a death review.",
        sentence="Died: {person}",
    )
    person: Handle
