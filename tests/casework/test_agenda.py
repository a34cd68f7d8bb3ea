"""The desk: what is owed and how to reach her, for those who work the cases; and what the derived rows may carry."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from lintel.access.models import Read
from lintel.casework import index
from lintel.casework.agenda import Agenda, Scope, agenda, counts
from lintel.casework.called import names
from lintel.casework.models import Awaited, Member, Owed, Reach
from lintel.casework.policy import in_force
from lintel.casework.reaching import UNKNOWN, Way, way_to, ways
from lintel.casework.refusals import NotHere
from lintel.ledger import keys
from tests.casework.cast import Cast
from tests.casework.test_look import identify

PLAN = {
    "channels": {"text": "safe", "phone": "conditional", "email": "unsafe"},
    "from_hour": 10,
    "voicemail": False,
    "recheck_days": 14,
    "basis": "her_words",
    "verified": "first_plan",
}


def desk_of(cast: Cast, name: str, **scope: object) -> Agenda:
    return agenda(actor=cast.actor(name), scope=Scope(**scope), now=cast.now)  # type: ignore[arg-type] # by name


def reached(cast: Cast, book: UUID, person: str | None = "v1") -> Way | None:
    return way_to(ways([book], cast.now)[book], person)


def test_her_name_stands_there_for_whoever_is_on_the_case_and_for_nobody_else(cast: Cast) -> None:
    book = cast.case()
    identify(cast, book, "v1", "person.identified", {"names": "Grace Example"})
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("jo"), "reason": "cover"})
    for name in ("sam", "jo"):
        assert {each.called for each in desk_of(cast, name).tasks if each.book == book} == {"Grace Example"}
    of_lead = desk_of(cast, "ines", whose="all", officer=cast.handle("sam")).tasks
    assert {each.called for each in of_lead if each.book == book} == {None}


def test_a_tampered_row_shows_no_name(cast: Cast) -> None:
    book = cast.case()
    identify(cast, book, "v1", "person.identified", {"names": "Grace Example"})
    Member.objects.create(book_id=book, staff=cast.handle("tomos"), how=Member.How.ASSIGNED)
    assert {each.called for each in desk_of(cast, "tomos").tasks if each.book == book} == {None}


@pytest.mark.parametrize("name", ["sam", "jo", "tomos", "ines", "olu", "saf", "hana", "dee", "max", "adi"])
def test_names_for_many_cases_are_those_that_looking_at_each_would_give(cast: Cast, name: str) -> None:
    ours, theirs, walled = cast.case(), cast.case("tomos"), cast.case()
    identify(cast, ours, "v1", "person.identified", {"names": "Grace Example"})
    identify(cast, walled, "v1", "person.identified", {"names": "Ada Example"})
    cast.record(theirs, "olu", "access.given", {"staff": cast.handle("jo")})
    cast.record(walled, "ines", "conflict.declared", {"staff": cast.handle("sam"), "how": "friend"})
    looked: dict[tuple[UUID, str], str] = {}
    for book in (ours, theirs, walled):
        try:
            looked |= {(book, who): text for who, text in cast.look(book, name).names.items()}
        except NotHere:
            continue
    at_once = names(actor=cast.actor(name), cases=[ours, theirs, walled], roles=["victim"], now=cast.now)
    assert dict(at_once) == looked


def test_what_an_officer_covers_stands_on_her_desk_and_is_brought_up_to_date(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("jo"), "reason": "cover"})
    cast.later(days=30)
    covered = {(each.commitment, each.due) for each in desk_of(cast, "jo").tasks if each.book == book}
    judged = {(each.rule.id, each.due_at) for each in cast.look(book, "jo").state.owed}
    assert covered == judged != set()


def test_pages_follow_one_another_without_gap_or_double(cast: Cast) -> None:
    for _ in range(3):
        cast.case()
    whole = desk_of(cast, "sam", most=500).tasks
    pages = [desk_of(cast, "sam", skip=skip, most=7) for skip in range(0, len(whole), 7)]
    assert [each for page in pages for each in page.tasks] == list(whole)
    assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]


def test_a_lead_sees_who_has_how_much_and_what_nobody_has(cast: Cast) -> None:
    book, nobodys = cast.case(), cast.report()
    cast.later(days=3)
    loads = {each.officer: each for each in desk_of(cast, "ines", whose="all").loads}
    mine = Owed.objects.filter(book_id=book)
    load = loads[cast.handle("sam")]
    overdue = mine.filter(due__lte=cast.now).count()
    assert (load.called, load.cases, load.owed, load.overdue) == ("Sam", 1, mine.count(), overdue)
    assert overdue > 0
    unassigned = desk_of(cast, "ines", whose="all", unassigned=True, most=100_000).tasks
    assert nobodys in {each.book for each in unassigned}
    assert {each.officer for each in unassigned} == {None}


def test_the_desk_is_one_line_of_the_read_log_and_one_for_the_names(cast: Cast) -> None:
    cast.case()
    before = Read.objects.filter(reader=cast.handle("sam")).count()
    shown = desk_of(cast, "sam").tasks
    lines = Read.objects.filter(reader=cast.handle("sam")).order_by("seq")[before:]
    assert [(each.verb, each.thing, each.found) for each in lines] == [
        ("read", "people", 0), ("list", "action", len(shown)),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["max", "aud", "rae", "adi"])
def test_who_has_no_desk_is_refused_and_that_is_written_down(cast: Cast, name: str) -> None:
    with pytest.raises(NotHere):
        desk_of(cast, name)
    last = Read.objects.filter(reader=cast.handle(name)).latest("seq")
    assert (last.thing, last.ground) == ("action", "refused:default")


def test_a_manager_counts_and_nobody_else_does(cast: Cast) -> None:
    before = counts(actor=cast.actor("max"), now=cast.now)
    cast.case()
    cast.report()
    cast.report(facts={"colleague_case": True})
    after = counts(actor=cast.actor("max"), now=cast.now)
    assert (after.running - before.running, after.unassigned - before.unassigned) == (2, 1)
    assert after.owed > before.owed
    for name in ("rae", "aud", "adi"):
        with pytest.raises(NotHere):
            counts(actor=cast.actor(name), now=cast.now)


def test_before_a_plan_the_report_says_how_a_first_call_is_made(cast: Cast) -> None:
    assert reached(cast, cast.case(safe_channels=["text"])) == Way("report", channels={"text": "safe"})
    assert reached(cast, cast.case(safe_channels=[])) == UNKNOWN


def test_the_plan_in_force_says_how_and_goes_stale_by_itself(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "contact.plan_agreed", PLAN, about=["v1"])
    way = reached(cast, book)
    assert way is not None
    assert (way.basis, way.hours, way.voicemail) == ("plan", (10, 24), False)
    assert way.channels == PLAN["channels"]
    cast.later(days=15)
    assert reached(cast, book) == Way("stale", way.until)


def test_an_incident_makes_the_plan_unknown_on_the_desk_as_on_the_case(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "contact.plan_agreed", PLAN, about=["v1"])
    cast.record(book, "sam", "incident.recorded", {"abuse_types": ["physical"]})
    way = reached(cast, book)
    assert way is not None
    assert (way.basis, dict(way.channels)) == ("stale", {})


def test_a_number_that_he_has_too_is_unsafe_on_the_desk_at_once(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "person.joined", {"person": "p1", "role": "alleged_perpetrator"})
    cast.record(book, "sam", "contact.plan_agreed", PLAN, about=["v1"])
    identify(cast, book, "v1", "person.contact_changed", {"phone": "07700 900123"})
    identify(cast, book, "p1", "person.contact_changed", {"phone": "+44 7700 900 123"})
    way = reached(cast, book)
    assert way is not None
    assert way.shared == {"phone", "text"}
    assert {way.channels["phone"], way.channels["text"]} == {"unsafe"}


def test_of_two_victims_each_has_her_own_way_and_the_case_has_none(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "person.joined", {"person": "v2", "role": "victim"})
    cast.record(book, "sam", "contact.plan_agreed", PLAN, about=["v2"])
    first, second = reached(cast, book), reached(cast, book, "v2")
    assert first is not None and second is not None  # noqa: PT018 - both or neither
    assert (first.basis, second.basis) == ("report", "plan")
    assert reached(cast, book, None) is None
    assert reached(cast, book, "somebody") == UNKNOWN


def test_no_sealed_word_is_copied_into_the_derived_rows(cast: Cast) -> None:
    book = cast.case()
    sealed = {"numbers": "07700 900123", "code_word": "heron", "venue": "the old mill", "wording": "It is the library"}
    cast.record(book, "sam", "contact.plan_agreed", PLAN, sealed, about=["v1"])
    rows = list(Reach.objects.filter(book_id=book))
    assert [json.loads(each.says) for each in rows] == [
        {name: PLAN[name] for name in ("channels", "from_hour", "voicemail")}
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM casework_reach r WHERE book_id = %s", [book])
        stored = " ".join(row for (row,) in cursor.fetchall())
    assert [word for word in sealed.values() if word in stored] == []


def test_of_an_erased_case_nothing_is_derived_that_says_how_or_what_waits(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "contact.plan_agreed", PLAN, about=["v1"])
    cast.record(book, "sam", "discretion.asked", {"rule": "first-contact"})
    keys.destroy([book])
    index.index_all([book], cast.now)
    assert not Reach.objects.filter(book_id=book).exists()
    assert not Awaited.objects.filter(book_id=book).exists()


def test_rebuilding_another_day_makes_the_same_rows_of_the_same_entries(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "contact.plan_agreed", PLAN, about=["v1"])
    cast.record(book, "sam", "discretion.asked", {"rule": "first-contact"})
    before = list(Reach.objects.filter(book_id=book).values("person", "until", "says"))
    index.rebuild(cast.now + timedelta(days=3), lambda done: None)
    assert list(Reach.objects.filter(book_id=book).values("person", "until", "says")) == before
    assert Awaited.objects.filter(book_id=book).count() == 1


def test_what_has_no_date_comes_in_the_order_of_the_policy_across_cases(cast: Cast) -> None:
    for _ in range(2):
        cast.case("sam")
    undated = [task.commitment for task in desk_of(cast, "sam", most=200).tasks if task.due is None]
    order = [rule.id for rule in in_force().commitments]
    assert len(undated) > len(set(undated)) > 2
    assert undated == sorted(undated, key=order.index)


def test_what_is_judged_anew_by_somebody_who_had_to_wait_knows_what_was_written_meanwhile(cast: Cast) -> None:
    book = cast.case("sam")
    before = cast.now
    cast.later(minutes=5)
    cast.record(book, "sam", "contact.made", {"channel": "phone", "safe_to_talk_checked": True, "wishes_asked": True})
    written = list(Owed.objects.filter(book_id=book).order_by("commitment", "due").values_list("commitment", "due"))
    index.index_all([book], before)
    again = list(Owed.objects.filter(book_id=book).order_by("commitment", "due").values_list("commitment", "due"))
    assert again == written
