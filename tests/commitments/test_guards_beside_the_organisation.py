"""Guards of a case that look into the organisation's book, whose entries have ids of their own."""

from tests.chronologies import case, organisation
from tests.commitments.judging import broken, guard

RULES = guard('on = "home.offered"\nneeds = ["move.assessed"]\nstrength = "reason"')
MOVE = "2024-03-01 10:00 move.requested id:move"
OFFERED = "2024-03-04 10:00 home.offered thread:move id:offer"


def test_what_the_organisation_approved_answers_nothing_in_a_case() -> None:
    own = organisation("""
        2024-03-02 10:00 discretion.asked rule=it id:asked
        2024-03-03 10:00 discretion.approved thread:asked by:lee
    """)
    assert broken(RULES, case(f"{MOVE}\n{OFFERED}"), own=own) == ["it at offer"]


def test_a_request_of_the_organisations_does_not_stand_in_for_one_of_the_case() -> None:
    own = organisation("2024-03-01 10:00 discretion.asked rule=it by:ada id:asked")
    book = case(f"""
        {MOVE}
        2024-03-02 10:00 discretion.asked rule=it by:sam id:asked
        2024-03-03 10:00 discretion.approved thread:asked by:sam
        {OFFERED}
    """)
    assert broken(RULES, book, own=own) == ["it at offer"]


def test_the_end_of_a_thread_of_the_organisations_does_not_end_one_of_the_case() -> None:
    rules = guard("""
on = "marac.referred"
needs = [{event = "consent.asked", where = {answer = "given"}, ended_by = "thread.ended"}]
""")
    own = organisation("""
        2024-01-04 10:00 agreement.signed id:one
        2024-03-02 10:00 thread.ended thread:one why=not_needed
    """)
    book = case("2024-03-01 10:00 consent.asked answer=given id:one\n2024-03-04 10:00 marac.referred")
    assert broken(rules, book, own=own) == []


def test_what_the_organisation_wrote_down_later_was_not_there() -> None:
    rules = guard('on = "home.offered"\nneeds = ["agreement.signed"]')
    own = organisation("2024-01-04 10:00 agreement.signed recorded:2024-03-10T09:00")
    assert broken(rules, case(f"{MOVE}\n{OFFERED}"), own=own) == ["it at offer"]
