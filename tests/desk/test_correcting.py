"""Putting an entry right: the form holds what it says now, only what was changed is written, and nothing is lost."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from lintel.desk.correcting import HOW, RIGHT, WHY
from lintel.events.entry import Entry
from tests.desk.conftest import Desk
from tests.desk.forms import Sent, standing


@pytest.fixture
def case(desk: Desk) -> UUID:
    return desk.case()


@pytest.fixture
def sam(desk: Desk) -> Client:
    return desk.browser("sam")


def address(book: UUID, entry: str) -> str:
    return reverse("correct", args=[book, entry])


def filled(browser: Client, book: UUID, entry: str, **said: str | list[str]) -> Sent:
    reasons: Sent = {HOW: RIGHT, WHY: "She told me."}
    return {**standing(browser.get(address(book, entry)).content), **reasons, **said}


def post(browser: Client, book: UUID, entry: str, said: Mapping[str, Any]) -> Any:
    return browser.post(address(book, entry), dict(said))


def last(desk: Desk, book: UUID) -> Entry:
    """The correction that was written last."""
    return next(each for each in reversed(desk.look(book, "ines").entries) if each.event == "entry.corrected")


def reads(desk: Desk, book: UUID, entry: str) -> Entry:
    """An entry as it reads now."""
    return next(each for each in desk.look(book, "ines").chronology.entries if each.id == entry)


def call(desk: Desk, book: UUID) -> str:
    """A call, written down with its words."""
    said = {"channel": "phone", "safe_to_talk_checked": True, "wishes_asked": False}
    return desk.record(book, "sam", "contact.made", said, {"summary": "She is well."}).entry


def test_the_form_holds_what_the_entry_says_now(desk: Desk, case: UUID, sam: Client) -> None:
    said = standing(sam.get(address(case, call(desk, case))).content)
    wanted = {"channel": "phone", "safe_to_talk_checked": "yes", "wishes_asked": "no", "summary": "She is well."}
    assert {name: said[name] for name in wanted} == wanted


def test_only_what_was_changed_is_written(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    response = post(sam, case, entry, filled(sam, case, entry, channel="text"))
    assert response.status_code == 302
    assert last(desk, case).facts == {"entry": entry, "facts": {"channel": "text"}}
    assert last(desk, case).sealed == {"reasons": "She told me."}
    assert reads(desk, case, entry).facts["channel"] == "text"
    assert "Put right. It now reads: Contact made by text" in sam.get(response["Location"]).content.decode()


def test_an_answer_can_be_taken_out_and_is_then_not_no(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    assert post(sam, case, entry, filled(sam, case, entry, safe_to_talk_checked="")).status_code == 302
    assert last(desk, case).facts["facts"] == {"safe_to_talk_checked": None}
    assert "safe_to_talk_checked" not in reads(desk, case, entry).facts


def test_words_are_put_right_beside_what_was_written(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    assert post(sam, case, entry, filled(sam, case, entry, summary="She is not well.")).status_code == 302
    assert last(desk, case).sealed == {"reasons": "She told me.", "replacement": {"summary": "She is not well."}}
    first = next(each for each in desk.look(case, "sam").entries if each.id == entry)
    assert first.sealed["summary"] == "She is well."


def test_when_it_happened_can_be_put_right(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    assert post(sam, case, entry, filled(sam, case, entry) | {"at-time": "10:01am"}).status_code == 302
    assert set(last(desk, case).facts) == {"entry", "at"}
    assert reads(desk, case, entry).at.minute == 1


def test_a_thread_and_a_person_can_be_put_right(desk: Desk, case: UUID, sam: Client) -> None:
    desk.record(case, "sam", "person.joined", {"person": "c1", "role": "child_victim"})
    first, second = (desk.record(case, "sam", "repair.needed", {"work": "damage"}).entry for _ in range(2))
    entry = desk.record(case, "sam", "repair.finished", thread=first, about=["v1"]).entry
    assert post(sam, case, entry, filled(sam, case, entry, thread=second, regarding=["c1"])).status_code == 302
    assert last(desk, case).facts == {"entry": entry, "thread": second, "about": ("c1",)}


@pytest.mark.parametrize("why", ["mistaken", "duplicate", "wrong_case"])
def test_an_entry_can_be_taken_back(desk: Desk, case: UUID, sam: Client, why: str) -> None:
    entry = call(desk, case)
    response = post(sam, case, entry, filled(sam, case, entry, **{HOW: why}, channel="text"))
    assert last(desk, case).facts == {"entry": entry, "withdrawn": why}
    assert entry not in {each.id for each in desk.look(case, "sam").chronology.entries}
    assert "Taken back: Contact made by phone" in sam.get(response["Location"]).content.decode()


def test_taking_back_a_contact_makes_it_owed_again(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    response = post(sam, case, entry, filled(sam, case, entry, **{HOW: "mistaken"}))
    assert "Now owed" in sam.get(response["Location"]).content.decode()


def test_a_correction_that_changes_nothing_is_refused(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    response = post(sam, case, entry, filled(sam, case, entry))
    assert response.status_code == 422
    assert "Nothing in it was changed" in response.content.decode()


def test_a_correction_says_what_is_wrong_and_why(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    response = post(sam, case, entry, {**filled(sam, case, entry, channel="text"), HOW: "", WHY: ""})
    text = response.content.decode()
    assert response.status_code == 422
    assert "What is wrong with it: Choose one" in text
    assert "Why: " in text


def test_how_she_is_reached_is_put_right_only_after_confirming(desk: Desk, case: UUID, sam: Client) -> None:
    entry = desk.record(
        case, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}}, {"code_word": "heron"}
    ).entry
    assert sam.get(address(case, entry))["Location"].startswith(reverse("step-up"))
    stepped_up = desk.browser("sam", stepped_up=True)
    said = filled(stepped_up, case, entry, **{"channels-phone": "unsafe"})
    assert "heron" not in stepped_up.get(address(case, entry)).content.decode()
    assert post(sam, case, entry, said)["Location"].startswith(reverse("step-up"))
    back = standing(stepped_up.get(address(case, entry)).content)
    assert post(stepped_up, case, entry, back).status_code == 302
    assert last(desk, case).facts["facts"] == {"channels": {"phone": "unsafe"}}
    assert "replacement" not in last(desk, case).sealed


def test_what_is_masked_can_be_replaced_without_being_shown(desk: Desk, case: UUID) -> None:
    entry = desk.record(
        case, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}}, {"code_word": "heron"}
    ).entry
    browser = desk.browser("sam", stepped_up=True)
    assert post(browser, case, entry, filled(browser, case, entry, code_word="wren")).status_code == 302
    looked = desk.look(case, "sam").entries[-1]
    assert looked.event == "entry.corrected"
    assert "wren" not in browser.get(reverse("case", args=[case])).content.decode()


def test_somebody_elses_writing_meanwhile_is_shown_first(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    said = filled(sam, case, entry, channel="text")
    desk.record(case, "ines", "case.triaged", {"priority": "high"})
    response = post(sam, case, entry, said)
    assert response.status_code == 409
    assert "Triaged as high" in response.content.decode()
    assert post(sam, case, entry, standing(response.content)).status_code == 302


def test_whose_case_it_is_is_put_right_by_whoever_leads(desk: Desk, case: UUID, sam: Client) -> None:
    named = next(each.id for each in desk.look(case, "sam").entries if each.event == "officer.named")
    assert sam.get(address(case, named)).status_code == 404
    assert desk.browser("ines").get(address(case, named)).status_code == 200


@pytest.mark.parametrize("name", ["jo", "tomos", "aud", "rae", "adi"])
def test_nobody_corrects_a_case_that_is_not_theirs(desk: Desk, case: UUID, name: str) -> None:
    entry = call(desk, case)
    assert desk.browser(name, stepped_up=True).get(address(case, entry)).status_code == 404
    assert desk.browser(name, stepped_up=True).post(address(case, entry), {}).status_code == 404


def test_neither_a_correction_nor_what_is_not_there_is_corrected(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    desk.record(case, "sam", "entry.corrected", {"entry": entry, "facts": {"channel": "text"}})
    assert sam.get(address(case, last(desk, case).id)).status_code == 404
    assert sam.get(address(case, "nothing")).status_code == 404


def test_what_stands_on_no_list_of_ours_may_stay(desk: Desk, case: UUID, sam: Client) -> None:
    entry = desk.record(case, "sam", "needs.recorded", {"language": "old_norse", "interpreter": True}).entry
    assert standing(sam.get(address(case, entry)).content)["language"] == "old_norse"
    assert post(sam, case, entry, filled(sam, case, entry, interpreter="no")).status_code == 302
    assert last(desk, case).facts["facts"] == {"interpreter": False}


def test_a_correction_is_judged_by_the_time_it_is_written(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    desk.now += timedelta(days=3)
    browser = desk.browser("sam")
    assert post(browser, case, entry, filled(browser, case, entry, channel="text")).status_code == 302
    assert last(desk, case).at == desk.now
    assert reads(desk, case, entry).at < last(desk, case).at


def test_a_correction_that_comes_back_is_kept(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    response = post(sam, case, entry, filled(sam, case, entry, summary="She is at her sister's.") | {WHY: ""})
    assert response.status_code == 422
    assert "What you typed is kept for seven days" in response.content.decode()
    assert standing(sam.get(address(case, entry)).content)["summary"] == "She is at her sister's."


def test_an_answer_that_a_form_needs_may_be_taken_away_again(desk: Desk, case: UUID, sam: Client) -> None:
    entry = call(desk, case)
    assert post(sam, case, entry, filled(sam, case, entry, channel="")).status_code == 302
    assert "channel" not in reads(desk, case, entry).facts
