"""A form that is not finished is kept while somebody types, with and without scripts, and goes once it is saved."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from lintel.desk.drafting import unfinished
from tests.desk.conftest import Desk
from tests.desk.forms import Sent, standing

EVENT = "contact.made"


@pytest.fixture
def case(desk: Desk) -> UUID:
    return desk.case()


@pytest.fixture
def sam(desk: Desk) -> Client:
    return desk.browser("sam")


def form(case: UUID) -> str:
    return reverse("record-event", args=[case, EVENT])


def typed(browser: Client, case: UUID, **said: str) -> Sent:
    return {**standing(browser.get(form(case)).content), **said}


def labels(desk: Desk, name: str) -> list[str]:
    return [each.label for each in unfinished(desk.actor(name), desk.now)]


def test_what_is_typed_is_kept_without_being_asked(desk: Desk, case: UUID, sam: Client) -> None:
    said = typed(sam, case, channel="phone", summary="She is well.")
    response = sam.post(reverse("draft", args=[case, EVENT]), said, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert response.status_code == 200
    assert "Kept for you at 10:02am" in text
    assert "<html" not in text
    page = sam.get(form(case))
    assert "This is what you had typed" in page.content.decode()
    again = standing(page.content)
    assert (again["channel"], again["summary"]) == ("phone", "She is well.")


def test_a_button_keeps_it_without_scripts(desk: Desk, case: UUID, sam: Client) -> None:
    response = sam.post(reverse("draft", args=[case, EVENT]), typed(sam, case, summary="She is well."), follow=True)
    assert response.redirect_chain == [(reverse("case", args=[case]), 302)]
    assert "kept for seven days" in response.content.decode()
    assert labels(desk, "sam") == ["I spoke to her"]


def test_a_draft_writes_nothing_in_the_case(desk: Desk, case: UUID, sam: Client) -> None:
    before = len(desk.look(case, "sam").entries)
    sam.post(reverse("draft", args=[case, EVENT]), typed(sam, case, summary="She is well."))
    assert len(desk.look(case, "sam").entries) == before


def test_nobody_else_finds_it(desk: Desk, case: UUID, sam: Client) -> None:
    sam.post(reverse("draft", args=[case, EVENT]), typed(sam, case, summary="She is well."))
    assert "She is well." not in desk.browser("ines").get(form(case)).content.decode()
    assert labels(desk, "ines") == []


def test_saving_takes_the_draft_away(desk: Desk, case: UUID, sam: Client) -> None:
    said = typed(sam, case, channel="phone", summary="She is well.")
    sam.post(reverse("draft", args=[case, EVENT]), said)
    assert sam.post(form(case), typed(sam, case)).status_code == 302
    assert labels(desk, "sam") == []
    assert desk.look(case, "sam").entries[-1].sealed == {"summary": "She is well."}


def test_it_can_be_thrown_away(desk: Desk, case: UUID, sam: Client) -> None:
    sam.post(reverse("draft", args=[case, EVENT]), typed(sam, case, summary="She is well."))
    sam.post(reverse("draft-discard", args=[case, EVENT]))
    assert "She is well." not in sam.get(form(case)).content.decode()


def test_what_is_no_field_of_the_form_is_not_kept(desk: Desk, case: UUID, sam: Client) -> None:
    sam.post(
        reverse("draft", args=[case, EVENT]), typed(sam, case, channel="phone", summary="She is well.", other="Heron")
    )
    assert sam.post(form(case), typed(sam, case)).status_code == 302


def test_more_than_can_be_kept_is_said(desk: Desk, case: UUID, sam: Client) -> None:
    said = typed(sam, case, summary="a" * 400_001)
    response = sam.post(reverse("draft", args=[case, EVENT]), said, headers={"HX-Request": "true"})
    assert "more than can be kept" in response.content.decode()
    assert labels(desk, "sam") == []


def test_a_draft_of_a_case_that_is_not_theirs_is_not_here(desk: Desk, case: UUID) -> None:
    assert desk.browser("tomos").post(reverse("draft", args=[case, EVENT]), {"summary": "x"}).status_code == 404
    assert labels(desk, "tomos") == []


def test_looking_keeps_nothing(desk: Desk, case: UUID, sam: Client) -> None:
    assert sam.get(reverse("draft", args=[case, EVENT])).status_code == 405
    assert sam.get(reverse("draft-discard", args=[case, EVENT])).status_code == 405
    sam.get(form(case))
    assert labels(desk, "sam") == []


def test_today_shows_what_is_not_finished_to_whoever_began_it(desk: Desk, case: UUID, sam: Client) -> None:
    assert "unfinished forms" not in sam.get("/").content.decode()
    sam.post(reverse("draft", args=[case, EVENT]), typed(sam, case, summary="She is well."))
    text = sam.get("/").content.decode()
    assert "You have unfinished forms" in text
    assert form(case) in text
    assert "She is well." not in text
    assert "unfinished forms" not in desk.browser("ines").get("/").content.decode()


def test_a_report_is_kept_too(desk: Desk) -> None:
    rae = desk.browser("rae")
    said = {**standing(rae.get(reverse("report")).content), "account": "Shouting at night.", "code_word": "heron"}
    assert rae.post(reverse("report-draft"), said).status_code == 302
    assert labels(desk, "rae") == ["A report"]
    again = standing(rae.get(reverse("report")).content)
    assert (again["account"], again["code_word"]) == ("Shouting at night.", "heron")
    rae.post(reverse("report-discard"))
    assert labels(desk, "rae") == []
