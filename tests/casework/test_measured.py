"""Figures over every case: what judging each of them would give, whoever wrote last and whatever ran since."""

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lintel.access.models import Read
from lintel.casework import index, lists, measured, policy
from lintel.casework.measured import Cell
from lintel.casework.models import Standing, Tally
from lintel.casework.refusals import NotHere, StepUpNeeded
from lintel.commitments.evaluation import Court
from tests.casework.cast import Cast

pytestmark = pytest.mark.usefixtures("database_of_its_own")

EVER = (date(2000, 1, 1), date(2100, 1, 1))
Counts = Counter[tuple[str, date, str]]


def judged(books: list[UUID], now: datetime) -> Counts:
    """What a court says of some cases, one after another: slow, and right."""
    court, counted = Court(policy.in_force(), now, now, policy.organisation()), Counts()
    for case in index.cases_of(books).values():
        for each in court.case(court.chronology(case)):
            counted[each.rule.id, each.opened_on.replace(day=1), each.state] += 1
    return counted


def added(cells: list[Cell]) -> Counts:
    counted = Counts()
    for cell in cells:
        counted[cell.commitment, cell.month, cell.state] += cell.number
    return counted


def worked(cast: Cast) -> list[UUID]:
    """Three cases of one officer: one kept up, one let lie, one closed."""
    books = [cast.case() for _ in range(3)]
    for days in (1, 13, 20):
        cast.later(days=days)
        cast.record(books[0], "sam", "contact.made", {"channel": "phone"}, about=["v1"])
    cast.record(books[0], "sam", "contact.held_off", {"reason": "unsafe_to_contact", "review_on": "2024-06-30"})
    cast.record(books[0], "sam", "risk.assessed", {"outcome": "completed", "level": "high"})
    cast.record(books[2], "sam", "repair.needed", {"work": "safety"})
    return books


@pytest.mark.parametrize("days", [0, 1, 3, 13.9, 40, 120, 380])
def test_figures_are_what_judging_every_case_gives_now_and_later(cast: Cast, days: float) -> None:
    books = worked(cast)
    later = cast.now + timedelta(days=days)
    found = measured.cells(actor=cast.actor("sam"), now=later, scope="mine", months=EVER)
    assert added(found) == judged(books, later) != Counts()


def test_nothing_is_wrong_after_years_in_which_nothing_ran(cast: Cast) -> None:
    books = worked(cast)
    later = cast.now + timedelta(days=3_000)
    found = measured.cells(actor=cast.actor("sam"), now=later, scope="mine", months=EVER)
    assert added(found) == judged(books, later)
    index.freshen(cast.now + timedelta(days=3_000))


def test_everybody_is_in_the_figures_of_whoever_opens_no_case(cast: Cast) -> None:
    worked(cast)
    cast.case(colleague_case=True, officer="hana")
    index.rebuild(cast.now, lambda done: None)  # other casts live at other times
    found = measured.cells(actor=cast.actor("max"), now=cast.now, scope="others", months=EVER)
    every = list(Standing.objects.exclude(state="erased").values_list("book_id", flat=True))
    assert added(found) == judged(every, cast.now)


def test_the_two_halves_share_nothing_and_are_everything(cast: Cast) -> None:
    worked(cast)
    cast.case("tomos")
    kept_out = cast.case()
    cast.record(kept_out, "ines", "conflict.declared", {"staff": cast.handle("ines"), "how": "related"})
    halves = [measured.cells(actor=cast.actor("ines"), now=cast.now, scope=half, months=EVER)
              for half in ("mine", "others")]  # fmt: skip
    every = measured.cells(actor=cast.actor("max"), now=cast.now, scope="others", months=EVER)
    assert added(halves[0]) + added(halves[1]) == added(every)
    listed = [each.book for each in lists.cases(actor=cast.actor("ines"), now=cast.now, most=100_000)]
    assert kept_out not in listed
    assert added(halves[0]) == judged(listed, cast.now)


