"""A bare Django page to compare by: the session and the user read, and 25 rows of one indexed query in a table.

    python -m bench.bare DATABASE WORKERS

serves it from an empty database, and prints the port and the key of a session. It is Django as `startproject` sets it
up, and gunicorn as `lintel serve` sets that. Nothing of Lintel is in it.
"""

import socket
import sys
from datetime import UTC, datetime
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication
from psycopg.conninfo import conninfo_to_dict

THERE, SHOWN = 2_500, 25
_USER = "User"
_TEMPLATE = """
<!DOCTYPE html><html lang="en"><head><title>Rows</title></head><body><p>{{ request.user.username }}</p><table>
{% for row in rows %}<tr><td>{{ row.username }}</td><td>{{ row.date_joined|date:"j F Y" }}</td><td>{{ row.email }}</td>
</tr>
{% endfor %}</table></body></html>
"""


def configure(database: str) -> None:
    """Set Django up."""
    parts = conninfo_to_dict(database)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    where = {name: parts[key] for name, key in names.items()}
    loader = ("django.template.loaders.locmem.Loader", {"rows.html": _TEMPLATE})
    settings.configure(
        SECRET_KEY="a bare page has no secrets",  # noqa: S106 - it guards nothing, and goes with the bench
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600, **where}},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "context_processors": ["django.template.context_processors.request"],
                    "loaders": [("django.template.loaders.cached.Loader", [loader])],
                },
            }
        ],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
    )
    django.setup()


def rows(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "rows.html", {"rows": _users().order_by("username")[:SHOWN]})


urlpatterns = [path("", rows)]


def _users() -> Any:
    """Django's own users, who are a table like any other here; there is none before Django is set up."""
    return apps.get_model("auth", _USER).objects


def fill() -> str:
    """Make the tables and what stands in them; the key of a session of somebody's."""
    call_command("migrate", verbosity=0, interactive=False)
    users, now = _users(), datetime.now(UTC)
    model = users.model
    users.bulk_create(
        model(username=f"row {number:05}", email=f"{number}@example.org", date_joined=now) for number in range(THERE)
    )
    somebody = users.create_user("somebody")
    session = import_string("django.contrib.sessions.backends.db.SessionStore")()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(somebody.pk), somebody.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    return str(session.session_key)


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """Gunicorn as `lintel serve` sets it."""

    def __init__(self, listening: int, workers: int) -> None:
        self._listening, self._workers = listening, workers
        super().__init__()

    def load_config(self) -> None:
        """As many processes and threads, and as little log."""
        for name, value in {
            "bind": [f"fd://{self._listening}"],
            "workers": self._workers,
            "worker_class": "gthread",
            "threads": 4,
            "loglevel": "error",
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """The application."""
        return get_wsgi_application()


if __name__ == "__main__":
    configure(sys.argv[1])
    key = fill()
    connections.close_all()  # before there are other processes, which may not share one
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        print(f"Serving at {listening.getsockname()[1]} with {key}", flush=True)
        _Server(listening.detach(), int(sys.argv[2])).run()
