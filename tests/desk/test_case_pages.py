"""Every page of a case for everybody: who is shown it, what of it, and that nobody else can tell that there is one."""

import html
from uuid import uuid4

import pytest

from lintel.access import rights
from lintel.casework.refusals import Refused
from lintel.desk.rolenames import ROLES
from lintel.desk.wholooked import GROUNDS, REFUSALS
from tests.desk.caselike import CODE_WORD, HER, HIS, MASKED, NOTE, SEALED, alike, plain, planted, text_of
from tests.desk.conftest import Desk

PAGES = (
    "", "/chronology", "/plan", "/sharing", "/home", "/measures", "/people", "/documents", "/who-looked",
    "/print", "/chronology/print", "/plan/print", "/people/add", "/people/find", "/people/0/name",
    "/people/0/contact", "/people/0/address", "/show/5/numbers", "/show/5/code_word", "/show/1/reporter",
    "/people/0/show/3/address", "/people/1/show/2/phone", "/documents/1",
)  # fmt: skip
STRANGERS = ("jo", "olu", "max", "saf", "hana", "aud", "rae", "adi", "tomos")


def test_nobody_else_can_tell_a_case_from_one_that_is_not_there(desk: Desk) -> None:
    book, none = planted(desk).book, uuid4()
    for name in STRANGERS:
        browser = desk.browser(name, stepped_up=True)
        for page in PAGES:
            here, nowhere = browser.get(f"/case/{book}{page}"), browser.get(f"/case/{none}{page}")
            assert (here.status_code, nowhere.status_code) == (404, 404), (name, page)
            assert alike(here) == alike(nowhere), (name, page)


def test_a_form_of_somebody_elses_case_answers_as_if_there_were_none(desk: Desk) -> None:
    book, none = planted(desk).book, uuid4()
    for name in STRANGERS:
        browser = desk.browser(name, stepped_up=True)
        for page in ("/chronology", "/documents", "/people/add", "/people/find", "/people/link", "/show/5/numbers"):
            answers = [browser.post(f"/case/{each}{page}", {"read": "yes", "key": "k"}) for each in (book, none)]
            assert [each.status_code for each in answers] == [404, 404], (name, page)
            assert alike(answers[0]) == alike(answers[1]), (name, page)


@pytest.mark.parametrize("name", ["sam", "ines"])
def test_whoever_has_the_case_reads_its_words_and_nothing_that_is_masked(desk: Desk, name: str) -> None:
    book = planted(desk).book
    browser = desk.browser(name, stepped_up=True)
    found = ""
    for page in PAGES:
        text = html.unescape(text_of(browser.get(f"/case/{book}{page}")))
        found += text
        assert [each for each in MASKED if each in text] == [], page
    assert all(each in found for each in (HER, HIS, NOTE))


def test_paper_says_who_printed_it_and_names_nobody_else(desk: Desk) -> None:
    book = planted(desk).book
    for page in ("/print", "/chronology/print", "/plan/print"):
        text = html.unescape(text_of(desk.browser("ines").get(f"/case/{book}{page}")))
        assert "Printed by Ines on Mon 8 April 2024" in text
        assert [each for each in SEALED if each in text and each != NOTE] == []
    assert NOTE in html.unescape(text_of(desk.browser("ines").get(f"/case/{book}/chronology/print")))


def test_the_overview_on_paper_has_what_keeps_her_safe_one_heading_and_why_it_is_owed(desk: Desk) -> None:
    book = desk.case("sam")
    words: dict[str, object] = {"must_not_know": "her sister", "wording": "the dentist", "code_word": CODE_WORD}
    desk.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}}, words, about=["v1"])
    desk.record(book, "sam", "adjustment.requested", sealed={"details": "speak slowly"})
    text = html.unescape(text_of(desk.browser("ines").get(f"/case/{book}/print")))
    for told in ("Who must not know, the words to use and the numbers are not printed.", "speak slowly", "Why: "):
        assert told in text
    assert [each for each in ("her sister", "the dentist") if each in text] == []
    assert text.count("Printed by") == 1
    assert "<details" not in text
    assert CODE_WORD not in text


