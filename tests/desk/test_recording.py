"""Recording something: a form for every kind of event, nothing typed is lost, and what changed is said."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from lintel.access.models import Read
from lintel.casework.models import Notice, Proposal
from lintel.desk.forms.slugs import slug
from lintel.directory.models import Agency
from lintel.ledger.actions import head
from tests.desk.conftest import Desk
from tests.desk.forms import Sent, standing


@pytest.fixture
def case(desk: Desk) -> UUID:
    """A case of sam's, in which it was agreed that the telephone is safe."""
    book = desk.case()
    desk.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}})
    return book


@pytest.fixture
def harbour() -> None:
    """An agency, so that forms ask which one."""
    Agency.objects.get_or_create(handle="harbour", defaults={"name": "Harbour", "last_checked": "2024-01-01"})


@pytest.fixture
def sam(desk: Desk) -> Client:
    return desk.browser("sam")


def address(book: UUID, event: str) -> str:
    return reverse("record-event", args=[book, event])


def filled(browser: Client, book: UUID, event: str, **said: str | list[str]) -> Sent:
    """A form as it stands, with something typed in it."""
    return {**standing(browser.get(address(book, event)).content), **said}


def post(browser: Client, book: UUID, event: str, said: Mapping[str, Any]) -> Any:
    return browser.post(address(book, event), dict(said))


def facts(desk: Desk, book: UUID, event: str) -> Mapping[str, object]:
    """What the last entry of a kind says."""
    return next(each.facts for each in reversed(desk.look(book, "sam").entries) if each.event == event)


def test_no_page_of_a_form_shows_a_code(desk: Desk, case: UUID, sam: Client) -> None:
    texts = [sam.get(address(case, event)).content.decode() for event in ("contact.plan_agreed", "person.joined")]
    words = [re.sub(r"<[^>]*>", " ", text) for text in texts]
    assert [found for text in words for found in re.findall(r"\b[a-z]+_[a-z_]+\b", text)] == []


def test_what_was_typed_is_what_is_written(desk: Desk, case: UUID, sam: Client) -> None:
    said = filled(sam, case, "contact.made", channel="phone", safe_to_talk_checked="yes", summary="She is well.")
    assert post(sam, case, "contact.made", said).status_code == 302
    entry = desk.look(case, "sam").entries[-1]
    assert entry.facts == {"channel": "phone", "started_by": "us", "safe_to_talk_checked": True}
    assert entry.sealed == {"summary": "She is well."}
    assert entry.by == desk.handle("sam")


def test_a_form_that_is_wrong_keeps_everything_and_says_what_to_do(desk: Desk, case: UUID, sam: Client) -> None:
    said = filled(sam, case, "contact.made", channel="phone", summary="She is well.") | {"at-time": "soon"}
    response = post(sam, case, "contact.made", said)
    text = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Record" in text
    assert "There is a problem" in text
    assert 'href="#field-at-day"' in text
    assert 'id="field-at-day"' in text
    assert {**said, "at-exact": said["at-exact"]} == standing(response.content)


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        ("contact.made", ["safe_to_talk_checked"]),  # the one safe way is filled in, and is no answer of theirs
        ("contact.attempted", ["outcome"]),
        ("action.added", ["what", "owner", "due_on-day"]),
        ("case.triaged", ["priority"]),
        ("information.shared", ["agency", "items", "basis"]),
        ("consent.asked", ["purpose", "answer"]),
    ],
)
def test_a_form_with_nothing_answered_is_not_saved(desk: Desk, case: UUID, event: str, wanted: list[str]) -> None:
    browser, before = desk.browser("ines", stepped_up=True), head(case)
    response = post(browser, case, event, standing(browser.get(address(case, event)).content))
    text = response.content.decode()
    assert response.status_code == 422
    assert head(case) == before
    assert re.findall(r'href="#field-([\w-]+)"', text) == wanted
    assert all(f'id="field-{each}"' in text for each in wanted)


def test_a_form_in_which_nobody_typed_anything_is_not_kept(desk: Desk, case: UUID, sam: Client) -> None:
    assert post(sam, case, "action.added", filled(sam, case, "action.added")).status_code == 422
    assert "unfinished forms" not in sam.get("/").content.decode()


