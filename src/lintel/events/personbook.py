"""A person's own book: who they are, kept apart from every case. Nearly all of it is sealed."""

from typing import ClassVar, Literal

from pydantic import Field

from lintel.events.declaration import ACT, FACT, PERSON, Declaration, Event
from lintel.events.values import Day, Handle, Sealed


class PersonIdentified(Event):
    declaration: ClassVar = Declaration(
        "person.identified",
        FACT,
        label="I know who this person is",
        hint="Write the name that she uses; a former name may be the one that the perpetrator searches for.",
        sentence="Person identified",
        books=PERSON,
    )
    names: Sealed = None
    date_of_birth: Sealed = None


class PersonContactChanged(Event):
    declaration: ClassVar = Declaration(
        "person.contact_changed",
        FACT,
        label="The phone number or e-mail has changed",
        hint="Ask who else can read or answer it; a number that you hold is not a number that is safe.",
        sentence="Contact details changed",
        books=PERSON,
    )
    phone: Sealed = None
    email: Sealed = None
    read_by: Sealed = None


class PersonAddressChanged(Event):
    declaration: ClassVar = Declaration(
        "person.address_changed",
        FACT,
        label="The address has changed",
        hint="Ask who knows of it; a new address must not reach the old household by any route.",
        sentence="Address changed[ from {from}]",
        books=PERSON,
    )
    from_: Day | None = Field(default=None, alias="from")
    address: Sealed = None
    uprn: Sealed = None


class PersonCharacteristicsRecorded(Event):
    declaration: ClassVar = Declaration(
        "person.characteristics_recorded",
        FACT,
        label="I was told this about who they are",
        hint="Optional, in the person's own words: preferring not to say is an answer, and a blank is not.",
        sentence="Equality answers recorded",
        books=PERSON,
    )
    age_band: Literal["under_16", "16_17", "18_64", "65_plus", "prefer_not_to_say"] | None = None
    gender: Literal["female", "male", "non_binary", "other", "prefer_not_to_say"] | None = None
    gender_same_as_at_birth: Literal["yes", "no", "prefer_not_to_say"] | None = None
    sexual_orientation: Literal[
        "heterosexual", "gay_or_lesbian", "bisexual", "other", "prefer_not_to_say",
    ] | None = None  # fmt: skip
    ethnicity: Literal["asian", "black", "mixed", "white", "other", "prefer_not_to_say"] | None = None
    religion_or_belief: Literal[
        "none", "buddhist", "christian", "hindu", "jewish", "muslim", "sikh", "other", "prefer_not_to_say",
    ] | None = None  # fmt: skip
    disability: Literal["yes", "no", "prefer_not_to_say"] | None = None
    pregnancy_or_maternity: Literal["yes", "no", "prefer_not_to_say"] | None = None
    marital_status: Literal[
        "single", "married_or_civil_partnership", "separated", "divorced_or_dissolved", "widowed", "other",
        "prefer_not_to_say",
    ] | None = None  # fmt: skip


class PersonNeedsChanged(Event):
    declaration: ClassVar = Declaration(
        "person.needs_changed",
        FACT,
        label="What this person needs from us has changed",
        hint="Needs go with the person from case to case, so that nobody has to ask twice.",
        sentence="Needs changed",
        books=PERSON,
    )
    details: Sealed = None


class PersonMerged(Event):
    declaration: ClassVar = Declaration(
        "person.merged",
        ACT,
        label="These two records are one person",
        hint="A wrong merge can show a victim's address to the perpetrator: be sure, and say how you know.",
        sentence="Merged[ with {other}]",
        books=PERSON,
    )
    other: Handle | None = None
    reasons: Sealed = None


class PersonUnmerged(Event):
    declaration: ClassVar = Declaration(
        "person.unmerged",
        ACT,
        label="These are two people after all",
        hint="Find out who saw what while they were one record, and log a breach where something got out.",
        sentence="Taken apart again[ from {other}]",
        books=PERSON,
    )
    other: Handle | None = None
    reasons: Sealed = None
