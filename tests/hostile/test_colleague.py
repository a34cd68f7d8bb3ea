"""A colleague with an account of their own, who has no business with a case or less than they would like."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

import pytest

from lintel.access import accounts
from lintel.access.models import Read
from lintel.casework import lists, notices
from lintel.casework.breakglass import break_glass
from lintel.casework.conflicts import conflicted
from lintel.casework.look import Masked, look, reveal
from lintel.casework.record import Draft, Recorded, record
from lintel.casework.refusals import KeyUsed, NotHere, Refused, StepUpNeeded
from lintel.events.faults import InputRefused
from lintel.ledger import actions
from lintel.people.identifiers import of_phone
from tests.casework.cast import Cast, key
from tests.casework.closeness import Somebody, enrol, join
from tests.hostile.persons import ADDRESS, PHONE, planted, say

REASON = "She rang from the street and nobody of her officers answers."
BROTHER = Somebody("Bryn", "Oddsocks", "1991-07-03", (("1 Invented Row", "ZZ99 1AA"),))


def noted(cast: Cast, book: UUID, by: str, **other: object) -> Recorded:
    """A note as somebody sends it, with whatever they put in its place."""
    said: dict[str, object] = {
        "event": "note.added", "at": cast.now, "seen": actions.head(book)[0], "key": key(), "sealed": {"note": "x"},
    }  # fmt: skip
    draft = Draft(**{**said, **other})  # type: ignore[arg-type] # whatever an attacker sends
    return record(actor=cast.actor(by, stepped_up=True), book=book, draft=draft, now=cast.now)


def last_read(cast: Cast, name: str) -> tuple[str, str]:
    row = Read.objects.filter(reader=cast.handle(name)).order_by("-seq")[0]
    return row.verb, row.ground


class TestWhatIsMasked:
    """A correction says again what stood under a mask."""

    def corrected(self, cast: Cast) -> tuple[UUID, str, str]:
        book, handle, entry = planted(cast)
        said = {"replacement": {"address": f"2 {ADDRESS}"}}
        again = say(cast, book, handle, "entry.corrected", said, facts={"entry": entry}).entry
        return book, handle, again

    def test_an_address_put_right_is_masked_like_the_first(self, cast: Cast) -> None:
        book, handle, again = self.corrected(cast)
        assert ADDRESS not in repr(cast.look(book, "sam"))
        who = cast.actor("sam", stepped_up=True)
        asked = {"actor": who, "book": book, "entry": again, "field": "replacement", "now": cast.now}
        assert reveal(thing="safe_address", person=handle, **asked) == {"address": f"2 {ADDRESS}"}  # type: ignore[arg-type] # plain words
        with pytest.raises(InputRefused):
            reveal(thing="contact", person=handle, **asked)  # type: ignore[arg-type] # plain words

    def test_it_is_not_shown_through_a_broken_glass_without_addresses(self, cast: Cast) -> None:
        book, handle, again = self.corrected(cast)
        who = cast.actor("tomos", stepped_up=True)
        break_glass(actor=who, book=book, code="danger_now", reason=REASON, now=cast.now)
        assert ADDRESS not in repr(cast.look(book, "tomos"))
        with pytest.raises(NotHere):
            reveal(
                actor=who,
                book=book,
                entry=again,
                field="replacement",
                thing="safe_address",
                person=handle,
                now=cast.now,
            )

    def test_who_told_us_put_right_is_not_for_safeguarding(self, cast: Cast) -> None:
        book = cast.report(sealed={"reporter": "the neighbour"})
        first = cast.look(book, "ines").entries[0].id
        cast.record(book, "ines", "entry.corrected", {"entry": first}, {"replacement": "her neighbour at no. 4"})
        cast.record(book, "ines", "case.escalated", {"to": "safeguarding_lead"})
        assert "neighbour" not in repr(cast.look(book, "saf"))
        assert cast.look(book, "saf").entries[1].sealed == {"replacement": Masked("informant")}

    def test_nothing_that_is_masked_goes_along_with_what_is_worked_out(self, cast: Cast) -> None:
        book, handle, _ = planted(cast)
        plan = {"numbers": PHONE, "code_word": "marmalade", "venue": ADDRESS, "wording": "a rule for all"}
        cast.record(book, "sam", "contact.plan_agreed", {"channels": {"phone": "safe"}}, plan, about=[handle])
        seen = repr(cast.look(book, "sam"))
        assert "a rule for all" in seen
        assert not [word for word in (PHONE, "marmalade", ADDRESS) if word in seen]

    def test_a_weaker_part_in_the_case_makes_no_weaker_mask_of_an_address(self, cast: Cast) -> None:
        book, handle, entry = planted(cast)
        for role in ("child_victim", "visitor", "alleged_perpetrator", "colleague"):
            cast.record(book, "sam", "person.role_changed", {"person": handle, "role": role})
            shown = next(each for each in cast.look(book, "sam").persons[handle] if each.id == entry)
            mask = shown.sealed["address"]
            assert isinstance(mask, Masked)
            with pytest.raises(StepUpNeeded):
                reveal(
                    actor=cast.actor("sam"), book=book, entry=entry, field="address", thing=mask.thing, person=handle,
                    now=cast.now,
                )  # fmt: skip

    def test_nothing_of_one_person_is_revealed_as_anothers(self, cast: Cast) -> None:
        _, handle, entry = planted(cast)
        mine = cast.case("tomos")
        for case, person in ((mine, "v1"), (mine, handle), (mine, None)):
            with pytest.raises(InputRefused):
                reveal(
                    actor=cast.actor("tomos", stepped_up=True), book=case, entry=entry, field="address",
                    thing="safe_address", person=person, now=cast.now,
                )  # fmt: skip


class TestSecondFactor:
    def test_a_number_is_not_put_right_without_it(self, cast: Cast) -> None:
        book, handle, _ = planted(cast)
        entry = next(each.id for each in cast.look(book, "sam").persons[handle] if "phone" in each.sealed)
        with pytest.raises(StepUpNeeded):
            say(
                cast, book, handle, "entry.corrected", {"replacement": {"phone": "07700 900999"}},
                facts={"entry": entry}, stepped_up=False,
            )  # fmt: skip


class TestWalls:
    def test_whoever_is_let_into_a_colleagues_case_does_not_open_it_to_the_leads(self, cast: Cast) -> None:
        book = cast.case(colleague_case=True)
        first = cast.look(book, "sam").entries[0].id
        attempts: tuple[tuple[str, dict[str, object]], ...] = (
            ("report.received", {"channel": "phone", "source": "victim", "colleague_case": False}),
            ("entry.corrected", {"entry": first, "facts": {"colleague_case": False}}),
            ("entry.corrected", {"entry": first, "facts": {"colleague_case": None}}),
            ("entry.corrected", {"entry": first, "withdrawn": "mistaken"}),
        )
        for event, facts in attempts:
            with pytest.raises(NotHere):
                cast.record(book, "sam", event, facts)
        with pytest.raises(NotHere):
            cast.look(book, "ines")

    def test_the_hr_partner_does(self, cast: Cast) -> None:
        book = cast.case(colleague_case=True)
        first = cast.look(book, "hana").entries[0].id
        cast.record(book, "hana", "entry.corrected", {"entry": first, "facts": {"colleague_case": False}})
        assert cast.look(book, "ines").book == book

    @pytest.mark.parametrize("event", ["officer.named", "access.given", "conflict.declared"])
    def test_an_officer_cannot_correct_who_is_let_in_or_kept_out(self, cast: Cast, event: str) -> None:
        book = cast.case()
        facts = {"officer.named": {"officer": cast.handle("sam")}, "access.given": {"staff": cast.handle("jo")}}
        said = facts.get(event, {"staff": cast.handle("jo"), "how": "friend"})
        entry = cast.record(book, "ines", event, said).entry
        for change in (
            {"withdrawn": "mistaken"},
            {"facts": {"staff": cast.handle("tomos")}},
            {"at": cast.now.isoformat()},
        ):
            with pytest.raises((NotHere, InputRefused)):
                cast.record(book, "sam", "entry.corrected", {"entry": entry, **change})

    def test_nobody_is_told_of_a_case_that_is_kept_from_them(self, cast: Cast) -> None:
        book = cast.report()
        join(cast, book, BROTHER, "alleged_perpetrator")
        enrol(cast.handle("jo"), BROTHER)
        for event, facts in (
            ("officer.named", {"officer": cast.handle("jo"), "reason": "first"}),
            ("access.given", {"staff": cast.handle("jo")}),
        ):
            cast.record(book, "ines", event, facts)
        assert conflicted(cast.handle("jo"), book)
        assert notices.of_officer(cast.handle("jo"), 9) == []

    def test_what_somebody_was_told_before_their_conflict_is_gone_with_it(self, cast: Cast) -> None:
        book = cast.case()
        cast.record(book, "ines", "access.given", {"staff": cast.handle("jo")})
        assert notices.of_officer(cast.handle("jo"), 9) != []
        cast.record(book, "ines", "conflict.declared", {"staff": cast.handle("jo"), "how": "related"})
        assert notices.of_officer(cast.handle("jo"), 9) == []

    def test_an_officer_in_conflict_breaks_no_glass_and_is_not_let_in_again(self, cast: Cast) -> None:
        book = cast.case()
        cast.record(book, "ines", "conflict.declared", {"staff": cast.handle("sam"), "how": "related"})
        cast.record(book, "ines", "officer.named", {"officer": cast.handle("sam"), "reason": "preference"})
        cast.record(book, "ines", "access.given", {"staff": cast.handle("sam")})
        who = cast.actor("sam", stepped_up=True)
        with pytest.raises(NotHere):
            look(actor=who, book=book, now=cast.now)
        with pytest.raises(NotHere):
            break_glass(actor=who, book=book, code="danger_now", reason=REASON, now=cast.now)


class TestForms:
    """Keys, places and words that no honest form would send."""

    def test_the_key_of_one_case_says_nothing_of_another(self, cast: Cast) -> None:
        mine, other = cast.case("sam"), cast.case("sam")
        used = key()
        noted(cast, mine, "sam", key=used)
        with pytest.raises(KeyUsed):
            noted(cast, other, "sam", key=used)

    def test_anothers_key_is_not_mine(self, cast: Cast) -> None:
        book, used = cast.case(), key()
        first = noted(cast, book, "sam", key=used)
        again = noted(cast, book, "ines", key=used)
        assert (again.again, again.entry == first.entry) == (False, False)

    def test_a_form_sent_again_after_the_officer_was_removed_is_not_answered(self, cast: Cast) -> None:
        book, used = cast.case(), key()
        seen = actions.head(book)[0]
        noted(cast, book, "sam", key=used, seen=seen, at=cast.now)
        cast.record(book, "ines", "officer.named", {"officer": cast.handle("jo"), "reason": "handover"})
        with pytest.raises(NotHere):
            noted(cast, book, "sam", key=used, seen=seen, at=cast.now)

    def test_threads_people_and_entries_of_another_case_are_none_of_this_one(self, cast: Cast) -> None:
        other, handle, _ = planted(cast, "jo")
        mine = cast.case()
        foreign = cast.look(other, "jo").entries[0].id
        unknown = actions.new_entry_id()
        attempts: Callable[[str, str], tuple[Mapping[str, object], ...]] = lambda entry, person: (  # noqa: E731 - a table
            {"thread": entry, "event": "thread.ended", "sealed": {}},
            {"about": [person]},
            {"event": "entry.corrected", "facts": {"entry": entry, "withdrawn": "mistaken"}, "sealed": {}},
            {"event": "person.left", "facts": {"person": person}, "sealed": {}},
        )
        for there, nowhere in zip(attempts(foreign, handle), attempts(unknown, "p-zzzzzzzzzzzz"), strict=True):
            said = []
            for attempt in (there, nowhere):
                with pytest.raises(InputRefused) as no:
                    noted(cast, mine, "sam", **attempt)
                said.append([(each.field, len(each.wrong), each.expected) for each in no.value.faults])
            assert said[0] == said[1]

    BAD: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("half a character", {"sealed": {"note": "her words \ud800"}}),
        ("half a character in a fact", {"facts": {"\udfff": 1}}),
        ("no number", {"facts": {"n": math.nan}}),
        ("a number without end", {"facts": {"n": math.inf}}),
        ("a set", {"facts": {"n": {1, 2}}}),
        ("a key too long", {"key": "x" * 65}),
        ("a key of nothing", {"key": ""}),
        ("a key with a nought byte", {"key": "a\x00b"}),
        ("a key with half a character", {"key": "a\ud800"}),
        ("a kind with a nought byte", {"event": "note.added\x00"}),
        ("a thread with a nought byte", {"thread": "a\x00"}),
        ("no offset", {"at": datetime(2024, 4, 8, 9)}),  # noqa: DTZ001 - that is the attempt
        ("the future", {"at": datetime.fromisoformat("2199-01-01T00:00:00+00:00")}),
        ("long ago", {"at": datetime.fromisoformat("1899-12-31T00:00:00+00:00")}),
        ("its own author", {"sealed": {"by": "ines"}}),
        ("its own place", {"sealed": {"book": "organisation"}}),
        ("its own hour", {"sealed": {"recorded_at": "2020-01-01T00:00:00+00:00"}}),
    )

    @pytest.mark.parametrize(("wrong", "draft"), BAD, ids=[wrong for wrong, _ in BAD])
    def test_bad_words_are_refused_in_good_ones_and_written_down(
        self, cast: Cast, wrong: str, draft: Mapping[str, object]
    ) -> None:
        book = cast.case()
        before = actions.head(book)
        with pytest.raises(InputRefused) as no:
            noted(cast, book, "sam", **draft)
        assert "her words" not in f"{no.value}{no.value.__cause__!r}"
        assert actions.head(book) == before
        assert last_read(cast, "sam") == ("record", "refused:input")

    def test_depth_without_end_is_refused(self, cast: Cast) -> None:
        deep: object = "x"
        for _ in range(100_000):
            deep = [deep]
        with pytest.raises(InputRefused):
            noted(cast, cast.case(), "sam", facts={"n": deep})

    @pytest.mark.parametrize("seen", [-1, 0, 10**18])
    def test_a_place_that_was_never_read_writes_no_more_than_any_other(self, cast: Cast, seen: int) -> None:
        book = cast.case()
        with pytest.raises(Refused) if seen <= 0 else pytest.raises(NotHere):
            noted(cast, book, "sam" if seen <= 0 else "tomos", seen=seen)


class TestReadLog:
    def test_a_probe_for_what_stands_in_a_case_is_written_down(self, cast: Cast) -> None:
        book = cast.case()
        with pytest.raises(InputRefused):
            reveal(
                actor=cast.actor("sam", stepped_up=True), book=book, entry="x", field="reporter", thing="informant",
                now=cast.now,
            )  # fmt: skip
        assert last_read(cast, "sam") == ("reveal", "refused:input")

    @pytest.mark.parametrize("other", ["{}\u200b", "{} ", " {}", "\uff53{}", "{}\u0301", "%"])
    def test_a_handle_written_otherwise_is_nobody(self, cast: Cast, other: str) -> None:
        book = cast.case()
        with pytest.raises(NotHere):
            look(actor=accounts.actor(other.format(cast.handle("sam"))), book=book, now=cast.now)


def test_her_telephone_is_found_by_nobody_without_a_case_of_hers(cast: Cast) -> None:
    planted(cast)
    found = lists.search(actor=cast.actor("tomos"), identifiers=of_phone(PHONE), now=cast.now)
    assert found == []
