"""How somebody is told: by e-mail as they wish, with what did not get through in sight, and in a calendar of theirs."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from lintel.access.models import Read
from lintel.casework import notices
from lintel.casework.models import Owed
from lintel.outbound import addresses, delivery, digests, feeds
from lintel.outbound.models import Feed
from lintel.signin.models import Account
from tests.desk.conftest import Desk
from tests.outbound.post import Post

SITE = "https://lintel.landlord.example"


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Iterator[Post]:
    """A mail server that takes nothing for anybody."""
    with Post(answers={"RCPT": "550 nobody"}) as server:
        named = {"mail_host": "127.0.0.1", "mail_port": server.port, "mail_security": "none", "site": SITE}
        named["mail_from"] = "lintel@landlord.example"
        monkeypatch.setattr(settings, "OPTIONS", settings.OPTIONS.model_copy(update=named))
        yield server
    Account.objects.filter(handle__endswith=desk.mark).update(email="")


def text_of(browser: Client, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_somebody_chooses_how_they_are_told(desk: Desk, post: Post) -> None:
    browser = desk.browser("sam")
    assert delivery.of(desk.handle("sam")).how == "as_it_comes"
    assert browser.post("/account/notices", {"how": "daily"}).status_code == 302
    assert delivery.of(desk.handle("sam")).how == "daily"
    wrong = browser.post("/account/notices", {"how": "by pigeon"})
    assert wrong.status_code == 422
    assert "Choose how you want to be told" in wrong.content.decode()
    assert delivery.of(desk.handle("sam")).how == "daily"


def test_what_did_not_get_through_is_said_to_whom_it_was_for_and_to_who_looks_after_accounts(
    desk: Desk, post: Post
) -> None:
    assert "has no work e-mail address" in text_of(desk.browser("sam"), "/notices")
    addresses.set_address(desk.handle("sam"), f"{desk.handle('sam')}@landlord.example", desk.now)
    notices.tell([desk.handle("sam")], "case_assigned", None, desk.now)
    digests.run(desk.now)
    assert "has not reached you since" in text_of(desk.browser("sam"), "/notices")
    assert "does not take mail for this address" in text_of(desk.browser("sam"), "/account/notices")
    assert "has not reached you" not in text_of(desk.browser("jo"), "/notices")
    told = text_of(desk.browser("adi"), "/administration/mail")
    assert "The mail server does not take mail for this address" in told
    assert "1 time" in told
    assert "officer of a case" not in told
    assert "@landlord.example" not in told


@pytest.mark.parametrize("name", ["sam", "ines", "dee", "aud", "rae"])
def test_nobody_else_sees_whose_mail_did_not_get_through(desk: Desk, name: str) -> None:
    text_of(desk.browser(name), "/administration/mail", 404)


def test_an_administrator_sets_an_address_and_who_has_it_is_told_when_it_changes(desk: Desk, post: Post) -> None:
    browser = desk.browser("adi", stepped_up=True)
    there = f"/administration/accounts/of/{_opaque(browser, desk, 'sam')}/address"
    for address in ("sam@landlord.example", "sam.other@landlord.example"):
        assert browser.post(there, {"address": address}).status_code == 302
        assert addresses.written(desk.handle("sam")) == address
    assert [each.kind for each in notices.of_officer(desk.handle("sam"), 10)] == ["address_changed"]
    for wrong in ("sam", "sam@", "Sam <sam@landlord.example>", "a@b.example, c@d.example", "sàm@landlord.example"):
        answer = browser.post(there, {"address": wrong})
        assert answer.status_code == 422
        assert "Enter a work e-mail address" in answer.content.decode()
    assert parseaddr(addresses.written(desk.handle("sam")))[1] == "sam.other@landlord.example"
    assert desk.browser("ines", stepped_up=True).post(there, {"address": ""}).status_code == 404
    assert desk.browser("adi").post(there, {"address": ""}).status_code == 302  # to confirm that it is them
    assert addresses.written(desk.handle("sam")) == "sam.other@landlord.example"


def _opaque(browser: Client, desk: Desk, name: str) -> str:
    shown = browser.post("/administration", {"begins": desk.handle(name)}).content.decode()
    found = re.search(r"/administration/accounts/of/([^\"/]+)\"", shown)
    assert found is not None
    return found[1]


def made(desk: Desk, name: str) -> str:
    """The path of a new address of somebody's calendar, as their page shows it."""
    shown = desk.browser(name, stepped_up=True).post("/account/calendar").content.decode()
    found = re.search(r"<code>([^<]+)</code>", shown)
    assert found is not None
    return urlsplit(found[1]).path


def calendar(path: str) -> bytes:
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return answer.content


