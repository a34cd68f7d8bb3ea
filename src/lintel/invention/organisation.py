"""The organisation's own year: its policy, posts, training, audits, partners, and what it learns and reports."""

from collections.abc import Mapping
from datetime import datetime

from lintel.events.entry import ORGANISATION_BOOK
from lintel.invention import staff
from lintel.invention.casefile import Casefile
from lintel.invention.dice import Dice
from lintel.invention.practice import Practice
from lintel.invention.staff import AUDITOR, DIRECTOR, LEAD, MANAGER
from lintel.invention.when import DAY, Diary, at_time

Round = tuple[tuple[int, ...], str, Mapping[str, object]]

_ROUND: tuple[Round, ...] = (
    ((1, 4, 7, 10, 13), "partner.met", {"agency": "council", "forum": "strategic"}),
    ((2, 6, 10, 14), "partner.met", {"agency": "specialist-da", "forum": "operational"}),
    ((3, 9), "partner.met", {"agency": "council", "forum": "board"}),
    ((5, 11), "partner.met", {"agency": "police", "forum": "initiative"}),
    ((3, 11), "campaign.run", {"audience": "customers", "channel": "web", "areas": ("north", "riverside")}),
    ((6, 11), "campaign.run", {"audience": "staff", "channel": "email"}),
    ((8, 14), "campaign.run", {"audience": "community", "channel": "other"}),
    ((3, 12), "information.published", {"where": "website", "what": "support_services"}),
    ((4, 11), "information.published", {"where": "social_media", "what": "support_services"}),
    ((5,), "information.published", {"where": "offices", "what": "support_services"}),
    ((5,), "information.published", {"where": "tenancy_pack", "what": "abuse_breaks_the_agreement"}),
    ((4, 10), "tenancy_terms.notified", {"audience": "new_tenants"}),
    ((5,), "tenancy_terms.notified", {"audience": "existing_tenants"}),
    ((4,), "funding.given", {"agency": "specialist-da", "pounds": 12000}),
    ((6,), "pledge.evidenced", {"pledge": "make_a_stand", "item": "hr_policy"}),
    ((7,), "pledge.evidenced", {"pledge": "make_a_stand", "item": "champion"}),
    ((9,), "benchmark.submitted", {"with": "housing-benchmark-club", "period": "half-year"}),
    ((11,), "lesson.adopted", {"source": "benchmark"}),
    ((4, 7, 10, 13, 15), "lesson.adopted", {"source": "survivor_feedback"}),
    ((5, 12), "lesson.adopted", {"source": "dardr"}),
    ((6,), "lesson.adopted", {"source": "casework"}),
    ((4, 7, 10, 13), "report.presented", {"to": "da_lead", "period": "quarter"}),
    ((6, 12), "report.presented", {"to": "board", "period": "half-year"}),
    ((5, 11), "audit.held", {"kind": "compliance", "auditor": "internal-audit"}),
    ((6, 13), "audit.held", {"kind": "case_review", "auditor": "policy-team"}),
    ((9,), "audit.held", {"kind": "supervision", "auditor": MANAGER}),
)
"""What comes round in a year: the months (13 is January of the next), the event and its facts."""

_AGREEMENTS = (("marac", "marac_protocol"), ("specialist-da", "referral"), ("council", "information_sharing"),
               (AUDITOR, "information_sharing"), ("idva", "information_sharing"))  # fmt: skip
_THREE_YEARS = 3 * 366


def organisation(practice: Practice, diary: Diary, seed: int, cases: int) -> Casefile:
    """The organisation's book."""
    dice = Dice(seed, ORGANISATION_BOOK)
    file = Casefile(ORGANISATION_BOOK, diary.last)
    opening, approved = _beginnings(practice, diary)
    holding = staff.appoint(file, practice, opening)
    staff.train(file, practice, diary, dice, opening=opening, holding=holding)
    staff.change_hands(file, practice, diary, dice)
    _approve(file, practice, approved)
    for agency, kind in _AGREEMENTS:
        facts = {"agency": agency, "kind": kind, "until": approved.date() + _THREE_YEARS * DAY}
        file.add("agreement.signed", diary.office(dice, opening, dice.number(2, 20)), facts, by=DIRECTOR)
    for months, event, said in _ROUND:
        if event in practice.owed or dice.chance(0.6):
            for month in months:
                file.add(event, _in_month(diary, dice, month), said, by=dice.pick((LEAD, MANAGER, DIRECTOR)))
    _audit(file, practice, diary, dice, cases)
    _plan(file, diary, dice, approved)
    _leaks(file, diary, dice)
    return file


