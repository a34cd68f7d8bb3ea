"""What every response tells the browser, whatever it is: a page, an error, a redirect, a file of ours.

Django's own middleware and django-csp say what they know of, from the settings; the rest is said here. This stands
first in `MIDDLEWARE`, so that nothing is answered past it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

CLEAR_SITE_DATA = '"cache", "storage"'
"""The value of `Clear-Site-Data` on signing out. The cookie of the session is deleted by name; the one by which a
device is known, and which opens nothing, stays."""

# Whatever Chromium knows by name; it complains of what it does not know.
_OFF = (
    "accelerometer",
    "attribution-reporting",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "clipboard-write",
    "compute-pressure",
    "cross-origin-isolated",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
_OWN = ("publickey-credentials-create", "publickey-credentials-get")
"""Passkeys: the one thing that a page of ours asks the browser for."""

PERMISSIONS = ", ".join([f"{name}=()" for name in _OFF] + [f"{name}=(self)" for name in _OWN])


class HeadersMiddleware:
    """Adds what no other middleware says. Nothing may be stored but files of ours, which are the same for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = PERMISSIONS
        if not (request.path.startswith(settings.STATIC_URL) and "Cache-Control" in response.headers):
            response.headers["Cache-Control"] = "no-store"
        return response
