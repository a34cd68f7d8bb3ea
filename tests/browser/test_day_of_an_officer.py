"""The day of an officer: somebody tells her at 16:55 on the Friday before a bank holiday, under each policy."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.conf import settings

from lintel.casework import policy
from lintel.casework.models import Standing
from tests.browser.site import Site, screenshot
from tests.browser.working import FIRST_OFFERED, Said, Working

FRIDAY = datetime(2024, 5, 24, 15, 55, tzinfo=UTC)
"""Five to five in London, on the Friday before the bank holiday of 27 May."""
TUESDAY = datetime(2024, 5, 28, 9, 0, tzinfo=UTC)

FIRST = {
    "settle": "by Tue 28 May, end of day First contact Reach her within one working day",
    "midland-heart": "by Tue 28 May, end of day Triage Triage every report of domestic abuse",
    "association": "no date is set First contact Reach her after the first report, as soon as its severity calls for",
    "aspire": "no date is set Contact Reach her, and let her find you good to talk to; the policy sets no time for it",
    "whg": "no date is set Risk recorded Identify the risk to her and record it",
}
"""What each policy owes first to somebody who tells us then: one names the next working day, others name no day."""


FULL = os.environ.get("LINTEL_PROOF") == "full"


@pytest.fixture(params=FIRST if FULL else ("settle",))
def under(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each of the five policies, one after the other; in small counts three of them."""
    before = settings.OPTIONS
    settings.OPTIONS = before.model_copy(update={"policy": request.param})
    policy.in_force.cache_clear()
    yield str(request.param)
    settings.OPTIONS = before
    policy.in_force.cache_clear()


def test_from_disclosure_to_closure(site: Site, under: str) -> None:
    sam, book = disclosed(site, under)
    first_days(sam, book)
    kept_in_touch(sam, book, under)
    moved_and_closed(sam, book, under)


def disclosed(site: Site, under: str) -> tuple[Working, UUID]:
    """She tells sam on Friday at 16:55; the lead gives the case to sam at once, and Today says what is owed by when."""
    site.desk.now = FRIDAY
    sam, ines = (Working(site, name, axe=under == "settle") for name in ("sam", "ines"))
    before = set(Standing.objects.values_list("book_id", flat=True))
    sam.open("report")
    sam.fill({
        "source": "victim", "immediate_danger": "no", "safe_channels": ["phone"], "numbers": "07700 900123",
        "from_hour": "10", "to_hour": "15", "voicemail": "no", "must_not_know": "Her husband reads her post.",
        "note": "She is afraid of the weekend.", "nature": "disclosure",
    })  # fmt: skip
    sam.send()
    sam.sees("Those who deal with it have been told")
    (book,) = set(Standing.objects.values_list("book_id", flat=True)) - before
    ines.open("triage")
    ines.open("officer", book)
    ines.fill({"officer": site.desk.handle("sam")})
    ines.page.locator("main form button").first.click()
    ines.page.wait_for_url("**/triage")
    today = sam.open("today")
    assert FIRST[under] in today
    assert "Phone only 10am to 3pm; never voicemail" in today
    screenshot(sam.page, f"friday-{under}")
    return sam, book


def first_days(sam: Working, book: UUID) -> None:
    """First contact on the Tuesday, an assessment that finds the risk high, MARAC and a plan."""
    sam.record(book, "person.joined", {"role": "victim", "age_band": "18_64", "lives": "same_home"})
    sam.record(book, "case.triaged", {"priority": "high"})
    sam.again(TUESDAY)
    sam.record(book, "contact.made", {**_CALL, "summary": "She is safe for now."})
    sam.record(book, "person.joined", {"role": "alleged_perpetrator", "connection": "spouse_or_partner"})
    assess(sam, book)
    sam.record(book, "consent.asked", {"purpose": "marac", "answer": "given"})
    sam.record(book, "marac.decided", {"decision": "refer", "grounds": ["judgement"]})
    sam.record(book, "marac.referred", {"by": "us"})
    sam.record(book, "plan.agreed", {"focus": "safety", "victim_agreed": "yes", "plan": "A bag is packed."})


def assess(sam: Working, book: UUID) -> None:
    """An assessment with nine answers that are yes."""
    sam.open("risk", book)
    sam.page.get_by_role("button", name="Start an assessment").first.click()
    sam.page.get_by_role("button", name="See what it comes to").wait_for()
    for question in sam.page.locator('[name^="q-"][value="yes"]').all()[:9]:
        question.check(force=True)
    sam.page.get_by_role("button", name="See what it comes to").click()
    sam.page.get_by_label("We went through it").check()
    sam.page.get_by_role("button", name="Save the assessment").click()
    sam.sees("The assessment is saved. Risk: high. It rests on the answers.")


def kept_in_touch(sam: Working, book: UUID, under: str) -> None:
    """A fortnight is kept: what was owed by then is said to be done, and the next is owed."""
    sam.again(datetime(2024, 6, 10, 10, 0, tzinfo=UTC))
    kept = sam.record(book, "contact.made", {**_CALL, "summary": "She has told her sister."})
    if under == "settle":
        assert "Be in contact with her at least every fortnight, or as often as she has agreed Done" in kept
        assert "Now owed, by Mon 24 June 2024, end of day" in kept
    sam.again(datetime(2024, 6, 17, 10, 0, tzinfo=UTC))
    sam.record(book, "marac.listed", {"meeting_on-day": "20", "meeting_on-month": "6", "meeting_on-year": "2024"})
    sam.again(datetime(2024, 6, 20, 15, 0, tzinfo=UTC))
    sam.record(book, "marac.heard", {"attended_by": sam.site.desk.handle("sam")})
    sam.again(datetime(2024, 6, 21, 10, 0, tzinfo=UTC))
    sam.record(book, "contact.made", {**_CALL, "summary": "She wants to move."})


def moved_and_closed(sam: Working, book: UUID, under: str) -> None:
    """She moves; closing is barred, and says by what, until she has been asked and the risk is down."""
    sam.record(book, "move.requested", {"by": "victim"})
    sam.record(book, "move.completed", {"thread": FIRST_OFFERED, "address": "4 Nowhere Street, ZZ99 3CC"})
    sam.again(datetime(2024, 7, 1, 10, 0, tzinfo=UTC))
    closing = sam.open("record-event", book, "case.closed")
    assert "This is still barred by the policy: Close only when the risk is down and she has been asked" in closing
    assert "I asked her what she thinks of it" in closing
    screenshot(sam.page, f"closing-{under}")
    sam.record(book, "victim.consulted", {"topic": "closure", "view": "agrees", "view_text": "She feels safe there."})
    sam.record(book, "case.closed", {"outcome": "moved", "risk_mitigated": "yes"})
    sam.open("chronology", book)
    sam.sees("Case closed")
    assert Standing.objects.get(book_id=book).state == "closed"


_CALL: Said = {"channel": "phone", "safe_to_talk_checked": "yes", "wishes_asked": "yes"}
