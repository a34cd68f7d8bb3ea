"""The record itself: notes, slips of the pen put right, files, complaints and what others ask of us."""

from datetime import datetime, timedelta

from lintel.invention.case import Case
from lintel.invention.staff import AUDITOR, LEAD, MANAGER
from lintel.invention.when import DAY, later


def note(case: Case, at: datetime) -> None:
    case.add("note.added", at, said={"note": "record.note"}, late=case.late())


def write_twice(case: Case, at: datetime) -> None:
    """A call is entered twice, from the phone and at the desk; one of the two is withdrawn."""
    victim = case.victim
    facts = {"channel": "phone", "started_by": "person", "safe_to_talk_checked": True}
    said = {"summary": "contact.called"}
    case.add("contact.made", at, facts, whom=victim, said=said)
    again = case.add("contact.made", later(at, 3), facts, whom=victim, said=said)
    withdrawn = {"entry": again, "withdrawn": "duplicate"}
    case.add("entry.corrected", case.days(at, 0, 2), withdrawn, said={"reasons": "record.duplicate"})


def correct_facts(case: Case, at: datetime) -> None:
    """A fact of an incident was written down wrongly, and is put right when that is noticed."""
    happened = case.diary.evening_before(case.dice, at, 2)
    facts = {"abuse_types": case.abuse[:1], "police_aware": "no", "date_known": True}
    said = {"account": f"incident.{case.abuse[0]}"}
    entry = case.add("incident.recorded", happened, facts, whom=case.victim, said=said, late=at - happened)
    case.trouble(happened)
    corrected = {"entry": entry, "facts": {"police_aware": "yes"}}
    case.add("entry.corrected", case.days(at, 1, 4), corrected, said={"reasons": "record.corrected"})


def correct_time(case: Case, at: datetime) -> None:
    """A call that she made was dated an hour too late."""
    facts = {"channel": "phone", "started_by": "person"}
    entry = case.add("contact.made", at, facts, whom=case.victim, said={"summary": "contact.called"})
    corrected = {"entry": entry, "at": at - timedelta(hours=1)}
    case.add("entry.corrected", case.days(at, 1, 3), corrected, said={"reasons": "record.corrected_time"})


def complain(case: Case, at: datetime) -> None:
    """A complaint, passed on and answered, mostly within ten working days."""
    dice = case.dice
    about = dice.pick(("handling", "delay", "staff", "decision"))
    complaint = case.add("complaint.received", at, {"about": about}, said={"details": f"closing.{about}"}, by=MANAGER)
    case.add("complaint.passed_on", case.days(at, 0, 1), {"stage": "one"}, thread=complaint, by=MANAGER)
    if dice.chance(0.9):
        case.add("complaint.answered", case.days(at, 5, 12), {"stage": "one"}, thread=complaint, by=MANAGER)


def be_asked(case: Case, at: datetime) -> None:
    """An agency asks us something, and is answered after a call back; now and then too late."""
    dice = case.dice
    due = case.days(at, 4, 7)
    facts = {"agency": dice.pick(("police", "childrens-services", "idva", "council")), "due_on": due.date()}
    asked = case.add("agency.asked_us", at, facts, said={"what": "sharing.asked"})
    answered = case.days(due, 1, 4) if dice.chance(0.12) else case.days(at, 1, 3)
    case.add("agency.answered", answered, thread=asked, said={"what": "sharing.answered"})


def ask_for_access(case: Case, at: datetime) -> None:
    """Somebody asks to see what we hold; it may be the alleged perpetrator."""
    asked = case.add(
        "subject_access.received", at, {"requester": "alleged_perpetrator"}, said={"reasons": "record.access"}, by=LEAD
    )
    held = case.add("legal_hold.placed", later(at, 30), {"why": "access_request"}, by=LEAD)
    decided, answered = case.days(at, 5, 10), case.days(at, 12, 18)
    case.add("subject_access.decided", decided, {"outcome": "neither"}, thread=asked, by=LEAD)
    case.add("subject_access.answered", answered, {"outcome": "neither"}, thread=asked, by=LEAD)
    case.add("legal_hold.lifted", answered + 40 * DAY, {"why": "access_request"}, thread=held, by=LEAD)


def keep_file(case: Case, at: datetime) -> None:
    kind = case.dice.pick(("photo", "letter", "order", "minutes"))
    case.add("document.added", at, {"kind": kind}, said={"name": "record.file_name"})


def be_audited(case: Case, quarter_ends: datetime, number: int) -> None:
    """An auditor looks at the case at the end of a quarter."""
    score = case.dice.number(58, 97)
    facts = {"audit": f"audit-{number}", "score": score, "auditor": AUDITOR}
    said = {"findings": "record.audit_good" if score > 74 else "record.audit_poor"}
    case.add("case.audited", quarter_ends, facts, said=said, by=AUDITOR)
