"""Reports that nobody has yet: who sees them, in which order, and who could take one on."""

from uuid import UUID

import pytest

from lintel.access.models import Read
from lintel.casework.refusals import NotHere
from lintel.casework.reported import Said
from lintel.casework.triage import Report, assignable, reports
from tests.casework.cast import Cast
from tests.casework.closeness import Somebody, enrol, join

NEIGHBOUR = Somebody("Anwen", "Quillfeather", "1984-02-29", (("1 Invented Row", "ZZ99 1AA"),))


def waiting(cast: Cast, name: str, *books: UUID) -> list[Report]:
    """What waits for somebody, of these cases alone: other tests leave theirs in the database."""
    found = reports(actor=cast.actor(name), now=cast.now, most=100_000)
    return [each for each in found.shown if each.book in books]


def test_the_most_dangerous_comes_first_and_unknown_before_no(cast: Cast) -> None:
    calm = cast.report(facts={"immediate_danger": "no"})
    unknown = cast.report()
    danger = cast.report(facts={"immediate_danger": "yes"})
    assert [each.book for each in waiting(cast, "ines", calm, unknown, danger)] == [danger, unknown, calm]


def test_no_number_of_reports_pushes_an_urgent_one_off_the_first_pages(cast: Cast) -> None:
    urgent = {cast.report(facts={"immediate_danger": "yes"}) for _ in range(3)}
    for _ in range(25):
        cast.report(facts={"immediate_danger": "no"})
    whole = reports(actor=cast.actor("ines"), now=cast.now, most=100_000).shown
    dangers = [each.danger for each in whole]
    assert urgent <= {each.book for each in whole[: dangers.count("yes")]}
    first = reports(actor=cast.actor("ines"), now=cast.now, most=10).shown
    assert [each.book for each in first] == [each.book for each in whole[:10]], "in order first, and cut then"


def test_every_report_stands_on_one_page_alone_and_each_page_says_how_many_more(cast: Cast) -> None:
    for _ in range(5):
        cast.report()
    who = cast.actor("ines")
    whole = reports(actor=who, now=cast.now, most=100_000)
    halves = [reports(actor=who, now=cast.now, skip=skip, most=-(-whole.every // 2)) for skip in _halves(whole.every)]
    assert [each.name for half in halves for each in half.shown] == [each.name for each in whole.shown]
    assert [half.after for half in halves] == [whole.every // 2, 0]
    assert reports(actor=who, now=cast.now, skip=whole.every).shown == ()


def _halves(every: int) -> tuple[int, int]:
    return 0, -(-every // 2)


def test_of_those_in_danger_the_one_that_waits_longest_comes_first(cast: Cast) -> None:
    books = []
    for _ in range(4):
        books.append(cast.report(facts={"immediate_danger": "yes"}))
        cast.later(minutes=5)
    assert [each.book for each in waiting(cast, "ines", *books)] == books


def test_a_report_waits_until_somebody_has_it(cast: Cast) -> None:
    book = cast.report()
    assert [each.book for each in waiting(cast, "ines", book)] == [book]
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("sam"), "reason": "first"})
    assert waiting(cast, "ines", book) == []


def test_an_officer_sees_that_it_waits_and_may_neither_open_nor_assign_it(cast: Cast) -> None:
    book = cast.report()
    ((seen,), (led,)) = (waiting(cast, name, book) for name in ("sam", "ines"))
    assert ((seen.reads, seen.names), (led.reads, led.names)) == ((False, False), (True, True))


def test_a_colleagues_report_is_for_the_hr_partner_alone(cast: Cast) -> None:
    book = cast.report(facts={"colleague_case": True})
    assert [name for name in ("sam", "ines", "olu", "hana") if waiting(cast, name, book)] == ["hana"]


def test_whoever_is_in_conflict_does_not_see_that_it_waits(cast: Cast) -> None:
    book = cast.report()
    join(cast, book, NEIGHBOUR, "victim")
    enrol(cast.handle("sam"), NEIGHBOUR)
    assert waiting(cast, "sam", book) == []
    assert waiting(cast, "jo", book) != []


def test_what_was_reported_is_read_by_who_may_open_the_case_and_each_case_is_a_look(cast: Cast) -> None:
    book = cast.report(sealed={"account": "Invented words of a report.", "reporter": "An invented neighbour"})
    ((seen,), (led,)) = (waiting(cast, name, book) for name in ("sam", "ines"))
    assert (seen.said, led.said) == ((), (Said("Invented words of a report.", put_right=False),))
    looks = Read.objects.filter(book=book).values_list("reader", "verb", "thing", "ground")
    assert list(looks) == [(cast.handle("ines"), "read", "case", "team_lead")]


def test_words_that_were_put_right_are_said_to_have_been(cast: Cast) -> None:
    book = cast.report(sealed={"account": "Invented words."})
    (report,) = cast.look(book, "ines").entries
    cast.record(book, "ines", "entry.corrected", {"entry": report.id}, {"replacement": "Other invented words."})
    ((led,),) = (waiting(cast, "ines", book),)
    assert led.said == (Said("Invented words.", put_right=True),)


def test_whoever_names_the_officer_reads_what_was_reported(cast: Cast) -> None:
    book = cast.report(sealed={"account": "Invented words of a report."})
    found = assignable(actor=cast.actor("ines"), book=book, now=cast.now)
    assert [each.words for each in found.said] == ["Invented words of a report."]
    assert Read.objects.filter(book=book, reader=cast.handle("ines"), thing="case").count() == 1


@pytest.mark.parametrize("name", ["max", "saf", "dee", "aud", "rae", "adi"])
def test_nobody_else_learns_what_waits(cast: Cast, name: str) -> None:
    cast.report()
    with pytest.raises(NotHere):
        reports(actor=cast.actor(name), now=cast.now)
    assert Read.objects.filter(reader=cast.handle(name)).latest("seq").ground == "refused:default"


def test_nobody_who_is_walled_off_or_works_no_cases_is_offered(cast: Cast) -> None:
    book = cast.report()
    join(cast, book, NEIGHBOUR, "victim")
    enrol(cast.handle("jo"), NEIGHBOUR)
    offered = dict(assignable(actor=cast.actor("ines"), book=book, now=cast.now).could_be)
    ours = {name for name in ("sam", "jo", "tomos", "ines", "max", "rae", "adi") if cast.handle(name) in offered}
    assert ours == {"sam", "tomos", "ines"}


@pytest.mark.parametrize("name", ["sam", "max", "hana", "dee", "adi"])
def test_who_may_not_assign_learns_of_nobody(cast: Cast, name: str) -> None:
    with pytest.raises(NotHere):
        assignable(actor=cast.actor(name), book=cast.report(), now=cast.now)
