"""The room as Django knows it."""

from django.apps import AppConfig


class HomesConfig(AppConfig):
    """Properties and tenancies."""

    name = "lintel.homes"
