"""The pages as a browser shows them: served on this machine, watched for whatever a user would not see go wrong."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, Response, WebError

from tests.desk.conftest import Desk

NARROW = 320
"""Pixels: a screen of 1280 at 400%."""

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OPENS_MORE = re.compile(r"aria-allowed-attr: .*<input class=\"govuk-(radios|checkboxes)__input\"")
"""GOV.UK's choices say `aria-expanded` when they reveal more. ARIA does not foresee it; screen readers do read it."""

_NAMES = ("chromium", "chromium-browser", "google-chrome")


class NoChromium(Exception):
    """There is no browser on this machine; the message says what to install."""


def chromium() -> str:
    """The browser of this machine. Raises `NoChromium`."""
    found = os.environ.get("LINTEL_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise NoChromium("the browser tests need Chromium: `apt install chromium`, or its path in LINTEL_CHROMIUM")
    return found


def launched(playwright: Playwright) -> Browser:
    """Chromium, without its sandbox where root runs it, because it will not start otherwise."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--no-default-browser-check"]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=chromium(), args=quiet + sandbox)


class _Handler(WSGIRequestHandler):
    """Says nothing on stderr."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def served() -> Iterator[str]:
    """The staff host, served by threads of this process to this machine; its address. Each thread connects anew."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Handler)
    server.set_app(get_internal_wsgi_application())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Site:
    """Browsers for the cast. `trouble` gathers what went wrong unseen: errors, refused content, other hosts asked."""

    desk: Desk
    address: str
    browser: Browser
    trouble: list[str] = field(default_factory=list)
    _opened: list[BrowserContext] = field(default_factory=list)

    def signed_in(self, name: str, *, stepped_up: bool = False, javascript: bool = True) -> Page:
        """A page of a browser in which one of the cast is signed in."""
        page = self.stranger(javascript=javascript)
        cookie = self.desk.browser(name, stepped_up=stepped_up).cookies[settings.SESSION_COOKIE_NAME]
        # Chromium sends it to http://localhost, and yet has it set by hand for HTTPS alone.
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": "https://localhost"}])
        return page

    def stranger(self, *, javascript: bool = True) -> Page:
        """A page of a browser in which nobody is signed in."""
        context = self.browser.new_context(
            base_url=self.address, java_script_enabled=javascript, locale="en-GB", timezone_id="Europe/London"
        )
        context.set_default_timeout(10_000)
        context.on("console", self._said)
        context.on("weberror", self._failed)
        context.on("request", self._asked)
        context.on("response", self._answered)
        self._opened.append(context)
        return context.new_page()

    def close(self) -> None:
        """Close every browser."""
        for context in self._opened:
            context.close()

    def _failed(self, error: WebError) -> None:
        self.trouble.append(f"failed: {error.error} at {error.page.url if error.page else 'no page'}")

    def _said(self, message: ConsoleMessage) -> None:
        # What failed to load is seen, with its address and status, in `_answered`.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.trouble.append(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.trouble.append(f"another host was asked: {request.url}")

    def _answered(self, response: Response) -> None:
        # A page may be a refusal, which a test says; that our own code failed is never meant.
        if response.status >= (500 if response.request.is_navigation_request() else 400):
            self.trouble.append(f"{response.status}: {response.request.method} {response.url}")


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def no_axe_violations(page: Page) -> None:
    """Whether axe finds nothing on the page as it is now: WCAG 2.2 AA, and the best practices that it knows."""
    page.evaluate(_axe())
    options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    found = page.evaluate(f"axe.run({json.dumps(options)}).then(({{violations}}) => violations)")
    said = [f"{each['id']}: {each['help']}: {node['html']}" for each in found for node in each["nodes"]]
    said = [each for each in said if not _OPENS_MORE.match(each)]
    assert not said, "\n".join(said)


def fits(page: Page) -> None:
    """Whether the page can be read on a screen of 320 pixels without scrolling sideways. Leaves it at that width."""
    page.set_viewport_size({"width": NARROW, "height": 640})
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
            [...document.body.querySelectorAll("*")]
                .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
                .map((each) => each.outerHTML.slice(0, 160))"""
    )
    assert not wide, "\n".join(wide)


def screenshot(page: Page, name: str) -> None:
    """Keep a picture of the page in docs/screens, where LINTEL_SCREENS is set: a run of tests writes none."""
    assert re.fullmatch(r"[a-z0-9-]+", name)
    if os.environ.get("LINTEL_SCREENS"):
        SCREENS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
