"""People in a case: added, found by two identifiers, and what is known of them written in books of their own."""

import html
import re
from uuid import UUID

from django.test import Client

from lintel.casework.look import reveal
from lintel.ledger.actions import head
from tests.casework.cast import key
from tests.desk.caselike import HER, NUMBER, plain, planted, text_of
from tests.desk.conftest import Desk


def form(browser: Client, address: str) -> dict[str, str]:
    """The hidden fields of the last form of a page, as a browser sends them."""
    hidden = re.findall(
        r'<input type="hidden" name="(key|seen|person)" value="([^"]*)">', text_of(browser.get(address))
    )
    return dict(hidden)


def add(desk: Desk, book: UUID, by: str = "sam", **said: str) -> tuple[int, str]:
    browser, address = desk.browser(by, stepped_up=True), f"/case/{book}/people/add"
    answer = browser.post(address, {**form(browser, address), **said})
    return answer.status_code, html.unescape(plain(answer))


def test_somebody_is_added_with_a_part_and_a_name_in_a_book_of_their_own(desk: Desk) -> None:
    book = desk.case()
    status, _ = add(desk, book, role="child_victim", age_band="under_16", names="Pat Example")
    assert status == 302
    case = desk.look(book, "sam")
    joined = case.state.people[-1]
    assert (joined.role, case.names[joined.person]) == ("child_victim", "Pat Example")
    assert joined.person.startswith("p-")
    assert "Pat" not in repr(case.entries[-1].facts)
    assert "Pat Example" in html.unescape(plain(desk.browser("sam").get(f"/case/{book}/people")))


