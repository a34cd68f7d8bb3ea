"""What no setting turns off, and what is not there at all."""

from typing import Any, get_args

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.core.checks import run_checks
from django.core.mail import EmailMessage
from django.urls import Resolver404, resolve, reverse

from lintel.config.database import NotReady, refuse_tampered
from lintel.config.urls import urlpatterns
from lintel.outbound.mail import NotReleased
from lintel.signin import factors
from lintel.signin.checks import tampered
from tests.desk.conftest import Desk
from tests.signin.addresses import addresses

ARGON2 = "django.contrib.auth.hashers.Argon2PasswordHasher"
VALIDATORS: list[Any] = settings.AUTH_PASSWORD_VALIDATORS
TAMPERED: list[tuple[str, Any]] = [
    ("MFA_SUPPORTED_TYPES", ["totp"]),
    ("MFA_SUPPORTED_TYPES", ["totp", "webauthn", "recovery_codes", "sms"]),
    ("MFA_ADAPTER", "allauth.mfa.adapter.DefaultMFAAdapter"),
    ("MFA_TRUST_ENABLED", True),
    ("MFA_TOTP_INSECURE_BYPASS_CODE", "123456"),
    ("MFA_PASSKEY_LOGIN_ENABLED", True),
    ("MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", True),
    ("ACCOUNT_LOGIN_BY_CODE_ENABLED", True),
    ("PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher", ARGON2]),
    ("PASSWORD_HASHERS", [ARGON2, "django.contrib.auth.hashers.MD5PasswordHasher"]),
    ("AUTH_PASSWORD_VALIDATORS", []),
    ("AUTH_PASSWORD_VALIDATORS", [
        {**each, "OPTIONS": {"min_length": 8}} if "Length" in each["NAME"] else each
        for each in VALIDATORS
    ]),
    ("SESSION_ENGINE", "django.contrib.sessions.backends.signed_cookies"),
    ("SESSION_COOKIE_SECURE", False),
    ("SESSION_COOKIE_HTTPONLY", False),
    ("SESSION_COOKIE_SAMESITE", "None"),
    ("SESSION_COOKIE_NAME", "sessionid"),
    ("CSRF_COOKIE_SECURE", False),
    ("CSRF_COOKIE_SAMESITE", None),
    ("CSRF_COOKIE_NAME", "csrftoken"),
    ("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"),
    ("MIDDLEWARE", [each for each in settings.MIDDLEWARE if "Gate" not in each]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), TAMPERED)
def test_a_setting_that_weakens_sign_in_is_an_error(name: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tampered(None) == []
    monkeypatch.setattr(settings, name, value, raising=False)
    assert [each.id for each in tampered(None)] == [f"signin.{name}"]


def test_the_check_is_one_of_those_that_are_run() -> None:
    assert [each for each in run_checks() if each.is_serious()] == []


@pytest.mark.parametrize("silenced", [[], ["signin.SESSION_COOKIE_NAME"]])
def test_nothing_is_served_with_such_a_setting(silenced: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_tampered()
    monkeypatch.setattr(settings, "SESSION_COOKIE_NAME", "sessionid")
    monkeypatch.setattr(settings, "SILENCED_SYSTEM_CHECKS", silenced)
    with pytest.raises(NotReady, match="SESSION_COOKIE_NAME: must begin with __Host-"):
        refuse_tampered()


def test_a_factor_is_an_app_a_passkey_or_a_recovery_code_and_never_a_message() -> None:
    assert set(get_args(factors.Kind)) == {"app", "passkey", "codes"}
    assert {str(each) for each in Authenticator.Type.values} == {"totp", "webauthn", "recovery_codes"}


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/accounts/login/", "/accounts/signup/", "/signup/",
                                  "/2fa/", "/password/reset/", "/email/", "/reauthenticate/"])  # fmt: skip
def test_neither_djangos_admin_nor_allauths_own_pages_are_there(path: str) -> None:
    with pytest.raises(Resolver404):
        resolve(path)


def test_no_view_of_allauth_or_of_the_admin_is_routed(desk: Desk) -> None:
    views = [resolve(path).func.__module__ for _, path in addresses(urlpatterns, desk.handle("jo"))]
    assert [each for each in views if not each.startswith("lintel.")] == []
    assert reverse("sign-in") == "/sign-in"


def test_no_mail_leaves_that_was_not_released() -> None:
    written = EmailMessage("Hello", "there", "lintel@example.org", ["somebody@example.org"])
    backend = mail.get_connection(settings.EMAIL_BACKEND, fail_silently=True)
    with pytest.raises(NotReleased) as refused:
        backend.send_messages([written])
    assert "somebody" not in str(refused.value)
    assert backend.send_messages([]) == 0
