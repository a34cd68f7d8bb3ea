"""HTML as what it says: elements, their attributes and their words, whatever the order and the white space."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SPACE = re.compile(r"\s+")


@dataclass
class Element:
    """An element: its attributes by name, its classes as a set, and what stands in it. Words are strings."""

    tag: str
    attributes: dict[str, str | frozenset[str]]
    inside: "list[Element | str]" = field(default_factory=list)


class _Reader(HTMLParser):
    _VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "rect", "circle"})
    _AS_TYPED = frozenset({"pre", "textarea"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: _value(name, value) for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in self._VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Element(tag, {name: _value(name, value) for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._VOID:
            assert self._open.pop().tag == tag, f"</{tag}> ends something else"

    def handle_data(self, data: str) -> None:
        inside = self._open[-1].inside
        if self._open[-1].tag in self._AS_TYPED:
            inside.append(data)
        elif words := _SPACE.sub(" ", data).strip():
            if inside and isinstance(inside[-1], str):
                inside[-1] += f" {words}"
            else:
                inside.append(words)


def _value(name: str, value: str | None) -> str | frozenset[str]:
    return frozenset((value or "").split()) if name == "class" else _SPACE.sub(" ", value or "").strip()


def read(html: str) -> Element:
    """What some HTML says. Raises `AssertionError` where its elements do not nest."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader._open == [reader.root], "something is not ended"
    return reader.root
