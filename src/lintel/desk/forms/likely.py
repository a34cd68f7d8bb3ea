"""What somebody may want to record now: the likeliest first, then everything, by what it is about, in plain words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lintel.access import rights
from lintel.casework.decisions import DECIDES, undecided
from lintel.casework.look import Case
from lintel.casework.proposals import What
from lintel.casework.things import thing_of, verb_of
from lintel.commitments.reasons import promise
from lintel.commitments.rules import Guard
from lintel.desk.casewords import article, spaced
from lintel.desk.forms.choices import Setting
from lintel.desk.forms.fields import TWO_PEOPLE
from lintel.desk.forms.filling import kept_by
from lintel.desk.forms.layouts import Form, form_of
from lintel.events.bookchecks import CORRECTION
from lintel.events.declaration import ANY_THREAD, CASE
from lintel.events.registry import AREAS, KINDS

APPROVALS = ("discretion.approved", "discretion.refused")
_MOST = 6
_LAST = 3

_TITLES: Mapping[str, str] = {
    "intake": "Reports, and whose case it is",
    "contact": "Being in touch",
    "risk": "Risk, plans and wishes",
    "sharing": "Consent and other agencies",
    "support": "Services and support",
    "home": "The home",
    "movehome": "Moving",
    "perpetrator": "The alleged perpetrator",
    "people": "People",
    "closure": "Closing, complaints and reviews",
    "needtoknow": "Who may see this",
    "notes": "Notes, files and the record itself",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be recorded. `because` is why it is likely; `barred` the rules that stand in the way now."""

    event: str
    label: str
    hint: str
    because: str = ""
    barred: tuple[str, ...] = ()
    thread: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Offers under one heading."""

    title: str
    offers: tuple[Offer, ...]


def may_record(setting: Setting, event: str) -> bool:
    """Whether somebody may record this here, once they have confirmed that it is them where that is asked."""
    if event not in KINDS or CASE[0] not in KINDS[event].declaration.books or event == CORRECTION:
        return False
    if event in APPROVALS and not rights.may(setting.actor, "approve", "discretion").allowed:
        return False
    if event in TWO_PEOPLE:
        what: What = "erasure" if event == "case.erased" else "hold"
        right = rights.may(setting.actor, "propose", what, setting.seen.standing)
    else:
        right = rights.may(setting.actor, verb_of(event), thing_of(event), setting.seen.standing)
    return right.allowed or right.needs_step_up


def groups(setting: Setting, words: str = "") -> tuple[Group, ...]:
    """What can be recorded, narrowed to what the words fit. Without words the likeliest stand first."""
    events = {
        event: _offer(event, setting) for event in KINDS if may_record(setting, event) and possible(setting, event)
    }
    found = [] if words.strip() else [Group("Likeliest now", tuple(_likeliest(setting, events)))]
    for area, title in _TITLES.items():
        offers = tuple(offer for event, offer in events.items() if _AREA[event] == area and _fits(event, words))
        found.append(Group(title, offers))
    return tuple(group for group in found if group.offers)


_AREA = {
    name: area.__name__.rpartition(".")[2] for area in AREAS for name, kind in KINDS.items()
    if kind.model.__module__ == area.__name__
}  # fmt: skip


def possible(setting: Setting, event: str) -> bool:
    """Whether there is anything that it could continue or decide, where it must; nobody decides what they asked for."""
    if event in DECIDES:
        return any(each.by != setting.actor.handle for each in undecided(setting.seen.chronology.entries, event))
    continues = KINDS[event].declaration.continues
    if continues is None:
        return True
    if continues in ("consent", "police"):
        return any(KINDS[each.event].declaration.opens == continues for each in setting.seen.chronology.entries)
    return any(continues in (ANY_THREAD, thread.kind) for thread in setting.seen.state.threads)


def _offer(event: str, setting: Setting) -> Offer:
    form = form_of(event)
    barred = next((each.guards for each in setting.seen.state.next if each.event == event), ())
    return Offer(event, form.label, form.hint, barred=tuple(_said(guard) for guard in barred))


def _said(guard: Guard) -> str:
    return guard.says or article(spaced(guard.id))


def _fits(event: str, words: str) -> bool:
    """Whether every word stands in what is said of an event; the beginning of a word will do."""
    form = form_of(event)
    said = _folded(f"{form.label} {form.hint} {form.also} {spaced(event.replace('.', ' '))}")
    return all(any(each.startswith(word) for each in said) for word in _folded(words))


def _folded(text: str) -> list[str]:
    return "".join(each if each.isalnum() else " " for each in text.lower()).split()


def _likeliest(setting: Setting, events: Mapping[str, Offer]) -> Iterator[Offer]:
    """What keeps what is owed, the soonest first; then what usually follows what was written last."""
    seen: set[str] = set()
    for offer in (*_owed(setting, events), *_following(setting.seen, events)):
        if offer.event not in seen and len(seen) < _MOST:
            seen.add(offer.event)
            yield offer


def _owed(setting: Setting, events: Mapping[str, Offer]) -> Iterator[Offer]:
    soonest = sorted(setting.seen.state.owed, key=lambda each: (each.due_at is None, each.due_at or each.opened_at))
    for obligation in soonest:
        for each in list(kept_by(obligation))[:1]:
            if offer := events.get(each.event):
                yield Offer(
                    offer.event,
                    offer.label,
                    offer.hint,
                    because=promise(obligation.rule),
                    barred=offer.barred,
                    thread=obligation.thread,
                    about=obligation.subject,
                )


def _following(seen: Case, events: Mapping[str, Offer]) -> Iterable[Offer]:
    last = [entry for entry in reversed(seen.chronology.entries) if entry.event != CORRECTION][:_LAST]
    for entry in last:
        form: Form | None = form_of(entry.event) if CASE[0] in KINDS[entry.event].declaration.books else None
        for event in form.follows if form else ():
            if event in events:
                yield events[event]
