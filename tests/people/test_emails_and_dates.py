"""One letter box and one birthday, however they are written down."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.people.identifiers import of_date_of_birth, of_email

BOXES = [
    ("Sam@Example.COM", ["sam@example.com"]),
    ("sam+shop@example.com", ["sam@example.com"]),
    ("sam+a+b@example.com", ["sam@example.com"]),
    ("+sam@example.com", ["+sam@example.com"]),
    ("s.a.m+x@googlemail.com", ["sam@gmail.com"]),
    ("s.am@example.com", ["s.am@example.com"]),
    ("sam @ example.com", ["sam@example.com"]),
    ("Sam <sam@example.com>; jo@example.org, 'kit@example.net.'",
     ["sam@example.com", "jo@example.org", "kit@example.net"]),
    ("mailto:sam@example.com", ["sam@example.com"]),
    ("sam@example.com/jo@example.com", ["sam@example.com", "jo@example.com"]),
    ("sam@example.com sam+x@example.com", ["sam@example.com"]),
    ("sam@bücher.example", ["sam@xn--bcher-kva.example"]),
    ("sam@XN--BCHER-KVA.example", ["sam@xn--bcher-kva.example"]),
    ("sam@bu\u0308cher.example", ["sam@xn--bcher-kva.example"]),
    ("sam@example\u3002com", ["sam@example.com"]),
    ("\u200bsam@example.com", ["sam@example.com"]),
]  # fmt: skip
NO_BOX = [
    "", "none", "sam", "sam@", "@example.com", "sam@example", "sam@@example.com", "sam@example..com", "..@gmail.com",
    f"{'a' * 300}@example.com", f"a@{'é' * 80}.example", "@", "a@.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "boxes"), BOXES)
def test_a_field_holds_these_addresses(text: str, boxes: list[str]) -> None:
    assert of_email(text) == tuple(("email", box) for box in boxes)


@pytest.mark.parametrize("text", NO_BOX, ids=lambda text: repr(text[:20]))
def test_what_is_no_address_is_none(text: str) -> None:
    assert of_email(text) == ()


LOCAL = st.text(alphabet="abcxyz0189_-", min_size=1, max_size=12)


@given(LOCAL, LOCAL, st.sampled_from(["example.com", "example.org", "gmail.com"]))
def test_a_tag_and_capitals_change_nothing(local: str, tag: str, domain: str) -> None:
    box = of_email(f"{local}@{domain}")
    assert of_email(f"{local}+{tag}@{domain}".upper()) == of_email(f" <{local.upper()}@{domain}>;") == box


@given(st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_dots_change_nothing_at_gmail_alone(dots: list[int]) -> None:
    local = "".join(letter + "." * (count % 2) for letter, count in zip("sam", dots, strict=True)) + "x"
    assert of_email(f"{local}@gmail.com") == of_email("samx@googlemail.com")
    assert (of_email(f"{local}@example.com") == of_email("samx@example.com")) == ("." not in local)


@given(st.text(alphabet="aB.+@-' \u00df\u0130\uff0e,", max_size=30))
def test_an_address_that_was_found_is_found_again_as_itself(text: str) -> None:
    assert [of_email(found.text) for found in of_email(text)] == [(found,) for found in of_email(text)]


SECOND_OF_DECEMBER = [
    "1973-12-02", "1973-12-02T00:00:00", "1973-12-02 00:00", "1973/12/02", "2/12/1973", "02/12/1973", "02.12.1973",
    "2-12-1973", "2 12 1973", "2 / 12 / 1973", "2 Dec 1973", "2nd December 1973", "2nd of December, 1973",
    "02-DEC-1973", "2Dec1973", "Sunday 2 December 1973", "Sun, 2 Dec 1973", "December 2, 1973", "Dec. 2nd 1973",
    " 2  dec  1973 ", "٢/١٢/١٩٧٣", "2\u201112\u20111973",
]  # fmt: skip
NO_DAY = [
    "", "unknown", "2/12/73", "2 Dec 73", "12/25/1973", "31/2/1973", "29/2/1973", "1973", "Dec 1973", "1973-12",
    "0/12/1973", "2/0/1973", "2 Foo 1973", "0000-01-01", "2/12/1973 or 1974", "in her forties", "2/12/01973", "²",
    "1973-13-01", "9" * 50,
]  # fmt: skip


@pytest.mark.parametrize("text", SECOND_OF_DECEMBER)
def test_the_second_of_december_is_read_in_every_spelling(text: str) -> None:
    assert of_date_of_birth(text) == (("date_of_birth", "1973-12-02"),)


@pytest.mark.parametrize("text", NO_DAY)
def test_what_names_no_one_day_is_no_date(text: str) -> None:
    assert of_date_of_birth(text) == ()


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_the_same_in_every_spelling(day: date) -> None:
    forms = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%A %d %B %Y", "%B %d, %Y"]
    assert {of_date_of_birth(day.strftime(form)) for form in forms} == {(("date_of_birth", day.isoformat()),)}
