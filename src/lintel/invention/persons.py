"""The books of a few of the people: who they are, kept apart from every case."""

from lintel.events.entry import PERSON_BOOK
from lintel.invention.case import Case, Victim
from lintel.invention.casefile import Casefile
from lintel.invention.people import HE, SHE, address, born, email, landline, mobile
from lintel.invention.when import later

_AGES = {"16_17": (17, 17), "18_64": (20, 63), "65_plus": (67, 84), "unknown": (20, 63)}
_GENDER = {SHE: "female", HE: "male"}


def person_of(case: Case, victim: Victim, *, always: bool = False) -> Casefile | None:
    """The book of a victim, once she was reached, in some cases or `always`."""
    dice, met = case.dice, victim.plans
    if not met or not (dice.chance(0.25) or always):
        return None
    file = Casefile(f"{PERSON_BOOK}{case.file.book}-{victim.handle}", case.diary.last)
    at, by = later(met[0], 40), case.officer_at(met[0])
    who = victim.who
    birth = born(dice, case.diary.opens.year, _AGES[victim.age]).isoformat()
    file.add("person.identified", at, by=by, sealed={"names": who.name, "date_of_birth": birth})
    sealed = {
        "phone": victim.places["phone"],
        "email": email(dice, who),
        "read_by": dice.pick(("nobody else", case.other.first)),
    }
    file.add("person.contact_changed", later(at, 2), by=by, sealed=sealed)
    file.add("person.address_changed", later(at, 3), by=by, sealed={"address": address(dice)})
    if dice.chance(0.5):
        facts = {"gender": _GENDER.get(who.pronouns, "non_binary"), "ethnicity": "prefer_not_to_say",
                 "disability": dice.pick(("yes", "no", "no", "prefer_not_to_say"))}  # fmt: skip
        file.add("person.characteristics_recorded", later(at, 5), facts, by=by)
    if dice.chance(0.3):
        changed = case.days(at, 20, 60)
        file.add("person.contact_changed", changed, by=by, sealed={"phone": dice.pick((mobile(dice), landline(dice)))})
    return file


def other_of(case: Case) -> Casefile | None:
    """The book of whoever is said to have harmed her, once she was reached and has said who it is."""
    met = case.victim.plans
    if not met or not case.named:
        return None
    file = Casefile(f"{PERSON_BOOK}{case.file.book}-p1", case.diary.last)
    at = later(met[0], 44)
    file.add("person.identified", at, by=case.officer_at(met[0]), sealed={"names": case.other.name})
    return file
