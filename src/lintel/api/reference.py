"""The interface as a document, for people to read: from its description, and from requests that were really sent."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lintel.api.problems import TITLES

_HEAD = """# The machine interface

Written from the description of the interface by `lintel.api.reference.as_markdown`, with requests that
`tests/api/test_reference.py` sent and answers that came; the same test compares the two. In long lists the first item
is shown, and how many more there were. Everybody in the examples is invented.

The description itself, in OpenAPI 3.1, is at `/api/v1/openapi.json`, for whoever holds a token. There is no page that
sends requests from a browser.

## How to come in

A token stands in for signing in: `Authorization: Bearer lintel_…`. It acts for one account with the rights that this
account has at that moment ([who may what](who-may-what.md)), never with more, and every look stands in the read log in
its name, with a request whose id begins with `api-`.

```console
$ lintel staff add housing-system --name "The housing system"   # an administrator then gives it the reporter's role
$ lintel token make housing-system --for "reports from repairs" --days 365 --by adi
$ lintel token list housing-system
$ lintel token revoke 6f1c…  --by adi
```

- A token is shown once. Only a digest of it is kept. It lasts a year at most, and ends at the next request when it is
  revoked, when its account ends, or when the sign-in of its account is reset.
- Its owner is told of it, and so are the data protection officers.
- A system that only reports holds the role of a reporter and no other: it can pass on a concern, and read nothing
  back (`examples/report_a_concern.py`). Taking in homes is for officers and DA leads, so a system that does it acts for
  an account with such a role: give it one of its own, in a team without cases, and let no case be assigned to it.
- A session of a browser is no way in here, and a token is no way into a page.

## What machines do not do

Whatever asks a person for their second factor again: showing what is masked, exports, breaking the glass, how she is
reached and where she is, roles. Whatever takes two people. Files. All of it is done on the staff pages.

## How to ask

- Bodies are JSON objects in UTF-8 (`Content-Type: application/json`), at most 2.5 MB, each key once. What is not listed
  is refused, in a body and after the question mark, so that no slip is passed over.
- Instants are ISO 8601 with their offset. They come back in UTC; days are London's.
- Nothing that identifies anybody stands in an address: what is searched for is sent.
- What records something takes an `Idempotency-Key`: a random key of yours. The same request with the same key makes one
  entry, whenever it is sent again; another request with it is refused.
- `seen` is the place of the last entry that you have read. If somebody wrote after it, nothing is written, and you are
  told what came first.
- Lists come in parts: send what `next` said as `after`. It is a cursor of yours and of that list, and stays right while
  others write.
"""

_PROBLEMS = """## When it is refused

Refusals are problem details (RFC 9457, `application/problem+json`). `detail` says what to do next. They repeat no more
of what was sent than a code in lower case, to say which it was. What is not there and what is not yours are answered
alike, to the byte.

| Status | `type` | |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that was sent, and what came. `operation` is None for one that shows a refusal."""

    operation: str | None
    method: str
    path: str
    keyed: bool
    body: object
    status: int
    answer: object


def as_markdown(described: Mapping[str, Any], exchanges: Sequence[Exchange]) -> str:
    """The whole document: every operation with its examples, then the refusals."""
    every = [(path, method, each) for path, methods in described["paths"].items() for method, each in methods.items()]
    parts = [_HEAD]
    for tag in dict.fromkeys(each["tags"][0] for _, _, each in every):
        parts.append(f"## {tag}\n")
        parts += [_operation(*one, exchanges) for one in every if one[2]["tags"][0] == tag]
    refused = [_example(each) for each in exchanges if each.operation is None]
    return "\n".join([*parts, _PROBLEMS + "".join(_titles()), *refused])


def _titles() -> Iterable[str]:
    yield from (f"| {status} | `urn:lintel:problem:{kind}` | {title} |\n" for kind, (status, title) in TITLES.items())


def _operation(path: str, method: str, each: Mapping[str, Any], exchanges: Sequence[Exchange]) -> str:
    shown = [_example(one) for one in exchanges if one.operation == each["operationId"]]
    head = f"### {each['summary']}\n\n`{method.upper()} {path}`\n\n{each['description']}\n"
    return "\n".join([head, *_fields(each), *shown])


def _fields(each: Mapping[str, Any]) -> Iterable[str]:
    asked = [one for one in each["parameters"] if one["in"] == "query"]
    if asked:
        rows = "".join(f"| `{one['name']}` | {_values(one['schema'])} | {_says(one)} |\n" for one in asked)
        yield f"| After the question mark | | |\n|---|---|---|\n{rows}"


def _values(schema: Mapping[str, Any]) -> str:
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    listed = [f"`{value}`" for one in kinds for value in one.get("enum", [])]
    return ", ".join(listed) or ", ".join(str(one.get("format", one["type"])) for one in kinds)


def _says(one: Mapping[str, Any]) -> str:
    default = one["schema"].get("default")
    unless = f"`{default}` unless said otherwise" if default not in (None, "") else ""
    return "; ".join(filter(None, (str(one.get("description", "")), unless)))


def _example(each: Exchange) -> str:
    head = f"{each.method} {each.path}\n" + ("Idempotency-Key: …\n" if each.keyed else "")
    body = f"\n{_json(each.body)}\n" if each.body is not None else ""
    return f"```http\n{head}{body}```\n\n{each.status}:\n\n```json\n{_json(shortened(each.answer))}\n```\n"


def shortened(said: object) -> object:
    """What was answered, with the first item of each long list."""
    if isinstance(said, dict):
        return {name: shortened(each) for name, each in said.items()}
    if isinstance(said, list):
        rest = [f"… and {len(said) - 1} more"] if len(said) > 2 else []
        return [shortened(each) for each in (said[:1] if rest else said)] + rest
    return said


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, indent=2)
