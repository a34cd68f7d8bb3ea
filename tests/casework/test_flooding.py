"""How many reports one account makes within an hour, and who is told."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections

from lintel.access.models import Read
from lintel.casework.flooding import BOUND, TOLD
from lintel.casework.models import Notice, Submission
from lintel.casework.record import Draft
from lintel.casework.refusals import TooManyReports
from lintel.casework.report import Reported, report
from lintel.ledger.models import Book
from tests.casework.cast import Cast, key

DANGER = {"immediate_danger": "yes"}


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """Later than other tests, so that what is left waiting here does not come before what they leave."""
    cast.later(days=400)
    return cast


def flood(cast: Cast, many: int, by: str = "rae", **facts: object) -> list[UUID]:
    return [cast.report(by, facts=facts) for _ in range(many)]


def told(cast: Cast) -> list[str]:
    staff = {cast.handle(name) for name in ("sam", "ines", "olu", "hana", "max", "rae", "adi")}
    return sorted(each.to for each in Notice.objects.filter(kind=TOLD, to__in=staff))


def drafted(cast: Cast, form: str, **facts: object) -> Draft:
    return Draft(event="report.received", at=cast.now, seen=0, key=form, facts=facts)


def test_beyond_the_bound_nothing_is_written_until_the_oldest_falls_out_of_the_count(cast: Cast) -> None:
    who, first, draft = cast.actor("rae"), cast.now, drafted(cast, key())
    begun = report(actor=who, draft=draft, now=cast.now)
    cast.later(minutes=10)
    flood(cast, BOUND.most - 1)
    before = Book.objects.count()
    for danger in ({}, {"immediate_danger": "no"}, {"immediate_danger": "unknown"}):
        with pytest.raises(TooManyReports, match=r"999.*immediate danger is still taken") as refused:
            cast.report(facts=danger)
        assert refused.value.again == first + timedelta(hours=1)
    assert Book.objects.count() == before
    last = Read.objects.filter(reader=who.handle).latest("seq")
    assert (last.verb, last.thing, last.ground) == ("record", "report", "refused:too_many")
    assert report(actor=who, draft=draft, now=cast.now) == replace(begun, again=True), "the same form is answered"
    cast.report("sam")  # each account has a count of its own

    cast.now = refused.value.again
    flood(cast, 1)
    with pytest.raises(TooManyReports):
        cast.report()


def test_immediate_danger_is_taken_up_to_a_bound_of_its_own_and_the_leads_are_told_once_an_hour(cast: Cast) -> None:
    leads = sorted([cast.handle("ines"), cast.handle("olu")])
    flood(cast, BOUND.most - 1)
    assert told(cast) == []
    (last,) = flood(cast, 1)
    assert told(cast) == leads
    assert set(Notice.objects.filter(kind=TOLD, to__in=leads).values_list("book_id", flat=True)) == {last}
    cast.later(minutes=59)
    flood(cast, BOUND.in_danger - BOUND.most, immediate_danger="yes")
    assert told(cast) == leads, "however many came after it"
    with pytest.raises(TooManyReports) as refused:
        cast.report(facts=DANGER)
    assert "still taken" not in str(refused.value)

    cast.now = refused.value.again
    flood(cast, 1, immediate_danger="yes")
    assert told(cast) == sorted(leads * 2), "it goes on an hour later"


def test_at_the_same_instant_they_are_counted_one_after_another_and_a_lead_who_sends_them_is_not_told(
    cast: Cast,
) -> None:
    flood(cast, BOUND.most - 2, by="ines")
    drafts = [drafted(cast, key()) for _ in range(6)]
    with ThreadPoolExecutor(len(drafts)) as pool:
        came = list(pool.map(lambda draft: _sent(cast, draft), drafts))
    assert sorted(type(each).__name__ for each in came) == ["Reported"] * 2 + ["TooManyReports"] * 4
    assert Submission.objects.filter(by=cast.handle("ines"), seq=1).count() == BOUND.most
    assert told(cast) == [cast.handle("olu")]


def _sent(cast: Cast, draft: Draft) -> Reported | TooManyReports:
    try:
        return report(actor=cast.actor("ines"), draft=draft, now=cast.now)
    except TooManyReports as refused:
        return refused
    finally:
        connections.close_all()
