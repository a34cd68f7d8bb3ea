"""What an officer carries, for whoever hands it over; and what waits for a second person."""

import pytest

from lintel.access import accounts
from lintel.access.models import Read
from lintel.casework import certified, notices, roles
from lintel.casework.approving import awaited
from lintel.casework.caseload import carried, officers
from lintel.casework.models import Notice
from lintel.casework.refusals import NotHere
from tests.casework.cast import Cast


def test_what_is_due_first_stands_first_and_says_who_covers(cast: Cast) -> None:
    older = cast.case()
    cast.later(days=3)
    newer = cast.case()
    cast.record(newer, "ines", "officer.named", {"officer": cast.handle("jo"), "reason": "cover"})
    found = carried(actor=cast.actor("ines"), officer=cast.handle("sam"), now=cast.now)
    assert [(each.book, each.covers, each.covered_by) for each in found] == [
        (older, False, None), (newer, False, cast.handle("jo")),
    ]  # fmt: skip
    assert found[0].overdue > 0 == found[1].overdue
    (covering,) = carried(actor=cast.actor("ines"), officer=cast.handle("jo"), now=cast.now)
    assert (covering.book, covering.covers) == (newer, True)


def test_cases_of_another_team_a_colleagues_and_walled_off_ones_are_not_among_them(cast: Cast) -> None:
    mine, walled = cast.case(), cast.case()
    colleagues = cast.case(colleague_case=True)
    cast.record(walled, "ines", "conflict.declared", {"staff": cast.handle("ines"), "how": "friend"})
    of_ines = carried(actor=cast.actor("ines"), officer=cast.handle("sam"), now=cast.now)
    assert [each.book for each in of_ines] == [mine]
    assert carried(actor=cast.actor("olu"), officer=cast.handle("sam"), now=cast.now) == []
    of_hana = carried(actor=cast.actor("hana"), officer=cast.handle("sam"), now=cast.now)
    assert [each.book for each in of_hana] == [colleagues]


def test_officers_are_counted_by_what_the_reader_may_list(cast: Cast) -> None:
    cast.case()
    cast.case()
    cast.case("tomos")
    ours = {cast.handle(name) for name in ("sam", "tomos", "jo")}
    found = [each for each in officers(actor=cast.actor("ines"), now=cast.now) if each[0] in ours]
    assert found == [(cast.handle("sam"), "Sam", 2)]


@pytest.mark.parametrize("name", ["sam", "max", "saf", "dee", "aud", "rae", "adi"])
def test_who_assigns_no_cases_sees_nobodys(cast: Cast, name: str) -> None:
    cast.case()
    for ask in (
        lambda: carried(actor=cast.actor(name), officer=cast.handle("sam"), now=cast.now),
        lambda: officers(actor=cast.actor(name), now=cast.now),
    ):
        with pytest.raises(NotHere):
            ask()
        assert Read.objects.filter(reader=cast.handle(name)).latest("seq").thing == "assignment"


def waits(cast: Cast, name: str) -> list[tuple[str, str | None]]:
    found = awaited(actor=cast.actor(name), now=cast.now)
    return [(each.event, each.by) for each in found if (each.by or "").endswith(cast.mark)]


def test_a_departure_waits_for_a_lead_until_one_answers_it(cast: Cast) -> None:
    book = cast.case()
    first = cast.record(book, "sam", "discretion.asked", {"rule": "first-contact"}, {"reasons": "Hers."})
    cast.record(book, "sam", "discretion.asked", {"rule": "dash-attempted"}, {"reasons": "Hers."})
    assert waits(cast, "ines") == [("discretion.asked", cast.handle("sam"))] * 2
    cast.record(book, "ines", "discretion.refused", thread=first.entry)
    assert len(waits(cast, "ines")) == 1
    for name in ("olu", "saf", "hana"):
        assert waits(cast, name) == []


def test_nobody_is_asked_to_approve_what_they_asked_for(cast: Cast) -> None:
    book = cast.case("sam")
    cast.record(book, "ines", "discretion.asked", {"rule": "first-contact"}, {"reasons": "Hers."})
    assert waits(cast, "ines") == []


