"""What holds of every judgement, whatever the chronology and whatever the policy."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from lintel.commitments.evaluation import evaluate
from lintel.commitments.obligations import STATES, Obligation
from lintel.commitments.periods import Due
from lintel.commitments.policy import Versions
from lintel.commitments.reading import CORRECTION, read
from lintel.events.entry import ORGANISATION_BOOK, Book, Entry, local_day
from lintel.events.registry import KINDS
from tests.chronologies import with_entries
from tests.commitments.comparing import Verdict, verdicts, without
from tests.commitments.random_books import Trial, trials
from tests.commitments.random_facts import named_kinds

STRUCTURAL = frozenset(
    {"case.closed", "case.reopened", "report.received", CORRECTION, "contact.made", "contact.plan_agreed",
     "thread.ended", "person.joined", "person.left", "person.died", "person.role_changed"}
)  # fmt: skip


@given(trials(), st.data())
def test_the_order_in_which_entries_come_changes_nothing(trial: Trial, data: st.DataObject) -> None:
    shuffled = [Book(book.name, tuple(data.draw(st.permutations(book.entries)))) for book in trial.books]
    found = verdicts(trial.books, trial.rules, trial.as_of)
    assert verdicts(shuffled, trial.rules, trial.as_of) == found


@given(trials(), st.data())
def test_what_is_written_later_never_changes_what_was_known(trial: Trial, data: st.DataObject) -> None:
    written = sorted({each.recorded_at for book in trial.books for each in book.entries})
    known_on = data.draw(st.sampled_from(written))
    then = [Book(book.name, tuple(e for e in book.entries if e.recorded_at <= known_on)) for book in trial.books]
    assert verdicts(trial.books, trial.rules, trial.as_of, known_on) == verdicts(
        then, trial.rules, trial.as_of, max(written)
    )


@given(trials(), st.integers(0, 500 * 24 * 60))
def test_without_a_further_entry_time_only_moves_due_to_overdue(trial: Trial, minutes: int) -> None:
    later = trial.as_of + timedelta(minutes=minutes)
    assume(not any(trial.as_of < moment <= later for book in trial.books for moment in _moments(book)))
    now = {each.key: each for each in verdicts(trial.books, trial.rules, trial.as_of)}
    then = {each.key: each for each in verdicts(trial.books, trial.rules, later)}
    assert [each for each in now.values() if then.get(each.key) not in (each, _run_out(each))] == []


def _moments(book: Book) -> list[datetime]:
    found = [moment for each in book.entries for moment in (each.at, each.recorded_at, each.facts.get("at"))]
    return [moment for moment in found if isinstance(moment, datetime)]


def _run_out(each: Verdict) -> Verdict:
    return each._replace(state="overdue") if each.state == "due" and each.due else each


@given(trials())
def test_no_two_obligations_have_one_key(trial: Trial) -> None:
    times = Counter(each.key for each in verdicts(trial.books, trial.rules, trial.as_of))
    assert [key for key, number in times.items() if number > 1] == []


_MAY_BE_DONE = ("kept", "late", "excused")
_CAN_BE_MISSED = ("deadline", "rhythm", "once")
_NOT_BEFORE = ("deadline", "rhythm")

CONSISTENT: dict[str, Callable[[Obligation, datetime], bool]] = {
    "its state is one of the six": lambda it, now: it.state in STATES,
    "it was not opened in the future": lambda it, now: it.opened_at <= now,
    "it names only what was seen": lambda it, now: all(
        entry.at <= now and entry.recorded_at <= now for entry in (it.opened, it.done, it.excuse, it.agreement) if entry
    ),
    "kept was done in time": lambda it, now: it.state != "kept" or (_done(it) and not _done_late(it)),
    "late was done after its time": lambda it, now: it.state != "late" or (_done(it) and _done_late(it)),
    "only what was kept, late or excused was done": lambda it, now: it.state in _MAY_BE_DONE or not _done(it),
    "overdue has run out": lambda it, now: it.state != "overdue" or _out(it, now),
    "due has not run out": lambda it, now: it.state != "due" or not _out(it, now),
    "excused names its excuse, and nothing else does": lambda it, now: (
        (it.state == "excused") == (it.excuse is not None)
    ),
    "missed only in a case or its spell": lambda it, now: it.state != "missed" or it.rule.kind in _CAN_BE_MISSED,
    "done no sooner than owed": lambda it, now: it.rule.kind not in _NOT_BEFORE or not _done_before_owed(it),
    "its date is London's": lambda it, now: it.due is None or it.due.on == _last_day(it.due),
}


def _last_day(due: Due) -> date:
    return local_day(due.at if due.exact else due.at - timedelta(microseconds=1))


def _done(it: Obligation) -> bool:
    return it.done is not None


def _done_late(it: Obligation) -> bool:
    vacancy = it.rule.kind == "in_post"
    return it.due is not None and it.done is not None and (it.due.ran_out(it.done.at) or vacancy)


def _done_before_owed(it: Obligation) -> bool:
    return it.done is not None and it.done.at < it.opened_at


def _out(it: Obligation, now: datetime) -> bool:
    return it.due is not None and (it.due.ran_out(now) or it.rule.kind == "in_post")


@given(trials())
def test_every_state_agrees_with_what_the_obligation_says(trial: Trial) -> None:
    found = list(evaluate(trial.books, trial.rules, trial.as_of))
    assert [(name, it) for it in found for name, holds in CONSISTENT.items() if not holds(it, trial.as_of)] == []


@given(trials(), st.data())
def test_an_entry_that_no_rule_looks_at_changes_nothing(trial: Trial, data: st.DataObject) -> None:
    seen = read(trial.case.entries, as_of=trial.as_of, known_on=trial.as_of)
    first = seen[0].at if seen else trial.as_of
    moment = first + timedelta(minutes=data.draw(st.integers(1, 100 * 24 * 60)))
    kind = data.draw(st.sampled_from(sorted(_idle_kinds(trial.rules))))
    idle = Entry("A1", "idle", kind, moment, moment, by="lee", about=("v1",), seq=999)
    more = [with_entries(trial.case, idle), *trial.books[1:]]
    assert verdicts(more, trial.rules, trial.as_of) == verdicts(trial.books, trial.rules, trial.as_of)


def _idle_kinds(rules: Versions) -> frozenset[str]:
    """What no rule names and what shapes no case: neither who is in it, nor its spells, nor a hold on contact."""
    of_cases = {name for name, kind in KINDS.items() if "case" in kind.declaration.books}
    return frozenset(of_cases - named_kinds(rules) - STRUCTURAL)


@given(trials())
def test_each_case_is_judged_by_itself(trial: Trial) -> None:
    own = [book for book in trial.books if book.name == ORGANISATION_BOOK]
    together = [each for each in verdicts(trial.books, trial.rules, trial.as_of) if each.key.book != ORGANISATION_BOOK]
    alone = [
        each
        for book in trial.books
        for each in verdicts([book, *own], trial.rules, trial.as_of)
        if each.key.book == book.name != ORGANISATION_BOOK
    ]
    assert together == alone


@given(trials(), st.data())
def test_a_withdrawn_entry_is_as_if_it_had_never_been_written(trial: Trial, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from([each for each in trial.case.entries if each.event != CORRECTION]))
    withdrawal = _correction(trial, gone, {"withdrawn": "mistaken"})
    rest = trial.books[1:]
    assert verdicts([Book("A1", (*trial.case.entries, withdrawal)), *rest], trial.rules, withdrawal.at) == verdicts(
        [without(trial.case, gone), *rest], trial.rules, withdrawal.at
    )


@given(trials(), st.data())
def test_facts_corrected_are_as_if_they_had_been_written_right(trial: Trial, data: st.DataObject) -> None:
    wrong = data.draw(st.sampled_from([each for each in trial.case.entries if each.event != CORRECTION]))
    others = [each.facts for each in trial.case.entries if each.event == wrong.event]
    right = data.draw(st.sampled_from(others))
    uncorrected = without(trial.case, *_corrections_of(trial.case, wrong))
    correction = _correction(trial, wrong, {"facts": {**dict.fromkeys(wrong.facts), **right}})
    anew = Book("A1", tuple(replace(e, facts=right) if e is wrong else e for e in uncorrected.entries))
    rest = trial.books[1:]
    assert verdicts([Book("A1", (*uncorrected.entries, correction)), *rest], trial.rules, correction.at) == verdicts(
        [anew, *rest], trial.rules, correction.at
    )


def _corrections_of(book: Book, entry: Entry) -> list[Entry]:
    return [each for each in book.entries if each.event == CORRECTION and each.facts["entry"] == entry.id]


def _correction(trial: Trial, entry: Entry, facts: dict[str, object]) -> Entry:
    """A correction that is written after everything else."""
    last = max(each.recorded_at for book in trial.books for each in book.entries)
    data = {"entry": entry.id, **facts}
    return Entry("A1", "last", CORRECTION, last, last, by="lee", facts=data, seq=999)


@given(trials())
def test_an_obligation_is_judged_by_the_version_in_force_when_it_opened(trial: Trial) -> None:
    found = verdicts(trial.books, trial.rules, trial.as_of)
    assert [each for each in found if each.version != trial.rules.at(each.opened_at).id] == []
