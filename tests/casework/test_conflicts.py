"""The conflict wall: nobody sees anything of a case with somebody in it whom they are, live with or are close to."""

import os
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lintel.access import accounts, marks
from lintel.access.accounts import Actor
from lintel.access.models import StaffMark
from lintel.casework.breakglass import break_glass
from lintel.casework.conflicts import conflicted
from lintel.casework.look import look, reveal
from lintel.casework.record import Draft, record
from lintel.casework.refusals import NotHere
from lintel.ledger.actions import head
from tests.casework.cast import Cast, key
from tests.casework.closeness import Somebody, enrol, join, somebody, why_close

FULL = os.environ.get("LINTEL_PROOF") == "full"
WORLDS = 120 if FULL else 5
HOME, NEXT_DOOR, AWAY = ("1 Invented Row", "ZZ99 1AA"), ("2 Invented Row", "ZZ99 1AA"), ("9 Madeup Lane", "ZZ99 9ZZ")
WHO = Somebody("Anwen", "Quillfeather", "1984-02-29", (HOME,), "07700 900111", "a@example.org")


PAIRS: dict[str, tuple[Somebody, set[str]]] = {
    "a stranger": (Somebody("Bryn", "Oddsocks", "1991-07-03"), set()),
    "lives there": (Somebody("Bryn", "Oddsocks", homes=(HOME,), otherwise=True), {"home"}),
    "lives next door": (Somebody("Bryn", "Oddsocks", homes=(NEXT_DOOR,)), set()),
    "lived there once": (Somebody("Bryn", "Oddsocks", homes=(AWAY, HOME)), {"home"}),
    "answers her phone": (Somebody("Bryn", "Oddsocks", phone="07700 900111", otherwise=True), {"phone"}),
    "has another phone": (Somebody("Bryn", "Oddsocks", phone="+44 7700 900222"), set()),
    "reads her e-mail": (Somebody("Bryn", "Oddsocks", email="a@example.org"), {"email"}),
    "of her surname, near by": (Somebody("Bryn", "Quillfeather", "1991-07-03", (NEXT_DOOR,)), {"surname and postcode"}),
    "of her surname, far away": (Somebody("Bryn", "Quillfeather", "1984-02-29", (AWAY,)), set()),
    "herself, moved": (Somebody("Anwen", "Quillfeather", "1984-02-29", (AWAY,), otherwise=True), {"name and birth"}),
    "of her name, born otherwise": (Somebody("Anwen", "Quillfeather", "1991-07-03", (AWAY,)), set()),
    "of her name, birth unknown": (Somebody("Anwen", "Quillfeather", None, (AWAY,)), {"name, birth unknown"}),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_who_is_taken_to_be_close(cast: Cast, pair: str) -> None:
    staff, reasons = PAIRS[pair]
    assert why_close(staff, WHO) == reasons
    book = cast.report()
    join(cast, book, WHO, "alleged_perpetrator")
    enrol(cast.handle("sam"), staff)
    enrol(cast.handle("jo"), None, (staff,))
    assert [conflicted(cast.handle(name), book) for name in ("sam", "jo", "olu")] == [*[bool(reasons)] * 2, False]


class Told(NamedTuple):
    """A case: who is in it; and by their numbers whose it is, who is let in, of whom a conflict is declared in it."""

    people: tuple[Somebody, ...]
    officer: int
    named: frozenset[int]
    declared: frozenset[int]


@dataclass(frozen=True)
class World:
    """Staff, each with marks of their own and of those close to them; and cases. The first of the staff leads."""

    staff: tuple[tuple[Somebody | None, tuple[Somebody, ...]], ...]
    cases: tuple[Told, ...]

    def reasons(self, number: int, case: int) -> set[str]:
        """Why a member of staff has to be kept out of a case."""
        own, close = self.staff[number]
        told = self.cases[case]
        theirs = [*([own] if own else []), *close]
        found = {reason for one, other in product(theirs, told.people) for reason in why_close(one, other)}
        return found | ({"declared in the case"} if number in told.declared else set())


STAFF = 3
_SOME = st.frozensets(st.integers(0, STAFF - 1), max_size=2)


def worlds() -> st.SearchStrategy[World]:
    member = st.tuples(st.none() | somebody(), st.lists(somebody(), max_size=1).map(tuple))
    people = st.lists(somebody(), min_size=1, max_size=2).map(tuple)
    kept_out = st.frozensets(st.integers(0, STAFF - 1), max_size=1)
    case = st.builds(Told, people=people, officer=st.integers(0, STAFF - 1), named=_SOME, declared=kept_out)
    return st.builds(
        World,
        staff=st.lists(member, min_size=STAFF, max_size=STAFF).map(tuple),
        cases=st.lists(case, min_size=2, max_size=2).map(tuple),
    )


STRANGER = (Somebody("Bryn", "Oddsocks", "1991-07-03"),)
NOBODY = frozenset[int]()
EVERY_RELATION = World(
    staff=((None, ()), (WHO, ()), (None, (WHO,))),
    cases=(
        Told(STRANGER, 1, frozenset({2}), NOBODY),
        Told(STRANGER, 1, NOBODY, frozenset({0})),
        Told(STRANGER, 0, NOBODY, frozenset({2})),
        Told((WHO,), 1, frozenset({2}), NOBODY),
    ),
)
"""Somebody in each relation who is kept out, and somebody in each who is not."""


def test_whoever_is_close_reads_records_reveals_and_opens_nothing_and_everybody_else_does(cast: Cast) -> None:
    met: Counter[str] = Counter()

    @settings(max_examples=WORLDS)
    @example(EVERY_RELATION)
    @given(worlds())
    def holds(world: World) -> None:
        handles = [hire(cast, *each, lead=number == 0) for number, each in enumerate(world.staff)]
        for case, told in enumerate(world.cases):
            book = begin(cast, handles, told)
            first = look(actor=cast.actor("ines"), book=book, now=cast.now).entries[0].id
            for number, handle in enumerate(handles):
                reasons, relation = world.reasons(number, case), stands(number, told)
                wanted = expected(relation, kept_out=bool(reasons))
                assert served(cast, handle, book, first) == wanted, (reasons, relation)
                met.update([*reasons, f"{relation}, kept out: {bool(reasons)}"])

    holds()
    relations = product(("assigned", "named", "team_lead", "none"), (True, False))
    assert not [each for each in relations if not met[f"{each[0]}, kept out: {each[1]}"]], met
    assert not FULL or met.keys() >= ALL_REASONS, met


ALL_REASONS = {
    "home", "phone", "email", "surname and postcode", "name and birth", "name, birth unknown", "declared in the case",
}  # fmt: skip


def hire(cast: Cast, own: Somebody | None, close: tuple[Somebody, ...], *, lead: bool) -> str:
    """A member of staff who may be let into cases; the first of them leads the team."""
    handle = f"w-{secrets.token_hex(6)}"
    accounts.add_staff(handle, "Somebody", cast.now)
    accounts.grant_role(
        handle, "da_lead" if lead else "officer", by=accounts.INSTALLATION, approved_by=accounts.LANDLORD,
        now=cast.now, team=cast.handle("north"),
    )  # fmt: skip
    enrol(handle, own, close)
    return handle


def begin(cast: Cast, handles: list[str], told: Told) -> UUID:
    """A case with these people in it, worked by these members of staff, written by a lead who is close to nobody."""
    book = cast.report(sealed={"reporter": "a neighbour"})
    for person in told.people:
        join(cast, book, person, "victim")
    for number in sorted(told.named):
        cast.record(book, "ines", "access.given", {"staff": handles[number]})
    for number in sorted(told.declared):
        cast.record(book, "ines", "conflict.declared", {"staff": handles[number], "how": "friend"})
    cast.record(book, "ines", "officer.named", {"officer": handles[told.officer]})
    return book


def stands(number: int, told: Told) -> str:
    """How a member of staff stands to a case but for a conflict, the strongest first."""
    if number == told.officer:
        return "assigned"
    if number == 0:
        return "team_lead"
    return "named" if number in told.named else "none"


def expected(relation: str, *, kept_out: bool) -> dict[str, bool]:
    """What has to be served."""
    lets = not kept_out and relation != "none"
    glass = not kept_out and relation == "none"
    return {"look": lets, "record": lets, "reveal": lets, "glass": glass, "look through the glass": lets or glass}


def served(cast: Cast, handle: str, book: UUID, first: str) -> Mapping[str, bool]:
    """What a member of staff gets of a case, trying everything; `first` is its report, with the reporter masked."""
    now = cast.later(minutes=1)
    actor = accounts.actor(handle, stepped_up=True)
    reason = "A reason that is long enough for anybody."
    draft = Draft(event="note.added", at=now, seen=head(book)[0], key=key(), sealed={"note": "x"})
    return {
        "look": _got(lambda: look(actor=actor, book=book, now=now)),
        "record": _got(lambda: record(actor=actor, book=book, draft=draft, now=now)),
        "reveal": _got(
            lambda: reveal(actor=actor, book=book, entry=first, field="reporter", thing="informant", now=now)
        ),
        "glass": _got(lambda: break_glass(actor=actor, book=book, code="danger_now", reason=reason, now=now)),
        "look through the glass": _got(lambda: look(actor=actor, book=book, now=now)),
    }


def _got(one: Callable[[], object]) -> bool:
    try:
        one()
    except NotHere:
        return False
    return True


def test_the_wall_stands_from_the_moment_that_either_side_is_known_and_falls_when_it_is_no_longer_so(
    cast: Cast,
) -> None:
    book = cast.case()
    actor = cast.actor("sam", stepped_up=True)
    join(cast, book, WHO, "victim")
    cast.look(book, "sam")
    enrol(cast.handle("sam"), Somebody("Bryn", "Oddsocks", homes=(HOME,)))
    with pytest.raises(NotHere):
        look(actor=actor, book=book, now=cast.now)
    enrol(cast.handle("sam"), Somebody("Bryn", "Oddsocks", homes=(AWAY,)))
    cast.look(book, "sam")
    enrol(cast.handle("sam"), None, (WHO,))
    with pytest.raises(NotHere):
        cast.look(book, "sam")
    (whose,) = marks.close_to(cast.handle("sam"))
    marks.replace(cast.handle("sam"), whose, [])
    cast.look(book, "sam")


def test_somebody_who_left_the_case_still_keeps_those_close_to_them_out(cast: Cast) -> None:
    book = cast.case()
    person = join(cast, book, WHO, "household_member")
    cast.record(book, "sam", "person.left", {"person": person})
    enrol(cast.handle("ines"), WHO)
    with pytest.raises(NotHere):
        cast.look(book, "ines")


@pytest.mark.parametrize("name", ["sam", "ines", "hana", "saf", "dee"])
def test_no_role_looks_over_the_wall(cast: Cast, name: str) -> None:
    book = cast.case(colleague_case=name == "hana")
    cast.record(book, "sam", "safeguarding.referred", {"who": "adult"})
    if name == "dee":
        cast.record(book, "ines", "access.given", {"staff": cast.handle("dee")})
    cast.look(book, name)
    join(cast, book, WHO, "alleged_perpetrator", "sam")
    enrol(cast.handle(name), WHO)
    with pytest.raises(NotHere):
        cast.look(book, name)


def test_marks_are_blind_and_the_same_ones_are_not_kept_twice(cast: Cast) -> None:
    handle = cast.handle("sam")
    found = [("surname", b"\x01" * 16), ("postcode", b"\x02" * 16)]
    assert marks.put_own(handle, found)
    assert not marks.put_own(handle, reversed(found))
    assert marks.put_own(handle, found[:1])
    assert marks.declare(handle, found)
    assert not marks.declare(handle, found)
    assert not marks.declare(handle, [])
    assert StaffMark.objects.filter(staff_id=handle).count() == 3
    assert [sorted(kinds) for kinds in marks.close_to(handle).values()] == [["postcode", "surname"]]
    enrol(handle, WHO)
    kept = StaffMark.objects.filter(staff_id=handle, source="own").values_list("blind", flat=True)
    assert kept
    assert all(len(bytes(each)) == 16 and b"uill" not in bytes(each).lower() for each in kept)


def test_an_actor_who_is_kept_out_is_the_same_as_one_who_never_heard_of_it(cast: Cast) -> None:
    book = cast.case()
    cast.record(book, "sam", "conflict.declared", {"staff": cast.handle("sam"), "how": "related"})
    said = set()
    for case in (book, UUID(int=7)):
        with pytest.raises(NotHere) as refused:
            look(actor=Actor(True, frozenset({"officer"}), handle=cast.handle("sam")), book=case, now=cast.now)
        said.add(repr(refused.value))
    assert len(said) == 1