def test_the_same_form_sent_twice_adds_one_person(desk: Desk) -> None:
    book = desk.case()
    browser, address = desk.browser("sam"), f"/case/{book}/people/add"
    sent = {**form(browser, address), "role": "supporter", "names": "Pat Example"}
    assert [browser.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert len(desk.look(book, "sam").state.people) == 2


def test_everything_wrong_is_said_at_once_and_nothing_is_written(desk: Desk) -> None:
    book = desk.case()
    before = head(book)
    status, said = add(desk, book, role="", age_band="old", names="x" * 501, extra="1")
    assert status == 422
    assert said.startswith("Error: People")
    for wrong in ("Choose what part they have", "Choose one of the answers", "Name is too long", "not one of its own"):
        assert wrong in said
    assert head(book) == before


def test_whoever_wrote_first_is_not_overwritten_and_what_was_typed_stays(desk: Desk) -> None:
    book = desk.case()
    browser, address = desk.browser("sam"), f"/case/{book}/people/add"
    sent = {**form(browser, address), "role": "supporter", "names": "Pat Example"}
    desk.record(book, "ines", "note.added", sealed={"note": "in between"})
    answer = browser.post(address, sent)
    said = html.unescape(text_of(answer))
    assert answer.status_code == 422
    assert "Somebody else has written in this case since you opened it" in said
    assert 'value="Pat Example"' in said
    again = dict(re.findall(r'<input type="hidden" name="(key|seen|person)" value="([^"]*)">', said))
    assert browser.post(address, {**sent, **again}).status_code == 302


def test_a_number_is_written_into_the_persons_own_book_and_masked_at_once(desk: Desk) -> None:
    book = desk.case()
    browser, address = desk.browser("sam", stepped_up=True), f"/case/{book}/people/0/contact"
    answer = browser.post(address, {**form(browser, address), "phone": NUMBER, "read_by": "her mother"})
    assert (answer.status_code, answer["Location"]) == (302, f"/case/{book}/people")
    text = html.unescape(text_of(browser.get(f"/case/{book}/people")))
    assert NUMBER not in text
    assert "her mother" in text
    entry = desk.look(book, "sam").persons["v1"][0].id
    who = desk.actor("sam")
    said = reveal(actor=who, book=book, entry=entry, field="phone", thing="contact", person="v1", now=desk.now)
    assert said == NUMBER


def test_how_and_where_somebody_is_reached_takes_the_second_factor_first(desk: Desk) -> None:
    book = desk.case()
    for what in ("contact", "address"):
        answer = desk.browser("sam").get(f"/case/{book}/people/0/{what}")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/confirm?next=")
    assert desk.browser("sam").get(f"/case/{book}/people/0/name").status_code == 200


def test_a_second_factor_that_ran_out_meanwhile_writes_nothing_and_loses_nothing(desk: Desk) -> None:
    book = desk.case()
    answer = desk.browser("sam").post(f"/case/{book}/people/0/contact", {"key": key(), "seen": "0", "phone": NUMBER})
    assert answer.status_code == 422
    assert 'href="/confirm"' in text_of(answer)
    assert f'value="{NUMBER}"' in text_of(answer)
    assert "v1" not in desk.look(book, "sam").persons


def test_an_empty_form_says_what_to_fill_in(desk: Desk) -> None:
    book = desk.case()
    browser, address = desk.browser("sam", stepped_up=True), f"/case/{book}/people/0/address"
    answer = browser.post(address, {**form(browser, address), "address": "  "})
    assert answer.status_code == 422
    assert "Fill in at least one of these" in html.unescape(plain(answer))


def test_there_is_nobody_at_a_place_that_is_empty_and_nothing_of_another_kind(desk: Desk) -> None:
    book = desk.case()
    browser = desk.browser("sam", stepped_up=True)
    for page in ("/people/7/name", "/people/0/gossip"):
        assert browser.get(f"/case/{book}{page}").status_code == 404


def search(desk: Desk, book: UUID, by: str = "sam", **said: str) -> tuple[int, str]:
    answer = desk.browser(by).post(f"/case/{book}/people/find", said)
    return answer.status_code, html.unescape(text_of(answer))


def test_somebody_known_is_found_by_two_identifiers_and_joined_as_the_same_person(desk: Desk) -> None:
    first, second = planted(desk).book, desk.case()
    said = {"names": HER, "phone": NUMBER}
    status, text = search(desk, second, **said)
    assert status == 200
    assert "What agrees: full name, name part, phone, surname" in text
    person = re.findall(r'name="person" value="([0-9a-f-]{36})"', text)[0]
    link = {**said, "person": person, "role": "victim", "key": key(), "seen": str(head(second)[0])}
    answer = desk.browser("sam").post(f"/case/{second}/people/link", link)
    assert answer.status_code == 302
    assert HER in html.unescape(plain(desk.browser("sam").get(f"/case/{second}/people")))
    assert HER in desk.look(first, "sam").names.values()


def test_one_identifier_is_a_guess_and_is_not_searched_for(desk: Desk) -> None:
    planted(desk)
    status, text = search(desk, desk.case(), names=HER)
    assert status == 422
    assert "one alone is a guess" in text
    assert "What agrees" not in text


def test_nobody_is_said_to_be_known_from_cases_that_the_searcher_may_not_see(desk: Desk) -> None:
    planted(desk)
    theirs = desk.case("tomos")
    known = search(desk, theirs, "tomos", names=HER, phone=NUMBER)
    unknown = search(desk, theirs, "tomos", names="Somebody Else", phone="020 7946 0001")
    assert known[0] == unknown[0] == 200
    for text in (known[1], unknown[1]):
        assert "Nobody found in your cases" in text


def test_whoever_does_not_agree_with_what_was_searched_for_is_not_linked(desk: Desk) -> None:
    planted(desk)
    second = desk.case()
    said = {"names": HER, "phone": NUMBER}
    person = re.findall(r'name="person" value="([0-9a-f-]{36})"', search(desk, second, **said)[1])[0]
    link = {"person": person, "role": "victim", "key": key(), "seen": str(head(second)[0])}
    wrong = desk.browser("sam").post(
        f"/case/{second}/people/link", {**link, "names": "Another Name", "phone": "020 7946 0001"}
    )
    assert wrong.status_code == 404
    garbled = desk.browser("sam").post(f"/case/{second}/people/link", {**link, **said, "person": "nobody"})
    assert garbled.status_code == 404
    assert len(desk.look(second, "sam").state.people) == 1


def test_a_link_without_a_part_is_asked_for_one(desk: Desk) -> None:
    planted(desk)
    second = desk.case()
    said = {"names": HER, "phone": NUMBER, "person": "x", "key": key(), "seen": "3"}
    answer = desk.browser("sam").post(f"/case/{second}/people/link", said)
    assert answer.status_code == 422
    assert "Choose what part they have" in html.unescape(plain(answer))
