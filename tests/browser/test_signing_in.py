"""Signing in as a person does it: in a browser, with an app or a passkey, by the keyboard."""

from playwright.sync_api import Page, expect

from tests.browser.site import Site, no_axe_violations
from tests.signin.keys import PASSWORD, Person


def choose_password(site: Site, name: str, *, javascript: bool = True) -> tuple[Page, Person]:
    """Somebody follows their link and sets a password: halfway in."""
    page, person = site.stranger(javascript=javascript), Person(site.desk, name)
    page.goto(person.link())
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    return page, person


def test_somebody_begins_without_a_script(site: Site) -> None:
    page, sam = choose_password(site, "sam", javascript=False)
    sam.seed = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(sam.code)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()
    expect(page.get_by_role("button", name="passkey")).to_have_count(0)


def test_somebody_begins_with_a_passkey_and_signs_in_by_it(site: Site) -> None:
    page, sam = choose_password(site, "sam")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    no_axe_violations(page)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()
    no_axe_violations(page)
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Username").fill(sam.handle)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Confirm your sign-in")).to_be_visible()
    no_axe_violations(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto("/account")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    no_axe_violations(page)
