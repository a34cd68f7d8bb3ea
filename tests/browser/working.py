"""Working a case in a browser as somebody does: forms filled in by what stands beside their fields, time passing."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.site import Site, no_axe_violations

FIRST_OFFERED = "the first that is offered"
Said = dict[str, str | list[str]]


@dataclass
class Working:
    """Somebody at their desk. With `axe`, it looks at every page that they come to."""

    site: Site
    name: str
    axe: bool = True
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.again()

    def again(self, at: datetime | None = None) -> None:
        """Sign in, with both factors just given; at another time, if one is named."""
        if at is not None:
            self.site.desk.now = at
        self.page = self.site.signed_in(self.name, stepped_up=True)

    def open(self, name: str, *place: object) -> str:
        """Open a page by the name of its address, let axe look at it, and read it."""
        self.page.goto(reverse(name, args=place))
        return self.text()

    def text(self) -> str:
        """What stands on the page, once axe has looked at it."""
        if self.axe:
            no_axe_violations(self.page)
        return " ".join(self.page.locator("main").inner_text().split())

    def fill(self, said: Said) -> None:
        """Answer some questions of the form on the page, those behind "more questions" too."""
        for more in self.page.locator("#form details:not([open]) > summary").all():
            more.click()
        for name, answer in said.items():
            for each in [answer] if isinstance(answer, str) else answer:
                self._answer(name, each)

    def _answer(self, name: str, answer: str) -> None:
        shown = self.page.locator(f'[name="{name}"]').first
        kind = shown.evaluate("(each) => each.type || each.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            value = "" if answer == FIRST_OFFERED else f'[value="{answer}"]'
            self.page.locator(f'[name="{name}"]{value}').first.check(force=True)
        elif kind.startswith("select"):
            shown.select_option(answer)
        else:
            shown.fill(answer)

    def send(self) -> str:
        """Send the form, let axe look at what comes of it, and read it."""
        self.page.locator("#form button[type=submit], #form button:not([type])").first.click()
        self.page.wait_for_load_state()
        return self.text()

    def record(self, book: UUID, event: str, said: Said | None = None, query: str = "") -> str:
        """Record something in a case by its form; a minute passes. What the page then says."""
        self.site.desk.later(minutes=1)
        self.page.goto(reverse("record-event", args=[book, event]) + query)
        self.fill(said or {})
        found = self.send()
        assert "There is a problem" not in found, f"{event}: {found[:1500]}"
        return found

    def sees(self, words: str) -> None:
        """Whether the page says so."""
        expect(self.page.locator("main")).to_contain_text(words)
