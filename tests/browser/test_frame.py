"""The frame of the pages in a browser: by mouse, by keyboard, small, printed, left alone, and without scripts."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.site import NoChromium, Site, chromium, fits, no_axe_violations, screenshot

PAGES = [pytest.param("sam", "/", id="today"), pytest.param(None, "/sign-in", id="sign-in")]


def shown(site: Site, name: str | None, path: str, *, javascript: bool = True) -> Page:
    page = site.signed_in(name, javascript=javascript) if name else site.stranger(javascript=javascript)
    page.goto(path)
    return page


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_axe_finds_nothing(site: Site, name: str | None, path: str) -> None:
    page = shown(site, name, path)
    no_axe_violations(page)
    screenshot(page, "today" if name else "sign-in")


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_nothing_runs_off_a_small_screen(site: Site, name: str | None, path: str) -> None:
    page = shown(site, name, path)
    fits(page)
    no_axe_violations(page)
    screenshot(page, "today-small" if name else "sign-in-small")


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_a_page_stands_without_scripts(site: Site, name: str | None, path: str) -> None:
    page = shown(site, name, path, javascript=False)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("body")).not_to_have_class("govuk-frontend-supported")
    fits(page)


def test_the_cookie_of_the_session_is_kept_by_a_browser_on_this_machine(site: Site) -> None:
    page = shown(site, "sam", "/")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    assert "__Host-session" in {cookie["name"] for cookie in page.context.cookies()}


@pytest.fixture
def gallery(site: Site, monkeypatch: pytest.MonkeyPatch) -> Page:
    """The page of every part."""
    monkeypatch.setattr(settings, "ROOT_URLCONF", "tests.browser.gallery")
    return shown(site, "sam", "/gallery")


def minutes(page: Page, count: float) -> None:
    """Let the browser's clock run on."""
    page.clock.fast_forward(int(count * 60_000))


def test_axe_finds_nothing_in_any_part(gallery: Page) -> None:
    no_axe_violations(gallery)
    screenshot(gallery, "parts")
    fits(gallery)
    no_axe_violations(gallery)
    screenshot(gallery, "parts-small")


def test_the_first_key_leads_past_the_navigation(gallery: Page) -> None:
    gallery.goto("/report")
    gallery.keyboard.press("Tab")
    expect(gallery.get_by_role("link", name="Skip to the page")).to_be_focused()
    gallery.keyboard.press("Enter")
    expect(gallery.get_by_role("main")).to_be_focused()


def test_on_a_small_screen_the_navigation_folds_and_opens_by_keyboard(gallery: Page) -> None:
    gallery.set_viewport_size({"width": 320, "height": 640})
    people = gallery.get_by_role("navigation", name="Main").get_by_role("link", name="People")
    expect(people).to_be_hidden()
    gallery.get_by_role("button", name="Menu").press("Enter")
    expect(people).to_be_visible()


def test_in_forced_colours_nothing_is_lost(gallery: Page) -> None:
    gallery.emulate_media(forced_colors="active")
    no_axe_violations(gallery)
    for words in ("3 days overdue", "due tomorrow", "Not assessed", "Success"):
        expect(gallery.get_by_text(words, exact=True)).to_be_visible()


def test_who_asked_for_less_motion_is_given_none(gallery: Page) -> None:
    gallery.emulate_media(reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter(
        (each) => getComputedStyle(each).transitionDuration !== "0s").length"""
    assert gallery.evaluate(moving) == 0


def test_on_paper_stand_who_printed_and_when_and_no_ways_to_go_on(gallery: Page) -> None:
    gallery.emulate_media(media="print")
    expect(gallery.get_by_text("Printed by Sam, Mon 8 April 2024 at 10:00am")).to_be_visible()
    expect(gallery.get_by_text("Text only, after 10:00am. Never voicemail.")).to_be_visible()
    for gone in ("header", ".govuk-service-navigation", ".app-sub-navigation", "button", "#secret", ".govuk-back-link"):
        expect(gallery.locator(f"{gone} >> visible=true")).to_have_count(0)


def test_nothing_is_kept_in_the_browser(gallery: Page) -> None:
    gallery.get_by_role("tab", name="My team").click()
    assert gallery.evaluate("localStorage.length + sessionStorage.length") == 0


def test_before_a_session_ends_it_can_be_kept_by_one_key(site: Site, gallery: Page) -> None:
    gallery.clock.install()
    gallery.reload()
    minutes(gallery, 12.4)
    expect(gallery.get_by_role("dialog")).to_be_hidden()
    minutes(gallery, 0.2)
    expect(gallery.get_by_role("dialog", name="Are you still there?")).to_contain_text("closes in 2 minutes")
    no_axe_violations(gallery)
    screenshot(gallery, "still-there")
    site.desk.later(minutes=13)
    with gallery.expect_response("**/stay-signed-in") as kept:
        gallery.keyboard.press("Enter")
    assert kept.value.status == 204
    expect(gallery.get_by_role("dialog")).to_be_hidden()
    minutes(gallery, 12.4)
    site.desk.later(minutes=13)
    gallery.reload()
    expect(gallery.get_by_text("Signed in as Sam")).to_be_visible()


def test_a_page_that_nobody_uses_is_taken_off_the_screen(gallery: Page) -> None:
    gallery.clock.install()
    gallery.reload()
    minutes(gallery, 15.1)
    expect(gallery.get_by_role("heading", name="This page is closed")).to_be_focused()
    assert "Never voicemail" not in gallery.content()
    no_axe_violations(gallery)
    fits(gallery)
    screenshot(gallery, "closed")


def test_staying_does_not_help_whose_session_has_ended(site: Site, gallery: Page) -> None:
    gallery.clock.install()
    gallery.reload()
    minutes(gallery, 14)
    site.desk.later(minutes=16)
    gallery.get_by_role("button", name="Stay signed in").click()
    expect(gallery.get_by_role("heading", name="This page is closed")).to_be_visible()
    site.trouble.clear()  # the browser says that it was sent elsewhere


def test_signing_out_in_one_window_closes_the_others_and_back_shows_nothing(gallery: Page) -> None:
    other = gallery.context.new_page()
    other.goto("/gallery")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(gallery.get_by_role("heading", name="This page is closed")).to_be_visible()
    other.go_back()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Never voicemail" not in other.content() + gallery.content()


def test_a_part_of_a_page_that_is_asked_for_too_late_leads_to_signing_in(site: Site) -> None:
    book = site.desk.case("sam")
    page = shown(site, "sam", f"/case/{book}/record")
    site.desk.later(minutes=16)
    page.locator("#words").press_sequentially("rang")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_without_chromium_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINTEL_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoChromium, match="apt install chromium"):
        chromium()
