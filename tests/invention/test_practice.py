"""How a landlord works follows from its policy alone."""

from pathlib import Path

import pytest

from lintel.commitments.loading import find
from lintel.events.interchange import check
from lintel.invention.practice import Practice, practice_of
from lintel.invention.when import calendar_year
from lintel.invention.year import books_of

STRANGER = """
[policy]
id = "stranger-1"
provider = "stranger"
title = "A policy of nobody's"
in_force = 2019-06-01
nation = "scotland"

[settings.move]
bands = ["silver"]
offers = 3

[[commitment]]
id = "weekly"
kind = "rhythm"
per = "victim"
do = "contact.made"
every = "1 week"

[[commitment]]
id = "soon"
kind = "deadline"
per = "victim"
after = "report.received"
do = "contact.made"
within = "4 hours"

[[guard]]
id = "no-starter"
on = "home.offered"
never = {tenure = ["secure", "assured"]}
"""


def practice(provider: str) -> Practice:
    return practice_of(find(provider).all[-1])


@pytest.fixture
def stranger(tmp_path: Path) -> str:
    path = tmp_path / "stranger.toml"
    path.write_text(STRANGER, encoding="utf-8")
    return str(path)


def test_the_clock_and_the_rhythm_of_contact_are_the_policys() -> None:
    assert (str(practice("settle").clocks["contact.made"]), practice("settle").every) == ("1 working day", 14)
    assert "contact.made" not in practice("aspire").clocks


def test_a_band_comes_from_the_settings_and_a_tenure_from_the_guards() -> None:
    assert (practice("whg").band, practice("whg").need, practice("whg").offers) == ("gold", "critical_need", 1)
    assert practice("aspire").tenure == "assured"


def test_consent_comes_first_where_a_guard_asks_for_it() -> None:
    assert practice("association").consent_first
    assert not practice("settle").consent_first


def test_what_is_promised_is_done_more_often_than_what_is_not() -> None:
    assert practice("midland-heart").habit("review.held", 0.3) > practice("whg").habit("review.held", 0.3)


def test_a_policy_that_nobody_has_seen_has_a_practice_too(stranger: str) -> None:
    found = practice(stranger)

    assert (found.every, found.band, found.offers, found.tenure) == (7, "silver", 3, "starter")


def test_a_year_can_be_invented_for_a_policy_that_nobody_has_seen(stranger: str, tmp_path: Path) -> None:
    path = tmp_path / "year.jsonl"
    year = books_of(find(stranger), 60, 1, calendar_year(2024))
    path.write_text("\n".join(line for book in year for line in book.lines()), encoding="utf-8")

    assert check(path).books > 60
