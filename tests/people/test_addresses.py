"""One home is one home: by its number or name, its flat and its postcode, however the street is spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.people.identifiers import of_address

ONE_HOME = [
    "Flat 3, 12A High Road, Exampleton, ZZ99 7AJ",
    "12a high rd flat 3 zz997aj",
    "Apt. 3, 12 A, High Rd., ZZ99  7AJ",
    "Apartment 3 - 12A Hihg Rode, ZZ99 7AJ, UK",
    "Flat no. 3, 12-A High Road, ZZ 99 7 AJ",
    "Unit 3\n12a High Road\nExampleton\nzz99-7aj\nUnited Kingdom",
    "Flat3,12a High Road ZZ99 7AJ, Exampleton",
    "Flat number 3; No. 12a; High Road; ZZ99 7AJ",
    "3, 12a High Road, ZZ99 7AJ",
    "First floor flat 3, 12a High Road, ZZ99 7AJ",
    "12A|FLAT3|ZZ997AJ",
]
READ = [
    ("12 High Road, ZZ99 7AJ", ["12||ZZ997AJ"]),
    ("12-14 High Road, ZZ99 7AJ", ["12-14||ZZ997AJ"]),
    ("12 - 14 High Road, ZZ99 7AJ", ["12-14||ZZ997AJ"]),
    ("12 1st Avenue, ZZ99 7AJ", ["12||ZZ997AJ"]),
    ("Flat B, 12 High Road, ZZ99 7AJ", ["12|flatb|ZZ997AJ"]),
    ("Flat B, 2nd Floor, 12 High Road, ZZ99 7AJ", ["12|flatb|ZZ997AJ"]),
    ("Ground Floor Flat, 12 High Road, ZZ99 7AJ", ["12|flatground|ZZ997AJ"]),
    ("1st floor, 12 High Road, ZZ99 7AJ", ["12|flatfirst|ZZ997AJ"]),
    ("Top flat, 12 High Road, ZZ99 7AJ", ["12|flattop|ZZ997AJ"]),
    ("2/1, 34 High Street, ZZ99 7AJ", ["34|flat2/1|ZZ997AJ"]),
    ("Flat 2-1, 34 High Street, ZZ99 7AJ", ["34|flat2/1|ZZ997AJ"]),
    ("Room 4, Flat 3, 12 High Road, ZZ99 7AJ", ["12|flat3+room4|ZZ997AJ"]),
    ("Flat 3, Block B, 12 High Road, ZZ99 7AJ", ["12|blockb+flat3|ZZ997AJ"]),
    ("Rowan House, ZZ99 7AJ", ["rowan hse||ZZ997AJ"]),
    ("Flat 12, Rowan Hse., High Road, ZZ99 7AJ", ["rowan hse|flat12|ZZ997AJ"]),
    ("12 Rowan House, ZZ99 7AJ", ["12||ZZ997AJ", "rowan hse|flat12|ZZ997AJ"]),
    ("Flat 3, Rowan House, 12 High Road, ZZ99 7AJ", ["12|flat3|ZZ997AJ", "rowan hse|flat3|ZZ997AJ"]),
    ("Flat 12 High Road, ZZ99 7AJ", ["|flat12|ZZ997AJ"]),
    ("PO Box 12, ZZ99 7AJ", ["|box12|ZZ997AJ"]),
    ("Travellers' Site, Green Lane, ZZ99 7AJ", ["travellers site grn ln|ZZ997AJ"]),
    ("12 Saint Mary's Road, Exampleton", ["12 st marys rd exampleton"]),
    ("12 St. Marys Rd Exampleton", ["12 st marys rd exampleton"]),
    ("Apt 3, 12 High Street, Exampleton", ["flat3 12 high st exampleton"]),
    ("Block B1 2nd floor, Exampleton", ["blockb1+flatsecond exampleton"]),
    ("الشارع الكبير 12", ["الشارع الكبير 12"]),
]  # fmt: skip


def homes(text: str) -> list[str]:
    return [found.text for found in of_address(text) if found.kind == "address"]


@pytest.mark.parametrize("text", ONE_HOME)
def test_one_home_is_the_same_in_every_spelling(text: str) -> None:
    assert of_address(text) == (("address", "12a|flat3|ZZ997AJ"), ("postcode", "ZZ997AJ"))


@pytest.mark.parametrize(("text", "found"), READ, ids=[case[0] for case in READ])
def test_an_address_is_found_by_these(text: str, found: list[str]) -> None:
    assert homes(text) == found


@pytest.mark.parametrize(
    "text", ["ZZ99 7AJ", "zz997aj", " ZZ99  7AJ. ", "ZZ-99-7AJ", "ZZ 9 97AJ", "ZZ 99 7 AJ", "ZZ99 7AJ, England"]
)
def test_a_postcode_alone_is_no_home(text: str) -> None:
    assert of_address(text) == (("postcode", "ZZ997AJ"),)


NOWHERE = ["", " ", "NFA", "No fixed abode", "no fixed abode.", "Unknown", "not disclosed", ",,,", "-", "\ud800"]


@pytest.mark.parametrize("text", NOWHERE)
def test_two_people_without_a_known_home_do_not_share_one(text: str) -> None:
    assert of_address(text) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 High Road, ZZ99 7AJ", "13 High Road, ZZ99 7AJ"),
        ("12 High Road, ZZ99 7AJ", "12a High Road, ZZ99 7AJ"),
        ("12 High Road, ZZ99 7AJ", "12 High Road, ZZ99 7AB"),
        ("12 High Road, ZZ99 7AJ", "Flat 1, 12 High Road, ZZ99 7AJ"),
        ("Flat 1, 12 High Road, ZZ99 7AJ", "Flat 1a, 12 High Road, ZZ99 7AJ"),
        ("Flat 12, Rowan House, ZZ99 7AJ", "Flat 12, Hazel House, ZZ99 7AJ"),
        ("Room 1, 12 High Road, ZZ99 7AJ", "Room 2, 12 High Road, ZZ99 7AJ"),
        ("Ground floor flat, 12 High Road, ZZ99 7AJ", "First floor flat, 12 High Road, ZZ99 7AJ"),
    ],
)
def test_neighbours_do_not_share_a_home(one: str, other: str) -> None:
    assert not set(homes(one)) & set(homes(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Rowan House, High Road, ZZ99 7AJ", "Flat 12, Rowan House, ZZ99 7AJ"),
        ("Flat 3, Rowan House, 12 High Road, ZZ99 7AJ", "Flat 3, 12 High Road, ZZ99 7AJ"),
        ("Flat 3, Rowan House, 12 High Road, ZZ99 7AJ", "Flat 3 Rowan House ZZ99 7AJ"),
        ("Rose Cottage, 12 High Road, ZZ99 7AJ", "Rose Cottage, High Road, ZZ99 7AJ"),
    ],
)
def test_a_house_with_a_name_is_found_by_it(one: str, other: str) -> None:
    assert set(homes(one)) & set(homes(other))


NUMBER = st.integers(1, 999).map(str) | st.sampled_from(["1a", "12B", "7-9"])
STREET = st.sampled_from(["High Road", "Made-up Street", "St. Mary's Ln", "Storybook Av.", "Fable Cl"])
SPACE = st.sampled_from(["", " ", "  ", "\u00a0"])
FLAT = st.sampled_from(["", "Flat 3", "Apt 3,", "FLAT NO. 3", "flat3", "Unit 3"])


@given(NUMBER, STREET, STREET, SPACE, st.sampled_from([", ", " ", "\n", " ,"]))
def test_the_street_and_the_spaces_change_nothing(number: str, street: str, other: str, space: str, gap: str) -> None:
    plain = homes(f"{number} {street}, ZZ99 7AJ")
    assert homes(f"{number} {other}{gap}zz99{space}7aj") == plain == [f"{number.lower()}||ZZ997AJ"]


@given(NUMBER, STREET, FLAT.filter(bool), FLAT.filter(bool))
def test_a_flat_may_be_called_anything(number: str, street: str, flat: str, other: str) -> None:
    assert homes(f"{flat} {number} {street} ZZ99 7AJ") == homes(f"{number} {street}, {other} ZZ99 7AJ")


@given(NUMBER, STREET, FLAT, st.sampled_from(["ZZ99 7AJ", "Exampleton", "Rowan House, ZZ99 1LX"]))
def test_a_home_that_was_found_is_found_again_as_itself(number: str, street: str, flat: str, rest: str) -> None:
    found = homes(f"{flat} {number} {street}, {rest}")
    assert found
    assert [home for home in found if home not in homes(home)] == []
