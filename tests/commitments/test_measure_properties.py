"""What holds of every figure, whatever the chronology and whatever the policy."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lintel.commitments.evaluation import Court, evaluate
from lintel.commitments.measures import Measurement, Result, Span, measure, parse_span, worst
from lintel.commitments.obligations import STATES, Obligation, State
from lintel.events.entry import Entry
from tests.commitments.random_books import Trial, trials

WORST_FIRST: tuple[State, ...] = ("missed", "overdue", "late", "kept", "due", "excused")
PERIODS = ("all", "2023", "2024", "2025", "2024-Q1", "2024-Q2", "2024-Q4", "2024-03", "2024-04", "2024-10")
Figure = tuple[str, str, dict[State, int], float | None]


def figures(results: list[Result]) -> list[Figure]:
    return [(each.measure.id, each.span.name, {**each.states}, each.value) for each in results]


def seen(trial: Trial) -> list[Entry]:
    court = Court(trial.rules, trial.as_of, None, trial.books[-1].entries)
    return [entry for book in trial.books for entry in court.chronology(book).entries]


@given(st.lists(st.sampled_from(STATES), min_size=1))
def test_several_obligations_come_to_their_worst(states: list[State]) -> None:
    assert worst(states) == min(states, key=WORST_FIRST.index)


@given(trials(), st.sampled_from(PERIODS))
def test_a_rate_is_what_was_kept_of_what_could_have_been(trial: Trial, period: str) -> None:
    found = measure(evaluate(trial.books, trial.rules, trial.as_of), trial.rules.all[-1], period)
    rates = [each for each in found if each.measure.kind == "rate"]
    assert [each.value for each in rates] == [rate(each.states) for each in rates]
    assert all(each.value is None or 0 <= each.value <= 1 for each in rates)


def rate(states: Counter[State]) -> float | None:
    settled = states["kept"] + states["late"] + states["missed"] + states["overdue"]
    return round(states["kept"] / settled, 4) if settled else None


@given(trials(), st.sampled_from(PERIODS))
def test_owed_is_everything_but_the_excused(trial: Trial, period: str) -> None:
    found = measure(evaluate(trial.books, trial.rules, trial.as_of), trial.rules.all[-1], period)
    assert [each.owed for each in found] == [
        sum(number for state, number in each.states.items() if state != "excused") for each in found
    ]


@given(trials(), st.sampled_from(PERIODS))
def test_figures_added_book_by_book_are_the_figures_of_all(trial: Trial, period: str) -> None:
    policy = trial.rules.all[-1]
    court = Court(trial.rules, trial.as_of, None, trial.books[-1].entries)
    measurement = Measurement(policy, [parse_span(period)])
    for book in trial.books[:-1]:
        chronology = court.chronology(book)
        measurement.add(court.case(chronology), chronology.entries)
    measurement.add(court.organisation(), court.own.entries)
    together = measure(evaluate(trial.books, trial.rules, trial.as_of), policy, period, seen(trial))
    assert figures(measurement.results()) == figures(together)


@given(trials())
def test_the_quarters_of_a_year_add_up_to_the_year(trial: Trial) -> None:
    found = list(evaluate(trial.books, trial.rules, trial.as_of))
    by_obligation = [each for each in trial.rules.all[-1].measures if each.per == "obligation" and each.kind == "rate"]
    parts = [counted(trial, found_in, found) for found_in in ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")]
    year = counted(trial, "2024", found)
    assert [year[each.id] for each in by_obligation] == [
        sum((part[each.id] for part in parts), Counter()) for each in by_obligation
    ]


def counted(trial: Trial, period: str, found: list[Obligation]) -> dict[str, Counter[State]]:
    return {each.measure.id: each.states for each in measure(found, trial.rules.all[-1], period)}


@given(trials())
def test_a_case_is_counted_once_however_much_it_is_owed(trial: Trial) -> None:
    found = list(evaluate(trial.books, trial.rules, trial.as_of))
    by_case = [each for each in measure(found, trial.rules.all[-1]) if each.measure.per == "case"]
    books = [{each.book for each in found if each.rule.id == one.measure.of} for one in by_case]
    assert [sum(each.states.values()) for each in by_case] == [len(each) for each in books]


def test_all_time_has_every_day() -> None:
    assert Span("all").holds(None)
