"""The database administrator: root on the database, an account of an accomplice's, and none of the keys.

Every test says what was done by hand in the database, and whether Lintel notices. What is not noticed has a test as
well: it holds until somebody mends it, and docs/attacks.md says it in words.
"""

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from lintel.access.models import Read
from lintel.casework import index
from lintel.casework.breakglass import reason_of, waiting
from lintel.casework.conflicts import conflicted
from lintel.casework.look import look
from lintel.casework.refusals import NotHere
from lintel.casework.staffmarks import declare_close
from lintel.events.entry import Entry
from lintel.ledger import actions
from lintel.ledger.rows import line_of
from lintel.ledger.verification import verify
from lintel.people import register
from lintel.sealing import chain
from lintel.sealing.aead import SealBroken
from tests.casework.cast import Cast
from tests.casework.closeness import Somebody, enrol, join
from tests.database.server import TestServer
from tests.hostile.persons import ADDRESS, BORN, PHONE, book_of, everything, name, planted

Root = psycopg.Connection[Any]
BROTHER = Somebody("Bryn", "Oddsocks", "1991-07-03", (("1 Invented Row", "ZZ99 1AA"),))


@pytest.fixture
def root(database: TestServer) -> Iterator[Root]:
    """Whoever nothing stops: triggers are off for them."""
    assert database.addresses is not None
    with psycopg.connect(database.addresses.root, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def served(cast: Cast, book: UUID, who: str) -> bool:
    try:
        cast.look(book, who)
    except NotHere:
        return False
    return True


class TestReading:
    """What stands in the tables in clear."""

    def test_no_table_holds_a_word_of_who_she_is_or_where(self, cast: Cast, root: Root) -> None:
        book, _, _ = planted(cast)
        cast.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}}, {"code_word": "marmalade"})
        wanted = [name(cast), ADDRESS, PHONE, PHONE.replace(" ", ""), BORN, "marmalade", "ZZ997AJ"]
        tables = root.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        found = []
        for (table,) in tables:
            for (row,) in root.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))):
                found += [(table, word) for word in wanted if word in row or word.encode().hex() in row]
        assert len(tables) > 20
        assert found == []

    def test_marks_are_no_plain_digests_that_a_dictionary_would_open(self, cast: Cast, root: Root) -> None:
        _, handle, _ = planted(cast)
        kept = {
            bytes(mark)
            for (mark,) in root.execute("SELECT blind FROM people_mark WHERE book_id = %s", [book_of(handle)])
        }
        texts = [f"{kind}{between}{text}" for kind in ("", "date_of_birth", "phone") for between in ("", "\x1f", ":")
                 for text in (BORN, "+447700900123")]  # fmt: skip
        guesses = {
            make(text.encode()).digest()[:16] for text in texts for make in (hashlib.sha256, hashlib.md5, hashlib.sha1)
        }
        assert len(kept) > 4
        assert not kept & guesses

    def test_how_long_her_words_are_is_seen(self, cast: Cast, root: Root) -> None:
        """Not defended: a sealed text is as long as the text and 29 bytes more."""
        book = cast.case()
        for words in ("no", "n" * 400):
            cast.record(book, "sam", "note.added", sealed={"note": words})
        sizes = [size for (size,) in root.execute(
            "SELECT length(sealed) FROM ledger_entry WHERE book_id = %s AND event = 'note.added' ORDER BY seq", [book]
        )]  # fmt: skip
        assert sizes[1] - sizes[0] == 398

    def test_who_shares_a_name_or_a_home_with_whom_is_seen(self, cast: Cast, root: Root) -> None:
        """Not defended: equal marks are equal bytes. That is how the wall finds the brother, and so can root."""
        book = cast.report()
        join(cast, book, BROTHER, "alleged_perpetrator")
        enrol(cast.handle("jo"), BROTHER)
        close = root.execute(
            "SELECT DISTINCT s.staff_id FROM access_staff_mark s JOIN people_mark p USING (kind, blind)"
            " JOIN casework_part c ON c.person_book_id = p.book_id WHERE c.book_id = %s", [book],
        ).fetchall()  # fmt: skip
        assert (cast.handle("jo"),) in close

    def test_her_book_is_found_by_declaring_her_close_to_an_accomplice(self, cast: Cast, root: Root) -> None:
        """Not defended: any account can have a name of its choice blinded, and root looks for the same bytes."""
        _, handle, _ = planted(cast)
        declare_close(actor=cast.actor("rae"), said={"names": name(cast), "date_of_birth": BORN})
        found = root.execute(
            "SELECT p.book_id FROM access_staff_mark s JOIN people_mark p USING (kind, blind) WHERE s.staff_id = %s"
            " GROUP BY p.book_id ORDER BY count(*) DESC", [cast.handle("rae")],
        ).fetchone()  # fmt: skip
        assert found == (book_of(handle),)


