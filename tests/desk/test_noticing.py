"""The page of notices: nothing that cannot wait is pushed off it, and nothing is seen that did not stand on it."""

import re

import pytest
from django.test import Client

from lintel.casework import notices
from lintel.casework.models import Notice
from lintel.desk.noticing import AT_ONCE, PRESSING, WORDS
from lintel.signin import told
from tests.desk.conftest import Desk

GLASS = WORDS["glass_broken"]


def crowd(desk: Desk, many: int, kind: str = "report_received") -> None:
    """So many notices for Ines, a minute apart."""
    for _ in range(many):
        notices.tell([desk.handle("ines")], kind, None, desk.later(minutes=1))


def shown(browser: Client, number: int = 1) -> str:
    return browser.get("/notices", {"page": number}).content.decode()


def ids_on(page: str) -> list[str]:
    return re.findall(r'name="notice" value="([0-9a-f]{32})"', page)


def kinds(desk: Desk, **part: int) -> list[str]:
    found = notices.mine(actor=desk.actor("ines"), now=desk.now, first=PRESSING, **part)
    return [each.kind for each in found.shown]


@pytest.mark.parametrize("kind", ["glass_broken", "guard_broken", "review_overdue", "reports_many", "sign_in_reset"])
def test_what_cannot_wait_stands_first_however_much_came_after_it(desk: Desk, kind: str) -> None:
    crowd(desk, 1, kind)
    crowd(desk, 3 * AT_ONCE)
    assert kinds(desk, most=2) == [kind, "report_received"]
    assert WORDS[kind] in shown(desk.browser("ines"))


def test_every_word_about_somebodys_own_sign_in_cannot_wait() -> None:
    assert told.WORDS.keys() <= PRESSING <= WORDS.keys()


def test_what_is_seen_comes_after_all_that_is_not_whatever_it_says(desk: Desk) -> None:
    crowd(desk, 2, "case_shared")
    crowd(desk, 1, "glass_broken")
    crowd(desk, 1, "case_assigned")
    glass = Notice.objects.get(to=desk.handle("ines"), kind="glass_broken")
    notices.seen(desk.handle("ines"), [glass.id], desk.now)
    assert kinds(desk) == ["case_assigned", "case_shared", "case_shared", "glass_broken"]


def test_each_notice_stands_on_one_page_and_each_page_says_how_many_more(desk: Desk) -> None:
    crowd(desk, AT_ONCE + 5)
    browser = desk.browser("ines")
    first, second = shown(browser), shown(browser, 2)
    assert f"These are 1 to {AT_ONCE} of {AT_ONCE + 5} notices. 5 more come on later pages." in first
    assert ('href="?page=2"' in first, 'href="?page=1"' in second) == (True, True)
    assert (len(ids_on(first)), len({*ids_on(first), *ids_on(second)})) == (AT_ONCE, AT_ONCE + 5)
    assert "There is no notice on this page." in shown(browser, 3)


def test_only_what_stood_on_the_page_is_seen_and_what_is_left_comes_up(desk: Desk) -> None:
    crowd(desk, AT_ONCE + 5)
    browser = desk.browser("ines")
    left = ids_on(shown(browser, 2))
    crowd(desk, 1, "glass_broken")
    assert browser.post("/notices/seen", {"notice": left}).status_code == 302
    assert notices.unseen(desk.handle("ines")) == AT_ONCE + 1
    assert GLASS in shown(browser)
    assert browser.post("/notices/seen", {"notice": ids_on(shown(browser))}).status_code == 302
    assert notices.unseen(desk.handle("ines")) == 1