def test_whoever_was_let_in_by_name_reads_and_prints_nothing(desk: Desk) -> None:
    book = planted(desk).book
    desk.record(book, "ines", "access.given", {"staff": desk.handle("jo")})
    browser = desk.browser("jo")
    assert browser.get(f"/case/{book}").status_code == 200
    assert "Print this" not in text_of(browser.get(f"/case/{book}"))
    for page in ("/print", "/chronology/print", "/plan/print"):
        assert browser.get(f"/case/{book}{page}").status_code == 404


def test_safeguarding_reads_but_is_offered_no_way_to_who_told_us(desk: Desk) -> None:
    book = planted(desk).book
    desk.record(book, "ines", "case.escalated", {"to": "safeguarding_lead"})
    browser = desk.browser("saf", stepped_up=True)
    text = text_of(browser.get(f"/case/{book}/chronology"))
    assert f"/case/{book}/show/1/reporter" not in text
    assert f"/case/{book}/show/5/numbers" in text
    assert browser.get(f"/case/{book}/show/1/reporter").status_code == 404
    assert browser.get(f"/case/{book}/people/add").status_code == 404


def test_a_colleagues_case_is_for_the_hr_partner_and_no_lead(desk: Desk) -> None:
    book = planted(desk, officer="hana", colleague_case=True).book
    assert desk.browser("hana").get(f"/case/{book}").status_code == 200
    for name in ("ines", "sam", "saf"):
        assert desk.browser(name).get(f"/case/{book}").status_code == 404


def test_whoever_is_too_close_is_kept_out_of_their_own_case(desk: Desk) -> None:
    book = planted(desk).book
    desk.record(book, "ines", "conflict.declared", {"staff": desk.handle("sam"), "how": "friend"})
    for page in PAGES:
        assert desk.browser("sam", stepped_up=True).get(f"/case/{book}{page}").status_code == 404


def test_who_looked_is_for_the_lead_and_for_the_protection_officer_without_the_case(desk: Desk) -> None:
    book = planted(desk).book
    desk.browser("jo").get(f"/case/{book}")
    assert desk.browser("sam").get(f"/case/{book}/who-looked").status_code == 404
    for name in ("ines", "dee"):
        text = html.unescape(text_of(desk.browser(name).get(f"/case/{book}/who-looked")))
        assert "Refused" in text
        assert "Jo" in text
        assert [each for each in MASKED if each in text] == []
    alone = html.unescape(text_of(desk.browser("dee").get(f"/case/{book}/who-looked")))
    assert HER not in alone
    assert "nothing of the case itself" in alone
    assert desk.browser("dee").get(f"/case/{book}").status_code == 404


def test_every_ground_of_the_read_log_is_said_in_words() -> None:
    codes = {code for each in every(Refused) if (code := vars(each).get("code"))} | {"input", "failed"}
    refused = {each.ground.removeprefix("refused:") for each in vars(rights).values() if isinstance(each, rights.Right)}
    assert (codes | refused) - set(REFUSALS) == set()
    grounds = {ground for _, ground in rights.cells()}
    assert grounds - {*GROUNDS, *ROLES} == set()


def every(kind: type[Refused]) -> set[type[Refused]]:
    return {kind}.union(*(every(each) for each in kind.__subclasses__()))


def test_a_refused_look_says_so_once_and_why(desk: Desk) -> None:
    book = desk.case("sam")
    desk.browser("jo").get(f"/case/{book}")
    text = " ".join(plain(desk.browser("ines").get(f"/case/{book}/who-looked")).split())
    assert "Refused not one of theirs" in text
    assert "refused:" not in text


def test_a_stranger_to_the_host_is_sent_to_sign_in(desk: Desk) -> None:
    book = planted(desk).book
    for page in PAGES:
        answer = desk.stranger().get(f"/case/{book}{page}")
        assert (answer.status_code, answer["Location"]) == (302, "/sign-in")


def test_every_page_of_a_case_that_is_looked_at_changes_nothing_in_it(desk: Desk) -> None:
    book = planted(desk).book
    before = desk.look(book, "ines").seq
    for page in PAGES:
        desk.browser("ines", stepped_up=True).get(f"/case/{book}{page}")
    assert desk.look(book, "ines").seq == before