class TestDerivedRows:
    """Rows that the door goes by and that the app's own role may write."""

    @pytest.mark.parametrize("how", ["assigned", "named"])
    def test_an_accomplice_put_among_those_let_in_sees_nothing(self, cast: Cast, root: Root, how: str) -> None:
        book = cast.case()
        root.execute(
            "INSERT INTO casework_member (book_id, staff, how) VALUES (%s, %s, %s)", [book, cast.handle("tomos"), how]
        )
        assert not served(cast, book, "tomos")
        row = Read.objects.filter(reader=cast.handle("tomos")).order_by("-seq")[0]
        assert (row.book, row.ground) == (book, "refused:not_here")
        index.index_all([book], cast.now)
        assert (
            root.execute(
                "SELECT 1 FROM casework_member WHERE book_id = %s AND staff = %s", [book, cast.handle("tomos")]
            ).fetchone()
            is None
        )

    @pytest.mark.parametrize(
        "change",
        ["officer = NULL", "officer = 'nobody'", "safeguarding = true", "state = 'colleague'"],
    )
    def test_a_case_given_away_in_its_standing_is_seen_by_nobody_new(self, cast: Cast, root: Root, change: Any) -> None:
        book = cast.case()
        root.execute(sql.SQL("UPDATE casework_standing SET {} WHERE book_id = %s").format(sql.SQL(change)), [book])
        assert not [who for who in ("olu", "tomos", "saf", "hana") if served(cast, book, who)]

    def test_nor_is_a_colleagues_case_that_was_made_an_ordinary_one(self, cast: Cast, root: Root) -> None:
        book = cast.case(colleague_case=True)
        root.execute("UPDATE casework_standing SET state = 'open' WHERE book_id = %s", [book])
        assert not served(cast, book, "ines")

    def test_a_declared_conflict_that_was_deleted_still_keeps_out(self, cast: Cast, root: Root) -> None:
        book = cast.case()
        cast.record(book, "ines", "conflict.declared", {"staff": cast.handle("sam"), "how": "related"})
        root.execute("DELETE FROM casework_member WHERE book_id = %s AND how = 'conflict'", [book])
        assert not served(cast, book, "sam")

    @pytest.mark.parametrize("where", ["people_mark", "casework_part", "access_staff_mark"])
    def test_a_wall_of_marks_that_was_taken_down_is_missed(self, cast: Cast, root: Root, where: str) -> None:
        """Not noticed at the door. A rebuild puts up again what comes from the ledger, not the payroll's marks."""
        book = cast.case("jo")
        handle = join(cast, book, BROTHER, "alleged_perpetrator", by="jo")
        enrol(cast.handle("jo"), BROTHER)
        assert not served(cast, book, "jo")
        root.execute({
            "people_mark": "DELETE FROM people_mark WHERE book_id = %(person)s",
            "casework_part": "UPDATE casework_part SET person_book_id = NULL WHERE person_book_id = %(person)s",
            "access_staff_mark": "DELETE FROM access_staff_mark WHERE staff_id = %(staff)s",
        }[where], {"person": book_of(handle), "staff": cast.handle("jo")})  # fmt: skip
        assert served(cast, book, "jo")
        register.index([book_of(handle)])
        index.index_all([book], cast.now)
        assert conflicted(cast.handle("jo"), book) == (where != "access_staff_mark")

    def test_a_part_that_is_turned_to_her_book_shows_nothing_of_it(self, cast: Cast, root: Root) -> None:
        _, handle, _ = planted(cast)
        mine = cast.case("tomos")
        root.execute("UPDATE casework_part SET person_book_id = %s WHERE book_id = %s", [book_of(handle), mine])
        assert ADDRESS not in everything(cast, mine, "tomos")


