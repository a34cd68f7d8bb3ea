"""The room as Django knows it."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core.checks import Tags, register

from lintel.signin.checks import tampered


class SigninConfig(AppConfig):
    """Signing in, and staying signed in for as long as that is safe."""

    name = "lintel.signin"

    def ready(self) -> None:
        """Have the settings looked at; and a password alone is no sign-in that would count as the last one."""
        register(tampered, Tags.security)
        user_logged_in.disconnect(dispatch_uid="update_last_login")
