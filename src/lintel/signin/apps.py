"""The room as Django knows it."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Signing in, and staying signed in for as long as that is safe."""

    name = "lintel.signin"