class TestLedger:
    """Rows of the ledger. That seals do not move and chains do not mend is proven in tests/ledger."""

    def test_a_book_renamed_so_that_it_is_somebody_elses_is_shown_and_found_by_verify(
        self, cast: Cast, root: Root
    ) -> None:
        """Not noticed at the door, only by `lintel verify`; by the anchors alone if every hash was made anew."""
        _, handle, _ = planted(cast)
        mine, hers = cast.case("tomos"), book_of(handle)
        rename = "UPDATE ledger_book SET name = %s WHERE id = %s"
        case = cast.look(mine, "tomos").name
        root.execute(rename, [f"person:{case}-v1", hers])
        try:
            assert ADDRESS in everything(cast, mine, "tomos")
            assert f"book {hers.hex}" in {fault.where for fault in verify(root, None, None).faults}
        finally:
            root.execute(rename, [f"person:{handle}", hers])
        assert ADDRESS not in everything(cast, mine, "tomos")

    def test_an_entry_that_lets_an_accomplice_in_may_be_forged_and_stands_there_for_all_to_see(
        self, cast: Cast, root: Root
    ) -> None:
        """Not defended: facts are in clear and the chain has no key. But the entry cannot be taken out again unseen."""
        book = cast.case()
        seq, before = actions.head(book)
        at, facts = cast.later(minutes=1), f'{{"staff":"{cast.handle("tomos")}"}}'
        entry = Entry("", "forged" + cast.mark, "access.given", at, at, cast.handle("ines"))
        row = line_of(book, seq + 1, entry, facts=facts, sealed=None, source=None, attachment=None)
        root.execute(
            "INSERT INTO ledger_entry (book_id, seq, entry, event, at, recorded_at, by, about, facts, hash)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, '', %s, %s)",
            [book, seq + 1, entry.id, entry.event, at, at, entry.by, facts, chain.link(before, row)],
        )  # fmt: skip
        index.index_all([book], cast.now)
        assert served(cast, book, "tomos")
        assert f"book {book.hex}" not in {fault.where for fault in verify(root, None, None).faults}
        assert cast.look(book, "sam").entries[-1].id == entry.id


class TestAccess:
    def test_a_role_written_by_hand_is_taken_for_one_that_two_people_gave(self, cast: Cast, root: Root) -> None:
        """Not defended: roles stand in no chain. Each look by it stands in the read log with the role that was held."""
        book = cast.case()
        root.execute(
            "INSERT INTO access_role_grant (staff_id, role, team_id, by, approved_by, at)"
            " VALUES (%s, 'da_lead', %s, 'installation', 'landlord', %s)",
            [cast.handle("tomos"), cast.handle("north"), cast.now],
        )
        root.execute(
            "UPDATE access_role_grant SET ended_at = at WHERE staff_id = %s AND role = 'officer'",
            [cast.handle("tomos")],
        )
        assert served(cast, book, "tomos")
        assert "da_lead" in Read.objects.filter(reader=cast.handle("tomos")).order_by("-seq")[0].roles

    def test_a_glass_broken_by_hand_opens_the_case_and_waits_for_its_review(self, cast: Cast, root: Root) -> None:
        """Not defended at the door. It is on the list of reviews, and its reason does not open."""
        book = cast.case()
        glass = UUID(bytes=hashlib.md5(cast.mark.encode()).digest())  # noqa: S324 - any id
        root.execute(
            "INSERT INTO casework_break_glass (id, staff, book_id, at, code, reason, address, review_by)"
            " VALUES (%s, %s, %s, %s, 'danger_now', %s, true, %s)",
            [glass, cast.handle("tomos"), book, cast.now, bytes(40), cast.now],
        )
        assert served(cast, book, "tomos")
        assert glass in {each.id for each in waiting(actor=cast.actor("dee"), now=cast.now)}
        with pytest.raises(SealBroken):
            reason_of(actor=cast.actor("dee"), glass=glass, now=cast.now)

    def test_an_officer_of_record_in_no_row_at_all_is_let_in_nowhere(self, cast: Cast) -> None:
        with pytest.raises(NotHere):
            look(actor=cast.actor("nobody"), book=cast.case(), now=cast.now)
