"""The bench of the pages runs through, and says what it is there to say."""

import shutil

from bench import pages
from tests.embedded.place import fresh

FEW = pages.Counts(cases=(40,), times=2, entries=12, clients=1, seconds=0.2, load=2, minutes=0.01)


def test_every_page_is_timed_beside_a_bare_one_and_the_load_ends_without_an_error() -> None:
    grounds = fresh()
    grounds.mkdir(mode=0o755)
    rows = dict(pages.every_part(grounds, FEW))
    shutil.rmtree(grounds)
    assert rows.keys() >= {
        "40 cases: the bare page",
        "40 cases: Today, 50 rows",
        "40 cases: a case of 12 entries",
        "40 cases: People search",
        f"40 cases: {pages.RECORDING}",
        "40 cases: Commitments, of all cases",
        "40 cases: the API's list of 50 cases",
    }
    assert rows["40 cases: Today, 50 rows"].count("times the bare page") == 2
    assert rows["0.01 minutes of 80 reads to 20 writes by 2 at once, 40 cases"].endswith("no error")


def test_growth_is_told_by_itself_and_beside_that_of_the_bare_page() -> None:
    few, many = ({name: took(median) for name in pages.TO_STAY} | {pages.PLAIN: took(5)} for median in (10, 12))
    rows = dict(pages.growth({2_000: few, 20_000: many | {pages.PLAIN: took(6)}}))
    assert set(rows.values()) == {"1.20 times among 20,000 (1.00 of the bare page's)"}


def took(median: float) -> pages.Took:
    return pages.Took([median] * 3, 0, 0, 1)
