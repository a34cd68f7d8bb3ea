"""What every response tells the browser: each header exactly, on every address, however it is asked and answered."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from lintel.config.urls import handler400, handler403, handler404, handler500
from lintel.config.urls import urlpatterns as ours
from tests.desk.conftest import Desk

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

POLICY = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';
    manifest-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'
"""
EVERYWHERE = {
    "Content-Security-Policy": sorted(each.strip() for each in POLICY.split(";")),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
OF_THE_CONTENT = {
    "Allow", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Type", "ETag",
    "Last-Modified", "Location", "Vary",
}  # fmt: skip
SIGNING_OUT = {"Clear-Site-Data": '"cache", "storage"'}
ALLOWED_TO_PAGES = {"publickey-credentials-create", "publickey-credentials-get"}


def failing(request: HttpRequest) -> HttpResponse:
    """A page of ours that fails."""
    raise ZeroDivisionError


urlpatterns = [path("failing", failing), *ours]


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """An address of every pattern, with something that fits in each of its places."""
    for each in patterns:
        if isinstance(each, URLResolver):
            if each.app_name != "api":  # what machines are told: tests/api/test_headers.py
                yield from addresses(each.url_patterns)
        else:
            places = {
                "uuid": "0b5f5a5c-6f39-4f5e-9b57-6c7b0d6a1f4e",
                "int": "1",
                "slug": "a",
                "str": "a",
                "event": "contact.made",
                "colleague": "nobody",
            }
            given = {name: places[_kind(kind)] for name, kind in each.pattern.converters.items()}
            yield reverse(each.callback if each.name is None else each.name, kwargs=given)


def _kind(converter: object) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def said(response: HttpResponseBase) -> dict[str, object]:
    """The headers of a response that are not about its content; the policy of content as the set that it is."""
    found: dict[str, object] = {name: each for name, each in response.headers.items() if name not in OF_THE_CONTENT}
    found["Content-Security-Policy"] = sorted(each.strip() for each in response["Content-Security-Policy"].split(";"))
    permissions = dict(each.split("=", 1) for each in str(found.pop("Permissions-Policy")).split(", "))
    assert {name for name, who in permissions.items() if who != "()"} == ALLOWED_TO_PAGES
    assert {"camera", "geolocation", "microphone", "display-capture", "payment", "usb"} <= set(permissions)
    return found


@pytest.mark.parametrize("who", ["ines", None])
def test_every_address_says_the_same_to_everybody(desk: Desk, who: str | None) -> None:
    inside = [each for each in addresses(get_resolver().url_patterns) if not each.startswith(reverse("sign-out"))]
    assert len(inside) >= 16
    for address in inside:
        client = desk.browser(who, stepped_up=True) if who else desk.stranger()
        client.raise_request_exception = False
        for ask in (client.get, client.head, client.options, client.post):
            assert said(ask(address)) == EVERYWHERE | {"Cache-Control": "no-store"}, (ask, address)


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "LOCK"])
@pytest.mark.parametrize("who", ["sam", None])
def test_pages_are_asked_for_and_sent_to_and_nothing_else(desk: Desk, who: str | None, method: str) -> None:
    client = desk.browser(who) if who else desk.stranger()
    for address in (reverse("today"), reverse("sign-in"), "/nothing-of-the-kind"):
        answer = client.generic(method, address)
        assert (answer.status_code, answer.content, answer["Allow"]) == (405, b"", "GET, HEAD, POST")


def test_signing_out_takes_everything_off_the_browser(desk: Desk) -> None:
    answer = desk.browser("sam").post(reverse("sign-out"))
    assert said(answer) == EVERYWHERE | SIGNING_OUT | {"Cache-Control": "no-store"}


@pytest.mark.usefixtures("database")
def test_files_are_the_only_thing_kept() -> None:
    client, file = Client(), static("lintel/app.css")
    for ask in (client.get, client.head):
        with closing(ask(file)) as answer:
            assert said(answer) == EVERYWHERE | {"Cache-Control": "max-age=315360000, public, immutable"}
    for refused in (client.post(file), client.get("/static/none.css"), client.get("/static/")):
        assert refused.status_code in {404, 405}
        assert said(refused) == EVERYWHERE | {"Cache-Control": "no-store"}


def test_errors_say_it_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ROOT_URLCONF", __name__)
    client = desk.browser("sam")
    client.raise_request_exception = False
    forged = Client(enforce_csrf_checks=True)
    answers = {
        404: client.get("/nothing-of-the-kind"),
        500: client.get("/failing"),
        400: client.get(reverse("today"), headers={"host": "another.example"}),
        403: forged.post(reverse("sign-out")),
        405: client.get(reverse("sign-out")),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {each: each for each in answers}
    for answer in answers.values():
        assert said(answer) == EVERYWHERE | {"Cache-Control": "no-store"}
    too_old = answers[403].content.decode()
    assert "What you typed is still on the page before this one" in too_old
    assert f'href="{reverse("sign-in")}" target="_blank"' in too_old


def test_when_the_database_is_gone_a_page_says_that_nothing_was_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = desk.browser("sam")
    client.raise_request_exception = False
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    answer = client.get(reverse("today"))
    assert answer.status_code == 500
    assert "Nothing was saved" in answer.content.decode()
    assert said(answer) == EVERYWHERE | {"Cache-Control": "no-store"}


@pytest.mark.usefixtures("database")
def test_over_https_browsers_are_told_to_stay_there() -> None:
    answer = Client().get(reverse("sign-in"), secure=True)
    assert said(answer)["Strict-Transport-Security"] == "max-age=31536000"


def test_cookies_go_to_this_host_alone_over_https_and_no_script_reads_them(desk: Desk) -> None:
    client = desk.browser("sam")
    client.get(reverse("today"))
    client.post(reverse("stay-signed-in"))
    assert set(client.cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
    assert client.cookies["__Host-session"]["samesite"] == "Lax"
    assert client.cookies["__Host-csrf"]["samesite"] == "Strict"
    assert client.cookies["__Host-csrf"]["max-age"] == ""
