"""Guards: bar, reason and remind; discretion; and that later writing neither makes nor cures a breach."""

import pytest

from tests.chronologies import case, entry, organisation
from tests.commitments.judging import broken, guard, refused

KEYS = 'on = "home.offered"\nneeds = ["move.assessed"]\nstrength = "{}"'
BAR, REASON, REMIND = (guard(KEYS.format(strength)) for strength in ("bar", "reason", "remind"))
MOVE = """
        2024-03-01 09:00 person.joined v1 role=victim
        2024-03-01 10:00 move.requested id:move
"""
OFFERED = "home.offered thread:move"
ASKED = "2024-03-02 10:00 discretion.asked rule=it id:asked"


def with_discretion(asked: str = "", approved: str = "by:lee", offered: str = "") -> list[str]:
    return broken(
        REASON,
        case(f"""{MOVE}
        {ASKED} {asked}
        2024-03-03 10:00 discretion.approved thread:asked {approved}
        2024-03-04 10:00 {OFFERED} {offered} id:first
        2024-03-05 10:00 {OFFERED} {offered} id:second
    """),
    )


def test_a_bar_and_a_reason_are_breaches_and_a_reminder_is_none() -> None:
    book = case(f"{MOVE}2024-03-04 10:00 {OFFERED} id:offer")
    assert [broken(rules, book) for rules in (BAR, REASON, REMIND)] == [["it at offer"], ["it at offer"], []]


def test_before_it_is_written_every_strength_is_said() -> None:
    offer = entry(f"2024-03-04 10:00 {OFFERED}")
    assert [refused(rules, case(MOVE), offer) for rules in (BAR, REASON, REMIND)] == [["it"], ["it"], ["it"]]


def test_before_it_is_written_nothing_is_said_of_what_is_met() -> None:
    book = case(f"{MOVE}2024-03-02 10:00 move.assessed thread:move")
    offer = entry(f"2024-03-04 10:00 {OFFERED}")
    assert [refused(rules, book, offer) for rules in (BAR, REASON, REMIND)] == [[], [], []]


def test_what_somebody_else_has_approved_goes_through_once() -> None:
    assert with_discretion() == ["it at second"]


def test_what_has_been_approved_may_be_written() -> None:
    book = case(f"{MOVE}{ASKED}\n2024-03-03 10:00 discretion.approved thread:asked by:lee")
    assert refused(REASON, book, entry(f"2024-03-04 10:00 {OFFERED}")) == []


def test_each_approval_answers_once() -> None:
    book = case(f"""{MOVE}
        {ASKED}
        2024-03-02 10:00 discretion.asked rule=it id:again
        2024-03-03 10:00 discretion.approved thread:asked by:lee
        2024-03-03 10:00 discretion.approved thread:again by:lee
        2024-03-04 10:00 {OFFERED}
        2024-03-05 10:00 {OFFERED}
        2024-03-06 10:00 {OFFERED} id:third
    """)
    assert broken(REASON, book) == ["it at third"]


def test_an_entry_that_needs_no_discretion_leaves_it_standing() -> None:
    rules = guard('on = "home.offered"\nnever = {like_for_like = false}\nstrength = "reason"')
    book = case(f"""{MOVE}
        {ASKED}
        2024-03-03 10:00 discretion.approved thread:asked by:lee
        2024-03-04 10:00 {OFFERED} like_for_like=yes
        2024-03-05 10:00 {OFFERED} like_for_like=no
    """)
    assert broken(rules, book) == []


@pytest.mark.parametrize("approved", ["by:sam", "by:nobody"])
def test_what_the_asker_or_nobody_approves_is_not_approved(approved: str) -> None:
    assert with_discretion(approved=approved) == ["it at first", "it at second"]


def test_what_nobody_asked_for_is_not_approved() -> None:
    assert with_discretion(asked="by:nobody") == ["it at first", "it at second"]


def test_what_was_only_asked_for_is_not_approved() -> None:
    book = case(f"{MOVE}{ASKED}\n2024-03-04 10:00 {OFFERED} id:offer")
    assert broken(REASON, book) == ["it at offer"]


def test_what_was_refused_is_not_approved() -> None:
    book = case(f"""{MOVE}
        {ASKED}
        2024-03-03 10:00 discretion.refused thread:asked by:lee
        2024-03-04 10:00 {OFFERED} id:offer
    """)
    assert broken(REASON, book) == ["it at offer"]


def test_what_was_approved_and_then_refused_is_refused() -> None:
    book = case(f"""{MOVE}
        {ASKED}
        2024-03-03 10:00 discretion.approved thread:asked by:lee
        2024-03-03 11:00 discretion.refused thread:asked by:lee
        2024-03-04 10:00 {OFFERED} id:offer
    """)
    assert broken(REASON, book) == ["it at offer"]


def test_approved_twice_it_still_answers_once() -> None:
    book = case(f"""{MOVE}
        {ASKED}
        2024-03-03 10:00 discretion.approved thread:asked by:lee
        2024-03-03 11:00 discretion.approved thread:asked by:lee
        2024-03-04 10:00 {OFFERED}
        2024-03-05 10:00 {OFFERED} id:second
    """)
    assert broken(REASON, book) == ["it at second"]


def test_what_is_approved_for_another_rule_does_not_help() -> None:
    book = case(f"""{MOVE}
        2024-03-02 10:00 discretion.asked rule=another id:asked
        2024-03-03 10:00 discretion.approved thread:asked by:lee
        2024-03-04 10:00 {OFFERED} id:offer
    """)
    assert broken(REASON, book) == ["it at offer"]


