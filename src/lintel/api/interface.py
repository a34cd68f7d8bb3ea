"""The whole interface: its operations, how refusals become answers, and its description."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import BaseRenderer

from lintel.api import cases, finding, homes, kinds, owed, own, policies, problems, recording
from lintel.api.gate import Token
from lintel.api.reading import StrictParser
from lintel.events.registry import KINDS

_ABOUT = (
    "Cases, chronologies and what is owed, for machines: through the same doors as the staff pages, with the rights of "
    "the account that a token acts for. What asks for a second factor is not done here."
)


class _Renderer(BaseRenderer):
    """JSON, with instants to the microsecond: what was recorded reads the same."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")


class Interface(NinjaAPI):
    """The operations, and beside their schemas those of every kind of entry."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, in OpenAPI 3.1."""
        made = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        made["components"]["schemas"] |= {kinds.component(name): kinds.sent_of(name) for name in KINDS}
        return made

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """An operation is named as its function is."""
        return operation.view_func.__name__


def interface() -> Interface:
    """The interface, version 1."""
    made = Interface(
        title="Lintel", version="1", description=_ABOUT, urls_namespace="api", docs_url=None, auth=Token(),
        renderer=_Renderer(), parser=StrictParser(),
    )  # fmt: skip
    for each in (own, cases, owed, recording, finding, kinds, policies, homes):
        made.add_router("", each.router)
    for refusal in problems.REFUSALS:
        made.add_exception_handler(refusal, problems.of)
    return made
