"""What no view answers: for people as a page, below the addresses of machines as a problem."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from lintel.api import problems
from lintel.desk import refusing
from lintel.signin.tokens import PLACE


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that nobody sends who reads what stands there, or one that brings too much."""
    if not _by_machine(request):
        return refusing.bad_request(request, exception)
    if isinstance(exception, RequestDataTooBig):
        return problems.too_large()
    return problems.unread()


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that there is not."""
    return problems.not_here() if _by_machine(request) else refusing.not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """Something of ours failed."""
    return problems.failed() if _by_machine(request) else refusing.failed(request)


def _by_machine(request: HttpRequest) -> bool:
    return request.path_info.startswith(PLACE)