def test_a_calendar_has_a_neutral_task_at_every_due_time_of_the_coming_sixty_days(desk: Desk, post: Post) -> None:
    book = desk.case("sam")
    path = made(desk, "sam")
    said = calendar(path).decode()
    due = [each.due for each in Owed.objects.filter(book_id=book) if each.due]
    coming = sorted(each for each in due if desk.now < each <= desk.now + timedelta(days=60))
    assert coming
    assert sorted(re.findall(r"DTEND:(\S+)", said)) == [f"{each:%Y%m%dT%H%M%SZ}" for each in coming]
    assert set(re.findall(r"SUMMARY:(.*)\r", said)) == {"Lintel task"}
    secret = [book.hex, str(book), desk.look(book, "sam").name, desk.handle("sam"), "contact", "victim", "v1", "case"]
    assert [word for word in secret if word.lower() in said.lower()] == []


def test_it_is_valid_icalendar(desk: Desk, post: Post) -> None:
    desk.case("sam")
    said = calendar(made(desk, "sam"))
    lines = said.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert (lines[0], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    assert {b"VERSION:2.0", b"PRODID:-//Lintel//Tasks//EN"} <= set(lines)
    events = [each.split(b"END:VEVENT")[0] for each in said.split(b"BEGIN:VEVENT\r\n")[1:]]
    needed = (b"UID", b"DTSTAMP", b"DTSTART", b"DTEND", b"SUMMARY")
    assert events
    for event in events:
        names = [re.split(rb"[:;]", line)[0] for line in event.split(b"\r\n") if line]
        assert [names.count(each) for each in needed] == [1] * len(needed)
        starts, ends = (re.search(each + rb":(\d{8}T\d{6}Z)\r", event) for each in (b"DTSTART", b"DTEND"))
        assert starts
        assert ends
        assert starts[1] < ends[1]


def test_a_task_keeps_its_id_and_no_two_have_the_same(desk: Desk, post: Post) -> None:
    desk.case("sam")
    path = made(desk, "sam")
    before = re.findall(rb"UID:(\S+)", calendar(path))
    desk.later(minutes=5)
    assert re.findall(rb"UID:(\S+)", calendar(path)) == before
    assert len(set(before)) == len(before) > 0


def test_letters_that_mean_something_are_escaped_and_long_lines_folded_between_letters() -> None:
    assert feeds.text("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"
    line = "SUMMARY:" + "é" * 100
    folded = feeds.folded(line)
    assert all(len(each.encode()) <= 75 for each in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line


def test_an_address_that_is_none_ended_or_too_old_is_the_same_page_as_any_that_is_not_there(
    desk: Desk, post: Post
) -> None:
    path = made(desk, "sam")
    nothing = nowhere("/nowhere.ics")
    assert nowhere(f"{path[:-5]}x.ics") == nothing
    replaced, path = path, made(desk, "sam")
    assert nowhere(replaced) == nothing
    calendar(path)
    assert desk.browser("sam").post("/account/calendar/end").status_code == 302
    assert nowhere(path) == nothing
    path = made(desk, "sam")
    desk.later(days=181)
    assert nowhere(path) == nothing
    path = made(desk, "sam")
    Account.objects.get(handle=desk.handle("sam")).staff.__class__.objects.filter(handle=desk.handle("sam")).update(
        ended_at=desk.now
    )
    assert nowhere(path) == nothing


def nowhere(path: str) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == 404
    return answer.content


def test_every_reading_is_written_down_and_the_token_is_nowhere(desk: Desk, post: Post) -> None:
    path = made(desk, "sam")
    before = Read.objects.filter(reader=desk.handle("sam")).count()
    calendar(path)
    assert Read.objects.filter(reader=desk.handle("sam")).count() == before + 1
    token = path.rpartition("/")[2].removesuffix(".ics")
    (kept,) = Feed.objects.filter(staff=desk.handle("sam"))
    assert token.encode() not in bytes(kept.digest)


def test_a_calendar_is_of_ones_own_cases_alone_and_empty_for_who_has_none(desk: Desk, post: Post) -> None:
    desk.case("sam")
    for name in ("jo", "rae", "adi"):
        assert b"BEGIN:VEVENT" not in calendar(made(desk, name))


def test_a_new_address_asks_who_it_is_first(desk: Desk, post: Post) -> None:
    assert "/confirm" in desk.browser("sam").post("/account/calendar").headers["Location"]
    assert feeds.until(desk.handle("sam"), desk.now) is None


def test_the_number_of_new_notices_stands_in_the_frame_of_every_page(desk: Desk) -> None:
    assert "Notices (" not in text_of(desk.browser("sam"), "/account/notices")
    for _ in range(3):
        notices.tell([desk.handle("sam")], "report_received", None, desk.now)
    assert "Notices (3 new)" in text_of(desk.browser("sam"), "/account/notices")
    assert "Notices (" not in text_of(desk.browser("jo"), "/account/notices")


def test_nothing_of_a_calendar_is_kept_once_it_has_been_over_for_a_month(desk: Desk) -> None:
    feeds.make(desk.handle("sam"), desk.now)
    assert datetime.fromisoformat("2024-10-05T09:00:00+00:00") == feeds.until(desk.handle("sam"), desk.now)
    feeds.forget_expired(desk.later(days=180 + 29))
    assert Feed.objects.filter(staff=desk.handle("sam")).count() == 1
    feeds.forget_expired(desk.later(days=2))
    assert Feed.objects.filter(staff=desk.handle("sam")).count() == 0
