"""Forms that are not finished: sealed, for whoever typed them alone, and gone after a week."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from lintel.casework import drafts
from lintel.casework.drafts import Said
from lintel.casework.refusals import NotHere
from lintel.events.faults import InputRefused
from tests.casework.cast import Cast

FORM = "note.added"
SAID: Said = {"note": ["Heron on the landing"], "seen": ["3"]}


def keep(cast: Cast, book: UUID | None, by: str = "sam", said: Said = SAID) -> None:
    drafts.keep(actor=cast.actor(by), book=book, form=FORM, said=said, now=cast.now)


def kept(cast: Cast, book: UUID | None, by: str = "sam") -> Said | None:
    found = drafts.kept(actor=cast.actor(by), book=book, form=FORM, now=cast.now)
    return found.said if found else None


def waiting(cast: Cast, by: str = "sam") -> list[UUID | None]:
    return [each.book for each in drafts.waiting(actor=cast.actor(by), now=cast.now)]


def stored() -> list[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT by, words FROM casework_unfinished")
        return [(by, bytes(words)) for by, words in cursor.fetchall()]


def test_what_was_typed_comes_back_to_whoever_typed_it(cast: Cast) -> None:
    book = cast.case()
    keep(cast, book)
    assert kept(cast, book) == SAID
    assert waiting(cast) == [book]


def test_nobody_else_sees_or_lists_it(cast: Cast) -> None:
    book = cast.case()
    keep(cast, book)
    assert kept(cast, book, "ines") is None
    assert waiting(cast, "ines") == []


def test_the_database_holds_not_a_word_of_it(cast: Cast) -> None:
    keep(cast, cast.case())
    keep(cast, None)
    words = [words for by, words in stored() if by == cast.handle("sam")]
    assert len(words) == 2
    assert all(b"Heron" not in each and b"landing" not in each for each in words)


def test_a_later_draft_takes_the_place_of_the_one_before(cast: Cast) -> None:
    book = cast.case()
    keep(cast, book)
    keep(cast, book, said={"note": ["Later"]})
    assert kept(cast, book) == {"note": ["Later"]}
    assert waiting(cast) == [book]


def test_a_report_that_is_no_case_yet_has_a_draft_of_its_own(cast: Cast) -> None:
    keep(cast, None, "rae")
    keep(cast, None, "rae", {"note": ["Later"]})
    assert kept(cast, None, "rae") == {"note": ["Later"]}
    assert kept(cast, None, "jo") is None
    assert waiting(cast, "rae") == [None]


def test_after_seven_days_it_is_gone_from_the_database_too(cast: Cast) -> None:
    book = cast.case()
    keep(cast, book)
    cast.now += timedelta(days=7) - timedelta(seconds=1)
    assert kept(cast, book) == SAID
    cast.now += timedelta(seconds=1)
    assert kept(cast, book) is None
    assert waiting(cast) == []
    keep(cast, None, "jo")
    assert cast.handle("sam") not in [by for by, _ in stored()]


def test_it_is_closed_to_whoever_may_no_longer_see_the_case(cast: Cast) -> None:
    book = cast.case()
    keep(cast, book)
    cast.record(book, "ines", "conflict.declared", {"staff": cast.handle("sam"), "how": "neighbour"})
    assert waiting(cast) == []
    with pytest.raises(NotHere):
        kept(cast, book)
    with pytest.raises(NotHere):
        keep(cast, book)


def test_nothing_is_kept_of_a_case_that_is_not_theirs(cast: Cast) -> None:
    with pytest.raises(NotHere):
        keep(cast, cast.case(), "tomos")


def test_nothing_is_kept_for_an_account_that_has_ended(cast: Cast) -> None:
    with pytest.raises(NotHere):
        drafts.keep(actor=cast.actor("nobody"), book=None, form=FORM, said=SAID, now=cast.now)


def test_a_draft_moved_to_another_form_does_not_open(cast: Cast) -> None:
    book = cast.case()
    keep(cast, book)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_unfinished SET form = 'wishes.recorded' WHERE by = %s", [cast.handle("sam")])
    moved = drafts.kept(actor=cast.actor("sam"), book=book, form="wishes.recorded", now=cast.now)
    assert moved is None


def test_more_than_a_form_holds_is_refused(cast: Cast) -> None:
    with pytest.raises(InputRefused):
        keep(cast, None, said={"note": ["a" * 400_001]})


def test_what_is_forgotten_is_gone(cast: Cast) -> None:
    book = cast.case()
    keep(cast, book)
    keep(cast, None)
    drafts.forget(actor=cast.actor("sam"), book=book, form=FORM)
    assert waiting(cast) == [None]
