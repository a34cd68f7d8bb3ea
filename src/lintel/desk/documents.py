"""The files of a case: taken in, listed, and sent as a copy that was cleaned. None is ever shown as a page of ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from lintel.casework.documents import add_document, show_document
from lintel.casework.record import DOCUMENT, Draft, new_key
from lintel.casework.refusals import NotHere
from lintel.desk import caseforms
from lintel.desk.case import Shown, shown
from lintel.desk.caseforms import Problem
from lintel.desk.caselines import Line
from lintel.desk.casewords import article, spaced
from lintel.desk.pages import page
from lintel.events.registry import KINDS
from lintel.signin.asking import Asking
from lintel.uploads.caps import CAPS, megabytes

_FIELDS = ("file", "kind", "name", "note")
_KINDS = tuple(each for each in KINDS[DOCUMENT].facts["kind"].values if each != "recording")
"""What a file may be here: of sound and film none is taken, though an import may say that there is one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a case: the entry that brought it, what it is, and the hash of what came."""

    line: Line
    kind: str
    sha256: str
    picture: bool


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: Asking, book: UUID) -> HttpResponse:
    """The files of a case, and the form that adds one."""
    case = shown(request, book, "documents")
    wrong: list[Problem] = []
    if request.method == "POST":
        if not case.may("record", "document"):
            raise NotHere
        wrong = _added(request, book)
        if not wrong:
            messages.success(request, "The file is kept.")
            return redirect("documents", book)
    return page(
        request,
        "documents.html",
        status=422 if wrong else 200,
        case=case,
        kept=list(_kept(case)),
        wrong=wrong,
        errors=caseforms.errors(wrong),
        kinds=[(kind, article(spaced(kind))) for kind in _KINDS],
        typed={field: request.POST.get(field, "") for field in _FIELDS},
        key=new_key(),
        most=megabytes(CAPS.bytes),
        adds=case.may("record", "document"),
    )


def _kept(case: Shown) -> Iterator[Kept]:
    for entry in reversed(case.seen.chronology.entries):
        said = entry.sealed.get("file")
        if entry.event == DOCUMENT:
            kind = article(spaced(entry.facts.get("kind", "a file")))
            yield Kept(case.reading.line(entry), kind, *_file(said))


def _file(said: object) -> tuple[str, bool]:
    """The hash of what came, and whether it is a picture."""
    if not isinstance(said, dict):
        return "", False
    return str(said["sha256"]), str(said.get("content_type", "")).startswith("image/")


def _added(request: Asking, book: UUID) -> list[Problem]:
    """Keep the file that was sent; what is wrong with it or its form."""
    form, file = request.POST, request.FILES.get("file")
    wrong = caseforms.unknown_fields(request, _FIELDS) + caseforms.too_long(form, ("name",))
    wrong += caseforms.too_long(form, ("note",), caseforms.LONGEST_WORDS)
    if file is None:
        wrong.append(Problem("file", "Choose a file"))
    if form.get("kind", "") not in _KINDS:
        wrong.append(Problem("kind", "Choose what kind of file it is"))
    if wrong or file is None:
        return wrong
    content = file.read(CAPS.bytes + 1)
    sealed = {name: form[name] for name in ("name", "note") if form.get(name, "").strip()}
    draft = Draft(
        event=DOCUMENT, at=request.now, seen=caseforms.seen_of(form), key=form.get("key", ""),
        facts={"kind": form["kind"]}, sealed=sealed,
    )  # fmt: skip
    try:
        add_document(
            actor=request.actor, book=book, draft=draft, content=content, declared_name=file.name, now=request.now
        )
    except caseforms.CANNOT as refused:
        return caseforms.problems(refused)
    return []


@require_safe
def document(request: Asking, book: UUID, seq: int) -> HttpResponse:
    """The copy of a file that may be shown, to be saved and never to be run: under a name that says nothing."""
    case = shown(request, book, "documents")
    entry = next((each for each in case.seen.entries if each.seq == seq and each.event == DOCUMENT), None)
    if entry is None:
        raise NotHere
    found = show_document(actor=request.actor, book=book, entry=entry.id, now=request.now)
    response = HttpResponse(found.content, content_type=found.content_type)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
