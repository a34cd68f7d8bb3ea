"""Reporting a concern: one page for anybody who works here, and no sign of what there is already."""

import re
from collections.abc import Mapping
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from lintel.casework.flooding import BOUND
from lintel.casework.models import Notice
from lintel.ledger.models import Book
from tests.desk.conftest import Desk
from tests.desk.forms import standing

SAID: Mapping[str, str | list[str]] = {
    "account": "She told me at the door that he hits her.",
    "note": "Flat 4, the tall house",
    "source": "victim",
    "safe_channels": ["phone", "text"],
    "numbers": "07700 900123",
    "voicemail": "no",
    "from_hour": "10",
    "to_hour": "15",
    "code_word": "heron",
    "must_not_know": "Her partner",
}

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def send(browser: Client, **said: str | list[str]) -> str:
    """Fill in the page and send it; where it leads."""
    response = browser.post(reverse("report"), {**standing(browser.get(reverse("report")).content), **SAID, **said})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def newest(desk: Desk) -> UUID:
    """The case that was begun last, which its notices tell of."""
    return UUID(str(Notice.objects.filter(to=desk.handle("ines"), kind="report_received").latest("at").book_id))


def test_one_page_logs_a_disclosure_with_a_safe_way_to_ring_back(desk: Desk) -> None:
    assert send(desk.browser("sam")) == reverse("reported")
    told, plan = desk.look(newest(desk), "ines").entries
    assert told.facts == {"source": "victim", "nature": "disclosure", "safe_channels": ("phone", "text")}
    assert told.sealed["account"] == SAID["account"]
    assert plan.facts == {
        "channels": {"phone": "conditional", "text": "conditional"}, "voicemail": False, "from_hour": 10,
        "to_hour": 15, "basis": "her_words", "verified": "first_plan",
    }  # fmt: skip
    assert set(plan.sealed) == {"numbers", "code_word", "must_not_know"}


def test_the_way_to_ring_back_keeps_the_call_lawful(desk: Desk) -> None:
    send(desk.browser("sam"))
    book = newest(desk)
    desk.record(book, "ines", "officer.named", {"officer": desk.handle("ines"), "reason": "first"})
    assert desk.record(book, "ines", "contact.made", {"channel": "phone"}).breaches == ()
    assert desk.record(book, "ines", "contact.made", {"channel": "email"}).breaches != ()


def test_a_line_is_enough(desk: Desk) -> None:
    browser = desk.browser("rae")
    said = {**standing(browser.get(reverse("report")).content), "account": "Shouting at night."}
    assert browser.post(reverse("report"), said).status_code == 302
    (told,) = desk.look(newest(desk), "ines").entries
    assert told.facts == {}
    assert told.by == desk.handle("rae")


def test_what_a_neighbour_calls_safe_is_not_her_word(desk: Desk) -> None:
    send(desk.browser("rae"), source="neighbour", from_hour="", to_hour="")
    plan = desk.look(newest(desk), "ines").entries[1]
    assert plan.facts["basis"] == "reporter"
    assert plan.facts["channels"] == {"phone": "safe", "text": "safe"}


def test_the_reference_is_given_to_those_alone_who_deal_with_reports(desk: Desk) -> None:
    pages = {}
    for name in ("rae", "max", "adi", "aud", "sam", "ines"):
        browser = desk.browser(name)
        pages[name] = browser.get(send(browser)).content.decode()
    assert [name for name, text in pages.items() if "Reference " in text] == ["sam", "ines"]
    assert [name for name, text in pages.items() if "Open the case" in text] == ["ines"]


def test_a_report_shows_no_sign_of_what_there_is(desk: Desk) -> None:
    rae = desk.browser("rae")
    first, second = (_TOKEN.sub("", rae.get(send(rae)).content.decode()) for _ in range(2))
    assert first == second


def test_sent_twice_it_is_one_report(desk: Desk) -> None:
    browser = desk.browser("rae")
    said = {**standing(browser.get(reverse("report")).content), **SAID}
    before = Book.objects.count()
    assert [browser.post(reverse("report"), said).status_code for _ in range(2)] == [302, 302]
    assert Book.objects.count() == before + 1


def test_sent_again_with_another_way_to_ring_back_it_is_not_taken_for_the_same(desk: Desk) -> None:
    browser = desk.browser("rae")
    said = {**standing(browser.get(reverse("report")).content), **SAID}
    browser.post(reverse("report"), said)
    response = browser.post(reverse("report"), {**said, "code_word": "wren"})
    assert response.status_code == 422
    assert "saved before, with other words" in response.content.decode()


def test_what_is_wrong_is_said_and_everything_kept(desk: Desk) -> None:
    browser = desk.browser("rae")
    said = {**standing(browser.get(reverse("report")).content), **SAID, "from_hour": "99"}
    before = Book.objects.count()
    response = browser.post(reverse("report"), said)
    assert response.status_code == 422
    assert "<title>Error: Report" in response.content.decode()
    assert standing(response.content)["account"] == SAID["account"]
    assert Book.objects.count() == before


@pytest.mark.parametrize("name", ["sam", "ines", "rae", "adi", "max", "aud", "hana", "dee", "saf"])
def test_everybody_who_works_here_may_report(desk: Desk, name: str) -> None:
    assert desk.browser(name).get(reverse("report")).status_code == 200


def test_a_stranger_may_not(desk: Desk) -> None:
    assert desk.stranger().get(reverse("report")).status_code == 302


def test_the_page_after_it_is_there_only_after_it(desk: Desk) -> None:
    assert desk.browser("rae").get(reverse("reported"))["Location"] == reverse("report")


def test_whoever_sends_too_many_is_told_to_ring_and_keeps_what_was_typed(desk: Desk) -> None:
    desk.later(days=400)
    for _ in range(BOUND.most):
        desk.report()
    browser = desk.browser("rae")
    said = {**standing(browser.get(reverse("report")).content), **SAID}
    refused = browser.post(reverse("report"), said)
    assert refused.status_code == 429
    text = refused.content.decode()
    assert "There is a problem" in text
    assert "Ring whoever leads domestic abuse cases" in text
    assert standing(refused.content)["account"] == SAID["account"]
    assert browser.post(reverse("report"), {**said, "immediate_danger": "yes"}).status_code == 302


@pytest.mark.parametrize("said", [{}, {"source": "neighbour", "safe_channels": ["phone"]}])
def test_a_report_says_at_least_what_happened_or_whom_it_is_about(desk: Desk, said: Mapping[str, str]) -> None:
    browser, before = desk.browser("rae"), Book.objects.count()
    response = browser.post(reverse("report"), {**standing(browser.get(reverse("report")).content), **said})
    text = response.content.decode()
    assert response.status_code == 422
    assert Book.objects.count() == before
    assert 'href="#field-account"' in text
    assert "Write it here, or answer “Who is it about?”" in text
    kept = standing(browser.get(reverse("report")).content)
    assert (kept.get("source") == "neighbour") == bool(said)


def test_whom_it_is_about_is_enough(desk: Desk) -> None:
    browser = desk.browser("rae")
    said = {**standing(browser.get(reverse("report")).content), "note": "Flat 4, the tall house"}
    assert browser.post(reverse("report"), said).status_code == 302
