"""The room as Django knows it."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from lintel.outbound.checks import unsafe


class OutboundConfig(AppConfig):
    """What leaves the building, and what may not."""

    name = "lintel.outbound"

    def ready(self) -> None:
        """Have the settings of e-mail looked at before anything is served."""
        register(unsafe, Tags.security)
