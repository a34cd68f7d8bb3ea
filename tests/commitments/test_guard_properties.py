"""What holds of every guard, whatever the chronology and whatever the policy."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lintel.commitments.chronology import Chronology, chronology_of
from lintel.commitments.guards import allowed, breaches
from lintel.commitments.policy import Versions
from lintel.events.entry import Book, Entry
from tests.chronologies import with_entries
from tests.commitments.comparing import without
from tests.commitments.random_books import Trial, trials
from tests.commitments.random_facts import kinds_of

APPROVED, ASKED = "discretion.approved", "discretion.asked"
Broken = tuple[str, str, tuple[str, ...]]
"""A guard, the entry that broke it, and why."""


def own_of(trial: Trial, until: datetime) -> Chronology:
    return chronology_of(trial.books[-1], as_of=until, known_on=until)


def end_of_all(trial: Trial) -> datetime:
    return max(each.recorded_at for book in trial.books for each in book.entries) + timedelta(days=1)


def broken(book: Book, trial: Trial, own: Chronology | None = None) -> list[Broken]:
    until = end_of_all(trial)
    found = breaches(book, trial.rules, until, until, own or own_of(trial, until))
    return [(each.guard.id, each.entry.id, each.faults) for each in found]


@given(trials(), st.data())
def test_the_order_in_which_entries_come_changes_no_breach(trial: Trial, data: st.DataObject) -> None:
    shuffled = Book("A1", tuple(data.draw(st.permutations(trial.case.entries))))
    assert broken(shuffled, trial) == broken(trial.case, trial)


@given(trials(), st.data())
def test_what_is_written_later_in_the_case_neither_makes_nor_cures_a_breach(trial: Trial, data: st.DataObject) -> None:
    known = data.draw(st.sampled_from(sorted({each.recorded_at for each in trial.case.entries})))
    then = Book("A1", tuple(each for each in trial.case.entries if each.recorded_at <= known))
    written = {each.id for each in then.entries}
    assert [each for each in broken(trial.case, trial) if each[1] in written] == broken(then, trial)


@given(trials(), st.data())
def test_what_the_organisation_writes_later_neither_makes_nor_cures_a_breach(trial: Trial, data: st.DataObject) -> None:
    known = data.draw(st.sampled_from(sorted({each.recorded_at for each in trial.case.entries})))
    then = chronology_of(trial.books[-1], as_of=end_of_all(trial), known_on=known)
    written = {each.id for each in trial.case.entries if each.recorded_at <= known}
    now = [each for each in broken(trial.case, trial) if each[1] in written]
    assert now == [each for each in broken(trial.case, trial, then) if each[1] in written]


@given(trials())
def test_a_reminder_is_never_a_breach(trial: Trial) -> None:
    until = end_of_all(trial)
    found = breaches(trial.case, trial.rules, until, until, own_of(trial, until))
    assert {each.guard.strength for each in found} <= {"bar", "reason"}


@given(trials())
def test_a_discretion_that_the_asker_approves_helps_nobody(trial: Trial) -> None:
    asked = {each.id: each.by for each in trial.case.entries if each.event == ASKED}
    approved = Book(
        "A1",
        tuple(replace(e, by=asked.get(e.thread or "")) if e.event == APPROVED else e for e in trial.case.entries),
    )
    assert by_rules_that_ask_no_approval(broken(approved, trial), trial.rules) == unapproved(trial)


@given(trials())
def test_a_discretion_that_nobody_named_has_approved_helps_nobody(trial: Trial) -> None:
    approved = Book("A1", tuple(replace(e, by=None) if e.event == APPROVED else e for e in trial.case.entries))
    assert by_rules_that_ask_no_approval(broken(approved, trial), trial.rules) == unapproved(trial)


@given(trials())
def test_a_discretion_that_nobody_named_has_asked_for_helps_nobody(trial: Trial) -> None:
    asked = Book("A1", tuple(replace(e, by=None) if e.event == ASKED else e for e in trial.case.entries))
    assert by_rules_that_ask_no_approval(broken(asked, trial), trial.rules) == unapproved(trial)


@given(trials())
def test_one_approval_lets_through_one_entry_at_most(trial: Trial) -> None:
    approvals = sum(each.event == APPROVED for each in trial.case.entries)
    with_them = by_rules_that_ask_no_approval(broken(trial.case, trial), trial.rules)
    assert set(with_them) <= set(unapproved(trial))
    assert len(unapproved(trial)) - len(with_them) <= approvals


@given(trials(), st.data())
def test_no_discretion_weakens_what_protects_the_victim(trial: Trial, data: st.DataObject) -> None:
    guard = data.draw(st.sampled_from([each for each in trial.rules.all[-1].guards if each.protects]))
    first = min(trial.case.entries, key=lambda each: each.order).at - timedelta(days=1)
    asked = Entry("A1", "asked", ASKED, first, first, by="sam", facts={"rule": guard.id}, seq=-2)
    approved = Entry("A1", "approved", APPROVED, first, first, by="lee", thread="asked", seq=-1)
    found = broken(with_entries(trial.case, asked, approved), trial)
    assert of_guard(guard.id, found) == of_guard(guard.id, broken(trial.case, trial))


@given(trials(), st.sampled_from(((), ("c1",), ("v1", "c1"))), st.sampled_from((None, "police")))
def test_a_childs_safeguarding_referral_is_never_barred(trial: Trial, about: tuple[str, ...], agency: str) -> None:
    now = trial.as_of
    facts = {"who": "child", **({"agency": agency} if agency else {})}
    referral = Entry("A1", "now", "safeguarding.referred", now, now, by="sam", about=about, facts=facts, seq=999)
    found = allowed(referral, trial.case, trial.rules, own_of(trial, now))
    assert [guard.id for guard, _ in found if guard.strength == "bar"] == []


@given(trials(), st.data())
def test_what_is_allowed_before_an_entry_is_no_breach_after_it(trial: Trial, data: st.DataObject) -> None:
    last = max(trial.case.entries, key=lambda each: (each.recorded_at, each.order))
    before, own = without(trial.case, last), own_of(trial, end_of_all(trial))
    found = allowed(last, before, trial.rules, own)
    refused = [(guard.id, tuple(faults)) for guard, faults in found if guard.strength != "remind"]
    assert refused == [(name, why) for name, entry, why in broken(trial.case, trial, own) if entry == last.id]


def of_guard(name: str, found: Iterable[Broken]) -> list[Broken]:
    return [each for each in found if each[0] == name]


def unapproved(trial: Trial) -> list[Broken]:
    """What would be broken if nobody had approved anything."""
    approvals = [each for each in trial.case.entries if each.event == APPROVED]
    return by_rules_that_ask_no_approval(broken(without(trial.case, *approvals), trial), trial.rules)


def by_rules_that_ask_no_approval(found: Iterable[Broken], rules: Versions) -> list[Broken]:
    """Without the guards that look at a discretion themselves."""
    looking = {each.id for version in rules.all for each in version.guards if {APPROVED, ASKED} & kinds_of(each)}
    return [each for each in found if each[0] not in looking]