def test_a_field_that_is_not_of_the_form_is_refused(desk: Desk, case: UUID, sam: Client) -> None:
    before = head(case)
    assert post(sam, case, "note.added", filled(sam, case, "note.added", note="Words.", by="jo")).status_code == 422
    assert head(case) == before


def test_the_same_form_sent_twice_is_one_entry(desk: Desk, case: UUID, sam: Client) -> None:
    said = filled(sam, case, "note.added", note="Words.")
    first, second = (post(sam, case, "note.added", said) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert len([each for each in desk.look(case, "sam").entries if each.event == "note.added"]) == 1


def test_a_form_saved_before_with_other_words_gets_a_new_key(desk: Desk, case: UUID, sam: Client) -> None:
    said = filled(sam, case, "note.added", note="Words.")
    post(sam, case, "note.added", said)
    response = post(sam, case, "note.added", {**said, "note": "Other words.", "seen": str(head(case)[0])})
    again = standing(response.content)
    assert response.status_code == 422
    assert again["note"] == "Other words."
    assert again["key"] != said["key"]
    assert post(sam, case, "note.added", again).status_code == 302


def test_what_somebody_else_wrote_first_is_shown_and_nothing_is_lost(desk: Desk, case: UUID, sam: Client) -> None:
    said = filled(sam, case, "note.added", note="Words.")
    desk.record(case, "ines", "case.triaged", {"priority": "high"})
    response = post(sam, case, "note.added", said)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Triaged as high" in text
    assert "Ines" in text
    again = standing(response.content)
    assert again["note"] == "Words."
    assert post(sam, case, "note.added", again).status_code == 302


def test_an_act_that_is_barred_says_why_and_leads_to_the_step(desk: Desk, case: UUID, sam: Client) -> None:
    desk.record(
        case, "sam", "enforcement.considered", {"tool": "warning", "proportionate": "yes", "perpetrator_is": "tenant"}
    )
    before = head(case)
    response = post(sam, case, "enforcement.started", filled(sam, case, "enforcement.started", outcome="warning_given"))
    text = response.content.decode()
    assert response.status_code == 422
    assert head(case) == before
    assert "No enforcement until a check" in text
    assert "I checked what acting would do to her safety" in text
    assert address(case, "enforcement.safety_checked") in text
    assert "Clause settle-3.b3" in text
    assert "raises_risk" not in text.replace('name="raises_risk"', "")
    assert standing(response.content)["outcome"] == "warning_given"


def test_the_form_of_an_act_says_beforehand_what_still_bars_it(desk: Desk, case: UUID, sam: Client) -> None:
    text = sam.get(address(case, "case.closed")).content.decode()
    assert "still barred by the policy" in text
    assert "I asked her what she thinks of it" in text


def test_a_rule_that_may_be_departed_from_leads_to_asking_for_it(desk: Desk, case: UUID, sam: Client) -> None:
    text = sam.get(address(case, "security.requested")).content.decode()
    assert f"{address(case, 'discretion.asked')}?rule=her-view-before-her-home-changes" in text
    said = standing(sam.get(f"{address(case, 'discretion.asked')}?rule=her-view-before-her-home-changes").content)
    assert said["rule"] == "her-view-before-her-home-changes"


def test_a_form_that_is_barred_is_kept_until_the_step_is_done(desk: Desk, case: UUID, sam: Client) -> None:
    desk.record(case, "sam", "enforcement.considered", {"tool": "warning"})
    note = filled(sam, case, "enforcement.started", outcome="warning_given", note="He was told at the office.")
    text = post(sam, case, "enforcement.started", note).content.decode()
    assert "What you typed is kept for seven days" in text
    checked = filled(sam, case, "enforcement.safety_checked", raises_risk="no")
    assert post(sam, case, "enforcement.safety_checked", checked).status_code == 302
    back = standing(sam.get(address(case, "enforcement.started")).content)
    assert (back["outcome"], back["note"]) == ("warning_given", "He was told at the office.")


@pytest.mark.usefixtures("harbour")
def test_what_bars_a_disclosure_names_the_agency_and_the_purpose_and_fills_them_in(desk: Desk, case: UUID) -> None:
    sam = desk.browser("sam")
    said: Sent = {"agency": "harbour", "purpose": "police", "items": ["risk"], "basis": "consent"}
    text = post(sam, case, "information.shared", filled(sam, case, "information.shared", **said)).content.decode()
    assert (
        "Record “I asked if we may share”, with Which agency: “Harbour”; What for: “The police”; "
        "What did she say: “Yes, we may”"
    ) in text
    assert "harbour" not in "".join(re.findall(r'href="([^"]*)"', text))
    where = next(each for each in re.findall(r'href="([^"]*)"', text) if address(case, "consent.asked") in each)
    asked = standing(sam.get(where).content)
    assert (asked["agency"], asked["purpose"]) == ("harbour", "police")
    assert post(sam, case, "consent.asked", {**asked, "answer": "given"}).status_code == 302
    back = standing(sam.get(address(case, "information.shared")).content)
    assert post(sam, case, "information.shared", back).status_code == 302


@pytest.mark.usefixtures("harbour")
def test_what_another_form_says_is_read_by_nobody_else(desk: Desk, case: UUID, sam: Client) -> None:
    said: Sent = {"agency": "harbour", "basis": "consent"}
    post(sam, case, "information.shared", filled(sam, case, "information.shared", **said))
    where = f"{address(case, 'consent.asked')}?beside={slug('information.shared')}"
    assert standing(sam.get(where).content).get("agency") == "harbour"
    assert "agency" not in standing(desk.browser("ines").get(where).content)
    assert sam.get(f"{address(case, 'consent.asked')}?beside=nothing").status_code == 200


def test_a_form_that_somebody_overtook_is_kept(desk: Desk, case: UUID, sam: Client) -> None:
    said = filled(sam, case, "note.added", note="Words.")
    desk.record(case, "ines", "case.triaged", {"priority": "high"})
    assert post(sam, case, "note.added", said).status_code == 409
    assert standing(sam.get(address(case, "note.added")).content)["note"] == "Words."


def test_more_than_can_be_kept_is_only_shown_again(desk: Desk, case: UUID, sam: Client) -> None:
    response = post(sam, case, "note.added", filled(sam, case, "note.added", note="a" * 400_001))
    assert response.status_code == 422
    assert "is kept for seven days" not in response.content.decode()


def test_a_fact_that_breaks_a_rule_is_taken_named_and_told_to_the_lead(desk: Desk, case: UUID, sam: Client) -> None:
    response = post(sam, case, "contact.made", filled(sam, case, "contact.made", channel="email", summary="Well."))
    text = sam.get(response["Location"]).content.decode()
    assert "went against a rule" in text
    assert "Contact that we start goes only by a channel that is safe for her" in text
    told = Notice.objects.filter(book_id=case, kind="guard_broken").values_list("to", flat=True)
    assert set(told) == {desk.handle("ines")}


def test_a_fact_that_breaks_no_rule_tells_nobody(desk: Desk, case: UUID, sam: Client) -> None:
    response = post(
        sam, case, "contact.made", filled(sam, case, "contact.made", channel="phone", safe_to_talk_checked="yes")
    )
    assert "went against a rule" not in sam.get(response["Location"]).content.decode()
    assert not Notice.objects.filter(book_id=case, kind="guard_broken").exists()


def test_after_saving_the_page_says_what_changed_in_what_is_owed(desk: Desk, case: UUID, sam: Client) -> None:
    response = post(
        sam, case, "contact.made", filled(sam, case, "contact.made", channel="phone", safe_to_talk_checked="yes")
    )
    text = sam.get(response["Location"]).content.decode()
    assert "Reach her within one working day" in text
    assert re.search(r"Reach her within one working day[^<]*</span> <span[^>]*>Done", text)
    assert "Now owed, by Mon 22 April 2024" in text
    assert reverse("correct", args=[case, desk.look(case, "sam").entries[-1].id]) in text


def test_what_was_saved_is_shown_to_whoever_wrote_it_alone(desk: Desk, case: UUID, sam: Client) -> None:
    where = post(sam, case, "note.added", filled(sam, case, "note.added", note="Words."))["Location"]
    assert [desk.browser(name).get(where).status_code for name in ("sam", "ines", "jo")] == [200, 404, 404]


def test_how_she_is_reached_is_changed_only_after_confirming_and_nothing_typed_is_lost(desk: Desk, case: UUID) -> None:
    browser = desk.browser("sam")
    said = filled(browser, case, "contact.plan_agreed", **{"channels-phone": "unsafe", "code_word": "heron"})
    response = post(browser, case, "contact.plan_agreed", said)
    assert response["Location"].startswith(f"{reverse('step-up')}?next=")
    assert facts(desk, case, "contact.plan_agreed") == {"channels": {"phone": "safe"}}
    back = standing(desk.browser("sam", stepped_up=True).get(address(case, "contact.plan_agreed")).content)
    assert (back["channels-phone"], back["code_word"]) == ("unsafe", "heron")
    assert post(desk.browser("sam", stepped_up=True), case, "contact.plan_agreed", back).status_code == 302
    assert facts(desk, case, "contact.plan_agreed") == {"channels": {"phone": "unsafe"}}


def test_somebody_joins_by_name_and_no_handle_is_typed(desk: Desk, case: UUID, sam: Client) -> None:
    said = filled(sam, case, "person.joined", called="Robin Example", role="child_victim", age_band="under_16")
    assert post(sam, case, "person.joined", said).status_code == 302
    assert post(sam, case, "person.joined", said).status_code == 302
    seen = desk.look(case, "sam")
    assert list(seen.names.values()) == ["Robin Example"]
    assert len([each for each in seen.entries if each.event == "person.joined"]) == 2
    assert "Robin Example (child)" in sam.get(address(case, "person.left")).content.decode()


def test_the_likeliest_stand_first_and_keep_what_is_owed(desk: Desk, case: UUID, sam: Client) -> None:
    text = sam.get(reverse("record", args=[case])).content.decode()
    first = text.partition("Likeliest now")[2].partition("</section>")[0]
    assert "I spoke to her" in first
    assert "Reach her within one working day" in first
    assert "I am closing the case" in text
    assert "Not yet:" in text


def test_words_narrow_the_list_and_stand_in_no_address(desk: Desk, case: UUID, sam: Client) -> None:
    response = sam.post(reverse("record", args=[case]), {"words": "lock"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "I am asking for the home to be made more secure" in text
    assert "I spoke to her" not in text
    assert "Nothing fits those words" in sam.post(reverse("record", args=[case]), {"words": "zzz"}).content.decode()


def test_what_continues_something_is_offered_only_while_there_is_something(desk: Desk, case: UUID, sam: Client) -> None:
    assert "The repair is finished" not in sam.get(reverse("record", args=[case])).content.decode()
    desk.record(case, "sam", "repair.needed", {"work": "safety"})
    assert "The repair is finished" in sam.get(reverse("record", args=[case])).content.decode()


def test_an_obligation_opens_the_form_that_keeps_it_filled_in(desk: Desk, case: UUID, sam: Client) -> None:
    desk.record(case, "sam", "person.joined", {"person": "c1", "role": "child_victim", "age_band": "under_16"})
    owed = next(each for each in desk.look(case, "sam").state.owed if each.rule.id == "fortnightly-contact")
    response = sam.get(f"{reverse('record', args=[case])}?for={owed.rule.id}")
    assert response["Location"].startswith(address(case, "contact.made"))
    assert standing(sam.get(response["Location"]).content)["regarding"] == "v1"


def test_a_thread_and_a_person_come_with_the_address(desk: Desk, case: UUID, sam: Client) -> None:
    first, second = (desk.record(case, "sam", "repair.needed", {"work": "safety"}).entry for _ in range(2))
    assert standing(sam.get(f"{address(case, 'repair.finished')}?thread={second}").content)["thread"] == second
    assert standing(sam.get(f"{address(case, 'person.died')}?about=v1").content)["person"] == "v1"
    assert "thread" not in standing(sam.get(address(case, "repair.finished")).content)
    assert first != second


@pytest.mark.parametrize("name", ["tomos", "jo", "aud", "adi", "rae", "max", "hana"])
def test_whoever_may_not_record_finds_no_form(desk: Desk, case: UUID, name: str) -> None:
    browser = desk.browser(name, stepped_up=True)
    assert browser.get(reverse("record", args=[case])).status_code == 404
    assert browser.get(address(case, "note.added")).status_code == 404
    assert browser.post(address(case, "note.added"), {"note": "Words."}).status_code == 404


def test_a_form_that_is_not_for_an_officer_is_not_there(desk: Desk, case: UUID, sam: Client) -> None:
    assert [sam.get(address(case, event)).status_code for event in ("officer.named", "access.given")] == [404, 404]
    assert desk.browser("ines").get(address(case, "officer.named")).status_code == 200


def test_titles_and_addresses_say_nothing_of_the_person(desk: Desk, case: UUID, sam: Client) -> None:
    pages = [sam.get(address(case, event)).content.decode() for event in ("enforcement.considered", "note.added")]
    assert {re.search(r"<title>(.*?)</title>", text)[1] for text in pages} == {"Record – Lintel"}  # type: ignore[index] # every page has one
    assert re.fullmatch(r"/case/[0-9a-f-]{36}/record/[0-9a-f]{8}", address(case, "enforcement.considered"))


def test_looking_at_a_form_writes_nothing_but_that_somebody_looked(desk: Desk, case: UUID, sam: Client) -> None:
    before, looked = head(case), Read.objects.count()
    sam.get(address(case, "note.added"))
    assert head(case) == before
    assert Read.objects.count() > looked


def test_a_departure_is_approved_by_a_second_person_as_themselves(desk: Desk, case: UUID) -> None:
    desk.record(case, "ines", "discretion.asked", {"rule": "her-view-before-her-home-changes"})
    response = post(
        desk.browser("ines"), case, "discretion.approved", filled(desk.browser("ines"), case, "discretion.approved")
    )
    assert response.status_code == 422
    assert "by a lead who did not ask for it" in response.content.decode()
    assert desk.browser("sam").get(address(case, "discretion.approved")).status_code == 404


def test_lifting_a_hold_is_only_proposed(desk: Desk, case: UUID) -> None:
    desk.record(case, "ines", "legal_hold.placed", {"why": "court"})
    browser = desk.browser("ines")
    assert post(browser, case, "legal_hold.lifted", filled(browser, case, "legal_hold.lifted")).status_code == 302
    assert Proposal.objects.get(book_id=case).what == "hold"
    assert not [each for each in desk.look(case, "ines").entries if each.event == "legal_hold.lifted"]


_ONLY_PHONE = {"channels": {"phone": "safe", "text": "unsafe"}}
_TWO_WAYS = {"channels": {"phone": "safe", "text": "safe"}}
_ON_CONDITIONS = {"channels": {"phone": "safe", "text": "conditional"}}


@pytest.mark.parametrize(
    ("plan", "weeks", "chosen"),
    [(_ONLY_PHONE, 0, "phone"), (_ONLY_PHONE, 5, None), (_TWO_WAYS, 0, None), (_ON_CONDITIONS, 0, None)],
)
@pytest.mark.parametrize("event", ["contact.made", "contact.attempted"])
def test_the_only_safe_way_by_a_plan_in_force_is_filled_in_and_said(
    desk: Desk, event: str, plan: dict[str, object], weeks: int, chosen: str | None
) -> None:
    book = desk.case()
    desk.record(book, "sam", "contact.plan_agreed", plan, about=("v1",))
    desk.later(weeks=weeks)
    for query in ("", "?about=v1"):
        page = desk.browser("sam").get(address(book, event) + query).content
        assert standing(page).get("channel") == chosen
        assert ("only one safe way to reach her: <strong>phone call</strong>" in page.decode()) == bool(chosen)


def test_what_was_said_of_one_of_two_people_fills_in_nothing_for_the_other(desk: Desk) -> None:
    book = desk.case()
    desk.record(book, "sam", "person.joined", {"person": "c1", "role": "child_victim"})
    desk.record(book, "sam", "contact.plan_agreed", _ONLY_PHONE, about=("v1",))
    assert "channel" not in standing(desk.browser("sam").get(address(book, "contact.made") + "?about=c1").content)
