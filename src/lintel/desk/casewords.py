"""A case in words that people use: names in the place of handles, for those who may read names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from lintel.access import accounts
from lintel.casework import policy
from lintel.casework.look import Case
from lintel.casework.state import which
from lintel.commitments.obligations import Obligation
from lintel.directory import actions as directory
from lintel.events.entry import Entry
from lintel.events.registry import KINDS
from lintel.events.sentence import sentence


@dataclass(frozen=True, slots=True)
class Naming:
    """What everybody in one case is called. `roles` are the parts claimed last, `parts` what the policy calls them.

    `ages` are those that are known, as codes; `rules` what the rules of the policy say, by their ids.
    """

    people: Mapping[str, str]
    roles: Mapping[str, str]
    staff: Mapping[str, str]
    parts: Mapping[str, str]
    agencies: Mapping[str, str]
    ages: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)

    def person(self, handle: str | None) -> str:
        """Somebody in the case: by name with their part, or by their part alone where the name is not to be seen."""
        if handle is None:
            return self.role("victim")
        role = self.role(self.roles[handle]) if handle in self.roles else ""
        name = self.people.get(handle)
        return (f"{name} ({role})" if role else name) if name else self.who(handle)

    def who(self, handle: str) -> str:
        """Somebody in the case by name; without one by what is known of them, because a handle says nothing to anybody.

        That is their part, which of those with the same part they are, and their age. Whoever has not joined the case
        keeps their handle.
        """
        if name := self.people.get(handle):
            return name
        if handle not in self.roles:
            return handle
        said = f"{self.role(self.roles[handle])} {which(handle, self.roles)}".rstrip()
        return f"{said} ({spaced(self.ages[handle])})" if handle in self.ages else said

    def role(self, role: str) -> str:
        """A part in a case, as this landlord says it."""
        return self.parts.get(role, spaced(role))

    def colleague(self, handle: str | None) -> str:
        """A member of staff; whoever is unknown here keeps their handle."""
        return self.staff.get(handle, handle) if handle else "not recorded"

    def line(self, entry: Entry) -> str:
        """What an entry says, with names in the place of handles. Nothing that is sealed."""
        return sentence(entry.event, self.named(entry).facts)

    def named(self, entry: Entry) -> Entry:
        """The entry with the handles in its facts made names."""
        types = KINDS[entry.event].facts
        own = entry.facts.keys() & types.keys()  # beneath them lie the facts of the entry that opened its thread
        said = {name: self._called(name, entry.facts[name]) for name in own if types[name].kind == "handle"}
        if isinstance(role := entry.facts.get("role"), str):
            said["role"] = self.role(role)
        return replace(entry, facts={**entry.facts, **said}) if said else entry

    def told(self, text: str) -> str:
        """A sentence of the engine's with names in the place of the handles of people in the case."""
        handles = sorted((each for each in {*self.people, *self.roles} if len(each) > 1), key=len, reverse=True)
        if not handles:
            return text
        found = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, handles))})(?![\w-])")
        return found.sub(lambda match: self.who(match[0]), text)

    def _called(self, name: str, value: object) -> object:
        if not isinstance(value, str):
            return value
        if name == "agency":
            return self.agency(value)
        if name == "rule" and value in self.rules:
            return f"“{self.rules[value]}”"
        return self.who(value) if name in _PEOPLE and value in self.roles else self.staff.get(value) or value

    def agency(self, handle: str) -> str:
        """An agency, by its name in the directory; one that is not in it keeps its handle."""
        return self.agencies.get(handle) or spaced(handle)

    def of(self, obligation: Obligation) -> Obligation:
        """The same obligation, whose reasons will name people as they are called."""
        return obligation._replace(
            opened=self._named(obligation.opened),
            done=self._named(obligation.done),
            excuse=self._named(obligation.excuse),
            agreement=self._named(obligation.agreement),
        )

    def _named(self, entry: Entry | None) -> Entry | None:
        return self.named(entry) if entry else None


_PEOPLE = frozenset({"person", "for"})
"""Facts that may name somebody in the case; every other handle is of a colleague, an agency or a paper."""


def naming(seen: Case, now: datetime) -> Naming:
    """The naming of one case, as whoever looked at it may see it."""
    version = policy.in_force().at(now)
    words = version.words
    rules = {each.id: each.says for each in version.guards if each.says}
    parts = {"victim": words.get("victim", "victim"), "child_victim": "child", "alleged_perpetrator": _alleged(words)}
    roles = {each.person: each.role for each in seen.state.people}
    staff = accounts.names_of(_staff(seen))
    return Naming(seen.names, roles, staff, parts, directory.names(), dict(_ages(seen)), rules)


def _ages(seen: Case) -> Iterable[tuple[str, str]]:
    """The ages that are known of people in the case, those that were said last at the end."""
    for entry in seen.chronology.of("person.joined"):
        if entry.facts.get("age_band") not in (None, "unknown"):
            yield str(entry.facts["person"]), str(entry.facts["age_band"])


def _alleged(words: Mapping[str, str]) -> str:
    said = words.get("perpetrator", "perpetrator")
    return said if said.startswith("alleged") else f"alleged {said}"


def _staff(seen: Case) -> Iterable[str]:
    """Every handle of the case that may be somebody's who works here."""
    yield from (each for each in (seen.officer,) if each)
    for entry in seen.entries:
        if entry.by:
            yield entry.by
        yield from (str(entry.facts[name]) for name in ("officer", "staff", "authorised_by") if name in entry.facts)


_SPELLED = {
    "marac": "MARAC",
    "hr": "HR",
    "idva": "IDVA",
    "cctv": "CCTV",
    "email": "e-mail",
    "ex_partner": "ex-partner",
    "16_17": "16 or 17",
    "18_64": "18 to 64",
    "65_plus": "65 or over",
}


def spaced(code: object) -> str:
    """A code as words."""
    return _SPELLED.get(str(code)) or str(code).replace("_", " ")


_LABELS = {
    "note": "Note",
    "numbers": "Numbers that are safe",
    "must_not_know": "Who must not know",
    "wording": "In these words",
    "account": "What was said",
    "reporter": "Who told us",
    "wishes": "In their own words",
    "view_text": "In their own words",
    "what": "What",
    "replacement": "What it says instead",
    "job_text": "What the contractor is told",
    "where": "Where",
    "how_weighed": "How it was weighed",
    "names": "Name",
    "date_of_birth": "Date of birth",
    "read_by": "Who else can read or answer it",
    "email": "E-mail",
    "uprn": "Property number",
}


def label(field: str) -> str:
    """What a field is called beside its words."""
    return _LABELS.get(field) or spaced(field).capitalize()


def lines(value: object) -> tuple[str, ...]:
    """The words of a sealed field, a line for each thing."""
    if isinstance(value, Mapping):
        return tuple(f"{label(str(name))}: {said}" for name, said in value.items())
    if isinstance(value, list | tuple):
        return tuple(str(each) for each in value)
    return (str(value),)


def article(text: str) -> str:
    """A phrase as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
