"""The room as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Staff pages."""

    name = "lintel.desk"