def _beginnings(practice: Practice, diary: Diary) -> tuple[datetime, datetime]:
    """When the book opens, and when the policy was approved in it: on the day on which it came into force."""
    began = practice.in_force
    if began is None or not diary.remembers < began <= diary.last.date():
        return diary.first, at_time(diary.on_or_before(diary.opens + 19 * DAY), 14)
    return min(diary.first, at_time(began, 9)), at_time(began, 10)


def _approve(file: Casefile, practice: Practice, at: datetime) -> None:
    version: dict[str, object] = {"policy": practice.policy, "version": str(at.year)}
    file.add("policy.consulted", at, {"with": "survivors"}, by=LEAD)
    file.add("equality_assessment.completed", at, version, by=LEAD)
    review: dict[str, object] = {} if practice.review_due is None else {"next_review": practice.review_due}
    file.add("policy.approved", at, version | review, by=DIRECTOR)


def _in_month(diary: Diary, dice: Dice, month: int) -> datetime:
    """A time in office hours in a month of the year; 13 is January of the next."""
    return diary.office(dice, at_time(diary.month(month), 9), dice.number(1, 18))


def _audit(file: Casefile, practice: Practice, diary: Diary, dice: Dice, cases: int) -> None:
    """Cases are audited at the end of each quarter, and the auditor tells what was found; once much too late."""
    outside = "audit.fed_back" in practice.owed
    open_at_once = max(3, cases // 3)
    for quarter in range(1, 5):
        held = at_time(diary.quarter_end(quarter), 12)
        facts = {"kind": "external_case_audit" if outside else "case_review", "auditor": AUDITOR,
                 "cases_sampled": max(1, open_at_once // 3), "cases_in_scope": open_at_once}  # fmt: skip
        audit = file.add("audit.held", held, facts, by=LEAD)
        file.call(audit, f"audit-{quarter}")
        fed_back = diary.office(dice, held, 75 if quarter == 3 else dice.number(8, 20))
        file.add("audit.fed_back", fed_back, {"score": dice.number(64, 93)}, thread=audit, by=AUDITOR)
        _improve(file, diary, dice, diary.office(dice, fed_back, dice.number(2, 9)), "audit")


def _improve(file: Casefile, diary: Diary, dice: Dice, at: datetime, source: str) -> None:
    """Something is to be done better by a date; mostly it is."""
    due = diary.office(dice, at, dice.number(30, 60))
    added = file.add("improvement.added", at, {"source": source, "due_on": due.date()}, by=LEAD)
    if dice.chance(0.94):
        done = (
            diary.office(dice, due, dice.number(3, 20))
            if dice.chance(0.15)
            else diary.office(dice, at, dice.number(8, 28))
        )
        file.add("improvement.done", done, thread=added, by=MANAGER)


def _plan(file: Casefile, diary: Diary, dice: Dice, approved: datetime) -> None:
    """What the landlord set out to do better with the policy, and from surveys and a complaint."""
    _improve(file, diary, dice, diary.office(dice, max(approved, diary.first), 15), "plan")
    for month, source in ((5, "plan"), (7, "survey"), (10, "complaint"), (13, "survey"), (15, "survey")):
        _improve(file, diary, dice, _in_month(diary, dice, month), source)


def _leaks(file: Casefile, diary: Diary, dice: Dice) -> None:
    """Twice in the year something got out that should not have."""
    for month, severity in ((4, "low"), (9, "high")):
        at = _in_month(diary, dice, month)
        leak = file.add("breach.logged", at, {"severity": severity}, by=LEAD)
        file.add(
            "breach.assessed", diary.office(dice, at, dice.number(0, 2)), {"severity": severity}, thread=leak, by=LEAD
        )
        if severity == "high":
            file.add("breach.reported", diary.office(dice, at, 2), {"severity": severity}, thread=leak, by=DIRECTOR)
