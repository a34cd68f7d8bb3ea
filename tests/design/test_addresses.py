"""Addresses are those that Django makes, and what does not fit is refused as Django refuses it."""

from uuid import UUID

import pytest
from django.urls import NoReverseMatch, reverse

from lintel.design.addresses import address

BOOK = UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("today", ()),
        ("case", (BOOK,)),
        ("record-event", (BOOK, "contact.made")),
        ("record-event", (BOOK, "contact-made")),
        ("reveal-of-person", (BOOK, 3, 14, "phone")),
        ("commitments", ()),
        ("commitment", ("first-contact",)),
        ("commitment-of", ("year", "mine", "first-contact")),
        ("directory-checked", ("a b&c",)),
    ],
)
def test_an_address_is_the_one_that_django_makes(name: str, given: tuple[object, ...]) -> None:
    assert address(name, *given) == reverse(name, args=given)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("case", ()),
        ("case", ("not a case",)),
        ("record-event", (BOOK, "no.such_event")),
        ("no-such-page", ()),
        ("directory-checked", ("a/b",)),
    ],
)
def test_what_does_not_fit_is_refused(name: str, given: tuple[object, ...]) -> None:
    with pytest.raises(NoReverseMatch):
        address(name, *given)
