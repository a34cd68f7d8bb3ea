"""The risk part of a case: an assessment made step by step, what it comes to, and the grounds to tell MARAC."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.test import Client
from django.urls import reverse

from lintel.casework import drafts
from lintel.commitments.loading import find
from lintel.desk.drafting import unfinished
from lintel.desk.risk import times_marac
from lintel.events.entry import Entry
from lintel.instruments.loading import shipped
from lintel.ledger import actions
from tests.desk.conftest import Desk
from tests.desk.forms import standing

QUESTIONS = shipped().questions
CRITICAL = [each.id for each in QUESTIONS if each.critical]
CALM = [each.id for each in QUESTIONS if not each.critical]


class Page(Protocol):
    """What a browser was sent."""

    @property
    def content(self) -> bytes: ...

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


def assess(book: UUID) -> str:
    return f"/case/{book}/risk/assess"


def words(page: Page) -> str:
    """What stands on a page, without its markup, each run of spaces one space."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


def carried(page: Page) -> dict[str, str]:
    """What the form of a page sends unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def begin(browser: Client, book: UUID, **answers: str) -> dict[str, str]:
    """A new sheet with some answers, as its form would send it."""
    page = browser.get(assess(book))
    assert page.status_code == 200
    return {**carried(page), **{f"q-{name}": answer for name, answer in answers.items()}}


def all_of(answer: str, *, but: dict[str, str] | None = None) -> dict[str, str]:
    """The same answer to every question, but for some."""
    return {**{each.id: answer for each in QUESTIONS}, **(but or {})}


def save(browser: Client, book: UUID, sheet: dict[str, str], **typed: str) -> Page:
    return browser.post(assess(book), {**sheet, "outcome": "completed", **typed, "go": "save"})


def test_a_case_that_nobody_has_assessed_says_so_and_how_to_begin(desk: Desk) -> None:
    shown = desk.browser("sam").get(f"/case/{desk.case('sam')}/risk")
    assert shown.status_code == 200
    said = words(shown)
    assert "No assessment yet Not assessed is not low." in said
    assert "Start an assessment" in said
    assert "No referral to MARAC and no hearing stands here." in said


def test_every_question_can_be_left_open_and_stands_on_one_page(desk: Desk) -> None:
    book = desk.case("sam")
    shown = desk.browser("sam").get(assess(book)).content.decode()
    assert [each.id for each in QUESTIONS if f'name="q-{each.id}"' not in shown] == []
    assert shown.count('value="" checked') == len(QUESTIONS)


def test_what_it_comes_to_counts_every_sort_of_answer_apart(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    answers = {CALM[0]: "yes", CALM[1]: "no", CALM[2]: "unknown", CALM[3]: "declined"}
    sheet = begin(browser, book, **answers)
    shown = browser.post(assess(book), {**sheet, "go": "check"})
    said = words(shown)
    assert f"1 yes, 1 no, 1 not known, 1 did not want to say, {len(QUESTIONS) - 4} not asked." in said
    assert f"{len(QUESTIONS) - 2} are left open, and with them it could be high" in said


def test_an_assessment_is_saved_with_its_answers_sealed_and_its_level_said(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **all_of("no", but=dict.fromkeys(CRITICAL[:3], "yes")))
    saved = save(browser, book, sheet, note="planted words that she said")
    entry = desk.look(book, "sam").chronology.of("risk.assessed")[0]
    assert saved.headers["Location"] == f"/case/{book}/risk?saved={entry.id}"
    assert {name: entry.facts[name] for name in ("outcome", "level", "grounds", "yes", "no", "unanswered")} == {
        "outcome": "completed", "level": "high", "grounds": ("score",), "yes": 3, "no": 21, "unanswered": 0,
    }  # fmt: skip
    assert (entry.facts["instrument"], entry.facts["version"]) == ("lintel-topics", "1")
    assert entry.sealed["answers"] == all_of("no", but=dict.fromkeys(CRITICAL[:3], "yes"))
    assert entry.about == ("v1",)


def test_after_saving_the_page_says_level_grounds_and_what_is_owed(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **all_of("no", but=dict.fromkeys(CRITICAL[:3], "yes")))
    said = words(browser.get(save(browser, book, sheet).headers["Location"]))
    assert "The assessment is saved. Risk: high. It rests on the answers." in said
    assert "For victim or survivor (18 to 64), 1 of the four grounds for MARAC is met (visible high risk)" in said
    assert "A ground is met, and nothing has been decided about MARAC since." in said
    assert "3 yes, 21 no, 0 not known, 0 did not want to say, 0 not asked" in said


def test_a_medium_risk_by_its_answers_names_no_ground_for_marac(desk: Desk) -> None:
    book = desk.case("sam")
    facts = {
        "instrument": "lintel-topics",
        "version": "1",
        "outcome": "completed",
        "level": "medium",
        "grounds": ["score"],
    }
    entry = desk.record(book, "sam", "risk.assessed", facts, about=["v1"]).entry
    said = words(desk.browser("sam").get(f"/case/{book}/risk?saved={entry}"))
    assert "Risk: medium. It rests on the answers. None of the four grounds for MARAC is met" in said
    assert "Answers and judgement are grounds once they say high; escalation and a repeat are at any level." in said


def test_after_a_decision_the_referral_is_owed_under_the_policy(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    save(browser, book, begin(browser, book, **all_of("no", but=dict.fromkeys(CRITICAL[:3], "yes"))))
    desk.record(book, "sam", "marac.decided", {"decision": "refer", "grounds": ["score"]}, about=["v1"])
    said = words(browser.get(f"/case/{book}/risk"))
    assert "Make the MARAC referral that we decided on" in said
    assert "nothing has been decided about MARAC since" not in said


def test_judgement_may_raise_the_level_with_its_reasons(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **all_of("no"))
    refused = save(browser, book, sheet, judgement="high")
    assert refused.status_code == 422
    assert "There is a problem Say why you judge the risk to be so" in words(refused)
    assert save(browser, book, sheet, judgement="high", reasons="She is sure of it").status_code == 302
    entry = desk.look(book, "sam").chronology.of("risk.assessed")[0]
    assert (entry.facts["level"], entry.facts["grounds"]) == ("high", ("judgement",))
    assert entry.sealed["judgement_reasons"] == "She is sure of it"


def test_judgement_never_lowers_the_level(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **all_of("no", but=dict.fromkeys(CRITICAL[:3], "yes")))
    refused = save(browser, book, sheet, judgement="standard", reasons="He has said sorry")
    assert refused.status_code == 422
    assert "Judgement may raise the level and never lowers it: choose high or above" in words(refused)
    assert "He has said sorry" in words(refused)
    assert not desk.look(book, "sam").chronology.of("risk.assessed")


def test_what_is_left_open_is_no_standard_risk_until_somebody_judges_so(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **{CALM[0]: "no"})
    refused = save(browser, book, sheet)
    assert refused.status_code == 422
    assert "The answers leave the level open. Choose the level in your judgement" in words(refused)
    assert save(browser, book, sheet, outcome="attempted").status_code == 302
    facts = desk.look(book, "sam").chronology.of("risk.assessed")[0].facts
    assert "level" not in facts
    assert facts["unanswered"] == len(QUESTIONS) - 1


def test_that_they_did_not_want_to_is_an_answer_of_its_own(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    assert save(browser, book, begin(browser, book), outcome="declined").status_code == 302
    facts = desk.look(book, "sam").chronology.of("risk.assessed")[0].facts
    assert dict(facts) == {"instrument": "lintel-topics", "version": "1", "outcome": "declined"}


def test_nothing_answered_was_not_gone_through(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    refused = save(browser, book, begin(browser, book), judgement="high", reasons="I know it")
    assert "Nothing was answered yes or no" in words(refused)


def test_every_fault_is_said_at_once_and_every_word_kept(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    typed = {"on-day": "31", "on-month": "2", "outcome": "", "judgement": "", "note": "planted words kept"}
    refused = save(browser, book, begin(browser, book), **typed)
    said = words(refused)
    assert refused.status_code == 422
    assert "Write the day as 8 4 2024, and the time as 9:30am or 14:30" in said
    assert "Choose how far you got" in said
    assert "planted words kept" in said
    assert "<title>Error: Assessment" in refused.content.decode()


def test_it_was_gone_through_in_the_past(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    refused = save(browser, book, begin(browser, book, **all_of("no")), **{"on-year": "2031"})
    assert "The day and time must be in the past" in words(refused)


def test_of_several_people_one_must_be_chosen(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    desk.record(book, "sam", "person.joined", {"person": "v2", "role": "victim"})
    sheet = begin(browser, book, **all_of("no"))
    assert "Choose whose risk this is about" in words(save(browser, book, sheet))
    assert save(browser, book, sheet, about="v2").status_code == 302
    assert desk.look(book, "sam").chronology.of("risk.assessed")[0].about == ("v2",)


def test_one_question_a_page_carries_every_answer_along(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    page = browser.get(assess(book) + "?one")
    first = carried(page)
    for place, each in enumerate(QUESTIONS):
        assert f"question {place + 1} of {len(QUESTIONS)}" in words(page)
        page = browser.post(assess(book), {**carried(page), f"q-{each.id}": "no", "go": "next"})
    assert f"0 yes, {len(QUESTIONS)} no, 0 not known" in words(page)
    assert save(browser, book, {**first, **carried(page)}).status_code == 302


def test_one_goes_back_and_changes_an_answer(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **all_of("no"))
    checked = browser.post(assess(book), {**sheet, "go": "check"})
    changing = browser.post(assess(book), {**carried(checked), "change": CRITICAL[0]})
    assert "Back to what it comes to" in words(changing)
    after = browser.post(assess(book), {**carried(changing), f"q-{CRITICAL[0]}": "yes", "go": "check"})
    assert f"1 yes, {len(QUESTIONS) - 1} no" in words(after)
    again = browser.post(assess(book), {**carried(after), "go": "answers"})
    assert again.content.decode().count('value="yes" checked') == 1


def test_what_was_answered_is_kept_for_whoever_typed_it_and_no_one_else(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **{CALM[0]: "yes"})
    assert browser.post(assess(book), {**sheet, "go": "keep"}).status_code == 204
    again = browser.get(assess(book))
    assert "You began this before, and have not saved it." in words(again)
    assert again.content.decode().count('value="yes" checked') == 1
    theirs = desk.browser("ines").get(assess(book))
    assert "You began this before" not in words(theirs)


def test_what_was_kept_can_be_thrown_away_and_is_gone_once_it_is_saved(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **all_of("no"))
    browser.post(assess(book), {**sheet, "go": "leave"})
    assert "Carry on with your assessment" in words(browser.get(f"/case/{book}/risk"))
    browser.post(assess(book), {"go": "discard"})
    assert "You began this before" not in words(browser.get(assess(book)))
    save(browser, book, sheet)
    assert drafts.kept(actor=desk.actor("sam"), book=book, form="assess", now=desk.now) is None


def test_whoever_is_overtaken_loses_nothing_and_reads_what_is_new(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **all_of("no"))
    desk.record(book, "ines", "incident.recorded", {"police_aware": "yes"})
    stopped = save(browser, book, sheet, note="planted words kept")
    assert stopped.status_code == 409
    assert "Somebody else has written in this case since you opened it." in words(stopped)
    assert "Incident recorded" in words(stopped)
    assert "planted words kept" in words(stopped)
    assert save(browser, book, {**sheet, **carried(stopped)}).status_code == 302


def test_what_whoever_assesses_wrote_themselves_stops_nothing(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **all_of("no"))
    desk.record(book, "sam", "incident.recorded", {"police_aware": "yes"})
    assert save(browser, book, sheet).status_code == 302
    assert len(desk.look(book, "sam").chronology.of("risk.assessed")) == 1


def test_whoever_carries_on_has_seen_what_came_before(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    browser.post(assess(book), {**begin(browser, book, **all_of("no")), "go": "leave"})
    desk.record(book, "ines", "incident.recorded", {"police_aware": "yes"})
    answers = {f"q-{name}": answer for name, answer in all_of("no").items()}
    assert save(browser, book, {**carried(browser.get(assess(book))), **answers}).status_code == 302


def test_the_same_form_sent_twice_makes_one_assessment(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **all_of("no"))
    first, second = save(browser, book, sheet), save(browser, book, sheet)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(desk.look(book, "sam").chronology.of("risk.assessed")) == 1


def test_a_form_sent_again_with_other_answers_is_shown_and_not_lost(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book, **all_of("no"))
    save(browser, book, sheet)
    stopped = save(browser, book, {**sheet, f"q-{CALM[0]}": "yes"})
    assert stopped.status_code == 409
    assert "This form was sent before with other words in it." in words(stopped)


def test_what_no_form_of_ours_sends_is_refused(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    sheet = begin(browser, book)
    for strange in (
        {"q-elsewhere": "yes"}, {f"q-{CALM[0]}": "perhaps"}, {"instrument": "other"}, {"seen": "-1"},
        {"mode": "none"}, {"level": "standard"}, {"change": "elsewhere"}, {"note": "n" * 50_001},
    ):  # fmt: skip
        assert browser.post(assess(book), {**sheet, **strange, "go": "check"}).status_code == 400
    assert save(browser, book, sheet, about="somebody").status_code == 400
    assert save(browser, book, sheet, judgement="none").status_code == 400


def test_three_incidents_are_found_to_be_an_escalation_by_themselves(desk: Desk) -> None:
    book = desk.case("sam")
    for _ in range(2):
        desk.later(days=1)
        desk.record(book, "sam", "incident.recorded", {"police_aware": "unknown"}, about=["v1"])
    browser = desk.browser("sam")
    sheet = begin(browser, book, **all_of("no"))
    checked = browser.post(assess(book), {**sheet, "go": "check"})
    assert "Escalation, " in words(checked)
    assert "3 incidents or reports in the twelve months" in words(checked)
    save(browser, book, sheet)
    entry = desk.look(book, "sam").chronology.of("risk.assessed")[0]
    assert (entry.facts["level"], entry.facts["grounds"]) == ("standard", ("escalation",))


def test_an_incident_after_a_referral_is_shown_as_a_repeat_with_its_flag(desk: Desk) -> None:
    book = desk.case("sam")
    desk.record(book, "sam", "marac.referred", {"by": "agency"}, about=["v1"])
    desk.later(days=30)
    desk.record(book, "sam", "incident.recorded", {"police_aware": "no"}, about=["v1"])
    said = words(desk.browser("sam").get(f"/case/{book}/risk"))
    assert "MARAC flag: until Tue 8 April 2025" in said
    assert "Repeat Met Is met by any incident between the same people" in said


def test_the_policy_is_told_apart_from_the_topics_that_stand_in_for_it(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    assert "The policy asks for DASH, and its text is not loaded here." in words(browser.get(assess(book)))
    said = words(browser.get(f"/case/{book}/risk"))
    assert "Its text is not loaded here: if you went through it on paper" in said
    assert "Nobody has tested how well they tell who will be harmed" in said


def test_whoever_has_no_part_in_the_case_finds_neither_page(desk: Desk) -> None:
    book = desk.case("sam")
    for name in ("jo", "max", "adi", "aud", "rae"):
        assert desk.browser(name).get(f"/case/{book}/risk").status_code == 404
        assert desk.browser(name).get(assess(book)).status_code == 404
        assert desk.browser(name).post(assess(book), {"go": "discard"}).status_code == 404


def test_neither_title_nor_address_tells_what_a_page_is_about(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    for where in (f"/case/{book}/risk", assess(book), assess(book) + "?one"):
        title = re.findall(r"<title>(.*?)</title>", browser.get(where).content.decode())
        assert title in (["Risk – Lintel"], ["Assessment – Lintel"])


def test_an_assessment_that_waits_to_be_finished_leads_back_to_itself(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    browser.post(assess(book), {**begin(browser, book), "go": "leave"})
    waits = unfinished(desk.actor("sam"), desk.now)
    assert [(each.label, each.href) for each in waits] == [("An assessment", assess(book))]


def test_words_that_are_too_long_are_kept_and_said_to_be(desk: Desk) -> None:
    book, browser = desk.case("sam"), desk.browser("sam")
    refused = save(browser, book, begin(browser, book, **all_of("no")), note="planted " * 700)
    assert refused.status_code == 422
    assert "Write at most 5,000 characters" in words(refused)
    assert refused.content.decode().count("planted ") > 600


def test_a_policy_without_a_promise_about_marac_is_told_apart() -> None:
    promised = {name: times_marac(find(name).all[-1]) for name in ("settle", "aspire", "association", "whg")}
    assert promised == {"settle": True, "aspire": True, "association": False, "whg": False}


def of_ours(**facts: object) -> dict[str, object]:
    """An assessment by the topics that come with Lintel, as the form of the event has it."""
    head = shipped().head
    return {"instrument": head.id, "version": head.version, "outcome": "completed", **facts}


def test_the_form_for_an_assessment_on_paper_lowers_nothing_and_says_so_at_the_level(desk: Desk) -> None:
    book = desk.case()
    browser, where = desk.browser("sam"), reverse("record-event", args=[book, "risk.assessed"])
    typed = {**standing(browser.get(where).content), **of_ours(yes=str(len(QUESTIONS)), level="standard")}
    answer = browser.post(where, typed)
    assert answer.status_code == 422
    assert "The answers lead to a higher level. Your judgement may raise it, and never lowers it" in words(answer)
    assert browser.post(where, {**typed, "level": "high"}).status_code == 302


def test_an_imported_assessment_below_its_answers_is_named_and_is_a_ground_all_the_same(desk: Desk) -> None:
    book = desk.case()
    facts = of_ours(yes=len(QUESTIONS), level="standard")
    name = desk.look(book, "sam").name
    came = Entry(name, actions.new_entry_id(), "risk.assessed", desk.now, desk.now, "sam", about=("v1",), facts=facts)
    with transaction.atomic():
        actions.append(book, [came])
    for page in ("risk", "chronology"):
        said = words(desk.browser("sam").get(f"/case/{book}/{page}"))
        assert "never lowers it: the answers lead to high or above" in said, page
    assert "says standard, and its answers lead to high" in words(desk.browser("sam").get(f"/case/{book}/risk"))
