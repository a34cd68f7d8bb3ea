"""The room as Django knows it."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Agencies and their services."""

    name = "lintel.directory"
