#!/usr/bin/env python3
"""A housing system passes on a concern to Lintel, and reads nothing back: Python's standard library, and nothing else.

    LINTEL_URL=https://lintel.example.org LINTEL_TOKEN=lintel_… examples/report_a_concern.py < concern.json

The file says what the repairs job says:

    {"job": "4711", "at": "2024-04-08T10:00:00+01:00", "account": "The bedroom door was broken in.",
     "who": "1 Invented Row", "safe_channels": ["phone"]}

The same job sent again, after a timeout or a restart, makes no second report. Exit code 0: it was passed on. 1: it was
refused, and the faults say where and why. 75: try again later, with the same file.
"""

import hashlib
import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any

TRY_AGAIN = 75
_SECONDS = 30
_LATER = (429, 500, 502, 503, 504)


def report(url: str, token: str, concern: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Send a concern; the status, and the receipt or what is wrong. Raises `URLError` where nobody answers."""
    said = {
        "at": concern["at"],
        "data": {
            "channel": "visit",
            "source": "contractor",
            "safe_channels": concern.get("safe_channels", []),
        },
        "sealed": {"account": concern["account"], "note": concern.get("who", "")},
    }
    request = urllib.request.Request(
        f"{url.rstrip('/')}/api/v1/reports",
        data=json.dumps(said).encode(),
        method="POST",
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key_of(concern["job"]),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, _problem(refused)


def _problem(refused: urllib.error.HTTPError) -> dict[str, Any]:
    """What is wrong, as Lintel says it; where something else on the way answered, that."""
    try:
        found: dict[str, Any] = json.load(refused)
    except ValueError:
        return {"title": "Something on the way answered", "detail": "Look at the address and at what stands before it."}
    return found


def key_of(job: str) -> str:
    """The same key for the same job, whenever it is sent; it says nothing of the job to whoever reads it."""
    return hashlib.sha256(f"repairs job {job}".encode()).hexdigest()[:40]


def main() -> int:
    """Pass on the concern on standard input. What it says is printed nowhere."""
    concern = json.load(sys.stdin)
    try:
        status, said = report(os.environ["LINTEL_URL"], os.environ["LINTEL_TOKEN"], concern)
    except urllib.error.URLError:
        print("nobody answers: try again later", file=sys.stderr)
        return TRY_AGAIN
    if status == 201:
        print(f"passed on; receipt {said['receipt']}")
        return 0
    print(f"{status}: {said['title']}. {said['detail']}", file=sys.stderr)
    for fault in said.get("faults", ()):
        print(f"  {fault['place']} {fault['wrong']}; expected {fault['expected']}", file=sys.stderr)
    return TRY_AGAIN if status in _LATER else 1


if __name__ == "__main__":
    sys.exit(main())
