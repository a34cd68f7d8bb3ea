"""The forms that stand on a page, read as a browser reads them: where each is sent, and what may be said in it."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from urllib.parse import urlsplit

Pair = tuple[str, str]

_WORDS = ("Own words.", "A line", "3", "Ada", "3pm")
_PARTS = {"day": "9", "month": "4", "year": "2024", "time": "3pm", "hour": "10"}
_CHOSEN = ("radio", "checkbox", "select", "submit")


@dataclass
class Field:
    """One field: of which sort, and the values that stand in it or may be chosen."""

    sort: str
    values: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form that is posted to `path`."""

    path: str
    fields: dict[str, Field] = field(default_factory=dict)

    def filled(self, dice: Random) -> list[Pair]:
        """What somebody sends who answers every question with something that fits; files are left out."""
        return [pair for name, each in self.fields.items() for pair in _answers(name, each, dice)]

    @property
    def files(self) -> list[str]:
        """The fields that take a file."""
        return [name for name, each in self.fields.items() if each.sort == "file"]


def _answers(name: str, each: Field, dice: Random) -> Iterator[Pair]:
    if each.sort == "file":
        return
    if each.sort == "checkbox":
        yield from ((name, value) for value in each.values if dice.random() < 0.5)
    elif each.sort in _CHOSEN:
        yield name, dice.choice(each.values or [""])
    else:
        yield name, _typed(name, each, dice)


def _typed(name: str, each: Field, dice: Random) -> str:
    """What is typed in a text, or stands in a hidden field. A key is another each time, as on a page opened anew."""
    if name == "key":
        return secrets.token_urlsafe(16)
    part = _PARTS.get(name.replace("_", "-").rpartition("-")[2])
    standing = each.values[0] if each.values else ""
    return standing or part or ("" if each.sort == "hidden" else dice.choice(_WORDS))


class _Reader(HTMLParser):
    """Gathers the forms of a page that are posted. What htmx sends by itself is a form as well."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.found = page, list[Form]()
        self._open: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = [Form(_path(said.get("action", "")) or self.page)] if said.get("method") == "post" else []
            self.found += self._open
        for form in self._open:
            self._read(form, tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = []

    def _read(self, form: Form, tag: str, said: dict[str, str]) -> None:
        if "hx-post" in said and said["hx-post"] != form.path:
            self.found.append(Form(_path(said["hx-post"]), form.fields))  # its fields are still being read
        name = said.get("name") or (self._select if tag == "option" else "")
        if tag == "select":
            self._select = name
        if not name or name == "csrfmiddlewaretoken" or tag not in ("input", "textarea", "select", "option", "button"):
            return
        found = form.fields.setdefault(name, Field(_sort(tag, said)))
        if said.get("value"):
            found.values.append(said["value"])


def _sort(tag: str, said: dict[str, str]) -> str:
    return {"input": said.get("type", "text"), "button": "submit"}.get(tag, tag)


def _path(address: str) -> str:
    return urlsplit(address).path


def forms_of(path: str, page: str) -> list[Form]:
    """The forms of the page at a path."""
    reader = _Reader(path)
    reader.feed(page)
    reader.close()
    return reader.found
