"""Somebody who works with the keyboard alone: where the focus goes, they go, and nothing else is ever pressed."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

_STOPS = 150
"""More than there are on any page."""

_HERE = """() => {
    const here = document.activeElement, style = getComputedStyle(here)
    return {name: here.name || "", value: here.value || "", kind: here.type || here.tagName.toLowerCase(),
        text: here.textContent.replace(/\\s+/g, " ").trim(),
        marked: style.outlineStyle !== "none" || style.boxShadow !== "none"}
}"""
_MARKED_BESIDE = ("radio", "checkbox")
"""What is marked at its label when the focus is on it."""


@dataclass
class Keys:
    """The keyboard of a page. Every stop on the way has to show that the focus is there."""

    page: Page

    def to(self, **wanted: str) -> dict[str, Any]:
        """Tab on until the focus is on something that is so; what it is. `text` need only be in it."""
        for _ in range(_STOPS):
            self.page.keyboard.press("Tab")
            here = self._here()
            if all(said in here[each] if each == "text" else here[each] == said for each, said in wanted.items()):
                return here
        raise AssertionError(f"the keyboard does not come to {wanted}")

    def press(self, text: str) -> None:
        """Go to a link or button, and press it; wait for the page that it leads to."""
        self.to(text=text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, name: str, value: str) -> None:
        """One answer of several: with the arrows, as radio buttons are."""
        self.to(name=name, kind="radio")
        for _ in range(_STOPS):
            if self._here()["value"] == value:
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no answer {value}")

    def type(self, name: str, text: str) -> None:
        """Write in a field what it is to say."""
        self.to(name=name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def pick(self, name: str, value: str) -> None:
        """One thing of a list that drops down, from the first one on."""
        self.to(name=name)
        self.page.keyboard.press("Home")
        for _ in range(_STOPS):
            if self._here()["value"] == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} does not offer {value}")

    def _here(self) -> dict[str, Any]:
        here: dict[str, Any] = self.page.evaluate(_HERE)
        assert here["marked"] or here["kind"] in (*_MARKED_BESIDE, "body"), f"nobody sees that the focus is on {here}"
        return here
