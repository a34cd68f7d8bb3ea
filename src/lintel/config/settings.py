"""Django's settings, from the options in the environment. Nothing here opens a connection or starts anything."""

from psycopg.conninfo import conninfo_to_dict

from lintel.config.options import Options

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
        "OPTIONS": {"server_side_binding": True},
    }


DATABASES = {"default": _database(OPTIONS.database_url), "owner": _database(OPTIONS.owner_url)}

INSTALLED_APPS = [
    "lintel.access",
    "lintel.ledger",
    "lintel.people",
    "lintel.homes",
    "lintel.directory",
    "lintel.casework",
]
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []
