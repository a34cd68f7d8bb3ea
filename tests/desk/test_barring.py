"""What a rule that stands in the way tells somebody to do."""

from django.urls import reverse

from tests.desk.conftest import Desk

PLAN = "Agree with her how she can be reached safely"


def test_a_contact_on_a_way_that_is_not_safe_leads_to_a_plan(desk: Desk) -> None:
    book = desk.case()
    made = desk.record(book, "sam", "contact.made", {"channel": "email"}).entry
    assert PLAN in desk.browser("sam").get(reverse("saved", args=[book, made])).content.decode()


def test_a_contact_of_which_nobody_said_how_leads_to_no_plan(desk: Desk) -> None:
    book = desk.case()
    desk.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}})
    made = desk.record(book, "sam", "contact.made").entry
    text = desk.browser("sam").get(reverse("saved", args=[book, made])).content.decode()
    assert "the channel was not recorded" in text
    assert PLAN not in text
