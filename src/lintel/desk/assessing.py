"""Making an assessment: its questions on one page or one a page, what they come to, and saving it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lintel.casework import drafts, policy
from lintel.casework.instruments import Preferred, in_use, preferred
from lintel.casework.record import Draft, new_key, record
from lintel.casework.refusals import Barred, KeyUsed, NotHere, Overtaken, TakesTwo
from lintel.casework.risk import Picture, picture, pictures
from lintel.desk import assessment
from lintel.desk.assessment import FORM, OUTCOMES, Mode, Sheet, Wrong, draft, happened, posted, wrongs
from lintel.desk.case import Shown, shown
from lintel.desk.pages import page
from lintel.desk.questions import QUESTION, asked, parts
from lintel.events.faults import InputRefused
from lintel.instruments.instrument import LEVELS, Instrument
from lintel.signin.asking import Asking


@require_http_methods(["GET", "POST"])
def assess(request: Asking, book: UUID) -> HttpResponse:
    """Begin an assessment or carry on with one; every step of it is sent here."""
    if request.method == "POST":
        return _sent(request, book)
    return _begun(request, _case(request, book))


def _case(request: Asking, book: UUID) -> Shown:
    case = shown(request, book, "risk")
    if not case.may("record", "risk"):
        raise NotHere
    return case


def _begun(request: Asking, case: Shown) -> HttpResponse:
    """A sheet that was begun before, or a new one by the instrument that was asked for."""
    mode: Mode = "one" if "one" in request.GET else "all"
    first = preferred(in_use(), policy.in_force().at(request.now))
    kept = _kept(request, case.seen.book)
    if kept:
        return _questions(request, case, replace(kept, mode=mode, seen=case.seen.seq), first=first, again=True)
    wanted = in_use().newest(request.GET.get("by", "")) or first.instrument
    sheet = assessment.blank(wanted, mode, case.seen.seq, request.now)
    return _questions(request, case, sheet, first=first)


def _kept(request: Asking, book: UUID) -> Sheet | None:
    """What was typed before and not saved; None where its instrument is no longer here."""
    found = drafts.kept(actor=request.actor, book=book, form=FORM, now=request.now)
    if found is None:
        return None
    sent = QueryDict(mutable=True)
    for name, values in found.said.items():
        sent.setlist(name, list(values))
    try:
        return posted(sent, in_use())
    except BadRequest:
        return None


def _sent(request: Asking, book: UUID) -> HttpResponse:
    go = request.POST.get("go", "")
    if go == "discard":
        _kept(request, book)  # the door is asked: whether there is such a case is told to nobody
        drafts.forget(actor=request.actor, book=book, form=FORM)
        return redirect("assess", book)
    sheet = posted(request.POST, in_use())
    said = {name: [value] for name, value in sheet.hidden()}
    drafts.keep(actor=request.actor, book=book, form=FORM, said=said, now=request.now)
    if go == "keep":
        return HttpResponse(status=204)
    if go == "leave":
        return redirect("risk", book)
    case = _case(request, book)
    if go == "save":
        return _save(request, case, sheet)
    place = _place(request.POST, sheet.instrument)
    if place is None:
        return _checked(request, case, sheet)
    return _questions(request, case, sheet, place=place)


def _place(sent: QueryDict, instrument: Instrument) -> int | None:
    """The question to show next, counted from nought; None where it is time to check what was said."""
    ids = [each.id for each in instrument.questions]
    if "change" in sent:
        if sent["change"] not in ids:
            raise BadRequest
        return ids.index(sent["change"])
    go, said = sent.get("go", ""), sent.get("place", "0")
    at = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
    if go == "answers":
        return 0 if sent.get("mode") == "all" else len(ids) - 1
    if go == "back":
        return max(0, min(at, len(ids)) - 1)
    return at + 1 if go == "next" and at + 1 < len(ids) else None


def _questions(
    request: Asking, case: Shown, sheet: Sheet, *, place: int | None = None, first: Preferred | None = None,
    again: bool = False,
) -> HttpResponse:  # fmt: skip
    if sheet.mode == "one" or (place is not None and "change" in request.POST):
        return _one(request, case, sheet, _first_open(sheet) if place is None else place, again=again)
    return page(
        request,
        "risk_questions.html",
        case=case,
        sheet=sheet,
        parts=parts(sheet.instrument, sheet.answers),
        hidden=list(sheet.hidden(*(QUESTION + each.id for each in sheet.instrument.questions))),
        first=first,
        again=again,
        others=_others(case, sheet) if first and not again else [],
    )


def _first_open(sheet: Sheet) -> int:
    """The first question that was not asked."""
    places = enumerate(sheet.instrument.questions)
    return next((place for place, each in places if each.id not in sheet.answers), 0)


def _others(case: Shown, sheet: Sheet) -> list[dict[str, str]]:
    """The other instruments that there are."""
    here = reverse("assess", args=[case.seen.book])
    others = [each.head for each in in_use().choices() if each.head.id != sheet.instrument.head.id]
    return [{"name": each.name, "href": f"{here}?{urlencode({'by': each.id})}"} for each in others]


def _one(request: Asking, case: Shown, sheet: Sheet, place: int, *, again: bool = False) -> HttpResponse:
    question = sheet.instrument.questions[place]
    section = next(each for each in sheet.instrument.sections if each.id == question.section)
    return page(
        request,
        "risk_question.html",
        case=case,
        sheet=sheet,
        asked=asked(question, sheet.answers),
        section=section,
        place=place,
        of=len(sheet.instrument.questions),
        hidden=list(sheet.hidden(QUESTION + question.id)),
        again=again,
        changing="change" in request.POST,
    )


_TYPED = ("outcome", "judgement", "reasons", "note", "about", "on-day", "on-month", "on-year", "time")


@dataclass(frozen=True, slots=True)
class Stop:
    """Why a sheet was not saved: what is wrong with it, what others wrote meanwhile, or what was refused."""

    status: int
    faults: tuple[Wrong, ...] = ()
    new: tuple[str, ...] = ()
    refused: str = ""


_NOTHING = Stop(200)


def _checked(request: Asking, case: Shown, sheet: Sheet, stop: Stop = _NOTHING) -> HttpResponse:
    """What was said and what it comes to; here it is judged, and saved."""
    reading, victims = sheet.reading, _victims(case)
    lowest = LEVELS.index(reading.floor) if reading.floor else 0
    return page(
        request,
        "risk_check.html",
        status=stop.status,
        case=case,
        sheet=sheet,
        parts=parts(sheet.instrument, sheet.answers),
        reading=reading,
        levels=LEVELS[lowest:],
        outcomes=OUTCOMES,
        pictures=pictures(case.seen.chronology, in_use()),
        victims=[(each, case.naming.person(each)) for each in victims] if len(victims) > 1 else [],
        hidden=list(sheet.hidden(*(name for name in _TYPED if name != "about" or len(victims) > 1))),
        stop=stop,
        wrong={each.field: {"text": each.words} for each in reversed(stop.faults)},
    )


def _victims(case: Shown) -> list[str]:
    return [each.person for each in pictures(case.seen.chronology, in_use()) if each.person]


def _save(request: Asking, case: Shown, sheet: Sheet) -> HttpResponse:
    victims = _victims(case)
    faults, at = wrongs(sheet, victims, request.now), happened(sheet)
    if faults or at is None:
        return _checked(request, case, sheet, Stop(422, faults))
    return _written(request, case, sheet, draft(sheet, _of(case, sheet, victims), at))


def _of(case: Shown, sheet: Sheet, victims: list[str]) -> Picture:
    """The picture of whom the sheet is about."""
    person = sheet.text("about") or (victims[0] if len(victims) == 1 else None)
    return picture(case.seen.chronology, person, in_use())


def _written(request: Asking, case: Shown, sheet: Sheet, wanted: Draft) -> HttpResponse:
    """Record it. Whatever comes of that, nothing that was typed is lost."""
    book = case.seen.book
    try:
        recorded = record(actor=request.actor, book=book, draft=wanted, now=request.now)
    except InputRefused as refused:
        faults = tuple(Wrong(each.field, f"{each.field}: {each.wrong}; {each.expected}") for each in refused.faults)
        return _checked(request, case, sheet, Stop(422, faults))
    except Overtaken as overtaken:
        return _overtaken(request, book, sheet, overtaken)
    except (Barred, KeyUsed, TakesTwo) as refused:
        fresh = replace(sheet, key=new_key())
        return _checked(request, case, fresh, Stop(409, refused=str(refused)))
    drafts.forget(actor=request.actor, book=book, form=FORM)
    return redirect(f"{reverse('risk', args=[book])}?{urlencode({'saved': recorded.entry})}")


def _overtaken(request: Asking, book: UUID, sheet: Sheet, overtaken: Overtaken) -> HttpResponse:
    """Show what others wrote meanwhile. What whoever assesses wrote themselves they know: then it is saved."""
    anew = _case(request, book)
    fresh, others = replace(sheet, seen=anew.seen.seq), tuple(_lines(anew, overtaken))
    return _checked(request, anew, fresh, Stop(409, new=others)) if others else _save(request, anew, fresh)


def _lines(case: Shown, overtaken: Overtaken) -> Iterator[str]:
    """What others wrote meanwhile, and who."""
    for each in overtaken.entries:
        if each.by == case.reading.actor.handle:
            continue
        yield f"{case.naming.line(each)} (by {case.naming.colleague(each.by)})"
