"""Today: what is owed, soonest first, and the one thing to do about each."""

from django.http import HttpResponse

from lintel.casework import lists
from lintel.desk.pages import page
from lintel.signin.asking import Asking


def today(request: Asking) -> HttpResponse:
    """The home of a case officer."""
    return page(request, "today.html", owed=lists.owed(actor=request.actor, now=request.now))
