"""Somebody close to me: whoever works here says so once, and sees no case with that person in it from then on."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lintel.casework import staffmarks
from lintel.desk.pages import page
from lintel.desk.posted import Posted, by_field, summary
from lintel.events.faults import Fault, InputRefused
from lintel.signin.asking import Asking

_FIELDS = ("names", "date_of_birth", "address", "phone", "email")
_SAID = {"names": "Enter a whole name, an address or a number: nobody can be found by what is written here"}
_LONGEST = 300
_DECLARED = "declared close"


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Asking) -> HttpResponse:
    """Declare somebody. What is typed is made into marks that nobody can read back, and is kept nowhere else."""
    said: dict[str, str] = {}
    faults: Sequence[Fault] = ()
    if request.method == "POST":
        posted = Posted.of(request, _FIELDS)
        said = {name: posted.text(name) for name in _FIELDS}
        try:
            _declare(request, said)
        except InputRefused as refused:
            faults = refused.faults
        else:
            request.session[_DECLARED] = True
            return redirect("close")
    return page(
        request,
        "close.html",
        status=422 if faults else 200,
        said=said,
        done=bool(request.method == "GET" and request.session.pop(_DECLARED, False)),
        summary=summary(faults, _SAID),
        errors=by_field(faults, _SAID),
    )


def _declare(request: Asking, said: dict[str, str]) -> None:
    if long := [name for name, text in said.items() if len(text) > _LONGEST]:
        raise InputRefused([Fault(0, name, "is too long", f"at most {_LONGEST} characters") for name in long])
    staffmarks.declare_close(actor=request.actor, said={name: text for name, text in said.items() if text})
