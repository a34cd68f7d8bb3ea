"""The addresses of the machine interface. Whatever is below them asks for a token first, whether or not it is there."""

from django.urls import URLPattern, URLResolver, path

from lintel.api.gate import guarded, nothing
from lintel.api.interface import interface

app_name = "api"
api = interface()


def _fields() -> dict[str, list[str]]:
    """What may stand after the question mark, by the name of the operation."""
    every = [each for path in api.get_openapi_schema(path_prefix="")["paths"].values() for each in path.values()]
    return {each["operationId"]: [one["name"] for one in each["parameters"] if one["in"] == "query"] for each in every}


def _guarded(each: URLPattern | URLResolver, fields: dict[str, list[str]]) -> URLPattern:
    if not isinstance(each, URLPattern):
        raise TypeError("an address of the interface that has no view of its own")
    return URLPattern(each.pattern, guarded(each.callback, fields.get(each.name or "", ())), name=each.name)


_FIELDS = _fields()
urlpatterns = [_guarded(each, _FIELDS) for each in api.urls[0]]
urlpatterns += [path("<path:rest>", guarded(nothing), name="nothing")]
