"""Django's settings, from the options in the environment. Nothing here opens a connection or starts anything."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from psycopg.conninfo import conninfo_to_dict

from lintel.config.options import Options
from lintel.config.secret import secret_key

OPTIONS = Options()


def _database(url: str | None) -> dict[str, object]:
    """Django's entry for a database. Every request is one transaction of its own, begun where it is needed."""
    parts = conninfo_to_dict(url or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": str(parts.get("dbname", "")),
        "USER": str(parts.get("user", "")),
        "PASSWORD": str(parts.get("password", "")),
        "HOST": str(parts.get("host", "")),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3},
    }


DATABASES = {"default": _database(OPTIONS.database_url), "owner": _database(OPTIONS.owner_url)}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "lintel.access",
    "lintel.ledger",
    "lintel.people",
    "lintel.homes",
    "lintel.directory",
    "lintel.casework",
    "lintel.design",
    "lintel.signin",
    "lintel.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lintel.signin.middleware.GateMiddleware",
    "lintel.desk.refusing.RefusalMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "lintel.design.environment.environment",
            "context_processors": ["django.contrib.messages.context_processors.messages"],
        },
    },
]
ROOT_URLCONF = "lintel.config.urls"
WSGI_APPLICATION = "lintel.config.wsgi.application"
AUTH_USER_MODEL = "signin.Account"
SECRET_KEY = secret_key(OPTIONS)
ALLOWED_HOSTS = list(OPTIONS.hosts)
CLOCK: Callable[[], datetime] = timezone.now
"""Where the instant of a request comes from; everything further in is given it."""

STATIC_URL = "/static/"
APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []
