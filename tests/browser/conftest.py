"""A browser for the tests: one Chromium and one server for a worker, one set of windows for a test.

Without Chromium these tests fail and say what to install: a skipped test would look like a passed one.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import NoChromium, Site, launched, served
from tests.database.server import TestServer
from tests.desk.conftest import Desk, desk

__all__ = ["desk"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs its loop in this very thread, and Django takes that for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        try:
            opened = launched(playwright)
        except NoChromium as missing:
            pytest.fail(str(missing), pytrace=False)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address(database: TestServer) -> Iterator[str]:
    """Where the pages are served, from this worker's own database."""
    with served() as at:
        yield at


@pytest.fixture
def site(desk: Desk, browser: Browser, address: str) -> Iterator[Site]:
    """The pages, the cast and their browsers. Whatever went wrong unseen fails the test."""
    made = Site(desk, address, browser)
    yield made
    made.close()
    assert not made.trouble, "\n".join(made.trouble)
