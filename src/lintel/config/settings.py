"""Django's settings, from the options in the environment. Nothing here opens a connection or starts anything."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from psycopg.conninfo import conninfo_to_dict

from lintel.config.options import Options
from lintel.config.secret import secret_key
from lintel.design.built import KEPT_FOR_GOOD
from lintel.uploads.caps import CAPS

OPTIONS = Options()


_PLANNING = "-c random_page_cost=1.1 -c jit=off"
"""Disks do not turn any more, so a few rows are looked up and not read with all others; no page is worth compiling."""


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
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3, "options": _PLANNING},
    }


DATABASES = {"default": _database(OPTIONS.database_url), "owner": _database(OPTIONS.owner_url)}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth.account",
    "allauth.mfa",
    "lintel.access",
    "lintel.ledger",
    "lintel.people",
    "lintel.homes",
    "lintel.directory",
    "lintel.casework",
    "lintel.design",
    "lintel.signin",
    "lintel.outbound",
    "lintel.desk",
    "lintel.config",
]
MIDDLEWARE = [
    "lintel.design.headers.HeadersMiddleware",
    "lintel.config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
            "context_processors": ["django.contrib.messages.context_processors.messages", "lintel.desk.pages.frame"],
        },
    },
]
ROOT_URLCONF = "lintel.config.urls"
WSGI_APPLICATION = "lintel.config.wsgi.application"
AUTH_USER_MODEL = "signin.Account"
AUTHENTICATION_BACKENDS = ["lintel.signin.backend.SessionOwners"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "lintel.signin.passwords.OwnWordsValidator"},
]
SESSION_ENGINE = "lintel.signin.sessions"
SESSION_COOKIE_AGE = 10 * 60 * 60
EMAIL_BACKEND = "lintel.outbound.mail.ReleasedBackend"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # it counts in the memory of one process; `signin.throttle` counts for all of them
MFA_ADAPTER = "lintel.signin.sealed.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_DIGITS = 12
MFA_TOTP_ISSUER = "Lintel"
SECRET_KEY = secret_key(OPTIONS)
ALLOWED_HOSTS = list(OPTIONS.hosts)
CLOCK: Callable[[], datetime] = timezone.now
"""Where the instant of a request comes from; everything further in is given it."""

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"  # nothing to others; under no-referrer a form's `Origin` is null, and refused
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60  # said over HTTPS alone
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True  # browsers take http://localhost for secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would sign out whoever follows a link from an e-mail
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # for as long as the browser is open
CSRF_FAILURE_VIEW = "lintel.desk.refusing.forbidden"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # never in a cookie
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # never on a disk in clear
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * CAPS.bytes  # the gate takes no more at once; less is told how much it is too big

STORAGES = {"staticfiles": {"BACKEND": "lintel.design.built.BuiltStorage"}}
WHITENOISE_USE_FINDERS = True  # from where the packages are installed: nothing is collected
WHITENOISE_IMMUTABLE_FILE_TEST = KEPT_FOR_GOOD
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_URL = "/static/"
APPEND_SLASH = False
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # names below ours, and those beside us, are the landlord's: nobody here may speak for them
    "security.W008",  # the proxy sends those who come without TLS away; without a proxy it is this machine alone
    "security.W021",  # likewise: a list of browsers' makers is for the landlord to ask for
]
