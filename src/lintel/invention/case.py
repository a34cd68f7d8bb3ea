"""One case while it is being invented: who is in it, how its landlord works, and what has been written so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lintel.invention import people, staff
from lintel.invention.casefile import Casefile, Facts
from lintel.invention.dice import Dice
from lintel.invention.fate import Fate, Slip
from lintel.invention.people import Identity
from lintel.invention.practice import Practice
from lintel.invention.when import Diary
from lintel.invention.words import Places, places, say

_RELATIONS = (
    (("ex_partner", "ex-partner"), 42), (("spouse_or_partner", "partner"), 34), (("relative", "sibling"), 6),
    (("relative", "grown-up child"), 8), (("parent_of_same_child", "children's other parent"), 6),
    (("household", "housemate"), 3), (("carer", "carer"), 1),
)  # fmt: skip
_LIVES = {"spouse_or_partner": "same_home", "household": "same_home", "carer": "same_home"}
_ABUSE = (
    "physical", "violent_or_threatening", "controlling_or_coercive", "economic", "psychological_or_emotional",
    "stalking", "online", "sexual",
)  # fmt: skip
_LANGUAGES = ("pl", "ur", "ro", "bn", "so", "ar", "pa")
_HOURS = ((9, 12), (9, 17), (10, 14), (10, 15), (12, 16))


@dataclass(slots=True)
class Victim:
    """Somebody harmed, and how it is safe to reach them."""

    handle: str
    who: Identity
    places: Places
    channel: str
    also: str
    hours: tuple[int, int]
    conditional: bool
    voicemail: bool
    home_visits: bool
    interpreter: str | None
    recheck: int | None
    at_risk: str
    age: str
    assessed: bool = False
    plans: list[datetime] = field(default_factory=list)
    spoken: datetime | None = None

    def plan_at(self, at: datetime) -> datetime | None:
        """When the plan that holds at a time was agreed."""
        return max((plan for plan in self.plans if plan <= at), default=None)


@dataclass(slots=True)
class Case:
    """What the steps of a story share.

    `held`: who holds the tenancy, where the story says so. `named`: the alleged perpetrator has been named in
    the case. `young`: and is under 18. `troubled`: the last report or incident. `slip`: what is still to go wrong.
    `spent`: which sentence for each moment came last.
    """

    practice: Practice
    diary: Diary
    dice: Dice
    file: Casefile
    officer: str
    connection: str
    lives: str
    abuse: tuple[str, ...]
    other: Identity
    relation: str
    fate: Fate
    slip: Slip | None
    children: tuple[str, ...] = ()
    victims: list[Victim] = field(default_factory=list)
    away: tuple[datetime, datetime, str] | None = None
    held: str | None = None
    named: bool = False
    young: bool = False
    troubled: datetime | None = None
    spent: dict[str, int] = field(default_factory=dict)

    @property
    def victim(self) -> Victim:
        """The first one."""
        return self.victims[0]

    def add(
        self,
        event: str,
        at: datetime,
        facts: Facts | None = None,
        *,
        whom: Sequence[str] | Victim = (),
        said: Mapping[str, str] | None = None,
        thread: str | None = None,
        by: str | None = None,
        late: timedelta | None = None,
    ) -> str:
        """Write an entry. `said` names, for each sealed field, the moment whose sentences fill it."""
        voice = whom if isinstance(whom, Victim) else self.victim
        return self.file.add(
            event,
            at,
            facts,
            by=by or self.officer_at(at),
            about=(whom.handle,) if isinstance(whom, Victim) else whom,
            thread=thread,
            sealed={name: self.say(moment, voice) for name, moment in said.items()} if said else None,
            recorded=at + late if late else None,
        )

    def say(self, moment: str, voice: Victim) -> str:
        """A sentence for a moment. None comes again before all of them have been used."""
        number = self.spent.get(moment)
        number = self.dice.number(0, 99) if number is None else number + 1
        self.spent[moment] = number
        return say(number, moment, voice.places)

    def officer_at(self, at: datetime) -> str:
        """Whose case it is at a time: while the officer is away, the colleague who covers."""
        if self.away and self.away[0] <= at < self.away[1]:
            return self.away[2]
        return self.officer

    def does(self, event: str, otherwise: float) -> bool:
        """Whether staff remember to do something in this case."""
        return self.dice.chance(self.practice.habit(event, otherwise))

    def soon(self, event: str, told: datetime, usual: tuple[int, ...] = (0, 1)) -> datetime:
        """When staff do something that follows a report: mostly within its clock, where there is one."""
        clock = self.practice.clocks.get(event)
        if clock is None:
            return self.diary.office(self.dice, told, self.dice.pick(usual))
        if self.dice.chance(0.07):
            return self.diary.too_late(self.dice, told, clock)
        return self.diary.within(self.dice, told, clock)

    def days(self, at: datetime, low: int, high: int) -> datetime:
        """A time in office hours some working days after another."""
        return self.diary.office(self.dice, at, self.dice.number(low, high))

    def late(self) -> timedelta | None:
        """How long after it happened something was written down, where that was not at once."""
        if not self.dice.chance(0.05):
            return None
        return timedelta(hours=self.dice.number(2, 60))

    def trouble(self, at: datetime) -> None:
        """Remember that something has happened."""
        self.troubled = max(self.troubled or at, at)


def new_case(practice: Practice, diary: Diary, dice: Dice, fate: Fate, book: str) -> Case:
    """A case in which nothing has happened yet, with its people."""
    (connection, relation), victim = dice.weighted(_RELATIONS), people.victim(dice)
    young = relation == "grown-up child" and dice.chance(0.2)
    lives = _LIVES.get(connection) or dice.pick(("same_home", "another_home_of_ours", "elsewhere", "elsewhere"))
    fewest = 1 if connection == "parent_of_same_child" else 0
    children = max(fewest, dice.pick((0, 0, 0, 1, 1, 2, 3)))
    case = Case(
        practice=practice,
        diary=diary,
        dice=dice,
        file=Casefile(book, diary.last),
        officer=dice.pick(staff.OFFICERS),
        connection=connection,
        lives="same_home" if young else lives,
        abuse=dice.some(_ABUSE, 3),
        other=people.alleged_perpetrator(dice, victim),
        relation="child" if young else relation,
        fate=fate,
        slip=fate.slip,
        children=tuple(f"c{number}" for number in range(1, children + 1)),
        young=young,
    )
    case.victims.append(new_victim(case, "v1", victim))
    return case


def new_victim(case: Case, handle: str, who: Identity) -> Victim:
    """Somebody harmed, with the ways in which it is safe to reach them."""
    dice = case.dice
    channel, also = dice.weighted(
        ((("phone", "text"), 60), (("phone", "email"), 20), (("text", "phone"), 12), (("email", "phone"), 8))
    )
    return Victim(
        handle=handle,
        who=who,
        places=places(dice, who, case.other, case.relation),
        channel=channel,
        also=also,
        hours=dice.pick(_HOURS),
        conditional=dice.chance(0.45),
        voicemail=dice.chance(0.12),
        home_visits=dice.chance(0.4) and case.lives != "same_home",
        interpreter=dice.pick(_LANGUAGES) if dice.chance(0.08) else None,
        recheck=90 if dice.chance(0.3) else None,
        at_risk=dice.weighted((("no", 82), ("yes", 8), ("unknown", 10))),
        age=dice.weighted((("18_64", 85), ("65_plus", 9), ("16_17", 3), ("unknown", 3))),
    )
