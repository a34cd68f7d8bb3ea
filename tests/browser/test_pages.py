"""Every page that links lead to, one of each kind: by axe, on a small screen, and by what stands in its title."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.site import Site, fits, no_axe_violations

pytestmark = pytest.mark.usefixtures("database_of_its_own")

PATIENCE = 80
"""How many pages are looked at, at most. There are fewer kinds: more would be a circle of names."""

HERE = """() => [...document.querySelectorAll("a[href]")].filter((each) => !each.download)
    .map((each) => each.href).filter((each) => each.startsWith(location.origin))"""


def reached(page: Page, known: set[str]) -> Iterator[str]:
    """Go from page to page by their links, to one page of each kind that nobody has been to, and say where."""
    waiting = ["/"]
    while waiting and len(known) < PATIENCE:
        answer = page.goto(waiting.pop(0))
        assert answer is not None
        if "text/html" in answer.headers["content-type"]:
            assert answer.status == 200, page.url
            yield urlsplit(page.url).path
            for path in dict.fromkeys(urlsplit(each).path for each in page.evaluate(HERE)):
                if _kind(path) not in known:
                    known.add(_kind(path))
                    waiting.append(path)


def _kind(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def test_every_page_can_be_read_by_everybody(site: Site) -> None:
    book = site.desk.case("sam")
    never = re.compile(f"{site.desk.look(book, 'sam').name}|{site.desk.mark}|abuse|violence|victim", re.IGNORECASE)
    site.desk.report()
    known: set[str] = set()
    wrong: list[str] = []
    for who in ("sam", "ines", "dee", "adi", "rae"):
        page = site.signed_in(who, stepped_up=True)
        for path in reached(page, known):
            wrong += [f"{path} for {who}: {fault}" for fault in faults(page)]
            assert not never.search(page.title()), path
    assert not wrong, "\n\n".join(wrong)
    assert len(known) >= 25


def faults(page: Page) -> Iterator[str]:
    """What is wrong with the page as it is now."""
    page.set_viewport_size({"width": 1280, "height": 800})
    for check in (no_axe_violations, one_heading, fits):
        try:
            check(page)
        except AssertionError as fault:
            yield f"{check.__name__}: {fault}"


def one_heading(page: Page) -> None:
    """Whether there is one heading of the first level, and the title ends as every title does."""
    assert page.locator("h1").count() == 1
    assert page.title().endswith(" – Lintel")
