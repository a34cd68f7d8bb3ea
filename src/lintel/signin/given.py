"""What a form brought: the fields that it has, once each, none other, none endless."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest

_LONGEST = 20_000


def given(request: HttpRequest, *names: str) -> dict[str, str]:
    """Each field by its name; empty where it is not there. Raises `BadRequest` for what no form of ours sends."""
    sent = request.POST
    if set(sent) - {*names, "csrfmiddlewaretoken"} or any(len(sent.getlist(name)) > 1 for name in sent):
        raise BadRequest("fields")
    found = {name: str(sent.get(name, "")) for name in names}
    if any(len(value) > _LONGEST or "\0" in value for value in found.values()):
        raise BadRequest("length")
    return found