@pytest.mark.parametrize(
    ("whom", "offered", "found"),
    [
        ("", "", ["it at second"]),
        ("for=move", "", ["it at second"]),
        ("for=v1", "v1", ["it at second"]),
        ("for=asked", "", ["it at first", "it at second"]),
    ],
)
def test_it_answers_for_its_person_or_its_thread(whom: str, offered: str, found: list[str]) -> None:
    assert with_discretion(asked=whom, offered=offered) == found


def test_it_answers_for_the_only_victim_where_the_entry_names_nobody() -> None:
    assert with_discretion(asked="for=v1") == ["it at second"]


def test_an_approval_after_the_entry_does_not_cure_it() -> None:
    book = case(f"""{MOVE}
        {ASKED}
        2024-03-04 10:00 {OFFERED} id:offer
        2024-03-05 10:00 discretion.approved thread:asked by:lee
    """)
    assert broken(REASON, book) == ["it at offer"]


def test_a_bar_asks_for_no_reason() -> None:
    book = case(
        f"{MOVE}{ASKED}\n2024-03-03 10:00 discretion.approved thread:asked by:lee\n2024-03-04 10:00 {OFFERED} id:offer"
    )
    assert broken(BAR, book) == ["it at offer"]


def test_what_was_written_down_later_does_not_cure_a_breach() -> None:
    book = case(f"""{MOVE}
        2024-03-02 10:00 move.assessed thread:move recorded:2024-03-05T10:00
        2024-03-04 10:00 {OFFERED} id:offer
    """)
    assert broken(BAR, book) == ["it at offer"]


def test_what_was_written_down_before_the_entry_was_is_in_time() -> None:
    book = case(f"""{MOVE}
        2024-03-02 10:00 move.assessed thread:move recorded:2024-03-05T10:00
        2024-03-04 10:00 {OFFERED} recorded:2024-03-05T10:00
    """)
    assert broken(BAR, book) == []


def test_what_was_written_down_later_does_not_make_a_breach() -> None:
    rules = guard('on = "home.offered"\nat_most = 1\nin = "thread"')
    book = case(f"""{MOVE}
        2024-03-02 10:00 {OFFERED} recorded:2024-03-09T10:00 id:late
        2024-03-04 10:00 {OFFERED} id:offer
    """)
    assert broken(rules, book) == []


def test_an_entry_written_down_later_does_not_use_up_a_discretion() -> None:
    book = case(f"""{MOVE}
        {ASKED}
        2024-03-03 10:00 discretion.approved thread:asked by:lee
        2024-03-04 10:00 {OFFERED} recorded:2024-03-20T10:00 id:late
        2024-03-05 10:00 {OFFERED} id:offer
    """)
    assert broken(REASON, book) == ["it at late"]


def test_what_an_entry_is_read_with_was_written_down_before_it() -> None:
    rules = guard('on = {event = "home.offered", where = {by = "victim"}}\nneeds = ["move.assessed"]')
    book = case(f"""
        2024-03-01 10:00 move.requested by=victim id:move recorded:2024-03-20T10:00
        2024-03-04 10:00 {OFFERED} id:offer
    """)
    assert broken(rules, book, known_on="2024-03-10") == broken(rules, book) == []


def test_an_opener_written_down_later_does_not_cure_a_breach() -> None:
    rules = guard('on = "home.offered"\nneeds = [{event = "move.assessed", where = {by = "victim"}}]')
    book = case(f"""
        2024-03-01 10:00 move.requested by=victim id:move recorded:2024-03-20T10:00
        2024-03-02 10:00 move.assessed thread:move
        2024-03-04 10:00 {OFFERED} id:offer
    """)
    assert broken(rules, book, known_on="2024-03-10") == broken(rules, book) == ["it at offer"]


def test_a_later_correction_neither_makes_nor_cures_a_breach() -> None:
    book = case(f"""{MOVE}
        2024-03-04 10:00 {OFFERED} id:offer
        2024-03-06 10:00 entry.corrected entry=offer withdrawn=mistaken
    """)
    assert broken(BAR, book) == ["it at offer"]


def test_a_need_corrected_before_the_entry_is_read_as_corrected() -> None:
    book = case(f"""{MOVE}
        2024-03-02 10:00 move.assessed thread:move id:assessed
        2024-03-03 10:00 entry.corrected entry=assessed withdrawn=mistaken
        2024-03-04 10:00 {OFFERED} id:offer
    """)
    assert broken(BAR, book) == ["it at offer"]


def test_a_need_corrected_after_the_entry_stays_as_it_was_read() -> None:
    book = case(f"""{MOVE}
        2024-03-02 10:00 move.assessed thread:move id:assessed
        2024-03-04 10:00 {OFFERED} id:offer
        2024-03-05 10:00 entry.corrected entry=assessed withdrawn=mistaken
    """)
    assert broken(BAR, book) == []


def test_a_breach_is_seen_once_it_was_written_down() -> None:
    book = case(f"{MOVE}2024-03-04 10:00 {OFFERED} recorded:2024-03-09T10:00 id:offer")
    assert broken(BAR, book, as_of="2024-03-08") == []
    assert broken(BAR, book, as_of="2024-03-10", known_on="2024-03-08") == []
    assert broken(BAR, book, as_of="2024-03-09 10:00") == ["it at offer"]


def test_a_correction_in_the_organisations_book_does_not_cure_a_breach() -> None:
    rules = guard('on = "home.offered"\nneeds = [{event = "agreement.signed", where = {kind = "referral"}}]')
    own = organisation("""
        2024-01-01 10:00 agreement.signed kind=marac_protocol id:one
        2024-03-20 10:00 entry.corrected entry=one facts={"kind":"referral"}
    """)
    book = case(f"{MOVE}2024-03-04 10:00 {OFFERED} id:offer")
    assert broken(rules, book, own=own) == ["it at offer"]
