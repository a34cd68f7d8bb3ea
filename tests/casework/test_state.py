"""The current picture, and the derived rows that lists go by."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection

from lintel.casework import index, lists
from lintel.casework.agenda import Scope, agenda
from lintel.casework.doors import door
from lintel.casework.models import Awaited, Member, Owed, Part, Reach, Standing, Tally
from lintel.people.models import Mark
from tests.casework.cast import Cast
from tests.casework.test_look import identify

PLAN = {"channels": {"phone": "safe", "text": "safe", "email": "safe"}, "basis": "her_words", "verified": "first_plan"}


def test_the_plan_in_force_goes_stale_and_then_says_unknown(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "contact.plan_agreed", {**PLAN, "recheck_days": 14})
    (plan,) = cast.look(book, "sam").state.contact
    assert (plan.stale, plan.confirmed_until, plan.channels["phone"]) == (False, date(2024, 4, 22), "safe")
    cast.later(days=15)
    (plan,) = cast.look(book, "sam").state.contact
    assert (plan.stale, set(plan.channels.values())) == (True, {"unknown"})


def test_an_incident_unconfirms_the_plan(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "contact.plan_agreed", PLAN)
    cast.record(book, "sam", "incident.recorded", {"abuse_types": ["physical"]})
    (plan,) = cast.look(book, "sam").state.contact
    assert plan.stale


@pytest.mark.parametrize(
    ("hers", "his", "flagged"),
    [
        ({"phone": "07700 900123"}, {"phone": "+44 (0)7700 900 123"}, {"phone"}),
        ({"phone": "07700 900123"}, {"phone": "07700 900124"}, set()),
        ({"email": "Grace+home@example.org"}, {"email": "grace@example.org"}, {"email"}),
    ],
)
@pytest.mark.parametrize("role", ["alleged_perpetrator", "household_member"])
def test_a_number_that_he_has_as_well_is_unsafe_by_itself(
    cast: Cast, hers: dict[str, object], his: dict[str, object], flagged: set[str], role: str
) -> None:
    book = cast.case()
    cast.record(book, "sam", "person.joined", {"person": "p1", "role": role})
    cast.record(book, "sam", "contact.plan_agreed", PLAN, about=["v1"])
    identify(cast, book, "v1", "person.contact_changed", hers)
    identify(cast, book, "p1", "person.contact_changed", his)
    state = cast.look(book, "sam").state
    assert state.flagged.get("v1", frozenset()) == flagged
    (plan,) = state.contact
    assert {channel for channel, said in plan.channels.items() if said == "unsafe"} == {
        channel for kind in flagged for channel in {"phone": ("phone", "text"), "email": ("email",)}[kind]
    }


def test_a_number_that_was_his_once_still_counts(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "person.joined", {"person": "p1", "role": "alleged_perpetrator"})
    identify(cast, book, "p1", "person.contact_changed", {"phone": "07700 900123"})
    identify(cast, book, "p1", "person.contact_changed", {"phone": "07700 900555"}, seen=1)
    identify(cast, book, "v1", "person.contact_changed", {"phone": "07700900123"})
    assert cast.look(book, "sam").state.flagged == {"v1": {"phone"}}


def test_claims_consents_threads_and_risk(cast: Cast) -> None:
    book = cast.case()
    asked = cast.record(book, "sam", "consent.asked", {"purpose": "marac", "answer": "given"})
    repair = cast.record(book, "sam", "repair.needed", {"work": "safety"})
    cast.record(book, "sam", "risk.assessed", {"instrument": "dash", "outcome": "completed", "level": "high"})
    state = cast.look(book, "sam").state
    assert [(each.person, each.role, each.by) for each in state.people] == [("v1", "victim", cast.handle("sam"))]
    assert [(each.purpose, each.answer) for each in state.consents] == [("marac", "given")]
    assert [(each.kind, each.opened.id) for each in state.threads] == [("repair", repair.entry)]
    assert [each.facts["level"] for each in state.risk] == ["high"]
    cast.record(book, "sam", "consent.withdrawn", thread=asked.entry)
    cast.record(book, "sam", "repair.made_safe", thread=repair.entry)
    cast.record(book, "sam", "repair.finished", thread=repair.entry)
    state = cast.look(book, "sam").state
    assert ([each.answer for each in state.consents], state.threads) == (["withdrawn"], ())


def test_what_may_be_done_next_says_what_bars_it(cast: Cast) -> None:
    book = cast.case()
    barred = {each.event: each.barred for each in cast.look(book, "sam").state.next}
    assert not barred["case.triaged"]
    assert any(barred.values())


Rows = dict[str, list[tuple[object, ...]]]


def derived_rows(cast: Cast) -> Rows:
    """Every row derived from the books that this cast wrote in, but for the numbers of the rows."""
    found: Rows = {}
    mine = "SELECT book_id FROM ledger_entry WHERE by LIKE %s"
    with connection.cursor() as cursor:
        for model in (Standing, Member, Part, Owed, Reach, Awaited, Tally, Mark):
            columns = ", ".join(field.attname for field in model._meta.concrete_fields if field.attname != "id")
            rows = f"SELECT {columns} FROM {model._meta.db_table} WHERE book_id IN ({mine}) ORDER BY {columns}"  # noqa: S608 - names of ours
            cursor.execute(rows, [f"%{cast.mark}"])
            found[model._meta.db_table] = [tuple(map(str, row)) for row in cursor.fetchall()]
    return found


def worked(cast: Cast) -> UUID:
    book = cast.case()
    cast.record(book, "sam", "person.joined", {"person": "p1", "role": "alleged_perpetrator"})
    identify(cast, book, "v1", "person.contact_changed", {"phone": "07700 900123"})
    identify(cast, book, "v1", "person.address_changed", {"address": "1 Made-up Street, ZZ99 7AJ"}, seen=1)
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("jo"), "reason": "cover"})
    cast.record(book, "ines", "legal_hold.placed", {"why": "court"})
    cast.record(book, "sam", "contact.plan_agreed", PLAN, {"code_word": "heron", "numbers": "07700 900123"})
    cast.record(book, "sam", "discretion.asked", {"rule": "first-contact"}, {"reasons": "Not now."})
    noted = cast.record(book, "sam", "risk.assessed", {"outcome": "completed", "level": "high"})
    cast.record(book, "sam", "entry.corrected", {"entry": noted.entry, "facts": {"level": "medium"}})
    cast.report(facts={"colleague_case": True})
    return book


def test_rebuilding_changes_nothing(cast: Cast) -> None:
    worked(cast)
    index.freshen(cast.now)
    before = derived_rows(cast)
    assert all(before.values())
    index.rebuild(cast.now, lambda done: None)
    assert derived_rows(cast) == before


def test_rebuilding_mends_what_was_lost(cast: Cast) -> None:
    worked(cast)
    index.freshen(cast.now)
    before = derived_rows(cast)
    with connection.cursor() as cursor:
        for model in (Member, Part, Owed, Tally, Mark, Standing):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - a name of ours
    index.rebuild(cast.now, lambda done: None)
    assert derived_rows(cast) == before


def test_the_index_is_what_the_engine_says_now(cast: Cast) -> None:
    book = cast.case()
    for _ in range(6):
        cast.later(days=5)
        agenda(actor=cast.actor("sam"), scope=Scope(), now=cast.now)
        said = {(each.rule.id, each.subject, each.thread, each.due_at) for each in cast.look(book, "sam").state.owed}
        rows = Owed.objects.filter(book_id=book).values_list("commitment", "subject", "thread", "due")
        assert set(rows) == said


def test_the_soonest_comes_first(cast: Cast) -> None:
    for _ in range(3):
        cast.case()
        cast.later(hours=7)
    due = [each.due for each in agenda(actor=cast.actor("sam"), scope=Scope(), now=cast.now).tasks if each.due]
    assert due == sorted(due) != []


def test_a_list_has_what_the_door_would_open_and_nothing_else(cast: Cast) -> None:
    worked(cast)
    cast.case("tomos")
    kept_out = cast.case()
    cast.record(kept_out, "ines", "conflict.declared", {"staff": cast.handle("sam"), "how": "related"})
    shared = cast.case("tomos")
    cast.record(shared, "olu", "access.given", {"staff": cast.handle("jo")})
    cast.record(shared, "olu", "case.escalated", {"to": "safeguarding_lead"})
    every = list(Standing.objects.values_list("book_id", flat=True))
    for name in ("sam", "jo", "tomos", "ines", "olu", "saf", "hana"):
        who = cast.actor(name)
        listed = {each.book for each in lists.cases(actor=who, now=cast.now, most=10_000)}
        assert listed == {book for book in every if door(who, book, cast.now).may("list", "case").allowed}
        every_task = Scope(whose="all", most=100_000)
        owed = {each.book for each in agenda(actor=who, scope=every_task, now=cast.now).tasks}
        assert owed <= listed


def test_a_cover_works_beside_the_officer_until_the_officer_is_back(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("jo"), "reason": "cover"})
    assert cast.look(book, "jo").book == cast.look(book, "sam").book
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("sam"), "reason": "cover"})
    assert not door(cast.actor("jo"), book, cast.now + timedelta(minutes=1)).may("read", "case").allowed
