"""What there is to choose from on a form: people of the case by name, threads by what began them, colleagues, agencies.

Nobody types a handle. What is not among the choices is refused, so that no form reaches anything beyond its case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from lintel.access import accounts
from lintel.access.accounts import Actor
from lintel.access.grants import CASEWORKERS, REACHES_CASES, ROLES, Role
from lintel.casework import lists, policy
from lintel.casework.derived import holds_in_force
from lintel.casework.instruments import in_use
from lintel.casework.look import Case
from lintel.casework.refusals import NotHere
from lintel.commitments.reasons import day
from lintel.desk.casewords import Naming, article, spaced
from lintel.desk.forms.fields import Shape
from lintel.desk.forms.layouts import Form, Laid
from lintel.desk.rolenames import with_posts
from lintel.directory import actions as directory
from lintel.events.declaration import ANY_THREAD
from lintel.events.entry import Entry
from lintel.events.registry import KINDS


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen: what is sent, and what is read."""

    value: str
    text: str


Choices = Mapping[str, tuple[Choice, ...]]
"""What can be chosen in each field of a form that offers more than its declaration lists, by the field's name."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a form stands: in which case, as who reads it calls people, for whom and when."""

    seen: Case
    naming: Naming
    actor: Actor
    now: datetime


def choices(form: Form, setting: Setting) -> Choices:
    """The choices of every field of a form that has any of its case, or of what this landlord uses."""
    return {
        each.name: tuple(offers(setting, form, each))
        for each in form.fields
        if (offers := _CODES.get((form.event, each.name)) or _OFFERED.get(each.field.shape))
    }


def _people(setting: Setting, _form: Form, _laid: Laid) -> Iterator[Choice]:
    for claim in setting.seen.state.people:
        yield Choice(claim.person, article(setting.naming.person(claim.person)))


def _threads(setting: Setting, form: Form, _laid: Laid) -> Iterator[Choice]:
    kind = KINDS[form.event].declaration.continues or ANY_THREAD
    for entry in _open(setting, form.event, kind):
        yield Choice(entry.id, f"{setting.naming.line(entry)}, {day(entry.day)}")


def _open(setting: Setting, event: str, kind: str) -> list[Entry]:
    """The entries that opened a thread of this kind which is not over. A hold is over once it was lifted."""
    if event == "legal_hold.lifted":
        return holds_in_force(setting.seen.chronology.entries)
    if kind in ("consent", "police"):
        return [each for each in setting.seen.chronology.entries if KINDS[each.event].declaration.opens == kind]
    return [each.opened for each in setting.seen.state.threads if kind in (ANY_THREAD, each.kind)]


_HELD_BY: Mapping[tuple[str, str], tuple[Role, ...]] = {
    ("officer.named", "officer"): CASEWORKERS,
    ("marac.heard", "attended_by"): CASEWORKERS,
    ("information.shared", "authorised_by"): (*CASEWORKERS, "manager"),
    ("access.given", "staff"): tuple(sorted(REACHES_CASES)),
}
"""Who may be named where, by the roles that they hold; anybody who works here where nothing is said."""


def _staff(setting: Setting, form: Form, laid: Laid) -> Iterator[Choice]:
    """Who works here and may be named in this field; nobody who is kept out of the case, but to be kept out."""
    handles = set(accounts.holders(_HELD_BY.get((form.event, laid.name), ROLES)))
    handles -= {str(each.facts["staff"]) for each in setting.seen.chronology.of("conflict.declared")}
    for handle, name in sorted(with_posts(accounts.names_of(handles)).items(), key=lambda each: (each[1], each[0])):
        yield Choice(handle, f"{name}: you" if handle == setting.actor.handle else name)


def _agencies(setting: Setting, _form: Form, laid: Laid) -> Iterator[Choice]:
    """The agencies of the directory, and those that the case names already."""
    named = directory.names()
    here = {str(each.facts[laid.name]) for each in setting.seen.entries if laid.name in each.facts}
    found = {**{handle: article(spaced(handle)) for handle in here}, **named}
    for handle, name in sorted(found.items(), key=lambda each: (each[1], each[0])):
        yield Choice(handle, name)


def _cases(setting: Setting, _form: Form, _laid: Laid) -> Iterator[Choice]:
    try:
        found = lists.cases(actor=setting.actor, now=setting.now)
    except NotHere:  # whoever was let in by name has no list of cases
        return
    yield from (Choice(each.name, each.name) for each in found if each.book != setting.seen.book)


def _rules(setting: Setting, _form: Form, _laid: Laid) -> Iterator[Choice]:
    """The rules from which a second person may let somebody depart."""
    for guard in policy.in_force().at(setting.now).guards:
        if guard.strength == "reason":
            yield Choice(guard.id, guard.says or article(spaced(guard.id)))


def _whom(setting: Setting, form: Form, laid: Laid) -> Iterator[Choice]:
    yield from _people(setting, form, laid)
    for thread in setting.seen.state.threads:
        yield Choice(thread.opened.id, f"{setting.naming.line(thread.opened)}, {day(thread.opened.day)}")


_OFFERED: Mapping[Shape, Callable[[Setting, Form, Laid], Iterator[Choice]]] = {
    "person": _people,
    "regarding": _people,
    "thread": _threads,
    "staff": _staff,
    "agency": _agencies,
    "case": _cases,
    "rule": _rules,
    "whom": _whom,
}


def _of_the_policy(table: str, key: str) -> Callable[[Setting, Form, Laid], Iterator[Choice]]:
    """The codes that a table of the policy in force names, then those that there are words for."""

    def offered(setting: Setting, _form: Form, laid: Laid) -> Iterator[Choice]:
        named = policy.in_force().at(setting.now).settings.get(table, {}).get(key, ())
        codes = [str(each) for each in named] if isinstance(named, list | tuple) else []
        return _in_words([*codes, *laid.words], laid)

    return offered


def _instruments(setting: Setting, _form: Form, laid: Laid) -> Iterator[Choice]:
    """The instrument that the policy names, those that are loaded here by their own names, then any other."""
    named = policy.in_force().at(setting.now).settings.get("risk", {}).get("instrument")
    heads = {each.head.id: each.head.name for each in in_use().choices()}
    codes = [str(named)] if named else []
    return _in_words([*codes, *heads, *laid.words], laid, heads)


def _in_words(codes: Iterable[str], laid: Laid, names: Mapping[str, str] = MappingProxyType({})) -> Iterator[Choice]:
    for code in dict.fromkeys(codes):
        yield Choice(code, names.get(code) or laid.words.get(code) or article(spaced(code)))


_CODES: Mapping[tuple[str, str], Callable[[Setting, Form, Laid], Iterator[Choice]]] = {
    ("move.decided", "band"): _of_the_policy("move", "bands"),
    ("move.decided", "need"): _of_the_policy("move", "needs"),
    ("risk.assessed", "instrument"): _instruments,
}
"""Codes that each landlord has of its own: what its policy and its instruments say of them."""
