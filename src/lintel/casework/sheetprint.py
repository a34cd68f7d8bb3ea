"""How a sheet is written down: as plain text, and as one page of HTML that needs nothing else. No database is needed.

What people said stands in both as they said it, but never as anything else: marks that would change the page, the
terminal or the direction of writing come out as spaces.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from lintel.events.entry import LONDON

_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of writing, so that a number or an address would read otherwise than it is."""

_HEAD = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>Sheet</title>
<style>
body { font: 12pt/1.4 sans-serif; margin: 1cm auto; max-width: 18cm; color: #000; background: #fff }
article { break-after: page; border-top: 3pt solid #000 }
h1 { font-size: 16pt } h2 { font-size: 13pt; margin-bottom: 0 }
ul { margin-top: 0; padding-left: 5mm } li { white-space: pre-wrap }
</style>
</head>
<body>
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, line by line."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What somebody needs who has to act for a case when nothing else can be reached, as of `made`."""

    case: str
    made: datetime
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """Sheets written down, both ways."""

    text: str
    html: str


def printed(sheets: Sequence[Sheet]) -> Printed:
    """Several sheets, one after another."""
    return Printed("\n\n".join(map(_as_text, sheets)) + "\n", _as_html(sheets))


def packed(sheets: Sequence[Sheet]) -> bytes:
    """Sheets as the bytes that are sealed."""
    both = printed(sheets)
    return json.dumps({"text": both.text, "html": both.html}, ensure_ascii=False).encode()


def unpacked(opened: bytes) -> Printed:
    """What was packed. Raises `ValueError` for anything else."""
    try:
        said = json.loads(opened)
    except ValueError:
        said = None
    if not isinstance(said, dict) or {type(said.get(name)) for name in ("text", "html")} != {str}:
        raise ValueError("this is no file of sheets")
    return Printed(said["text"], said["html"])


def _as_text(sheet: Sheet) -> str:
    parts = [f"{'=' * 72}\nCase {sheet.case}, as of {instant(sheet.made)}\n{'=' * 72}"]
    for section in sheet.sections:
        lines = (f"  - {_plain(line)}".replace("\n", "\n      ") for line in section.lines)
        parts.append("\n".join([_plain(section.heading).replace("\n", " ").upper(), *lines]))
    return "\n\n".join(parts)


def _as_html(sheets: Iterable[Sheet]) -> str:
    return f"{_HEAD}{''.join(map(_article, sheets))}</body>\n</html>\n"


def _article(sheet: Sheet) -> str:
    parts = [f"<h1>Case {_safe(sheet.case)}</h1>\n<p>As of {_safe(instant(sheet.made))}</p>"]
    for section in sheet.sections:
        lines = "".join(f"<li>{_safe(line)}</li>\n" for line in section.lines)
        parts.append(f"<h2>{_safe(section.heading)}</h2>\n<ul>\n{lines}</ul>")
    return "<article>\n" + "\n".join(parts) + "\n</article>\n"


def _safe(text: str) -> str:
    return escape(_plain(text), quote=True)


def _plain(text: str) -> str:
    return "".join(letter if letter == "\n" or not _changes_the_page(letter) else " " for letter in text)


def _changes_the_page(letter: str) -> bool:
    return letter in _TURNS or unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")


def instant(at: datetime) -> str:
    """An instant as it is read in London."""
    local = at.astimezone(LONDON)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"
