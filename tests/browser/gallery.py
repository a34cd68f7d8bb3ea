"""Every part that pages share, on one page of its own: served in tests alone, as if it were of the staff host."""

from datetime import UTC, datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import path

from lintel.config.urls import handler400, handler403, handler404, handler500
from lintel.config.urls import urlpatterns as ours

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

_PAGE = Path(__file__).parent / "gallery.html"
_SHOWN = {
    "then": datetime(2024, 4, 8, 9, 0, tzinfo=UTC),
    "long": "Rheinflügel-and-Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
}


def gallery(request: HttpRequest) -> HttpResponse:
    """The page."""
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    return HttpResponse(engine.from_string(_PAGE.read_text(encoding="utf-8")).render(_SHOWN, request))


urlpatterns = [path("gallery", gallery, name="gallery"), *ours]
