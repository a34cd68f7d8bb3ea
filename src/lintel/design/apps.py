"""The room as Django knows it."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """How pages look."""

    name = "lintel.design"
