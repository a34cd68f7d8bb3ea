"""What no installation may set otherwise: two factors for everybody, passwords well kept, sessions that end."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

_ARGON2 = "django.contrib.auth.hashers.Argon2PasswordHasher"
_LENGTH = "django.contrib.auth.password_validation.MinimumLengthValidator"
_VALIDATORS = {
    _LENGTH,
    "django.contrib.auth.password_validation.CommonPasswordValidator",
    "lintel.signin.passwords.OwnWordsValidator",
}
_MIDDLEWARE = {"django.middleware.csrf.CsrfViewMiddleware", "lintel.signin.middleware.GateMiddleware"}
_SITES = ("Lax", "Strict")

_MUST_BE: dict[str, object] = {
    "AUTH_USER_MODEL": "signin.Account",
    "PASSWORD_HASHERS": [_ARGON2],
    "SESSION_ENGINE": "lintel.signin.sessions",
    "MFA_ADAPTER": "lintel.signin.sealed.SealedFactors",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "EMAIL_BACKEND": "lintel.outbound.mail.ReleasedBackend",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_SECURE": True,
}
_MUST_NOT_BE = (
    "MFA_TRUST_ENABLED",
    "MFA_TOTP_INSECURE_BYPASS_CODE",
    "MFA_PASSKEY_LOGIN_ENABLED",
    "MFA_PASSKEY_SIGNUP_ENABLED",
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
    "ACCOUNT_LOGIN_BY_CODE_ENABLED",
)


def tampered(app_configs: Sequence[AppConfig] | None, **_given: Any) -> list[CheckMessage]:
    """An error for every setting of sign-in that is not as it has to be."""
    return [Error(f"{name}: {remedy}", id=f"signin.{name}") for name, remedy in _wrong()]


def _wrong() -> Iterator[tuple[str, str]]:
    for name, value in _MUST_BE.items():
        if getattr(settings, name, None) != value:
            yield name, f"must be {value}"
    for name in _MUST_NOT_BE:
        if getattr(settings, name, None):
            yield name, "must not be set"
    yield from _wrong_with_cookies()
    if left_out := _MIDDLEWARE - {*settings.MIDDLEWARE}:
        yield "MIDDLEWARE", f"must hold {', '.join(sorted(left_out))}"
    validators: list[Any] = settings.AUTH_PASSWORD_VALIDATORS
    used = {each["NAME"]: each.get("OPTIONS", {}) for each in validators}
    if _VALIDATORS - used.keys() or used[_LENGTH].get("min_length", 0) < 12:
        yield "AUTH_PASSWORD_VALIDATORS", f"must hold {', '.join(sorted(_VALIDATORS))}, with a min_length of 12 or more"


def _wrong_with_cookies() -> Iterator[tuple[str, str]]:
    for cookie in ("SESSION_COOKIE", "CSRF_COOKIE"):
        if not getattr(settings, f"{cookie}_NAME").startswith("__Host-"):
            yield f"{cookie}_NAME", "must begin with __Host-"
        if getattr(settings, f"{cookie}_SAMESITE") not in _SITES:
            yield f"{cookie}_SAMESITE", f"must be {' or '.join(_SITES)}"
