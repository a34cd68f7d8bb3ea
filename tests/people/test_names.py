"""A person is found by any of her names, former ones too, in any spelling that only looks different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintel.people.identifiers import Identifier, of_names


def texts(names: str, kind: str) -> list[str]:
    return [found.text for found in of_names(names) if found.kind == kind]


READ = [
    ("Jane Example", ["jane", "example"], ["example"], ["janeexample"]),
    ("Mrs. Jane  EXAMPLE", ["jane", "example"], ["example"], ["janeexample"]),
    ("Example, Jane", ["jane", "example"], ["example"], ["janeexample"]),
    ("Example, Mrs Jane", ["jane", "example"], ["example"], ["janeexample"]),
    ("Jane Example, Mrs", ["jane", "example"], ["example"], ["janeexample"]),
    ("Mr and Mrs J Example", ["example"], ["example"], ["jexample"]),
    ("Mrs Example", ["example"], ["example"], ["example"]),
    ("Jane Example-Fable", ["jane", "examplefable", "example", "fable"],
     ["examplefable", "example", "fable"], ["janeexamplefable"]),
    ("Jane O'Brien", ["jane", "obrien"], ["obrien"], ["janeobrien"]),
    ("Jane OBrien", ["jane", "obrien"], ["obrien"], ["janeobrien"]),
    ("Jane O Brien", ["jane", "obrien", "brien"], ["obrien", "brien"], ["janeobrien"]),
    ("Jane O' Brien", ["jane", "obrien"], ["obrien"], ["janeobrien"]),
    ("Jane Mac Donald", ["jane", "macdonald", "mac", "donald"], ["macdonald", "donald"], ["janemacdonald"]),
    ("Mac Example", ["macexample", "mac", "example"], ["macexample", "example"], ["macexample"]),
    ("Ana van der Fabel", ["ana", "vanderfabel", "van", "der", "fabel"], ["vanderfabel", "fabel"],
     ["anavanderfabel"]),
    ("Jane Example née Fable", ["jane", "example", "fable"], ["example", "fable"],
     ["janeexample", "janefable", "fableexample"]),
    ("Jane Example (nee Fable)", ["jane", "example", "fable"], ["example", "fable"],
     ["janeexample", "janefable", "fableexample"]),
    ("Jane Example, formerly Fable", ["jane", "example", "fable"], ["example", "fable"],
     ["janeexample", "janefable", "fableexample"]),
    ("Jane Example (formerly known as Ana Fable)", ["jane", "example", "ana", "fable"], ["example", "fable"],
     ["janeexample", "anafable"]),
    ("Jane Example a.k.a. Jay", ["jane", "example", "jay"], ["example", "jay"],
     ["janeexample", "janejay", "jayexample"]),
    ('Jane "Jay" Example', ["jane", "example", "jay"], ["example", "jay"],
     ["janeexample", "janejay", "jayexample"]),
    ("Jane Example also known as Ana Fable", ["jane", "example", "ana", "fable"], ["example", "fable"],
     ["janeexample", "anafable"]),
    ("Maiden name: Fable", ["fable"], ["fable"], ["fable"]),
    ("Jane Example (unknown)", ["jane", "example"], ["example"], ["janeexample"]),
    ("Jane and John Example", ["jane", "john", "example"], ["jane", "example"],
     ["johnexample", "johnjane", "janeexample"]),
    ("Jane Example, Jane Fable", ["jane", "fable", "example"], ["example", "fable"],
     ["janefablejaneexample", "janeexample", "janefable"]),
    ("Jane\nExample", ["jane", "example"], ["jane", "example"], ["janeexample"]),
    ("Jane Nee", ["jane", "nee"], ["nee"], ["janenee"]),
    ("Siân Łukasz-Þórr Größe", ["sian", "lukaszthorr", "lukasz", "thorr", "grosse"], ["grosse"],
     ["sianlukaszthorrgrosse"]),
    ("J.R. Example", ["example"], ["example"], ["jrexample"]),
    ("王小明", ["王小明"], ["王小明"], ["王小明"]),
    ("محمد بن علي", ["محمد", "بن", "علي"], ["علي"], ["محمدبنعلي"]),
    ("स्मिता शर्मा", ["स्मिता", "शर्मा"], ["शर्मा"], ["स्मिताशर्मा"]),
    ("ΣΊΣΥΦΟΣ", ["σίσυφοσ"], ["σίσυφοσ"], ["σίσυφοσ"]),
    ("Miss", ["miss"], ["miss"], ["miss"]),
]  # fmt: skip


@pytest.mark.parametrize(("names", "parts", "surnames", "wholes"), READ, ids=[case[0] for case in READ])
def test_a_name_is_found_by_these(names: str, parts: list[str], surnames: list[str], wholes: list[str]) -> None:
    assert texts(names, "name_part") == parts
    assert texts(names, "surname") == surnames
    assert texts(names, "full_name") == wholes


@pytest.mark.parametrize("names", ["", "  ", "Unknown", "not known", "N/A", "-", "'", "()", "🙂", "\u0301", "\ud800"])
def test_what_names_nobody_finds_nobody(names: str) -> None:
    assert of_names(names) == ()


FIRST = st.sampled_from(["Jane", "Siân", "Zoë", "Anne-Marie", "Łucja", "D'Arcy"])
LAST = st.sampled_from(["Example", "O'Brien", "Fable-Orchard", "MacDonald", "Núñez", "van der Fabel"])
TITLE = st.sampled_from(["", "Mrs ", "Dr. ", "MISS "])


@given(FIRST, LAST, TITLE)
def test_title_case_accents_and_order_change_nothing(first: str, last: str, title: str) -> None:
    name = set(of_names(f"{first} {last}"))
    for written in (f"{title}{first} {last}", f"{first} {last}".upper(), f"{last}, {title}{first}"):
        assert set(of_names(written)) == name


@given(
    FIRST, LAST, st.sampled_from(["’", "‘", "\u02bc", "`", "\u00b4"]), st.sampled_from("\u2010\u2011\u2013\u2014\u2212")
)
def test_one_apostrophe_or_dash_is_as_good_as_another(first: str, last: str, apostrophe: str, dash: str) -> None:
    written = f"{first} {last}".replace("'", apostrophe).replace("-", dash)
    assert of_names(written) == of_names(f"{first} {last}")


@given(FIRST, LAST, st.sampled_from(["", " "]))
def test_a_name_written_apart_is_the_whole_name_still(first: str, last: str, gap: str) -> None:
    whole = texts(f"{first} {last}", "full_name")
    written = f"{first} {last}".replace("-", gap).replace("'", gap).replace("Mac", f"Mac{gap}")
    assert texts(written, "full_name") == whole


@given(FIRST, LAST, st.sampled_from([" née {}", " ({})", " (formerly {})", ", previously {}", " aka {}", "; {}"]))
def test_a_former_name_finds_her_as_her_own_does(first: str, former: str, form: str) -> None:
    found = set(of_names(f"{first} Storybook{form.format(former)}"))
    assert found >= set(of_names(f"{first} Storybook"))
    assert found >= set(of_names(f"{first} {former}"))


@given(st.text(max_size=40))
def test_a_text_that_was_found_is_found_again_as_itself(names: str) -> None:
    assert [found for found in of_names(names) if found not in of_names(found.text)] == []


def test_an_initial_finds_nobody() -> None:
    assert Identifier("name_part", "j") not in of_names("J Example")