def test_a_case_counts_for_the_team_that_has_it_now(cast: Cast) -> None:
    book = cast.case()

    def teams() -> set[str]:
        return {each.team for each in measured.cells(actor=cast.actor("max"), now=cast.now, scope="others", months=EVER)
                if cast.mark in each.team}  # fmt: skip

    assert teams() == {cast.handle("north")}
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("tomos"), "reason": "handover"})
    assert teams() == {cast.handle("south")}


def test_the_cases_behind_a_figure_are_those_that_may_be_listed(cast: Cast) -> None:
    books = worked(cast)
    others = cast.case("tomos")
    cast.later(days=60)
    mine = measured.cases(actor=cast.actor("sam"), now=cast.now, commitment="first-contact", months=EVER)
    assert {each.book for each in mine} == set(books)
    order = ["overdue", "missed", "late", "due", "kept", "excused"]
    assert [each.state for each in mine] == sorted((each.state for each in mine), key=order.index)
    theirs = measured.cases(actor=cast.actor("tomos"), now=cast.now, commitment="first-contact", months=EVER)
    assert [each.book for each in theirs] == [others]
    assert measured.cases(actor=cast.actor("max"), now=cast.now, commitment="first-contact", months=EVER) == []


@pytest.mark.parametrize("name", ["rae", "adi", "dee", "hana", "saf"])
def test_who_may_not_read_figures_gets_none_and_it_is_written_down(cast: Cast, name: str) -> None:
    cast.case()
    with pytest.raises(NotHere):
        measured.cells(actor=cast.actor(name), now=cast.now, scope="others", months=EVER)
    last = Read.objects.filter(reader=cast.handle(name)).order_by("-seq").first()
    assert last is not None
    assert (last.verb, last.thing, last.ground, last.found) == ("read", "figures", "refused:default", 0)


def test_a_look_at_figures_is_one_row_of_the_read_log(cast: Cast) -> None:
    cast.case()
    measured.cells(actor=cast.actor("aud"), now=cast.now, scope="others", months=EVER)
    rows = Read.objects.filter(reader=cast.handle("aud"))
    assert [(row.verb, row.thing, row.ground, row.book) for row in rows] == [("read", "figures", "auditor", None)]


def test_an_export_asks_for_the_second_factor_again(cast: Cast) -> None:
    cast.case()
    with pytest.raises(StepUpNeeded):
        measured.cells(actor=cast.actor("max"), now=cast.now, scope="others", months=EVER, verb="export")
    assert measured.cells(
        actor=cast.actor("max", stepped_up=True), now=cast.now, scope="others", months=EVER, verb="export"
    )
    with pytest.raises(NotHere):
        measured.cells(actor=cast.actor("sam", stepped_up=True), now=cast.now, scope="mine", months=EVER, verb="export")


def test_histories_carry_no_reference_and_no_word(cast: Cast) -> None:
    cast.report(sealed={"account": "words of hers"})
    found = measured.histories(actor=cast.actor("max"), now=cast.now, half="others", most=1)
    assert found.there_are >= 1
    cases = list(found.books)
    assert len(cases) == 1
    assert all(not entry.sealed and entry.book == cases[0].name for entry in cases[0].entries)
    assert cases[0].name not in {each.name for each in lists.cases(actor=cast.actor("ines"), now=cast.now)}


def rows_of(books: list[UUID]) -> Counter[tuple[object, ...]]:
    names = [field.attname for field in Tally._meta.concrete_fields if not field.primary_key]
    return Counter(Tally.objects.filter(book_id__in=books).values_list(*names))


def test_rebuilding_changes_no_row_and_mends_those_that_were_lost(cast: Cast) -> None:
    books = worked(cast)
    index.index_all(books, cast.now)
    before = rows_of(books)
    index.rebuild(cast.now, lambda done: None)
    assert rows_of(books) == before != Counter()
    Tally.objects.filter(book_id__in=books).delete()
    index.rebuild(cast.now, lambda done: None)
    assert rows_of(books) == before


def test_recording_writes_them_with_one_statement(cast: Cast) -> None:
    book = cast.case()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        cast.record(book, "sam", "contact.made", {"channel": "phone"}, about=["v1"])
    assert sum("casework_tally" in query["sql"] for query in queries) == 1
