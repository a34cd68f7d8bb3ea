"""The room as Django knows it."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from lintel.config.checks import refused, unsafe


class InstallationConfig(AppConfig):
    """What an installation has set."""

    name = "lintel.config"
    label = "installation"

    def ready(self) -> None:
        """Have the settings looked at: always for what is never right, and before going live for what is unwise."""
        register(refused, Tags.security)
        register(unsafe, Tags.security, deploy=True)
