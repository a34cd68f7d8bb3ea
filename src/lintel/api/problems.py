"""What is refused, as problem details (RFC 9457): the sort, the place of each fault, and what to do about it.

None of them repeats more of what was sent than a code in lower case, or says what a stranger may not know.
"""

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from lintel.api.reading import NotJson
from lintel.api.wrong import wrong
from lintel.casework.policy import in_force
from lintel.casework.refusals import Barred, KeyUsed, NotHere, Overtaken, Refused, StepUpNeeded, TooManyReports
from lintel.commitments.rules import Guard
from lintel.events.entry import Entry
from lintel.events.faults import FILE, LINE, Fault, InputRefused, shown_key
from lintel.signin.asking import Asking

MEDIA_TYPE = "application/problem+json"
_MOST_FAULTS = 200

TITLES: Mapping[str, tuple[int, str]] = {
    "not-json": (400, "That is not JSON"),
    "no-token": (401, "A token is needed"),
    "step-up": (403, "Not for machines"),
    "not-here": (404, "There is nothing here"),
    "method": (405, "That is not done here"),
    "overtaken": (409, "Somebody wrote first"),
    "key-used": (409, "The key was used for something else"),
    "barred": (409, "The policy bars it"),
    "takes-two": (409, "It takes two people"),
    "too-large": (413, "That is too much at once"),
    "media-type": (415, "Only JSON is read"),
    "faults": (422, "Something is wrong with what was sent"),
    "too-many": (429, "Too many tokens that open nothing"),
    "too-many-reports": (429, "Too many reports within an hour"),
    "failed": (500, "Something of ours failed"),
}
"""Every problem by its name: the status, and what it is called."""


def problem(kind: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: object) -> HttpResponse:
    """A refusal as an answer. `detail` says what to do next."""
    status, title = TITLES[kind]
    said = {"type": f"urn:lintel:problem:{kind}", "title": title, "status": status, "detail": detail, **more}
    content = json.dumps(said, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def no_token() -> HttpResponse:
    """The same for no token and for one that opens nothing, whatever was asked for."""
    detail = "Send a token that is in use: Authorization: Bearer lintel_… . Whoever looks after accounts has one made."
    return problem("no-token", detail, headers={"WWW-Authenticate": "Bearer"})


def too_many() -> HttpResponse:
    """There were many tokens from this machine that open nothing."""
    detail = "Wait for a minute. Look at the token that is sent: it may be over, or have been revoked."
    return problem("too-many", detail, headers={"Retry-After": "60"})


def not_here() -> HttpResponse:
    """The same, byte for byte, for what is not there and for what is not for whoever asks."""
    return problem("not-here", "It may have moved, or it is not one of yours.")


def too_large() -> HttpResponse:
    """More was sent than is taken at once."""
    return problem("too-large", "Send at most 2.5 MB at once. Homes may be sent in several parts.")


def unread(why: object = None) -> HttpResponse:
    """What was sent cannot be read."""
    detail = str(why) if isinstance(why, NotJson) else "Send the request as the description has it."
    return problem("not-json", detail)


def failed() -> HttpResponse:
    """Something of ours failed. Nothing was written, and nothing of it is told."""
    return problem("failed", "Nothing was written. Send it again later, with the same key.")


REFUSALS: tuple[type[Exception], ...] = (InputRefused, ValidationError, HttpError, Refused, RequestDataTooBig, Http404)
"""What an operation may raise and is answered as a problem. Anything else is a failure of ours."""


def of(request: HttpRequest, refused: object) -> HttpResponse:
    """A refusal as an answer. What casework refuses stands in the read log by now, and nothing else was written."""
    match refused:
        case InputRefused():
            return _faulty(refused.faults, more=refused.more)
        case ValidationError():
            return _faulty(wrong(refused.errors))
        case HttpError():  # what came of reading the body, which ninja wraps
            return unread(refused.__cause__)
        case RequestDataTooBig():
            return too_large()
        case Refused():
            return _of_casework(refused, cast(Asking, request).now)
    return not_here()


def _of_casework(refused: Refused, now: datetime) -> HttpResponse:
    match refused:
        case NotHere():
            return not_here()
        case StepUpNeeded() | KeyUsed():
            return problem(*_PLAIN[type(refused)])
        case Overtaken():
            detail = "Read what came first, then send it again with the place of the last entry that you have read."
            return problem("overtaken", detail, first=[_came_first(each) for each in refused.entries])
        case Barred():
            detail = "Do first what each rule misses, then send it again with a new key."
            return problem("barred", detail, guards=list(guards(refused.guards, now)))
        case TooManyReports():
            seconds = math.ceil((refused.again - now).total_seconds())
            return problem("too-many-reports", str(refused), headers={"Retry-After": str(max(1, seconds))})
    return problem("takes-two", str(refused))


_PLAIN: Mapping[type[Refused], tuple[str, str]] = {
    StepUpNeeded: ("step-up", "It needs a person who confirms that it is them: do it on the staff pages."),
    KeyUsed: ("key-used", "This Idempotency-Key came with other content before. Send it with a new key."),
}


def unknown(names: Iterable[str], fields: Collection[str]) -> HttpResponse:
    """What stands after the question mark and is asked for by nobody: a slip would be passed over."""
    expected = f"one of {', '.join(sorted(fields))}" if fields else "nothing after the question mark"
    return _faulty([Fault(0, shown_key(name), "is no field of this", expected) for name in sorted(names)])


def _faulty(faults: Sequence[Fault], *, more: int = 0) -> HttpResponse:
    """Everything that is wrong, each with its place; of very many faults the first, and how many more there are."""
    rest = more + max(0, len(faults) - _MOST_FAULTS)
    shown = [{"place": _place(each), "wrong": each.wrong, "expected": each.expected} for each in faults[:_MOST_FAULTS]]
    detail = "Nothing was written. Put right everything that is listed, and send it again."
    counted: dict[str, object] = {"more": rest} if rest else {}
    return problem("faults", detail, headers=None, faults=shown, **counted)


def _place(fault: Fault) -> str:
    whole = fault.field in (LINE, FILE)
    if fault.line:
        return f"line {fault.line}" if whole else f"line {fault.line}: {fault.field}"
    return "the whole" if whole else fault.field


def _came_first(entry: Entry) -> dict[str, Any]:
    return {"seq": entry.seq, "id": entry.id, "event": entry.event, "at": entry.at.isoformat(), "by": entry.by}


def guards(found: Iterable[tuple[Guard, Sequence[str]]], now: datetime) -> Iterable[dict[str, Any]]:
    """Rules, each with the clauses of the policy that it carries and what it misses, in words."""
    version = in_force().at(now)
    for guard, missing in found:
        clause = guard.clause or version.clauses_of(f"guard:{guard.id}")
        yield {"guard": guard.id, "says": guard.says, "clause": list(clause), "missing": list(missing)}