def test_a_proposed_closure_waits_until_it_is_approved(cast: Cast) -> None:
    book = cast.case()
    for _ in range(2):
        cast.record(book, "sam", "closure.proposed", {"outcome": "duplicate"})
    assert waits(cast, "ines") == [("closure.proposed", cast.handle("sam"))]
    cast.record(book, "ines", "closure.approved")
    assert waits(cast, "ines") == []


@pytest.mark.parametrize("name", ["sam", "max", "dee", "aud", "rae", "adi"])
def test_who_approves_nothing_in_cases_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(NotHere):
        awaited(actor=cast.actor(name), now=cast.now)


def test_a_proposed_role_is_seen_by_those_who_may_and_decided_by_neither_of_the_two(cast: Cast) -> None:
    asked = roles.propose_role(
        actor=cast.actor("adi"), staff=cast.handle("ines"), role="hr_partner", team=None, now=cast.now
    )
    decides = {
        name: {each.id: each.decides for each in roles.waiting(actor=cast.actor(name), now=cast.now)}[asked]
        for name in ("adi", "ines", "olu", "dee", "aud")
    }
    assert decides == {"adi": False, "ines": False, "olu": True, "dee": True, "aud": False}
    (waiting,) = [each for each in roles.waiting(actor=cast.actor("dee"), now=cast.now) if each.id == asked]
    assert (waiting.called, waiting.role) == ("Ines", "hr_partner")
    for name in ("sam", "max", "saf", "hana", "rae"):
        with pytest.raises(NotHere):
            roles.waiting(actor=cast.actor(name), now=cast.now)


@pytest.mark.parametrize("name", ["sam", "max", "saf", "hana", "rae", "adi"])
def test_certificates_are_for_those_who_answer_for_erasing(cast: Cast, name: str) -> None:
    for may in ("ines", "dee", "aud"):
        certified.certificates(actor=cast.actor(may), now=cast.now)
    with pytest.raises(NotHere):
        certified.certificates(actor=cast.actor(name), now=cast.now)


def test_a_notice_is_counted_until_its_reader_has_seen_it_and_nobody_elses_with_it(cast: Cast) -> None:
    cast.case()
    to = cast.handle("sam")
    (mine,) = notices.mine(actor=cast.actor("sam"), now=cast.now).shown
    assert (notices.unseen(to), mine.kind, mine.new) == (1, "case_assigned", True)
    assert notices.seen(cast.handle("jo"), [mine.id], cast.now) == 0
    assert notices.unseen(to) == 1
    assert notices.seen(to, [mine.id], cast.now) == 1
    assert (notices.unseen(to), notices.mine(actor=cast.actor("sam"), now=cast.now).shown[0].new) == (0, False)


def test_a_notice_names_the_case_only_to_who_may_open_it_now(cast: Cast) -> None:
    book = cast.case()
    assert [each.book for each in notices.mine(actor=cast.actor("sam"), now=cast.now).shown] == [book]
    cast.record(book, "ines", "officer.named", {"officer": cast.handle("jo"), "reason": "handover"})
    (told,) = notices.mine(actor=cast.actor("sam"), now=cast.now).shown
    assert (told.kind, told.book, told.case) == ("case_assigned", None, None)


def test_whoever_came_into_conflict_is_told_of_nothing_in_that_case(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "ines", "conflict.declared", {"staff": cast.handle("sam"), "how": "friend"})
    assert Notice.objects.filter(to=cast.handle("sam"), book_id=book).exists()
    mine = notices.mine(actor=cast.actor("sam"), now=cast.now)
    assert (notices.unseen(cast.handle("sam")), mine.shown, mine.every) == (0, (), 0)


def test_whoever_left_reads_no_case_by_their_notices(cast: Cast) -> None:
    cast.case()
    accounts.end_staff(cast.handle("sam"), by=cast.handle("adi"), now=cast.now)
    assert [each.case for each in notices.mine(actor=cast.actor("sam"), now=cast.now).shown] == [None]
